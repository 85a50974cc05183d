// SPDX-License-Identifier: MIT
#include "disclosure/rounding.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace waymark::disclosure {

TEST_CASE("Counts round to 5 and 10 as the statistics say", "[disclosure]") {
    for (int count = 0; count < 200; ++count) {
        CAPTURE(count);
        const int fives = (count + 2) / 5;
        const int tens = (count + 5) / 10;
        CHECK(rounded_to(count, 5) == 5 * fives);
        CHECK(rounded_to(count, 10) == 10 * tens);
        CHECK(rounded_to(count, 1) == count);
    }
    CHECK(rounded_to(0.25, 1) == 0.25);
    CHECK(rounded_to(7.6, 5) == 10.0);
}

TEST_CASE("Three significant digits are the nearest double that reads so", "[disclosure]") {
    CHECK(significant(0.123456, 3) == 0.123);
    CHECK(significant(-1234.5, 3) == -1230.0);
    CHECK(significant(0.0009996, 3) == 0.001);
    CHECK(significant(0.0, 3) == 0.0);
    CHECK_FALSE(std::signbit(significant(-0.0, 3)));
}

}  // namespace waymark::disclosure
