// SPDX-License-Identifier: MIT
#include "source/numbers.hpp"

#include <array>
#include <limits>
#include <type_traits>

namespace waymark::source {

static std::string number_text(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <class Value>
NumberRule<Value>::NumberRule(const contract::Column& column, const std::string& what,
                              Reasons& reasons)
    : has_range_(column.min || column.max),
      min_(column.min.value_or(-std::numeric_limits<double>::infinity())),
      max_(column.max.value_or(std::numeric_limits<double>::infinity())),
      bad_(reasons.refusal(
          what + (std::is_same_v<Value, double> ? " not a number" : " not a whole number"))) {
    if (column.min) {
        below_ = reasons.refusal(what + " below " + number_text(*column.min));
    }
    if (column.max) {
        above_ = reasons.refusal(what + " above " + number_text(*column.max));
    }
}

template class NumberRule<std::int64_t>;
template class NumberRule<double>;

}  // namespace waymark::source
