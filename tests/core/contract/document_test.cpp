// SPDX-License-Identifier: MIT
#include "contract/document.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace waymark::contract {

using nlohmann::json;

using Reader = json (*)(std::string_view, const std::string&, const json&, ErrorList&);

// The document as JSON text, or the faults as they are told.
static std::string read(Reader reader, std::string_view text, const json& schema) {
    ErrorList errors;
    const json document = reader(text, "doc", schema, errors);
    try {
        errors.throw_if_any();
        return document.dump();
    } catch (const Error& error) {
        return error.what();
    }
}

static const json instruments = json::parse(R"({
  "version": "int", "source": "string?",
  "instrument": [{"code": "string", "cut": "real", "valid_to": "date?", "items": ["int"],
                  "reverse?": {"from": "int"}}],
  "names?": {"*": "string"}
})");

TEST_CASE("A TOML document becomes the equivalent JSON", "[contract]") {
    CHECK(read(toml_document, R"(
version = 3
[[instrument]]
code = "brs"
cut = 2          # a whole number is a real one too
valid_to = 2024-02-29
items = [1, 2]
reverse = { from = 1 }
[names]
anything = "x"
)",
               instruments) ==
          R"({"instrument":[{"code":"brs","cut":2,"items":[1,2],"reverse":{"from":1},)"
          R"("valid_to":"2024-02-29"}],"names":{"anything":"x"},"version":3})");
}

TEST_CASE("Every fault of a TOML document is told at its place", "[contract]") {
    CHECK(read(toml_document, R"(version = "3"
sorce = "x"
[[instrument]]
cod = "brs"
cut = true
items = [1, "2"]
[[instrument]]
code = "a"
cut = inf
items = []
valid_to = 2024-01-01T10:00:00
)",
               instruments) ==
          "doc:1:11: error: \"version\": expected int\n"
          "doc:2:1: error: unknown key \"sorce\"; did you mean \"source\"?\n"
          "doc:3:1: error: missing key \"code\"\n"
          "doc:4:1: error: unknown key \"cod\"; did you mean \"code\"?\n"
          "doc:5:7: error: \"cut\": expected real\n"
          "doc:6:13: error: \"items\": expected int\n"
          "doc:9:7: error: \"cut\": expected a finite number\n"
          "doc:11:12: error: \"valid_to\": expected date\n"
          "8 errors. Nothing was changed.");
}

TEST_CASE("TOML that cannot be parsed is told at its place", "[contract]") {
    CHECK_THAT(read(toml_document, "a = 1\na = 2\n", json()), Catch::StartsWith("doc:2:"));
    CHECK_THAT(read(toml_document, "time = 10:00:00\n", json()),
               Catch::Contains("doc:1:8: error: \"time\": expected a date or a text"));
}

static const json offences =
    json::parse(R"({"code": "string", "serious": "bool", "from": "date?", "weight?": "real"})");

TEST_CASE("A CSV document becomes an array of objects of texts", "[contract]") {
    CHECK(read(csv_document,
               "\xEF\xBB\xBF"
               "code,serious,from\r\n"
               "\"a,\"\"b\"\"\nc\",true,2024-01-01\r\n\r\n"
               "d\xC3\xA9,false,",
               offences) ==
          "[{\"code\":\"a,\\\"b\\\"\\nc\",\"from\":\"2024-01-01\",\"serious\":\"true\"},"
          "{\"code\":\"d\xC3\xA9\",\"from\":\"\",\"serious\":\"false\"}]");
    CHECK(read(csv_document, "any,thing\n1,\n", json()) == R"([{"any":"1","thing":""}])");
}

TEST_CASE("Every fault of a CSV document is told at its place", "[contract]") {
    CHECK(read(csv_document,
               "code,form,code,weight\n"
               "a,b,c\n"
               "\"two\nlines\",b,c,heavy\n",
               offences) ==
          "doc:1:1: error: missing column \"serious\"\n"
          "doc:1:6: error: unknown column \"form\"; did you mean \"from\"?\n"
          "doc:1:11: error: column \"code\" stands here twice\n"
          "doc:2:1: error: expected 4 fields as in the header, found 3\n"
          "doc:4:12: error: column \"weight\": expected real\n"
          "5 errors. Nothing was changed.");
    CHECK_THAT(read(csv_document, "code,serious\na,yes\n", offences),
               Catch::StartsWith("doc:2:3: error: column \"serious\": expected bool"));
}

TEST_CASE("CSV that cannot be parsed is told at its place", "[contract]") {
    CHECK_THAT(read(csv_document, "", json()),
               Catch::StartsWith("doc:1: error: expected a header"));
    CHECK_THAT(read(csv_document, "a,b\n1,\"2\n", json()),
               Catch::StartsWith("doc:2:3: error: the quote is not closed"));
    CHECK_THAT(read(csv_document, "a,b\n1,2\"\n", json()),
               Catch::StartsWith("doc:2:4: error: a quote inside a field"));
    CHECK_THAT(read(csv_document, "a,b\n1,\"2\"3\n", json()),
               Catch::StartsWith("doc:2:6: error: expected a comma"));
    CHECK(read(csv_document, "\"a", json()) ==
          "doc:1:1: error: the quote is not closed\n1 error. Nothing was changed.");
}

TEST_CASE("Bytes that are not UTF-8 are refused with their line", "[contract]") {
    for (const std::string bytes : {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF",
                                    "\xE0\x80\x80", "\xF0\x80\x80\x80"}) {
        CHECK_THAT(read(csv_document, "a\n" + bytes, json()),
                   Catch::StartsWith("doc:2: error: not UTF-8"));
    }
    CHECK(read(csv_document, "a\n\xF0\x9F\x98\x80", json()) == "[{\"a\":\"\xF0\x9F\x98\x80\"}]");
}

}  // namespace waymark::contract
