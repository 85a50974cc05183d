// SPDX-License-Identifier: MIT
#include "schedule/retry.hpp"

#include <catch2/catch.hpp>

namespace waymark::schedule {

using namespace std::chrono_literals;

TEST_CASE("The pause doubles up to the longest one", "[schedule]") {
    const Retry retry{.first = 60s, .longest = 300s, .attempts = 9};
    CHECK(retry.pause(1) == 60s);
    CHECK(retry.pause(2) == 120s);
    CHECK(retry.pause(3) == 240s);
    CHECK(retry.pause(4) == 300s);
    CHECK(retry.pause(4'000'000'000U) == 300s);
}

TEST_CASE("A first pause above the longest one is cut", "[schedule]") {
    CHECK(Retry{.first = 600s, .longest = 300s, .attempts = 1}.pause(1) == 300s);
}

}  // namespace waymark::schedule
