// SPDX-License-Identifier: MIT
#include "sqlite/numbering.hpp"

#include "base/error.hpp"

namespace waymark::sqlite {

static std::string lookup_sql(const std::string& table, const std::string& id,
                              const std::vector<std::string>& columns) {
    std::string sql = "SELECT " + id + " FROM " + table + " WHERE ";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        // IS, because a part may be NULL; it uses the index as = does.
        sql += (i == 0 ? "" : " AND ") + columns[i] + " IS ?";
    }
    return sql;
}

static std::string insert_sql(const std::string& table, const std::string& id,
                              const std::vector<std::string>& columns) {
    std::string names = id;
    std::string places = "?";
    for (const std::string& column : columns) {
        names += ", " + column;
        places += ", ?";
    }
    return "INSERT INTO " + table + " (" + names + ") VALUES (" + places + ")";
}

static void bind(SQLite::Statement& statement, int first, const std::vector<Part>& parts) {
    for (const Part& part : parts) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            statement.bindNoCopy(first, *text);
        } else if (const auto* number = std::get_if<std::int64_t>(&part)) {
            statement.bind(first, *number);
        } else {
            statement.bind(first);
        }
        ++first;
    }
}

// One text per thing, different for different parts: lengths keep neighbours apart.
static std::string identity(const std::vector<Part>& parts) {
    std::string text;
    for (const Part& part : parts) {
        if (const auto* word = std::get_if<std::string>(&part)) {
            text += std::to_string(word->size()) + ':' + *word;
        } else if (const auto* number = std::get_if<std::int64_t>(&part)) {
            text += 'n' + std::to_string(*number) + ':';
        } else {
            text += '-';
        }
    }
    return text;
}

Numbering::Numbering(SQLite::Database& connection, std::string table, std::string id,
                     std::vector<std::string> columns)
    : table_(std::move(table)),
      id_(std::move(id)),
      columns_(std::move(columns)),
      lookup_(connection, lookup_sql(table_, id_, columns_)),
      first_new_(connection.execAndGet("SELECT coalesce(max(" + id_ + "), 0) + 1 FROM " + table_)
                     .getInt64()) {}

std::int64_t Numbering::number_of(std::vector<Part> parts) {
    check(parts.size() == columns_.size(), "a thing has one part per column");
    const auto [entry, is_new] = seen_.try_emplace(identity(parts), 0);
    if (!is_new) {
        return entry->second;
    }
    bind(lookup_, 1, parts);
    if (lookup_.executeStep()) {
        entry->second = lookup_.getColumn(0).getInt64();
    } else {
        entry->second = first_new_ + static_cast<std::int64_t>(new_things_.size());
        new_things_.push_back(std::move(parts));
    }
    lookup_.reset();
    return entry->second;
}

void Numbering::insert_new(SQLite::Database& connection) const {
    SQLite::Statement insert(connection, insert_sql(table_, id_, columns_));
    std::int64_t number = first_new_;
    for (const auto& parts : new_things_) {
        insert.bind(1, number++);
        bind(insert, 2, parts);
        insert.exec();
        insert.reset();
    }
}

}  // namespace waymark::sqlite
