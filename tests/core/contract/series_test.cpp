// SPDX-License-Identifier: MIT
#include "contract/series.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

namespace waymark::contract {

using Names = std::vector<std::string>;

static Indicator indicator() {
    Indicator indicator;
    indicator.id = "change";
    indicator.series_document = "instruments";
    indicator.series_array = "instrument";
    indicator.series_name = "{code}/v{version}";
    return indicator;
}

static std::string errors_of(const std::string& parameters) {
    try {
        static_cast<void>(series_of(indicator(), parameters));
        return {};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::configuration);
        return error.what();
    }
}

TEST_CASE("An indicator has one series per entry of its document, in document order",
          "[contract]") {
    CHECK(series_of(indicator(), R"({"instruments": {"instrument": [
              {"code": "sdq", "version": 2}, {"code": "brs", "version": "1b"}]}})") ==
          Names{"sdq/v2", "brs/v1b"});
}

TEST_CASE("An indicator without for_each has one series without a name", "[contract]") {
    CHECK(series_of(Indicator{}, "{}") == Names{""});
}

TEST_CASE("Entries that cannot name a series are all told", "[contract]") {
    CHECK(errors_of(R"({"instruments": {"instrument": [
              {"code": "sdq", "version": 1}, {"code": "sdq", "version": "1"},
              {"code": "brs"}, {"code": "", "version": 1}, 7]}})") ==
          "the series of indicator \"change\" cannot be named:\n"
          "  /instruments/instrument/1: gives the series \"sdq/v1\", which an entry above gives "
          "already\n"
          "  /instruments/instrument/2: has no member \"version\", which the series are named by\n"
          "  /instruments/instrument/3/code: expected a text or a whole number, which names the "
          "series\n"
          "  /instruments/instrument/4: expected a table");
}

TEST_CASE("A list the document leaves out gives no series", "[contract]") {
    CHECK(series_of(indicator(), R"({"instruments": {}})").empty());
}

TEST_CASE("A list without entries gives no series and is an error", "[contract]") {
    for (const std::string document : {R"({"instrument": []})", R"({"instrument": 3})"}) {
        CHECK_THAT(errors_of(R"({"instruments": )" + document + "}"),
                   Catch::Contains("/instruments/instrument: expected an array with at least one"));
    }
}

TEST_CASE("A pattern names at least one member and closes its braces", "[contract]") {
    CHECK(is_series_pattern("{code}"));
    CHECK(is_series_pattern("a{code}/{version}b"));
    for (const std::string text : {"", "code", "{}", "{code", "code}", "{a{b}}", "{a}{", "}{a}"}) {
        CHECK_FALSE(is_series_pattern(text));
    }
}

}  // namespace waymark::contract
