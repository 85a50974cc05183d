// SPDX-License-Identifier: MIT
#include "contract/description.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "example.hpp"

namespace waymark::contract {

using Catch::Contains;
using nlohmann::json;

TEST_CASE("A right description is read member by member", "[contract]") {
    const Description description = parse_description(example().dump());

    CHECK(description.id == "org.example.absence");
    CHECK(description.version == "1.2.0");
    REQUIRE(description.inputs.size() == 3);
    const Input& marks = description.inputs[0];
    CHECK(marks.has_unit);
    CHECK(marks.order == RowOrder::any);
    CHECK(marks.need == InputNeed::required);
    CHECK(marks.date_column == 0U);
    CHECK(marks.unique == std::vector<std::string>{"person", "unit", "date"});
    CHECK(marks.on_duplicate == OnDuplicate::pass);
    CHECK(marks.history_days == 7);
    CHECK(marks.whole_record);
    CHECK(marks.spans_days);
    CHECK(marks.ahead_days == 1);
    CHECK(marks.columns[1].codes == std::vector<std::string>{"/", "N"});
    CHECK(marks.columns[1].nullable);
    CHECK(marks.columns[2].type == ColumnType::list_integer);
    CHECK(marks.columns[2].max == 4.0);
    CHECK(description.inputs[1].columns[0].space == "offence");
    CHECK(description.inputs[2].one_of == "crime");
    CHECK(description.inputs[2].people_column == 0U);
    CHECK(description.inputs[2].columns[0].symbols);
    CHECK(description.case_columns[0].nullable);
    CHECK(description.parameters[0].default_json == "\"exact10\"");
    CHECK(description.parameters[2].default_json.empty());
    CHECK(description.parameters[4].schema_json ==
          R"({"code":[{"from":"date?","text":"string"}]})");
    CHECK(description.strata[0].values.size() == 2);
    CHECK(description.findings[0].low_quality_above == 0.05);
}

TEST_CASE("Indicators are read with canonical points and series", "[contract]") {
    const auto indicators = parse_description(example().dump()).indicators;

    REQUIRE(indicators.size() == 4);
    CHECK(indicators[0].kind == Kind::ratio);
    CHECK(indicators[0].display_multiplier == 100.0);
    CHECK(indicators[0].direction == Direction::down);
    CHECK(indicators[0].standing == Standing::verified);
    CHECK(indicators[0].grains ==
          std::vector{calendar::Grain::term, calendar::Grain::academic_year});
    CHECK(indicators[0].min_people_for_rate == 10);
    CHECK(indicators[0].follow_up_months == 12);
    CHECK(indicators[0].settling_months == 6);
    CHECK(indicators[1].part_of == "absence_rate");
    CHECK(indicators[1].grains.empty());
    CHECK(indicators[2].points == std::vector<std::string>{"mean", "sd"});
    CHECK(indicators[2].series_name == "{text}");
    CHECK(indicators[3].points == std::vector<std::string>{"12", "6.5"});
}

TEST_CASE("The example in the documentation is a right description", "[contract]") {
    const std::string page = file_text(WAYMARK_SOURCE_DIR "/docs/plugin_contract.md");
    const std::size_t begin = page.find("```json\n") + 8;

    CHECK(faults_of(page.substr(begin, page.find("```", begin) - begin)).empty());
}

struct Wrong {
    std::string pointer;
    json value;
    std::string sentence;
};

static void check_each(const std::vector<Wrong>& wrongs) {
    for (const Wrong& wrong : wrongs) {
        CAPTURE(wrong.pointer, wrong.value);
        CHECK_THAT(faults_with(wrong.pointer, wrong.value), Contains("\n  " + wrong.sentence));
    }
}

TEST_CASE("What is wrong with the head and inputs is told with its pointer", "[contract]") {
    check_each({
        {"/id", "absence", "/id: \"absence\" is no id of a measure"},
        {"/version", "1.02.0", "/version: \"1.02.0\" is no version"},
        {"/version", "1.2", "/version: \"1.2\" is no version"},
        {"/title", "two\nlines", "/title: expected a text of one line"},
        {"/inputs", json::array(), "/inputs: expected at least one entry"},
        {"/inputs/0/name", "Marks", "/inputs/0/name: \"Marks\" is no id"},
        {"/inputs/1/name", "marks", "/inputs/1/name: \"marks\" is given twice"},
        {"/inputs/0/order", "sorted",
         "/inputs/0/order: \"sorted\" is not known; expected one of any by_case"},
        {"/inputs/0/date", "day", "/inputs/0/date: \"day\" is none of the input's columns"},
        {"/inputs/0/date", "code", "/inputs/0/date: expected a column of type date"},
        {"/inputs/2/people", "heads", "/inputs/2/people: \"heads\" is none"},
        {"/inputs/0/people", "date", "/inputs/0/people: only aggregate inputs"},
        {"/inputs/0/unique/0", "pupil", "/inputs/0/unique: \"pupil\" is none"},
        {"/inputs/1/unique", {"unit"}, "/inputs/1/unique: \"unit\" is none"},
        {"/inputs/0/group", "crime", "/inputs/0/group: only inputs with need one_of"},
        {"/inputs/0/need", "one_of", "/inputs/0/group: missing"},
        {"/inputs/0/history_days", -1, "/inputs/0/history_days: expected a whole number from 0"},
        {"/inputs/0/columns/0/name", "case",
         "/inputs/0/columns/0/name: \"case\" is a name of the host's"},
        {"/inputs/0/columns/1/name", "date", "/inputs/0/columns/1/name: \"date\" is given twice"},
        {"/inputs/0/columns/0/codes", {"x"}, "/inputs/0/columns/0/codes: only a category"},
        {"/inputs/0/columns/2/min", 5, "/inputs/0/columns/2/min: expected at most max"},
        {"/inputs/0/columns/0/min", 5, "/inputs/0/columns/0/min: only numbers and lists"},
        {"/inputs/0/columns/1/type", "key", "/inputs/0/columns/1/type: a key may stand only"},
        {"/inputs/0/columns/1/space", "s", "/inputs/0/columns/1/space: only a key"},
        {"/inputs/0/columns/1/symbols", true,
         "/inputs/0/columns/1/symbols: only columns of aggregate"},
        {"/case_columns/0/type", "key", "/case_columns/0/type: a key may stand only"},
        {"/case_columns/0/name", "start",
         "/case_columns/0/name: \"start\" is a name of the host's"},
    });
}

TEST_CASE("What is wrong with parameters is told with its pointer", "[contract]") {
    check_each({
        {"/parameters/1/name", "rule", "/parameters/1/name: \"rule\" is given twice"},
        {"/parameters/0/default", "exact20",
         "/parameters/0/default: expected one of \"exact10\" \"exact15\""},
        {"/parameters/0/choices", json::array(), "/parameters/0/choices: missing"},
        {"/parameters/1/choices", {"a"}, "/parameters/1/choices: only a choice"},
        {"/parameters/1/default", 1.5, "/parameters/1/default: expected a number from 0 to 1"},
        {"/parameters/1/max", -1, "/parameters/1/min: expected at most max"},
        {"/parameters/2/default", 0,
         "/parameters/2/default: expected a whole number of days of at least 1"},
        {"/parameters/3/default", 1, "/parameters/3/default: expected true or false"},
        {"/parameters/3/min", 1, "/parameters/3/min: only int, real and days"},
        {"/parameters/3/format", "toml", "/parameters/3/format: only a document has one"},
        {"/parameters/4/format", "xml", "/parameters/4/format: \"xml\" is not known"},
        {"/parameters/4/default", "../codes.toml", "/parameters/4/default: expected a path inside"},
        {"/parameters/4/default", "/etc/passwd", "/parameters/4/default: expected a path inside"},
        {"/parameters/4/schema", json::object(), "/parameters/4/schema: expected an object"},
        {"/parameters/4/schema/code/0/from", "day",
         "/parameters/4/schema/code/0/from: expected one of"},
        {"/parameters/4/schema/code/0/text?", "int",
         "/parameters/4/schema/code/0/text?: stands here with and"},
    });
}

TEST_CASE("What is wrong with indicators and the rest is told with its pointer", "[contract]") {
    check_each({
        {"/indicators/1/id", "absence_rate", "/indicators/1/id: \"absence_rate\" is given twice"},
        {"/indicators/0/kind", "share", "/indicators/0/kind: \"share\" is not known"},
        {"/indicators/0/grains/0", "terms", "/indicators/0/grains: \"terms\" is no grain"},
        {"/indicators/0/grains/1", "term", "/indicators/0/grains/1: \"term\" stands here twice"},
        {"/indicators/0/decimals", 10,
         "/indicators/0/decimals: expected a whole number from 0 to 9"},
        {"/indicators/0/display_multiplier", 0,
         "/indicators/0/display_multiplier: expected a number above 0"},
        {"/indicators/0/points", {"1"}, "/indicators/0/points: only time_to_event"},
        {"/indicators/2/points/0", "median",
         "/indicators/2/points/0: expected one of mean sd effect_size"},
        {"/indicators/3/points/1", "12.0", "/indicators/3/points/1: \"12\" stands here twice"},
        {"/indicators/3/points/0", -1, "/indicators/3/points/0: expected a time above 0"},
        {"/indicators/3/points/0", "mean:-1", "/indicators/3/points/0: expected a time above 0"},
        {"/indicators/3/points/0", "mean:mean:1",
         "/indicators/3/points/0: expected a time above 0"},
        {"/indicators/3/points", json::array(),
         "/indicators/3/points: expected at least one entry"},
        {"/indicators/3/kind", "quantile",
         "/indicators/3/points/0: expected a probability above 0 and below 1"},
        {"/indicators/1/part_of", "absence", "/indicators/1/part_of: \"absence\" is none"},
        {"/indicators/1/part_of", "time",
         "/indicators/1/part_of: expected an indicator of the same kind, ratio"},
        {"/indicators/0/part_of", "authorised_rate",
         "/indicators/1/part_of: the indicator is, over its wholes, a part of itself"},
        {"/indicators/2/for_each/document", "rule",
         "/indicators/2/for_each/document: \"rule\" is none"},
        {"/indicators/2/for_each/series", "{text",
         "/indicators/2/for_each/series: \"{text\" is no pattern"},
        {"/indicators/2/for_each/series", "text",
         "/indicators/2/for_each/series: \"text\" is no pattern"},
        {"/strata/0/values/0", "all", "/strata/0/values: \"all\" is the host's own"},
        {"/exclusions/0/title", nullptr, "/exclusions/0/title: expected a text"},
        {"/findings/0/low_quality_above", 1.5, "/findings/0/low_quality_above: expected a share"},
        {"/findings/0/low_completion_above", -1,
         "/findings/0/low_completion_above: expected a share"},
    });
}

TEST_CASE("An unknown member is a fault in every object, with the nearest known one",
          "[contract]") {
    for (const std::string place :
         {"", "/inputs/0", "/inputs/0/columns/0", "/case_columns/0", "/parameters/0",
          "/indicators/0", "/indicators/2/for_each", "/strata/0", "/exclusions/0", "/findings/0"}) {
        CAPTURE(place);
        CHECK_THAT(faults_with(place + "/zzzzzzzz", 1),
                   Contains("\n  " + place + "/zzzzzzzz: unknown member"));
    }
    CHECK_THAT(faults_with("/inputs/0/unqiue", 1),
               Contains("/inputs/0/unqiue: unknown member; did you mean \"unique\"?"));
}

TEST_CASE("A mandatory member that is absent is a fault", "[contract]") {
    const auto faults =
        faults_of(R"({"inputs": [{}], "indicators": [{}], "parameters": [{}], "strata": [{}]})");

    for (const std::string pointer :
         {"/id", "/version", "/title", "/inputs/0/name", "/inputs/0/columns", "/indicators/0/id",
          "/indicators/0/kind", "/indicators/0/title", "/indicators/0/definition",
          "/indicators/0/source", "/parameters/0/name", "/parameters/0/type", "/strata/0/kind"}) {
        CHECK_THAT(faults, Contains("\n  " + pointer + ": missing"));
    }
    CHECK_THAT(faults, Contains("\n  /strata/0/values: expected at least one value"));
    CHECK_THAT(faults, Contains("the description of measure (unnamed) has 14 faults:"));
}

TEST_CASE("A member given twice is a fault, though parsers keep one silently", "[contract]") {
    std::string text = example().dump();
    text.insert(1, R"("id": "org.example.other", )");
    CHECK_THAT(faults_of(text), Contains("the member \"id\" is given twice"));
}

TEST_CASE("Text that is not JSON, too large or too deep is refused", "[contract]") {
    CHECK_THAT(faults_of("{\"id\": }"), Contains("not JSON text; the fault is at byte 8"));
    CHECK_THAT(faults_of("[]"), Contains("(whole text): expected an object"));
    CHECK_THAT(faults_of(std::string(33, '[')), Contains("more than 32 levels"));
    CHECK_THAT(faults_of(R"({"id": 1e999})"), Contains("beyond the range"));
    CHECK_THAT(faults_of(std::string((1 << 20) + 1, ' ')), Contains("at most 1048576"));
    CHECK_THAT(faults_with("/inputs", json(std::vector<int>(65))),
               Contains("/inputs: has 65 entries; at most 64"));
    CHECK_THAT(faults_with("/inputs/0/columns", json(std::vector<int>(1001))),
               Contains("/inputs/0/columns: has 1001 entries; at most 1000"));
    CHECK_THAT(faults_with("/indicators", json(std::vector<int>(1001))),
               Contains("/indicators: has 1001 entries; at most 1000"));
}

TEST_CASE("A thousand faults are counted but a hundred told", "[contract]") {
    const auto faults = faults_with("/strata", json(std::vector<int>(1000)));
    CHECK_THAT(faults, Contains("\n  ... and "));
    CHECK(std::count(faults.begin(), faults.end(), '\n') == 101);
}

TEST_CASE("An untrusted name reaches a message short and printable", "[contract]") {
    const auto faults = faults_with("/\x1b[2J~1" + std::string(500, 'a'), 1);
    CHECK_THAT(faults, Contains("/?[2J~1aaa") && Contains("aaa...: unknown member"));
    CHECK(faults.size() < 400);
}

}  // namespace waymark::contract
