// SPDX-License-Identifier: MIT
// A configuration with everything a verb needs opened once: catalogue, ledger, store.
#pragma once

#include <filesystem>

#include "base/clock.hpp"
#include "config/config.hpp"
#include "ledger/ledger.hpp"
#include "run/catalogue.hpp"
#include "store/store.hpp"

namespace waymark::cli {

/// Ledger and store, opened for writing; settles runs that an earlier process left unfinished.
struct Books {
    Books(const config::Config& config, const Clock& clock);

    ledger::Ledger ledger;
    store::Store store;
};

/// Opened for writing; settles runs that an earlier process left unfinished. One thread.
class Deployment {
public:
    Deployment(const std::filesystem::path& file, const Clock& clock);

    [[nodiscard]] const config::Config& config() const noexcept { return config_; }
    [[nodiscard]] const run::Catalogue& catalogue() const noexcept { return catalogue_; }
    [[nodiscard]] ledger::Ledger& ledger() noexcept { return books_.ledger; }
    [[nodiscard]] store::Store& store() noexcept { return books_.store; }

private:
    config::Config config_;
    run::Catalogue catalogue_;
    Books books_;
};

}  // namespace waymark::cli
