// SPDX-License-Identifier: MIT
#include "waymark/measure/json.hpp"

#include <catch2/catch.hpp>
#include <string>

using Catch::Matchers::Equals;
using waymark::BadParameter;
using waymark::Day;
using waymark::Json;

TEST_CASE("A document is read with its types and in its order", "[sdk]") {
    const Json json = Json::parse(
        R"({"z": [1, -2.5, 1e3, true, null], "a": {"from": "2024-08-19", "t": "\u00e9\n\ud83d\ude00\/"}})",
        "codes");
    const auto& items = json.at("z").items();
    REQUIRE(items.size() == 5);
    CHECK(items[0].integer() == 1);
    CHECK(items[1].real() == -2.5);
    CHECK(items[2].real() == 1000.0);
    CHECK(items[3].boolean());
    CHECK(items[4].is_null());
    CHECK(json.members()[0].first == "z");
    CHECK(json.at("a").at("from").day() == Day::of(2024, 8, 19));
    CHECK(json.at("a").at("t").text() == "é\n😀/");
    CHECK(json.find("nothing") == nullptr);
    CHECK(Json::parse("9223372036854775807", "n").integer() == 9223372036854775807);
    CHECK(Json::parse("9223372036854775808", "n").real() == 9223372036854775808.0);
}

TEST_CASE("A wrong value is told with its place", "[sdk]") {
    const Json json = Json::parse(R"({"code": [{"valid_to": "soon"}, {"n": "3"}]})", "codes");
    const auto& codes = json.at("code").items();
    CHECK_THROWS_WITH(codes[0].at("valid_to").day(),
                      "codes/code/0/valid_to: expected a date such as \"2024-08-19\"");
    CHECK_THROWS_WITH(codes[1].at("n").integer(), "codes/code/1/n: expected a whole number");
    CHECK_THROWS_WITH(codes[1].at("m"), "codes/code/1: \"m\" is missing");
}

TEST_CASE("What is not JSON is refused", "[sdk]") {
    for (const char* wrong :
         {"",         "{",      "[1,]",    "{\"a\" 1}", "{\"a\":1,}",  "01",
          "1.",       "-",      "+1",      ".5",        "1e",          "1e999",
          "nul",      "\"open", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"",
          "\"a\nb\"", "1 2",    "[1 2]",   "{1:2}",     "'a'",         "NaN"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(Json::parse(wrong, "x"), BadParameter);
    }
    CHECK_THROWS_AS(Json::parse(std::string(100000, '['), "x"), BadParameter);
}
