// SPDX-License-Identifier: MIT
// Numbers and truth values from text, and the check of a declared range.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "source/decoder.hpp"

namespace waymark::source {

/// A whole number, with or without a sign; false when it is none or does not fit 64 bits.
[[nodiscard]] inline bool parse_number(std::string_view text, std::int64_t& value) noexcept {
    // A plus sign is a number's; from_chars would not take it, but would take the minus behind it.
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') {
        text.remove_prefix(1);
    }
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size();
}

/// A finite number with a decimal point, also with an exponent.
[[nodiscard]] inline bool parse_number(std::string_view text, double& value) noexcept {
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') {
        text.remove_prefix(1);
    }
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size() &&
           std::isfinite(value);
}

/// The declared range of a column, with the reasons for values outside.
template <class Value>
class NumberRule {
public:
    /// `what` begins the reasons: "column 'age'" or "column 'items': item".
    NumberRule(const contract::Column& column, const std::string& what, Reasons& reasons);

    /// Parses; 0, or the reason why the text cannot be used (then value is 0).
    [[nodiscard]] std::uint32_t parse(std::string_view text, Value& value) const noexcept {
        if (!parse_number(text, value)) {
            value = 0;
            return bad_;
        }
        if (has_range_) {
            if (below(value)) {
                value = 0;
                return below_;
            }
            if (above(value)) {
                value = 0;
                return above_;
            }
        }
        return 0;
    }

private:
    [[nodiscard]] bool below(Value value) const noexcept {
        return static_cast<double>(value) < min_;
    }
    [[nodiscard]] bool above(Value value) const noexcept {
        return static_cast<double>(value) > max_;
    }

    bool has_range_;
    double min_;
    double max_;
    std::uint32_t bad_;
    std::uint32_t below_ = 0;
    std::uint32_t above_ = 0;
};

extern template class NumberRule<std::int64_t>;
extern template class NumberRule<double>;

}  // namespace waymark::source
