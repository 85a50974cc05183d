// SPDX-License-Identifier: MIT
// The result of a query on an SQLite file that somebody else writes, as CSV.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "config/config.hpp"
#include "source/placeholders.hpp"
#include "source/text_stream.hpp"
#include "source/watch.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace waymark::source {

/// Streams the result row by row, from one consistent view of the file. The file is opened so that
/// it cannot be written, and no other can be attached.
class SqliteStream final : public TextStream {
public:
    /// Throws Error: input_missing, permission, source_unavailable, refused (no database),
    /// configuration at the query's place (it cannot be prepared, writes, or has a second
    /// statement).
    SqliteStream(const std::filesystem::path& path, const config::Query& query, const Bound& bound,
                 Watch watch);
    SqliteStream(const SqliteStream&) = delete;
    SqliteStream& operator=(const SqliteStream&) = delete;
    ~SqliteStream() override;

    [[nodiscard]] std::string proved() const override;

private:
    struct Close {
        void operator()(sqlite3* connection) const noexcept;
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    void make(std::string& out) override;
    void open();
    void prepare(const config::Query& query);
    void bind(const config::Query& query, const Bound& bound);
    void add_row(std::string& out);
    [[nodiscard]] Error failure(int code) const;

    std::filesystem::path path_;
    std::string query_sha256_;
    Watch watch_;
    std::unique_ptr<sqlite3, Close> connection_;
    std::unique_ptr<sqlite3_stmt, Close> statement_;
    CsvRecords records_;
    bool has_begun_ = false;
    bool has_ended_ = false;
};

}  // namespace waymark::source
