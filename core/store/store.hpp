// SPDX-License-Identifier: MIT
// The shared store's one writer: takes publications, each wholly or not at all, and never changes
// what is there (docs/data_model.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "release/release.hpp"
#include "store/release_reader.hpp"

namespace waymark::store {

/// What became of a publication.
struct Commit {
    enum class Result : std::uint8_t {
        committed,  ///< a vintage was written
        unchanged,  ///< nothing differed: the run is noted, no vintage written
        repeated,   ///< this very run is in the store already; nothing was written
    };
    Result result = Result::committed;
    std::string vintage_id;           ///< "" when the run brought none
    std::uint64_t release_count = 0;  ///< in the vintage this call wrote
};

/// A connection that writes. One thread at a time. The clock outlives it.
class Store {
public:
    /// Opens the store, creating or migrating it as needed; ":memory:" gives one that is never
    /// saved. Throws Error: store (another application's file, a newer schema, no space),
    /// permission, try_later (locked beyond the busy timeout).
    Store(const std::filesystem::path& path, const Clock& clock, sqlite::Options options = {});

    /// Writes the releases that differ from what is current at the run's as_of as one vintage, and
    /// the notices. The work is done before the lock is taken. `recorded_at` is the clock's time,
    /// but always later than that of every earlier run, so a clock set back cannot reorder
    /// vintages. Steps told: staged, locked, inserted, written. Throws Error as the constructor
    /// does, and then nothing has been written; store also when the run id is taken by another
    /// publication.
    [[nodiscard]] Commit commit(const release::Publication& publication);

    /// Reads through this connection, on the same thread.
    [[nodiscard]] const ReleaseReader& reader() const noexcept { return reader_; }

private:
    const Clock& clock_;
    ReleaseReader reader_;
};

}  // namespace waymark::store
