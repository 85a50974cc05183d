// SPDX-License-Identifier: MIT
// The answer of any database with an ODBC driver to a query, as CSV.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "config/config.hpp"
#include "source/placeholders.hpp"
#include "source/text_stream.hpp"
#include "source/watch.hpp"

namespace waymark::source {

class OdbcSession;
enum class OdbcStep : std::uint8_t;

/// Streams the answer row by row. The connection is asked to be read-only, whatever it does is
/// rolled back, and PostgreSQL, MySQL and SQLite are told so in their own words; others need a
/// login that may only read. Messages never repeat what a driver says about rows.
class OdbcStream final : public TextStream {
public:
    /// Throws Error: what secret_text() throws; source_unavailable (no answer), permission (login
    /// refused), configuration (unknown data source or driver, or a query that cannot be used).
    OdbcStream(const config::Source& source, const Bound& bound, Watch watch);
    ~OdbcStream() override;

    [[nodiscard]] std::string proved() const override;

private:
    void make(std::string& out) override;
    void connect(const config::Source& source);
    void forbid_writing();
    void execute(const Bound& bound);
    void describe();
    void cancel_in_time(const std::stop_token& stop);
    void add_field(std::uint16_t column, std::string& out);
    [[nodiscard]] Error failure(OdbcStep step) const;

    std::string name_;
    config::Query query_;
    std::string query_sha256_;
    Watch watch_;
    std::string secret_;
    std::vector<std::string> parameters_;
    std::vector<long> indicators_;
    std::unique_ptr<OdbcSession> session_;
    std::vector<std::string> columns_;
    std::vector<int> types_;
    CsvRecords records_;
    bool has_begun_ = false;
    bool has_ended_ = false;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::jthread watcher_;  ///< cancels the statement when the time is over; ends first
};

/// What messages call a database: its data source, or the source that connects to it.
[[nodiscard]] std::string database_name(const config::Source& source);

}  // namespace waymark::source
