// SPDX-License-Identifier: MIT
// Numbers for things that repeat and stand in small tables: keys, periods, words. Known ones come
// from the file, new ones are numbered on from the greatest and wait to be inserted.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace waymark::sqlite {

/// One column of a thing: a text, a number, or nothing.
using Part = std::variant<std::monostate, std::string_view, std::int64_t>;

/// The numbers of one table. One thread. What it answers holds as long as nobody else writes the
/// file: use it within one write, or prove it by Database::data_version before inserting.
class Numbering {
public:
    /// `table` has the integer primary key `id` and these further columns, in the order of the
    /// parts.
    Numbering(SQLite::Database& connection, std::string table, std::string id,
              std::vector<std::string> columns);

    /// The number of the thing with these parts; the same for equal parts.
    [[nodiscard]] std::int64_t number_of(std::initializer_list<Part> parts);

    /// Whether the file held the thing before.
    [[nodiscard]] bool is_known(std::int64_t number) const noexcept { return number < first_new_; }

    /// Writes the new things that are not written yet. Call within the write.
    void insert_new(SQLite::Database& connection);

private:
    [[nodiscard]] std::optional<std::int64_t> number_in_file(std::initializer_list<Part> parts);

    using OwnPart = std::variant<std::monostate, std::string, std::int64_t>;

    std::string table_;
    std::string id_;
    std::vector<std::string> columns_;
    SQLite::Statement lookup_;
    std::int64_t first_new_;
    std::vector<std::vector<OwnPart>> new_things_;  // numbered from first_new_ on
    std::size_t written_ = 0;                       // of new_things_
    std::unordered_map<std::string, std::int64_t> seen_;
    std::string identity_;  // kept, so that a thing seen before costs no allocation
};

}  // namespace waymark::sqlite
