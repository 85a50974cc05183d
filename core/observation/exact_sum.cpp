// SPDX-License-Identifier: MIT
#include "observation/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/error.hpp"

namespace waymark::observation {
namespace {

constexpr int digit_bits = 32;
constexpr std::int64_t digit_mask = 0xFFFFFFFF;
constexpr std::uint32_t additions_until_carry = std::uint32_t{1} << 29;

// Of a double: sign, 11 bits of exponent, 52 of fraction. The lowest bit of the mantissa weighs
// 2^(exponent field - 1075); counted from 2^(-32 * 34) its position is never negative.
constexpr int sign_bit = 63;
constexpr int fraction_bits = 52;
constexpr std::uint64_t exponent_mask = 0x7FF;
constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << fraction_bits) - 1;
constexpr int digits_below_one = 34;
constexpr int position_bias = digits_below_one * digit_bits - 1075;
static_assert(std::numeric_limits<double>::is_iec559);

}  // namespace

void ExactSum::add(long double addend) {
    const auto high = static_cast<double>(addend);
    add_double(high);
    add_double(static_cast<double>(addend - static_cast<long double>(high)));
}

// A mantissa of 53 bits, shifted to where a digit begins, touches three digits at most. It is taken
// from the bits of the double (IEEE 754), which is much quicker than frexp.
void ExactSum::add_double(double addend) {
    const auto bits = std::bit_cast<std::uint64_t>(addend);
    const std::uint64_t exponent_field = (bits >> fraction_bits) & exponent_mask;
    check(exponent_field != exponent_mask, "only finite numbers are summed");
    const std::uint64_t fraction = bits & fraction_mask;
    const std::uint64_t mantissa = exponent_field == 0 ? fraction : fraction | (fraction_mask + 1);
    if (mantissa == 0) {
        return;
    }
    const int position = std::max(1, static_cast<int>(exponent_field)) + position_bias;
    const int digit = position / digit_bits - digits_below_one;
    const int shift = position % digit_bits;
    cover(digit, digit + 2);

    const std::int64_t sign = (bits >> sign_bit) != 0 ? -1 : 1;
    const std::uint64_t low = (mantissa & digit_mask) << shift;
    const std::uint64_t high = ((mantissa >> digit_bits) << shift) + (low >> digit_bits);
    std::int64_t* at = digits_.data() + (digit - first_);
    at[0] += sign * static_cast<std::int64_t>(low & digit_mask);
    at[1] += sign * static_cast<std::int64_t>(high & digit_mask);
    at[2] += sign * static_cast<std::int64_t>(high >> digit_bits);
    if (++additions_ >= additions_until_carry) {
        carry();
    }
}

void ExactSum::add(const ExactSum& other) {
    if (other.digits_.empty()) {
        return;
    }
    ExactSum carried = other;
    carried.carry();
    carry();
    cover(carried.first_, carried.first_ + static_cast<int>(carried.digits_.size()) - 1);
    for (std::size_t i = 0; i < carried.digits_.size(); ++i) {
        digits_[static_cast<std::size_t>(carried.first_ - first_) + i] += carried.digits_[i];
    }
    ++additions_;
}

void ExactSum::cover(int first, int last) {
    if (!digits_.empty() && first >= first_ && last < first_ + static_cast<int>(digits_.size())) {
        return;
    }
    if (digits_.empty()) {
        first_ = first;
    }
    if (first < first_) {
        digits_.insert(digits_.begin(), static_cast<std::size_t>(first_ - first), 0);
        first_ = first;
    }
    const auto needed = static_cast<std::size_t>(last - first_ + 1);
    digits_.resize(std::max(digits_.size(), needed), 0);
}

// Afterwards every digit is in [0, 2^32), but for a last one of -1 when the sum is negative: the
// one way to write this sum, whatever was added to reach it.
void ExactSum::carry() {
    std::int64_t over = 0;
    for (auto& digit : digits_) {
        digit += over;
        over = digit >> digit_bits;
        digit &= digit_mask;
    }
    while (over != 0 && over != -1) {
        digits_.push_back(over & digit_mask);
        over >>= digit_bits;
    }
    if (over == -1) {
        digits_.push_back(-1);
    }
    additions_ = 0;
}

long double ExactSum::value() const {
    ExactSum carried = *this;
    carried.carry();
    long double sum = 0;
    for (std::size_t i = carried.digits_.size(); i-- > 0;) {
        sum += std::ldexp(static_cast<long double>(carried.digits_[i]),
                          (carried.first_ + static_cast<int>(i)) * digit_bits);
    }
    return sum;
}

}  // namespace waymark::observation
