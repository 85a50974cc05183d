// SPDX-License-Identifier: MIT
#include "config/quantity.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace waymark::config {

using namespace std::chrono_literals;

TEST_CASE("Durations are whole numbers of ms, s, m or h", "[config]") {
    CHECK(parse_duration("500ms") == 500ms);
    CHECK(parse_duration("90s") == 90s);
    CHECK(parse_duration("20m") == 20min);
    CHECK(parse_duration("2h") == 2h);
    CHECK(parse_duration("8784h") == 8784h);
    for (const std::string text : {"", "20", "m", "0s", "-1s", "+1s", "1.5h", "20 m", "20min", "1d",
                                   "8785h", "99999999999999999999h"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text).has_value());
    }
}

TEST_CASE("Spans of days are written as in ISO 8601", "[config]") {
    CHECK(parse_days("P7D") == std::chrono::days{7});
    CHECK(parse_days("P2W") == std::chrono::days{14});
    CHECK(parse_days("P0D") == std::chrono::days{0});
    CHECK(parse_days("P3660D") == std::chrono::days{3660});
    for (const std::string text : {"", "P", "PD", "7D", "P7", "P-7D", "P+7D", "P1M", "P1Y", "p7d",
                                   "P3661D", "P523W", "P7D ", "P99999999999D"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_days(text).has_value());
    }
}

TEST_CASE("Sizes are whole numbers of KiB, MiB or GiB", "[config]") {
    CHECK(parse_size("1KiB") == 1024U);
    CHECK(parse_size("512MiB") == 536870912U);
    CHECK(parse_size("2GiB") == 2147483648U);
    CHECK(parse_size("1024GiB") == std::uint64_t{1} << 40);
    for (const std::string text :
         {"", "512", "0MiB", "2GB", "2gib", "1025GiB", "1e3MiB", "18446744073709551615KiB"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_size(text).has_value());
    }
}

}  // namespace waymark::config
