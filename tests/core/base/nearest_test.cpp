// SPDX-License-Identifier: MIT
#include "base/nearest.hpp"

#include <catch2/catch.hpp>

namespace waymark {

TEST_CASE("A mistyped word finds the word that was meant", "[base]") {
    const std::vector<std::string> words{"path", "pattern", "schedule", "service"};
    CHECK(nearest("paht", words) == "path");
    CHECK(nearest("schedul", words) == "schedule");
    CHECK(nearest("sevrice", words) == "service");
    CHECK(nearest("path", words) == "path");
}

TEST_CASE("A word like none of them finds nothing", "[base]") {
    const std::vector<std::string> words{"path", "pattern"};
    CHECK_FALSE(nearest("calendar", words).has_value());
    CHECK_FALSE(nearest("xy", words).has_value());
    CHECK_FALSE(nearest("path", {}).has_value());
}

TEST_CASE("Of equally near words the first is meant", "[base]") {
    const std::vector<std::string> words{"cat", "car"};
    CHECK(nearest("cab", words) == "cat");
}

}  // namespace waymark
