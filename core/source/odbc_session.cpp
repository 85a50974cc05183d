// SPDX-License-Identifier: MIT
#include "source/odbc_session.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace waymark::source {

OdbcSession::OdbcSession() {
    check(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment_) == SQL_SUCCESS,
          "unixODBC can be set up");
    SQLSetEnvAttr(environment_, SQL_ATTR_ODBC_VERSION, sql_attribute(SQL_OV_ODBC3), 0);
    check(SQLAllocHandle(SQL_HANDLE_DBC, environment_, &connection_) == SQL_SUCCESS,
          "unixODBC can be set up");
}

OdbcSession::~OdbcSession() {
    if (statement_ != SQL_NULL_HANDLE) {
        SQLFreeHandle(SQL_HANDLE_STMT, statement_);
    }
    if (is_connected_) {
        SQLEndTran(SQL_HANDLE_DBC, connection_, SQL_ROLLBACK);
        SQLDisconnect(connection_);
    }
    SQLFreeHandle(SQL_HANDLE_DBC, connection_);
    SQLFreeHandle(SQL_HANDLE_ENV, environment_);
}

bool OdbcSession::connect(const std::string& text) {
    constexpr SQLULEN login_seconds = 15;
    SQLSetConnectAttr(connection_, SQL_ATTR_LOGIN_TIMEOUT, sql_attribute(login_seconds), 0);
    SQLSetConnectAttr(connection_, SQL_ATTR_ACCESS_MODE, sql_attribute(SQL_MODE_READ_ONLY), 0);
    is_connected_ = SQL_SUCCEEDED(SQLDriverConnect(connection_, nullptr, sql_text(text), SQL_NTS,
                                                   nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT));
    return is_connected_ &&
           SQL_SUCCEEDED(SQLSetConnectAttr(connection_, SQL_ATTR_AUTOCOMMIT,
                                           sql_attribute(SQL_AUTOCOMMIT_OFF), 0)) &&
           SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, connection_, &statement_));
}

std::pair<std::string, std::string> OdbcSession::diagnosis() const {
    std::array<SQLCHAR, 6> state{};
    std::array<SQLCHAR, 1024> words{};
    SQLSMALLINT size = 0;
    SQLINTEGER native = 0;
    const bool is_statement = statement_ != SQL_NULL_HANDLE;
    const SQLRETURN told = SQLGetDiagRec(
        is_statement ? SQL_HANDLE_STMT : SQL_HANDLE_DBC, is_statement ? statement_ : connection_, 1,
        state.data(), &native, words.data(), static_cast<SQLSMALLINT>(words.size()), &size);
    if (!SQL_SUCCEEDED(told)) {
        return {"HY000", "the driver says nothing"};
    }
    return {reinterpret_cast<const char*>(state.data()),
            reinterpret_cast<const char*>(words.data())};
}

// On one line, without the secret should a driver repeat it.
static std::string one_line(std::string words, const std::string& secret) {
    static constexpr std::string_view cover = "(secret)";
    for (std::size_t at = 0;
         !secret.empty() && (at = words.find(secret, at)) != std::string::npos;) {
        words.replace(at, secret.size(), cover);
        at += cover.size();  // which may itself hold the secret
    }
    std::string out;
    for (const char c : words) {
        const bool is_blank = static_cast<unsigned char>(c) <= ' ';
        if (!is_blank || (!out.empty() && out.back() != ' ')) {
            out += is_blank ? ' ' : c;
        }
    }
    return out;
}

static Error connect_failure(const std::string& state, const std::string& words,
                             const OdbcNames& names) {
    if (state == "IM002" || state == "IM003" || state == "01000") {
        return Error(ErrorKind::configuration,
                     "no ODBC driver for " + names.database + ": " + words +
                         ". Install the driver, or correct dsn or connection (odbcinst -j tells "
                         "where drivers and data sources are listed)",
                     names.query);
    }
    const bool is_login = state.starts_with("28") ||
                          words.find("authentication failed") != std::string::npos ||
                          words.find("no password supplied") != std::string::npos;
    return Error(is_login ? ErrorKind::permission : ErrorKind::source_unavailable,
                 std::string(is_login ? "the database refuses the login: "
                                      : "the database cannot be reached: ") +
                     words + " (SQLSTATE " + state + ")",
                 {.file = names.database});
}

static Error query_failure(const std::string& state, const std::string& words,
                           const OdbcNames& names) {
    if (state == "42501") {
        return Error(ErrorKind::permission,
                     "the login may not read this: " + words + ". Grant it SELECT",
                     {.file = names.database});
    }
    if (state == "25006" || words.find("read-only") != std::string::npos ||
        words.find("readonly") != std::string::npos) {
        return Error(ErrorKind::configuration,
                     "the query on " + names.database + " writes. A source only reads",
                     names.query);
    }
    return Error(ErrorKind::configuration,
                 "the query on " + names.database + " cannot be used: " + words, names.query);
}

Error odbc_failure(const OdbcSession& session, OdbcStep step, const OdbcNames& names) {
    const auto [state, raw_words] = session.diagnosis();
    const std::string words = one_line(raw_words, names.secret);
    const bool is_about_query = state.starts_with("42") || state == "25006" || state == "07002" ||
                                (step == OdbcStep::query && (state == "HY000" || state == "0A000"));
    const bool is_gone = state.starts_with("08") || state.starts_with("57P");
    if (step == OdbcStep::connect) {
        return connect_failure(state, words, names);
    }
    if (is_about_query && !is_gone) {
        return query_failure(state, words, names);
    }
    if (state.starts_with("22")) {
        return Error(ErrorKind::refused,
                     "the database cannot work out a row of the query's answer (SQLSTATE " + state +
                         "). Run the query there to see which",
                     {.file = names.database});
    }
    return Error(ErrorKind::source_unavailable,
                 std::string(is_gone ? "the database went away" : "the database failed") +
                     " in the middle of the answer (SQLSTATE " + state +
                     "). Nothing was kept; run again when it is back",
                 {.file = names.database});
}

}  // namespace waymark::source
