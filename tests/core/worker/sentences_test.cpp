// SPDX-License-Identifier: MIT
#include "worker/sentences.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

using namespace waymark::worker;

TEST_CASE("Foreign text is made fit for a log", "[worker]") {
    CHECK(cleaned("plain", 100) == "plain");
    CHECK(cleaned("Größe ≤ 3 🙂", 100) == "Größe ≤ 3 🙂");
    CHECK(cleaned("a\x1b[31mb\nc\x7f", 100) == "a?[31mb?c?");
    CHECK(cleaned("\xff\xfe", 100) == "??");
    CHECK(cleaned("\xc0\x80", 100) == "??");            // overlong
    CHECK(cleaned("\xed\xa0\x80", 100) == "???");       // a surrogate
    CHECK(cleaned("\xf4\x90\x80\x80", 100) == "????");  // beyond U+10FFFF
    CHECK(cleaned("\xc2\x9b"
                  "31m",
                  100) == "?31m");  // a control character of two bytes
    CHECK(cleaned("cut off here", 3) == "cut...");
    CHECK(cleaned("\xe2\x89", 100) == "??");
}

TEST_CASE("Cleaned text stays as it is when it is cleaned again", "[worker]") {
    REQUIRE(rc::check([](const std::string& text) {
        const std::string once = cleaned(text, 10'000);
        RC_ASSERT(cleaned(once, 10'000) == once);
    }));
}
