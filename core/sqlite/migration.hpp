// SPDX-License-Identifier: MIT
// Schema versions: what a file of ours must look like, and the steps that lead there.
#pragma once

#include <cstdint>
#include <span>

#include "base/date.hpp"

namespace SQLite {
class Database;
}

namespace waymark::sqlite {

/// Leads from schema version `version - 1` to `version`; version 1 starts from an empty file. Once
/// released a migration is never edited.
struct Migration {
    std::int32_t version = 0;
    const char* sql = nullptr;
};

/// What kind of file it is. The texts live as long as the program.
struct Schema {
    const char* noun = nullptr;  ///< "store": what messages call the file
    std::int32_t application_id =
        0;                        ///< stands in the file's header; other applications' are refused
    std::uint32_t file_mode = 0;  ///< of a file we create; without group and others it is private
    std::span<const Migration> migrations;  ///< versions 1, 2, 3 ... without a gap

    [[nodiscard]] std::int32_t version() const noexcept {
        return static_cast<std::int32_t>(migrations.size());
    }
    [[nodiscard]] bool is_private() const noexcept { return (file_mode & 077U) == 0; }
};

/// The schema version of a file; 0 for an empty one. Throws Error(store) when the file is of
/// another application or was written by a newer version of the program.
[[nodiscard]] std::int32_t checked_version(SQLite::Database& connection, const Schema& schema);

/// Brings the file to the newest version in one transaction, all steps or none, each noted with its
/// time in the table `migration`. Does nothing when it is there already. Throws as checked_version.
void migrate(SQLite::Database& connection, const Schema& schema, Instant now);

}  // namespace waymark::sqlite
