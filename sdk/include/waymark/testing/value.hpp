// SPDX-License-Identifier: MIT
// Values of rows as they are written in a test: `{{"date", "2024-09-02"}, {"code", "/"}}`.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "waymark/measure/day.hpp"
#include "waymark/measure/handle.hpp"

namespace waymark::testing {

/// One value of any column. nullptr is null; a State stands in place of a published value; dates
/// are "2024-09-02" or a Day; instants "2024-09-02T08:55:00Z" or microseconds; lists are braced.
class Value {
public:
    Value(std::nullptr_t) {}              // NOLINT: a value is one
    Value(bool value) : value_(value) {}  // NOLINT
    template <std::integral Integer>
    Value(Integer value) : value_(static_cast<std::int64_t>(value)) {}                // NOLINT
    Value(double value) : value_(value) {}                                            // NOLINT
    Value(const char* value) : value_(std::string(value)) {}                          // NOLINT
    Value(std::string value) : value_(std::move(value)) {}                            // NOLINT
    Value(Day value) : value_(value.text()) {}                                        // NOLINT
    Value(State value) : value_(value) {}                                             // NOLINT
    Value(std::vector<Value> value) : value_(std::move(value)) {}                     // NOLINT
    Value(std::initializer_list<Value> value) : value_(std::vector<Value>(value)) {}  // NOLINT

    [[nodiscard]] bool is_null() const {
        return std::holds_alternative<std::monostate>(value_) ||
               std::holds_alternative<State>(value_);
    }
    [[nodiscard]] State state() const {
        const State* state = std::get_if<State>(&value_);
        return state != nullptr ? *state : (is_null() ? State::missing : State::observed);
    }
    [[nodiscard]] const std::string& text() const { return get<std::string>("a text"); }
    [[nodiscard]] bool boolean() const { return get<bool>("true or false"); }
    [[nodiscard]] std::int64_t integer() const { return get<std::int64_t>("a whole number"); }
    [[nodiscard]] double real() const {
        return std::holds_alternative<std::int64_t>(value_) ? static_cast<double>(integer())
                                                            : get<double>("a number");
    }
    [[nodiscard]] const std::vector<Value>& items() const {
        return get<std::vector<Value>>("a list");
    }
    [[nodiscard]] Day day() const {
        const auto day = Day::parse(text());
        if (!day) {
            throw std::invalid_argument("\"" + text() + "\" is no date such as 2024-09-02");
        }
        return *day;
    }
    [[nodiscard]] Instant instant() const;

    /// A text that tells values apart, for numbering units and keys.
    [[nodiscard]] std::string label() const {
        return std::holds_alternative<std::int64_t>(value_) ? std::to_string(integer()) : text();
    }

private:
    template <class Type>
    [[nodiscard]] const Type& get(const char* expected) const {
        const Type* value = std::get_if<Type>(&value_);
        if (value == nullptr) {
            throw std::invalid_argument(std::string("a row of the test needs ") + expected +
                                        " where it has something else");
        }
        return *value;
    }

    std::variant<std::monostate, bool, std::int64_t, double, std::string, State, std::vector<Value>>
        value_;
};

/// The values of a row or case by the name of the column.
using Values = std::vector<std::pair<std::string, Value>>;

inline Instant Value::instant() const {
    if (std::holds_alternative<std::int64_t>(value_)) {
        return Instant{integer()};
    }
    const std::string& iso = text();
    const auto day = Day::parse(iso.substr(0, 10));
    if (!day || iso.size() != 20 || iso[10] != 'T' || iso[19] != 'Z') {
        throw std::invalid_argument("\"" + iso + "\" is no instant such as 2024-09-02T08:55:00Z");
    }
    const auto two = [&](std::size_t at) { return std::stoll(iso.substr(at, 2)); };
    const std::int64_t seconds =
        std::int64_t{day->number} * 86400 + two(11) * 3600 + two(14) * 60 + two(17);
    return Instant{seconds * 1'000'000};
}

}  // namespace waymark::testing
