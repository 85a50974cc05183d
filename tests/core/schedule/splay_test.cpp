// SPDX-License-Identifier: MIT
#include "schedule/splay.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace waymark::schedule {

using namespace std::chrono_literals;

TEST_CASE("The splay lies from 0 to the jitter and spreads monitors", "[schedule]") {
    std::set<std::chrono::seconds> seen;
    for (int i = 0; i < 200; ++i) {
        const auto found = splay("monitor-" + std::to_string(i), 299s);
        CHECK(found >= 0s);
        CHECK(found <= 299s);
        seen.insert(found);
    }
    CHECK(seen.size() > 100);
}

TEST_CASE("The splay of an id is the same everywhere", "[schedule]") {
    // The first 8 bytes of the id's SHA-256 modulo 301, worked out apart from this program.
    CHECK(splay("attendance", 300s) == 210s);
    CHECK(splay("attendance", 0s) == 0s);
}

}  // namespace waymark::schedule
