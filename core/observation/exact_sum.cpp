// SPDX-License-Identifier: MIT
#include "observation/exact_sum.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace waymark::observation {
namespace {

constexpr int digit_bits = 32;
constexpr std::int64_t digit_mask = 0xFFFFFFFF;
constexpr int mantissa_bits = 53;
constexpr std::uint32_t additions_until_carry = std::uint32_t{1} << 29;

int floor_quotient(int value, int divisor) {
    return value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor);
}

}  // namespace

void ExactSum::add(long double addend) {
    const auto high = static_cast<double>(addend);
    add_double(high);
    add_double(static_cast<double>(addend - static_cast<long double>(high)));
}

// A mantissa of 53 bits, shifted to where a digit begins, touches three digits at most.
void ExactSum::add_double(double addend) {
    if (addend == 0.0) {
        return;
    }
    check(std::isfinite(addend), "only finite numbers are summed");
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(addend), &exponent);
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, mantissa_bits));
    const int lowest_bit = exponent - mantissa_bits;
    const int digit = floor_quotient(lowest_bit, digit_bits);
    const int shift = lowest_bit - digit * digit_bits;
    cover(digit, digit + 2);

    const std::int64_t sign = addend < 0.0 ? -1 : 1;
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
