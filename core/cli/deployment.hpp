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

/// Opened for writing; settles runs that an earlier process left unfinished. One thread.
class Deployment {
public:
    Deployment(const std::filesystem::path& file, const Clock& clock);

    [[nodiscard]] const config::Config& config() const noexcept { return config_; }
    [[nodiscard]] const run::Catalogue& catalogue() const noexcept { return catalogue_; }
    [[nodiscard]] ledger::Ledger& ledger() noexcept { return ledger_; }
    [[nodiscard]] store::Store& store() noexcept { return store_; }

private:
    config::Config config_;
    run::Catalogue catalogue_;
    ledger::Ledger ledger_;
    store::Store store_;
};

}  // namespace waymark::cli
