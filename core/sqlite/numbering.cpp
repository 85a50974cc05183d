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

static void bind(SQLite::Statement& statement, int at, std::monostate) {
    statement.bind(at);
}
static void bind(SQLite::Statement& statement, int at, std::int64_t number) {
    statement.bind(at, number);
}
static void bind(SQLite::Statement& statement, int at, std::string_view text) {
    statement.bind(at, std::string(text));
}

template <class Parts>
static void bind_parts(SQLite::Statement& statement, int at, const Parts& parts) {
    for (const auto& part : parts) {
        std::visit([&](const auto& value) { bind(statement, at, value); }, part);
        ++at;
    }
}

template <class Number>
static void append(std::string& text, Number number) {
    text.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// One text per thing, different for different parts: lengths keep neighbours apart.
static void write_identity(std::string& text, std::initializer_list<Part> parts) {
    text.clear();
    for (const Part& part : parts) {
        text += static_cast<char>(part.index());
        if (const auto* word = std::get_if<std::string_view>(&part)) {
            append(text, word->size());
            text += *word;
        } else if (const auto* number = std::get_if<std::int64_t>(&part)) {
            append(text, *number);
        }
    }
}

Numbering::Numbering(SQLite::Database& connection, std::string table, std::string id,
                     std::vector<std::string> columns)
    : table_(std::move(table)),
      id_(std::move(id)),
      columns_(std::move(columns)),
      lookup_(connection, lookup_sql(table_, id_, columns_)),
      first_new_(connection.execAndGet("SELECT coalesce(max(" + id_ + "), 0) + 1 FROM " + table_)
                     .getInt64()) {}

static std::string own(std::string_view text) {
    return std::string(text);
}
static std::int64_t own(std::int64_t number) {
    return number;
}
static std::monostate own(std::monostate nothing) {
    return nothing;
}

std::int64_t Numbering::number_of(std::initializer_list<Part> parts) {
    check(parts.size() == columns_.size(), "a thing has one part per column");
    write_identity(identity_, parts);
    if (const auto seen = seen_.find(identity_); seen != seen_.end()) {
        return seen->second;
    }
    std::optional<std::int64_t> number = number_in_file(parts);
    if (!number) {
        number = first_new_ + static_cast<std::int64_t>(new_things_.size());
        auto& thing = new_things_.emplace_back();
        for (const Part& part : parts) {
            std::visit([&](const auto& value) { thing.emplace_back(own(value)); }, part);
        }
    }
    seen_.emplace(identity_, *number);
    return *number;
}

std::optional<std::int64_t> Numbering::number_in_file(std::initializer_list<Part> parts) {
    if (first_new_ == 1) {
        return std::nullopt;  // nothing is in it yet
    }
    bind_parts(lookup_, 1, parts);
    std::optional<std::int64_t> number;
    if (lookup_.executeStep()) {
        number = lookup_.getColumn(0).getInt64();
    }
    lookup_.reset();
    return number;
}

void Numbering::insert_new(SQLite::Database& connection) {
    SQLite::Statement insert(connection, insert_sql(table_, id_, columns_));
    for (; written_ < new_things_.size(); ++written_) {
        insert.bind(1, first_new_ + static_cast<std::int64_t>(written_));
        bind_parts(insert, 2, new_things_[written_]);
        insert.exec();
        insert.reset();
    }
}

}  // namespace waymark::sqlite
