// SPDX-License-Identifier: MIT
// A small read-only JSON reader, so that a measure can read its documents without a library.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "waymark/measure/day.hpp"
#include "waymark/measure/failure.hpp"

namespace waymark {

/// One JSON value, immutable. Members keep the order of the text. What is missing or of another
/// type throws BadParameter with the place of the value: "codes/code/3/valid_to: expected a date".
class Json {
public:
    using Member = std::pair<std::string, Json>;

    /// Parses `text`; `name` is what faults call the whole.
    [[nodiscard]] static Json parse(std::string_view text, std::string name);

    [[nodiscard]] bool is_null() const { return holds<std::monostate>(); }
    [[nodiscard]] bool is_text() const { return holds<std::string>(); }
    [[nodiscard]] bool is_boolean() const { return holds<bool>(); }
    [[nodiscard]] bool is_integer() const { return holds<std::int64_t>(); }
    [[nodiscard]] bool is_number() const { return is_integer() || holds<double>(); }
    [[nodiscard]] bool is_array() const { return holds<std::vector<Json>>(); }
    [[nodiscard]] bool is_object() const { return holds<std::vector<Member>>(); }

    [[nodiscard]] const std::string& text() const { return get<std::string>("a string"); }
    [[nodiscard]] bool boolean() const { return get<bool>("true or false"); }
    [[nodiscard]] std::int64_t integer() const { return get<std::int64_t>("a whole number"); }
    [[nodiscard]] double real() const;
    [[nodiscard]] Day day() const;  ///< from "2024-08-19"
    [[nodiscard]] const std::vector<Json>& items() const {
        return get<std::vector<Json>>("an array");
    }
    [[nodiscard]] const std::vector<Member>& members() const {
        return get<std::vector<Member>>("an object");
    }

    /// The member `key` of this object; null when there is none.
    [[nodiscard]] const Json* find(std::string_view key) const;
    [[nodiscard]] const Json& at(std::string_view key) const;

    /// Where the value stands: "codes/code/3".
    [[nodiscard]] const std::string& place() const { return place_; }

    /// Throws BadParameter: "<place>: <what>".
    [[noreturn]] void refuse(const std::string& what) const {
        throw BadParameter(place_ + ": " + what);
    }

private:
    friend class JsonParser;
    using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                               std::vector<Json>, std::vector<Member>>;

    template <class Type>
    [[nodiscard]] bool holds() const {
        return std::holds_alternative<Type>(value_);
    }
    template <class Type>
    [[nodiscard]] const Type& get(const char* expected) const {
        const Type* value = std::get_if<Type>(&value_);
        if (value == nullptr) {
            refuse(std::string("expected ") + expected);
        }
        return *value;
    }

    std::string place_;
    Value value_;
};

inline double Json::real() const {
    return is_integer() ? static_cast<double>(integer()) : get<double>("a number");
}

inline Day Json::day() const {
    const auto day = Day::parse(get<std::string>("a date such as \"2024-08-19\""));
    if (!day) {
        refuse("expected a date such as \"2024-08-19\"");
    }
    return *day;
}

inline const Json* Json::find(std::string_view key) const {
    for (const Member& member : members()) {
        if (member.first == key) {
            return &member.second;
        }
    }
    return nullptr;
}

inline const Json& Json::at(std::string_view key) const {
    const Json* member = find(key);
    if (member == nullptr) {
        refuse("\"" + std::string(key) + "\" is missing");
    }
    return *member;
}

}  // namespace waymark

#include "waymark/measure/json_parser.hpp"
