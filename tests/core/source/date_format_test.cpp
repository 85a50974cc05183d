// SPDX-License-Identifier: MIT
#include "source/date_format.hpp"

#include <catch2/catch.hpp>

namespace waymark::source {
namespace {

std::string date(const char* format, std::string_view text) {
    const auto found = DateFormat(format, {}).date(text);
    return found ? date_text(*found) : "-";
}

std::string instant(const char* format, std::string_view text) {
    const auto found = DateFormat(format, {}).instant(text);
    return found ? instant_text(*found) : "-";
}

TEST_CASE("Dates are read as people write them", "[source]") {
    CHECK(date("", "2024-02-29") == "2024-02-29");
    CHECK(date("%d/%m/%Y", "1/9/2024") == "2024-09-01");
    CHECK(date("%d/%m/%Y", "01/09/2024") == "2024-09-01");
    CHECK(date("%Y%m%d", "20240901") == "2024-09-01");
    CHECK(date("%d-%b-%y", "03-SEP-68") == "2068-09-03");
    CHECK(date("%d-%b-%y", "03-Sept-69") == "1969-09-03");
    CHECK(date("%d %B %Y", "3 september 2024") == "2024-09-03");
    CHECK(date("%B %Y", "May 2024") == "2024-05-01");
    CHECK(date("%Y", "2024") == "2024-01-01");
    CHECK(date("%d/%m/%Y %H:%M", "03/09/2024 23:59") == "2024-09-03");
}

TEST_CASE("ISO 8601 weeks give their Monday", "[source]") {
    // ISO 8601 and its common examples: 2009-W01 begins on 29 December 2008; 2009 has 53 weeks.
    CHECK(date("%Y Week %V", "2009 Week 1") == "2008-12-29");
    CHECK(date("%Y Week %V", "2009 Week 53") == "2009-12-28");
    CHECK(date("%Y-W%V", "2010-W01") == "2010-01-04");
    CHECK(date("%Y-W%V", "2010-W53") == "-");
    CHECK(date("%Y-W%V", "2010-W00") == "-");
}

TEST_CASE("Dates that do not exist or are not of the format are none", "[source]") {
    for (const char* text : {"29/02/2023", "31/04/2024", "0/1/2024", "1/13/2024", "1/1/24",
                             "1/1/2024 ", "1-1-2024", "", "1/1/20245", "001/1/2024"}) {
        CHECK(date("%d/%m/%Y", text) == "-");
    }
    CHECK(date("", "2024-1-1") == "-");
    CHECK(date("%Y%m%d", "2024911") == "-");
    CHECK(date("%d %b %Y", "1 Ju 2024") == "-");
    CHECK(date("%d/%m/%Y %H:%M", "03/09/2024 24:00") == "-");
}

TEST_CASE("Instants are UTC, with or without offset and fraction", "[source]") {
    CHECK(instant("", "2024-09-30T13:45:01Z") == "2024-09-30T13:45:01Z");
    CHECK(instant("", "2024-09-30 13:45") == "2024-09-30T13:45:00Z");
    CHECK(instant("", "2024-09-30T00:30:00+01:00") == "2024-09-29T23:30:00Z");
    CHECK(instant("", "2024-09-30T23:30:00.1234567-00:30") == "2024-10-01T00:00:00.123456Z");
    CHECK(instant("%d/%m/%Y %H:%M:%S", "30/09/2024 13:45:59") == "2024-09-30T13:45:59Z");
    for (const char* text :
         {"2024-09-30", "2024-09-30T1:00", "2024-09-30T25:00", "2024-09-30T13:60",
          "2024-09-30T13:45:60", "2024-09-30T13:45:01.Z", "2024-09-30T13:45+0100",
          "2024-09-30T13:45:00Zulu", "2024-09-30T13:45:"}) {
        CHECK(instant("", text) == "-");
    }
}

TEST_CASE("A format that can read no date is a fault of the configuration", "[source]") {
    CHECK_THROWS_WITH(DateFormat("%d/%m/%Q", {}), Catch::Contains("does not know"));
    CHECK_THROWS_WITH(DateFormat("%d/%m", {}), Catch::Contains("has no year"));
    CHECK_THROWS_WITH(DateFormat("%Y%", {.file = "w.toml", .line = 3}),
                      Catch::StartsWith("w.toml:3: "));
}

TEST_CASE("An example shows a format in messages", "[source]") {
    CHECK(DateFormat("%d/%m/%Y", {}).example(false) == "30/09/2024");
    CHECK(DateFormat("%Y Week %V", {}).example(false) == "2024 Week 40");
    CHECK(DateFormat("", {}).example(true) == "2024-09-30T13:45:00Z");
}

}  // namespace
}  // namespace waymark::source
