// SPDX-License-Identifier: MIT
#include "observation/exact_sum.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

namespace waymark::observation {
namespace {

long double sum_of(const std::vector<double>& addends) {
    ExactSum sum;
    for (const double addend : addends) {
        sum.add(addend);
    }
    return sum.value();
}

std::vector<double> finite(std::vector<double> values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    return values;
}

}  // namespace

TEST_CASE("Nothing added is zero", "[observation]") {
    CHECK(ExactSum{}.value() == 0.0L);
}

TEST_CASE("Small addends are not lost beside large ones that cancel", "[observation]") {
    CHECK(sum_of({1e300, 1.0, -1e300}) == 1.0L);
    CHECK(sum_of({1e-300, 1e300, 3.0, -1e300, -3.0}) == static_cast<long double>(1e-300));
    CHECK(sum_of({-1.0, -2.5, 0.25}) == -3.25L);
    CHECK(sum_of({-1e-30, 1e-30}) == 0.0L);
}

TEST_CASE("The largest and the smallest doubles are summed", "[observation]") {
    using Limits = std::numeric_limits<double>;
    CHECK(sum_of({Limits::max(), Limits::max()}) == 2.0L * static_cast<long double>(Limits::max()));
    CHECK(sum_of({Limits::denorm_min()}) == static_cast<long double>(Limits::denorm_min()));
}

TEST_CASE("A product kept in long double is added whole", "[observation]") {
    const long double third = 1.0L / 3.0L;
    ExactSum sum;
    sum.add(third);
    CHECK(sum.value() == third);
}

TEST_CASE("The order of addends and the way they are split change no bit", "[observation]") {
    const bool holds = rc::check([](const std::vector<double>& drawn, std::size_t cut) {
        const auto addends = finite(drawn);
        auto sorted = addends;
        std::sort(sorted.begin(), sorted.end());
        RC_ASSERT(sum_of(addends) == sum_of(sorted));

        const auto middle = addends.begin() +
                            static_cast<std::ptrdiff_t>(addends.empty() ? 0 : cut % addends.size());
        ExactSum first;
        std::for_each(addends.begin(), middle, [&](double addend) { first.add(addend); });
        ExactSum second;
        std::for_each(middle, addends.end(), [&](double addend) { second.add(addend); });
        second.add(first);
        RC_ASSERT(second.value() == sum_of(addends));
    });
    CHECK(holds);
}

}  // namespace waymark::observation
