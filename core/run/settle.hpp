// SPDX-License-Identifier: MIT
// Makes ledger and store agree after a crash: two files do not commit together.
#pragma once

#include <cstdint>

#include "ledger/ledger.hpp"
#include "store/release_reader.hpp"

namespace waymark::run {

/// How many runs were found unfinished, by what became of them.
struct Settled {
    std::uint32_t committed =
        0;                     ///< the store had taken their publication, with or without a vintage
    std::uint32_t failed = 0;  ///< the store had not, or they never got so far
};

/// Call once, after opening the ledger and before the first run. The ledger's lock is held, so
/// every unfinished run belongs to a process that is gone: a prepared one is what the store says
/// (by run id and publication hash), a running one has failed. Doing it twice changes nothing more.
/// Throws Error(store) when the store holds a prepared run with another publication, as it would
/// after one of the two files was replaced by a copy; and as ledger and store do.
[[nodiscard]] Settled settle(ledger::Ledger& ledger, const store::ReleaseReader& store);

}  // namespace waymark::run
