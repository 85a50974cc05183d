// SPDX-License-Identifier: MIT
// One connection through ODBC, and what its failures mean for people.
#pragma once

#include <sql.h>
#include <sqlext.h>

#include <string>
#include <utility>

#include "base/error.hpp"

namespace waymark::source {

/// A text as ODBC takes it, which never writes there.
inline SQLCHAR* sql_text(const std::string& text) {
    return reinterpret_cast<SQLCHAR*>(const_cast<char*>(text.c_str()));
}
/// A number as ODBC takes it for an attribute.
inline SQLPOINTER sql_attribute(SQLULEN value) {
    return reinterpret_cast<SQLPOINTER>(value);
}

/// The handles of one connection, freed in their order; what was begun is rolled back. One thread
/// at a time, but for SQLCancel.
class OdbcSession {
public:
    OdbcSession();
    OdbcSession(const OdbcSession&) = delete;
    OdbcSession& operator=(const OdbcSession&) = delete;
    ~OdbcSession();

    /// Connects without committing by itself; false when the driver or the server refused.
    [[nodiscard]] bool connect(const std::string& text);
    [[nodiscard]] SQLHSTMT statement() const noexcept { return statement_; }
    [[nodiscard]] SQLHDBC connection() const noexcept { return connection_; }
    /// The SQLSTATE of what failed last, and the driver's words.
    [[nodiscard]] std::pair<std::string, std::string> diagnosis() const;

private:
    SQLHENV environment_ = SQL_NULL_HANDLE;
    SQLHDBC connection_ = SQL_NULL_HANDLE;
    SQLHSTMT statement_ = SQL_NULL_HANDLE;
    bool is_connected_ = false;
};

/// What was being done when it failed. While rows are read, a driver's words may repeat a value.
enum class OdbcStep : std::uint8_t { connect, query, rows };

/// What a message needs to know, and the secret it must not hold.
struct OdbcNames {
    const std::string& database;
    const Place& query;
    const std::string& secret;
};

/// The Error that tells of the last failure of the session.
[[nodiscard]] Error odbc_failure(const OdbcSession& session, OdbcStep step, const OdbcNames& names);

}  // namespace waymark::source
