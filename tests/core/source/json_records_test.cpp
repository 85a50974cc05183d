// SPDX-License-Identifier: MIT
#include "source/json_records.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/error.hpp"

namespace waymark::source {
namespace {

/// A text handed out a few bytes at a time.
class Trickle final : public TextStream {
public:
    explicit Trickle(std::string text) : rest_(std::move(text)) {}

protected:
    void make(std::string& out) override {
        out = rest_.substr(0, 3);
        rest_.erase(0, out.size());
    }

private:
    std::string rest_;
};

struct Converted {
    std::string csv;
    std::string next;
    std::string error;
};

Converted converted(const std::string& text, const config::Body& body,
                    const std::vector<std::string>& columns) {
    Converted out;
    try {
        JsonRecords records(body, columns, "page");
        Trickle page(text);
        const auto next = records.convert(page, [&](std::string_view csv) { out.csv += csv; });
        out.next = next.value_or("");
        records.check_columns();
    } catch (const Error& error) {
        out.error = error.what();
    }
    return out;
}

config::Body json(const std::string& records = "", const std::string& next = "") {
    config::Body body;
    body.format = config::BodyFormat::json;
    body.records = records;
    body.next = next;
    return body;
}

TEST_CASE("Members become fields, by name without case, nested ones by dots", "[source]") {
    const Converted made = converted(
        R"([{"ID": "p,1", "at": {"postcode": "BS1"}, "s": [4, 5], "other": {"id": 9}},
            {"id": "q\"2\n", "at": null, "s": [1.50, 12345678901234567890]},
            {"id": "", "at": {"postcode": true}, "s": [], "more": [[[]]]}])",
        json(), {"id", "at.postcode", "S.1"});
    CHECK(made.error.empty());
    CHECK(made.csv == "\"p,1\",BS1,5\n\"q\"\"2\n\",,12345678901234567890\n\"\",true,\n");
}

TEST_CASE("Records and the next page are found by their pointers", "[source]") {
    const Converted made = converted(R"({"a/b": {"~": [{"x": 1}, {"x": 2}]}, "x": [{"x": 3}],
                                         "page": {"next": 17}})",
                                     json("/a~1b/~0", "/page/next"), {"x"});
    CHECK(made.csv == "1\n2\n");
    CHECK(made.next == "17");
    CHECK(converted(R"({"d": [], "next": null})", json("/d", "/next"), {"x"}).next.empty());
}

TEST_CASE("A column alone has no empty lines", "[source]") {
    CHECK(converted(R"([{"x": null}, {"x": ""}, {"x": 1}])", json(), {"x"}).csv ==
          "\"\"\n\"\"\n1\n");
}

TEST_CASE("What would be an empty column or a wrong row is refused, without what stands there",
          "[source]") {
    const auto error = [](const std::string& text, const std::string& records = "") {
        return converted(text, json(records), {"x"}).error;
    };
    CHECK_THAT(error(R"([{"x": 1}, {"x": {"secret": 1}}])"), Catch::Contains("record 2") &&
                                                                 Catch::Contains("object") &&
                                                                 !Catch::Contains("secret"));
    CHECK_THAT(error(R"([{"x": [1]}])"), Catch::Contains("'x.0'"));
    CHECK_THAT(error(R"([{"x": 1, "X": 2}])"), Catch::Contains("twice"));
    CHECK_THAT(error(R"([{"xx": 1}])"), Catch::Contains("no record has a member 'x'"));
    CHECK_THAT(error(R"([[1]])"), Catch::Contains("a list, not an object"));
    CHECK_THAT(error(R"(["secret"])"), Catch::Contains("bare value") && !Catch::Contains("secret"));
    CHECK_THAT(error(R"({"x": 1})"), Catch::Contains("no list of records"));
    CHECK_THAT(error(R"({"d": 1})", "/d"), Catch::Contains("no list of records"));
    CHECK_THAT(error(R"({"e": []})", "/d"), Catch::Contains("nothing at the pointer"));
    CHECK_THAT(error("secret"), Catch::Contains("no JSON") && !Catch::Contains("secret"));
    CHECK_THAT(error(R"([{"x": 1}] x)"), Catch::Contains("no JSON"));
    CHECK_THAT(error(R"([{"x": 1}, {"x": "sec)"), Catch::Contains("ends in the middle"));
    CHECK_THAT(error("[{\"y\": " + std::string(300, '[')), Catch::Contains("inside each other"));
}

TEST_CASE("JSON lines are records each, blank ones none, and the last may lack its end",
          "[source]") {
    config::Body body;
    body.format = config::BodyFormat::jsonl;
    CHECK(converted("{\"x\": 1}\r\n\n{\"x\": [], \"x.y\": 2}\n", body, {"x.y"}).error.empty());
    CHECK(converted("{\"x\": 1}\n{\"x\": 2}", body, {"x"}).csv == "1\n2\n");
    CHECK_THAT(converted("{\"x\": 1}\n{\"x\": ", body, {"x"}).error,
               Catch::Contains("ends in the middle"));
    CHECK_THAT(converted("{\"x\": 1}\n{\"x\": \n{\"x\": 2}\n", body, {"x"}).error,
               Catch::Contains("record 2") && Catch::Contains("no JSON"));
    CHECK_THAT(converted("{\"x\": 1} {\"x\": 2}\n", body, {"x"}).error, Catch::Contains("no JSON"));
}

TEST_CASE("A member may be in no record if the configuration says so", "[source]") {
    config::Body body = json();
    body.may_be_absent = {"X"};
    const Converted made = converted(R"([{"y": 1}])", body, {"x", "y"});
    CHECK(made.error.empty());
    CHECK(made.csv == ",1\n");
}

}  // namespace
}  // namespace waymark::source
