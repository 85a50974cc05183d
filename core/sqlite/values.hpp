// SPDX-License-Identifier: MIT
// C++ values into the parameters of a statement, and the fields of a row out again, in order.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/error.hpp"

namespace waymark::sqlite {

/// Binds one value; the text must live until the statement has run. SQLite would turn a NaN into
/// NULL without a word, so only finite numbers are taken.
inline void bind_value(SQLite::Statement& statement, int at, const std::string& text) {
    statement.bindNoCopy(at, text);
}
inline void bind_value(SQLite::Statement& statement, int at, double number) {
    check(std::isfinite(number), "numbers kept are finite");
    statement.bind(at, number);
}
inline void bind_value(SQLite::Statement& statement, int at, std::int64_t number) {
    statement.bind(at, number);
}
inline void bind_value(SQLite::Statement& statement, int at, Date date) {
    statement.bind(at, std::int64_t{day_number(date)});
}
inline void bind_value(SQLite::Statement& statement, int at, Instant instant) {
    statement.bind(at, std::int64_t{instant.time_since_epoch().count()});
}
template <class Value>
void bind_value(SQLite::Statement& statement, int at, const std::optional<Value>& value) {
    if (value) {
        bind_value(statement, at, *value);
    } else {
        statement.bind(at);
    }
}

/// Binds the values to parameters 1, 2, 3 ...
template <class... Values>
void bind_values(SQLite::Statement& statement, const Values&... values) {
    int at = 0;
    (bind_value(statement, ++at, values), ...);
}

/// Runs a statement that returns no rows with these values; it can be run again.
template <class... Values>
void run(SQLite::Statement& statement, const Values&... values) {
    bind_values(statement, values...);
    statement.exec();
    statement.reset();
}

/// The fields of the row a statement stands on, one after the other.
class Fields {
public:
    explicit Fields(SQLite::Statement& statement) : statement_(statement) {}

    [[nodiscard]] std::string text() { return statement_.getColumn(at_++).getString(); }
    [[nodiscard]] double real() { return statement_.getColumn(at_++).getDouble(); }
    [[nodiscard]] std::int64_t integer() { return statement_.getColumn(at_++).getInt64(); }
    [[nodiscard]] bool truth() { return integer() != 0; }
    [[nodiscard]] Date date() { return date_of(static_cast<std::int32_t>(integer())); }
    [[nodiscard]] Instant instant() { return Instant{std::chrono::microseconds{integer()}}; }

    [[nodiscard]] std::optional<std::string> optional_text() { return unless_null(&Fields::text); }
    [[nodiscard]] std::optional<std::int64_t> optional_integer() {
        return unless_null(&Fields::integer);
    }
    [[nodiscard]] std::optional<double> optional_real() { return unless_null(&Fields::real); }
    [[nodiscard]] std::optional<Date> optional_date() { return unless_null(&Fields::date); }
    [[nodiscard]] std::optional<Instant> optional_instant() {
        return unless_null(&Fields::instant);
    }

private:
    template <class Value>
    std::optional<Value> unless_null(Value (Fields::*field)()) {
        if (statement_.getColumn(at_).isNull()) {
            ++at_;
            return std::nullopt;
        }
        return (this->*field)();
    }

    SQLite::Statement& statement_;
    int at_ = 0;
};

}  // namespace waymark::sqlite
