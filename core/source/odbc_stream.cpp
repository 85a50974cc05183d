// SPDX-License-Identifier: MIT
#include "source/odbc_stream.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "source/chunk.hpp"
#include "source/credential.hpp"
#include "source/odbc_session.hpp"
#include "source/utf16.hpp"

namespace waymark::source {

static_assert(sizeof(SQLWCHAR) == sizeof(unsigned short) && sizeof(SQLLEN) == sizeof(long));

static constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

OdbcStream::OdbcStream(const config::Source& source, const Bound& bound, Watch watch)
    : name_(database_name(source)),
      query_(source.query),
      query_sha256_(hex_text(sha256(query_.text))),
      watch_(std::move(watch)),
      secret_(secret_text(source.reach.password)),
      session_(std::make_unique<OdbcSession>()) {
    connect(source);
    forbid_writing();
    watcher_ = std::jthread([this](const std::stop_token& stop) { cancel_in_time(stop); });
    execute(bound);
    describe();
}

OdbcStream::~OdbcStream() = default;

// A connection string holds no password, but much that nobody wants to read in each message.
std::string database_name(const config::Source& source) {
    if (!source.reach.dsn.empty()) {
        return "odbc:" + source.reach.dsn;
    }
    return "odbc:" + source.id;
}

std::string OdbcStream::proved() const {
    return "its answer to the query of SHA-256 " + query_sha256_ + ", as CSV";
}

// The value of a key of a connection string, in quotes where it needs them.
static std::string braced(const std::string& value) {
    if (value.find_first_of(" ;{}[]()?*=!@,") == std::string::npos) {
        return value;
    }
    std::string out = "{";
    for (const char c : value) {
        out.append(c == '}' ? 2 : 1, c);
    }
    return out + "}";
}

void OdbcStream::connect(const config::Source& source) {
    const config::Reach& reach = source.reach;
    std::string text = reach.dsn.empty() ? reach.connection : "DSN=" + reach.dsn;
    if (!text.ends_with(';')) {
        text += ';';
    }
    if (!reach.user.empty()) {
        text += "UID=" + braced(reach.user) + ";";
    }
    if (!secret_.empty()) {
        text += "PWD=" + braced(secret_) + ";";
    }
    // PostgreSQL's driver holds a whole answer in memory unless it is told to fetch by pieces;
    // others pass over words they do not know.
    text += "UseDeclareFetch=1;Fetch=1000;";
    if (!session_->connect(text)) {
        throw failure(OdbcStep::connect);
    }
}

void OdbcStream::forbid_writing() {
    std::array<SQLCHAR, 64> product{};
    SQLGetInfo(session_->connection(), SQL_DBMS_NAME, product.data(),
               static_cast<SQLSMALLINT>(product.size()), nullptr);
    const std::string_view name = reinterpret_cast<const char*>(product.data());
    std::string command;
    if (name.starts_with("PostgreSQL") || name == "MySQL" || name == "MariaDB") {
        command = "SET TRANSACTION READ ONLY";
    } else if (name == "SQLite") {
        command = "PRAGMA query_only = 1";
    }
    if (!command.empty() &&
        !SQL_SUCCEEDED(SQLExecDirect(session_->statement(), sql_text(command), SQL_NTS))) {
        throw failure(OdbcStep::connect);
    }
    SQLFreeStmt(session_->statement(), SQL_CLOSE);
}

void OdbcStream::execute(const Bound& bound) {
    SQLHSTMT statement = session_->statement();
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(watch_.left()).count();
    SQLSetStmtAttr(statement, SQL_ATTR_QUERY_TIMEOUT,
                   sql_attribute(static_cast<SQLULEN>(std::max<long>(1, seconds))), 0);
    for (const std::string& name : query_.parameters) {
        parameters_.push_back(bound.at(name));
        indicators_.push_back(static_cast<long>(parameters_.back().size()));
    }
    bool is_well = SQL_SUCCEEDED(SQLPrepare(statement, sql_text(query_.positional), SQL_NTS));
    for (std::size_t i = 0; is_well && i < parameters_.size(); ++i) {
        std::string& value = parameters_[i];
        const SQLSMALLINT type = query_.parameters[i] == "service" ? SQL_VARCHAR : SQL_TYPE_DATE;
        is_well = SQL_SUCCEEDED(
            SQLBindParameter(statement, static_cast<SQLUSMALLINT>(i + 1), SQL_PARAM_INPUT,
                             SQL_C_CHAR, type, std::max<SQLULEN>(1, value.size()), 0, value.data(),
                             static_cast<SQLLEN>(value.size()), &indicators_[i]));
    }
    if (!is_well || !SQL_SUCCEEDED(SQLExecute(statement))) {
        throw failure(OdbcStep::query);
    }
}

void OdbcStream::describe() {
    SQLSMALLINT count = 0;
    SQLNumResultCols(session_->statement(), &count);
    if (count <= 0) {
        throw Error(ErrorKind::configuration,
                    "the query on " + name_ + " answers with no rows. A source only reads",
                    query_.place);
    }
    for (SQLSMALLINT i = 1; i <= count; ++i) {
        std::array<SQLWCHAR, 512> name{};
        SQLSMALLINT size = 0;
        SQLSMALLINT type = 0;
        if (!SQL_SUCCEEDED(SQLDescribeColW(session_->statement(), static_cast<SQLUSMALLINT>(i),
                                           name.data(), static_cast<SQLSMALLINT>(name.size()),
                                           &size, &type, nullptr, nullptr, nullptr))) {
            throw failure(OdbcStep::query);
        }
        columns_.emplace_back();
        append_utf8(std::span(name).first(static_cast<std::size_t>(std::clamp<SQLSMALLINT>(
                        size, 0, static_cast<SQLSMALLINT>(name.size() - 1)))),
                    columns_.back());
        types_.push_back(type);
        if (type == SQL_BINARY || type == SQL_VARBINARY || type == SQL_LONGVARBINARY) {
            throw Error(ErrorKind::configuration,
                        "column '" + columns_.back() + "' of the query on " + name_ +
                            " holds bytes, not text. Cast it in the query, or leave it out",
                        query_.place);
        }
    }
    records_ = CsvRecords(columns_.size());
}

// Another thread's work: a driver may wait for its server longer than it was told.
void OdbcStream::cancel_in_time(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        if (watch_.is_over()) {
            SQLCancel(session_->statement());
        }
        stopped_.wait_for(lock, stop, std::chrono::milliseconds{200}, [] { return false; });
    }
}

void OdbcStream::make(std::string& out) {
    if (!has_begun_) {
        has_begun_ = true;
        for (const std::string& column : columns_) {
            records_.add(column, out);
        }
    }
    while (!has_ended_ && out.size() < piece_bytes) {
        const SQLRETURN fetched = SQLFetch(session_->statement());
        if (fetched == SQL_NO_DATA) {
            has_ended_ = true;
        } else if (!SQL_SUCCEEDED(fetched)) {
            throw failure(OdbcStep::rows);
        } else if (watch_.is_over()) {
            throw watch_.error(name_);
        } else {
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                add_field(static_cast<std::uint16_t>(i), out);
            }
        }
    }
}

// Reals are fetched as numbers and written so that they read back as the same; all else as text.
void OdbcStream::add_field(std::uint16_t column, std::string& out) {
    SQLHSTMT statement = session_->statement();
    const auto at = static_cast<SQLUSMALLINT>(column + 1);
    SQLLEN size = 0;
    const auto number = [&](auto value, SQLSMALLINT type) {
        if (!SQL_SUCCEEDED(SQLGetData(statement, at, type, &value, sizeof value, &size))) {
            throw failure(OdbcStep::rows);
        }
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
        records_.add(size == SQL_NULL_DATA ? std::nullopt : std::optional(text), out);
    };
    if (types_[column] == SQL_DOUBLE || types_[column] == SQL_FLOAT) {
        return number(double{}, SQL_C_DOUBLE);
    }
    if (types_[column] == SQL_REAL) {
        return number(float{}, SQL_C_FLOAT);
    }
    std::vector<SQLWCHAR> units;
    std::array<SQLWCHAR, 2048> piece;
    for (;;) {
        const SQLRETURN got =
            SQLGetData(statement, at, SQL_C_WCHAR, piece.data(), sizeof piece, &size);
        if (got == SQL_NO_DATA) {
            break;
        }
        if (!SQL_SUCCEEDED(got)) {
            throw failure(OdbcStep::rows);
        }
        if (size == SQL_NULL_DATA) {
            return records_.add(std::nullopt, out);
        }
        constexpr std::size_t room = std::tuple_size_v<decltype(piece)> - 1;
        // By what is left, not by SQL_SUCCESS: a driver may remark on something else than a cut.
        const std::size_t left = static_cast<std::size_t>(size) / sizeof(SQLWCHAR);
        const bool is_last = size != SQL_NO_TOTAL && left <= room;
        const std::size_t more = is_last ? left : room;
        units.insert(units.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(more));
        if (units.size() > max_record_bytes) {
            throw Error(ErrorKind::refused,
                        "column '" + columns_[column] + "' has a text over 1 MiB. Select less",
                        {.file = name_});
        }
        if (is_last) {
            break;
        }
    }
    std::string text;
    append_utf8(units, text);
    records_.add(text, out);
}

Error OdbcStream::failure(OdbcStep step) const {
    return watch_.is_over() ? watch_.error(name_)
                            : odbc_failure(*session_, step, {name_, query_.place, secret_});
}

}  // namespace waymark::source
