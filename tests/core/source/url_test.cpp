// SPDX-License-Identifier: MIT
#include "source/url.hpp"

#include <catch2/catch.hpp>

#include "source/placeholders.hpp"

namespace waymark::source {

TEST_CASE("An origin is scheme, host and port", "[source]") {
    CHECK(origin_of("https://API.example.org/a?b") == "https://api.example.org:443");
    CHECK(origin_of("https://api.example.org:443/") == origin_of("https://api.example.org/x"));
    CHECK(origin_of("https://api.example.org:8443/") != origin_of("https://api.example.org/"));
    CHECK(origin_of("http://api.example.org/") != origin_of("https://api.example.org/"));
    CHECK(origin_of("nothing of the kind\n").empty());
}

TEST_CASE("References are resolved as browsers do", "[source]") {
    CHECK(resolved("https://h/a/b?c=1", "?c=2") == "https://h/a/b?c=2");
    CHECK(resolved("https://h/a/b", "/d") == "https://h/d");
    CHECK(resolved("https://h/a/b", "d") == "https://h/a/d");
    CHECK(resolved("https://h/a/b", "https://other/") == "https://other/");
    CHECK(origin_of(*resolved("https://h/a/b", "//other/x")) == "https://other:443");
}

TEST_CASE("A cursor takes the place of an earlier one", "[source]") {
    CHECK(with_parameter("https://h/a", "after", "x y&z") == "https://h/a?after=x%20y%26z");
    CHECK(with_parameter("https://h/a?size=9&after=1&b=2", "after", "2") ==
          "https://h/a?size=9&b=2&after=2");
    CHECK(without_query("https://h/a?token=1") == "https://h/a");
}

TEST_CASE("The next link is found among others, however it is written", "[source]") {
    CHECK(next_link("<https://h/2>; rel=\"next\"") == "https://h/2");
    CHECK(next_link("</1>; rel=prev, </3>; title=\"next\"; Rel = \"last next\"") == "/3");
    CHECK(next_link("</2>;rel=next").size() == 2);
    CHECK(next_link("</1>; rel=\"nextpage\", </2>; norel=next").empty());
    CHECK(next_link("<unclosed; rel=next").empty());
    CHECK(next_link("").empty());
}

TEST_CASE("A service cannot leave its place in an address", "[source]") {
    CHECK(percent_encoded("north/../?x=1&y#é") == "north%2F..%2F%3Fx%3D1%26y%23%C3%A9");
}

}  // namespace waymark::source
