// SPDX-License-Identifier: MIT
// One connection to an SQLite file of ours, opened with everything checked; every failure of SQLite
// inside read() and write() leaves as a waymark::Error (docs/data_model.md, "The file").
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "sqlite/failure.hpp"
#include "sqlite/migration.hpp"
#include "sqlite/options.hpp"

namespace waymark::sqlite {

/// A connection. One thread at a time.
class Database {
public:
    /// Opens for writing: creates the file with the schema's mode when it is not there, and brings
    /// its schema to the newest version. Throws Error (store, try_later, permission); a private
    /// file that others may read is refused.
    Database(const std::filesystem::path& path, const Schema& schema, const Clock& clock,
             Options options);

    /// Opens for reading a file of exactly the newest schema version. Never writes, not even beside
    /// the file. Throws Error: input_missing when it is not there, else as above.
    Database(const std::filesystem::path& path, const Schema& schema, Options options);

    /// The result of work(connection) under one consistent view of the file.
    template <class Work>
    decltype(auto) read(Work&& work) const {
        return translated([&]() -> decltype(auto) {
            const SQLite::Transaction view(connection_);
            return std::forward<Work>(work)(connection_);
        });
    }

    /// Runs work(connection) and commits what it wrote, all or nothing; holds the write lock from
    /// the first statement on.
    template <class Work>
    void write(Work&& work) {
        translated([&] {
            SQLite::Transaction change(connection_, SQLite::TransactionBehavior::IMMEDIATE);
            std::forward<Work>(work)(connection_);
            change.commit();
        });
    }

    /// The path it was opened with.
    [[nodiscard]] const std::string& name() const noexcept { return connection_.getFilename(); }

    /// A number that differs from an earlier answer when another connection has written since. Call
    /// it inside read() or write().
    [[nodiscard]] std::int64_t data_version() const;

    /// A consistent copy of the whole file at `path`, which appears at once and complete, in place
    /// of an earlier one; readable by all, written by none. Throws Error(store, permission).
    void snapshot(const std::filesystem::path& path) const;

    /// Tells the watcher that a step is done.
    void step(std::string_view name) const {
        if (options_.on_step) {
            options_.on_step(name);
        }
    }

private:
    template <class Work>
    decltype(auto) translated(Work&& work) const {
        try {
            return std::forward<Work>(work)();
        } catch (const SQLite::Exception& exception) {
            throw failure(exception, noun_, connection_.getFilename());
        }
    }

    const char* noun_;
    Options options_;
    mutable SQLite::Database connection_;  // reading a const Database still steps statements
};

}  // namespace waymark::sqlite
