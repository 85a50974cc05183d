// SPDX-License-Identifier: MIT
#include "source/sqlite_stream.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/file.hpp"
#include "source/chunk.hpp"

namespace waymark::source {

// The path inside a file: URI.
static std::string uri_path(const std::filesystem::path& path) {
    std::string out;
    for (const std::filesystem::path& part : path) {
        const std::string text = part.string();
        out += (out.empty() || out.back() == '/' ? "" : "/") +
               (text == "/" ? text : percent_encoded(text));
    }
    return out;
}

static constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

void SqliteStream::Close::operator()(sqlite3* connection) const noexcept {
    sqlite3_close_v2(connection);
}
void SqliteStream::Close::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

SqliteStream::SqliteStream(const std::filesystem::path& path, const config::Query& query,
                           const Bound& bound, Watch watch)
    : path_(path), query_sha256_(hex_text(sha256(query.text))), watch_(std::move(watch)) {
    open();
    prepare(query);
    bind(query, bound);
}

SqliteStream::~SqliteStream() = default;

std::string SqliteStream::proved() const {
    return "its answer to the query of SHA-256 " + query_sha256_ + ", as CSV";
}

// The library's own words for a code: those of a connection could repeat a row's value.
Error SqliteStream::failure(int code) const {
    const Place place{.file = path_.string()};
    switch (code & 0xff) {
        case SQLITE_INTERRUPT:
            return watch_.error(path_.string());
        case SQLITE_NOTADB:
            return Error(ErrorKind::refused,
                         "this is no SQLite database, or an encrypted one. Correct the path",
                         place);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error(ErrorKind::source_unavailable,
                         "another program holds the database locked. Try again later", place);
        case SQLITE_TOOBIG:
            return Error(ErrorKind::refused, "a row is over 1 MiB. Select fewer or shorter columns",
                         place);
        default:
            return Error(ErrorKind::source_unavailable,
                         std::string("the database cannot be read (") + sqlite3_errstr(code) + ")",
                         place);
    }
}

// Not as an immutable file: another program may be writing it, and its locks are to be kept.
void SqliteStream::open() {
    (void)open_for_reading(path_);  // says who is at fault better than SQLite does
    const std::string uri = "file:" + uri_path(path_) + "?mode=ro";
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(uri.c_str(), &opened,
                        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX, nullptr);
    connection_.reset(opened);
    if (code != SQLITE_OK) {
        throw failure(code);
    }
    sqlite3_busy_timeout(opened,
                         static_cast<int>(std::min<std::int64_t>(watch_.left().count(), 5000)));
    sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, static_cast<int>(max_record_bytes));
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (const int failed =
            sqlite3_exec(opened, "PRAGMA query_only = 1", nullptr, nullptr, nullptr)) {
        throw failure(failed);
    }
    sqlite3_progress_handler(
        opened, 10'000,
        [](void* watch) { return static_cast<const Watch*>(watch)->is_over() ? 1 : 0; }, &watch_);
}

void SqliteStream::prepare(const config::Query& query) {
    const auto fault = [&](const std::string& what) {
        return Error(ErrorKind::configuration, "the query on " + path_.string() + " " + what,
                     query.place);
    };
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v3(connection_.get(), query.text.c_str(),
                           static_cast<int>(query.text.size()) + 1, 0, &prepared, &rest);
    statement_.reset(prepared);
    if (code == SQLITE_ERROR) {
        // Nothing has been read yet: these words are about the query and the schema alone.
        throw fault(std::string("cannot be used: ") + sqlite3_errmsg(connection_.get()));
    }
    if (code != SQLITE_OK) {
        throw failure(code);
    }
    if (prepared == nullptr || sqlite3_column_count(prepared) == 0 ||
        sqlite3_stmt_readonly(prepared) == 0) {
        throw fault("does not read rows, or writes. A source only reads");
    }
    sqlite3_stmt* second = nullptr;
    sqlite3_prepare_v3(connection_.get(), rest, -1, 0, &second, nullptr);
    const std::unique_ptr<sqlite3_stmt, Close> owned(second);
    if (second != nullptr) {
        throw fault("has a second statement; a source has one");
    }
    records_ = CsvRecords(static_cast<std::size_t>(sqlite3_column_count(prepared)));
}

void SqliteStream::bind(const config::Query& query, const Bound& bound) {
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement_.get()); ++i) {
        const char* name = sqlite3_bind_parameter_name(statement_.get(), i);
        const auto found = name == nullptr ? bound.end() : bound.find(name + 1);
        if (found == bound.end() || name[0] != ':') {
            throw Error(ErrorKind::configuration,
                        "the query has a parameter Waymark does not bind here; there are :from, "
                        ":to, :as_of and :service",
                        query.place);
        }
        sqlite3_bind_text(statement_.get(), i, found->second.data(),
                          static_cast<int>(found->second.size()), SQLITE_TRANSIENT);
    }
}

void SqliteStream::make(std::string& out) {
    if (!has_begun_) {
        has_begun_ = true;
        for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) {
            records_.add(sqlite3_column_name(statement_.get(), i), out);
        }
    }
    while (!has_ended_ && out.size() < piece_bytes) {
        const int code = sqlite3_step(statement_.get());
        if (code == SQLITE_DONE) {
            has_ended_ = true;
        } else if (code != SQLITE_ROW) {
            throw failure(code);
        } else if (watch_.is_over()) {
            throw watch_.error(path_.string());
        } else {
            add_row(out);
        }
    }
}

void SqliteStream::add_row(std::string& out) {
    sqlite3_stmt* row = statement_.get();
    std::array<char, 32> digits{};
    for (int i = 0; i < sqlite3_column_count(row); ++i) {
        const auto number = [&](auto value) {
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
            records_.add(
                std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())),
                out);
        };
        switch (sqlite3_column_type(row, i)) {
            case SQLITE_NULL:
                records_.add(std::nullopt, out);
                break;
            case SQLITE_INTEGER:
                number(sqlite3_column_int64(row, i));
                break;
            case SQLITE_FLOAT:
                number(sqlite3_column_double(row, i));
                break;
            case SQLITE_TEXT: {
                const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, i));
                records_.add(
                    std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(row, i))),
                    out);
                break;
            }
            default:
                throw Error(ErrorKind::refused,
                            std::string("column '") + sqlite3_column_name(row, i) +
                                "' of the result holds bytes, not text. CAST it AS TEXT in the "
                                "query, or leave it out",
                            {.file = path_.string()});
        }
    }
}

}  // namespace waymark::source
