// SPDX-License-Identifier: MIT
// What the contract must be able to say about a case: several inputs, case columns, persons, series
// from a document, own strata, states, windows, exclusions and findings by period; published
// tables.
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/description.hpp"
#include "waymark/measure.hpp"
#include "waymark/testing.hpp"

namespace {

using namespace waymark;
using testing::Contribution;
using testing::ExclusionSeen;
using testing::FindingSeen;
using testing::Scene;

struct Event {
    Day date;
    std::uint32_t offence = 0;
};
struct Offence {
    Day date;
    std::uint32_t key = 0;
    bool is_serious = false;
};
struct Person : Case {
    std::optional<Day> born;
    std::string_view sex;
};

constexpr Proportion reoffended{0};
constexpr TimeToEvent days_to_first{1};
constexpr Change score{2};
constexpr Exclusion no_index{0};
constexpr Exclusion too_young{1};
constexpr Finding same_day{0};
constexpr OwnStrata age_at_index{0};
constexpr OwnStrata sex_at_index{1};

// The shape of a reoffending cohort, small: the index event, what followed, how old, how settled.
struct Cohort : CaseMeasure<Event, Offence> {
    using Case = Person;

    explicit Cohort(const Parameters& parameters)
        : follow_up_months_(static_cast<int>(parameters.integer("follow_up_months"))) {
        for (const Json& item : parameters.document("scales").at("scale").items()) {
            factors_.push_back(item.at("factor").real());
        }
    }
    static void describe(Definition& is) {
        is.measure({.id = "org.example.cohort", .version = "2.1.0", .title = "Cohort"});
        is.input<Event>("events", {.order = Order::by_case, .date = "date"})
            .date<&Event::date>("date")
            .key<&Event::offence>("offence", {.space = "offence"});
        is.input<Offence>(
              "offences",
              {.order = Order::by_case, .date = "date", .history_days = 365, .whole_record = true})
            .date<&Offence::date>("date")
            .key<&Offence::key>("id", {.space = "offence"})
            .boolean<&Offence::is_serious>("serious");
        is.case_columns<Person>().date<&Person::born>("born").text<&Person::sex>("sex");
        is.integer("follow_up_months", {.default_value = 12, .min = 1, .max = 60});
        is.document("scales", {.schema = R"({"scale": [{"code": "string", "factor": "real"}]})"});
        is.indicator(reoffended, "reoffended",
                     {.title = "Reoffended",
                      .definition = "reoffenders / cohort",
                      .source = "none",
                      .grains = {Grain::quarter, Grain::window},
                      .follow_up_months = 12,
                      .settling_months = 6});
        is.indicator(days_to_first, "days_to_first",
                     {.title = "Days to first",
                      .definition = "days",
                      .source = "none",
                      .points = {"90", "365"}});
        is.indicator(score, "score",
                     {.title = "Score",
                      .definition = "score",
                      .source = "none",
                      .for_each = ForEach{"scales", "scale", "{code}"}});
        is.strata(age_at_index, "age_at_index", {"10-14", "15-17"});
        is.strata(sex_at_index, "sex_at_index", {"f", "m"});
        is.exclusion(no_index, "no_index", "no index event");
        is.exclusion(too_young, "too_young", "under ten at the index event");
        is.finding(same_day, "same_day", "offences on the day of the index event", 0.5);
    }
    void answer(const Person& person, Rows<Event> events, Rows<Offence> offences,
                Answer& out) const {
        if (events.empty()) {
            return out.exclude(no_index);
        }
        const Day index = events.front().date;
        const int years = person.born ? completed_years(*person.born, index) : 99;
        if (years < 10) {
            return out.at(index).exclude(too_young, reoffended);
        }
        Answer here = out.at(index);
        if (years < 18) {
            here = here.stratum(age_at_index, years < 15 ? 0 : 1);
        }
        if (!person.sex.empty()) {
            here = here.stratum(sex_at_index, person.sex == "f" ? 0 : 1);
        }
        tell(here, index, offences);
    }

private:
    void tell(const Answer& here, Day index, Rows<Offence> offences) const {
        const Day until = index.plus_months(follow_up_months_);
        std::optional<Day> first;
        std::int64_t on_the_day = 0;
        for (const Offence& offence : offences) {
            on_the_day += offence.date == index ? 1 : 0;
            if (!first && index < offence.date && offence.date <= until) {
                first = offence.date;
            }
        }
        here.finding(same_day, on_the_day, static_cast<std::int64_t>(offences.size()));
        if (here.as_of() < until) {
            return here.without_value(reoffended, State::not_due);
        }
        const bool is_settled = here.as_of() >= until.plus_months(6);
        here.provisional(!is_settled).proportion(reoffended, first.has_value());
        here.time_to_event(days_to_first, first ? *first - index : until - index,
                           first.has_value());
        for (std::size_t scale = 0; scale < factors_.size(); ++scale) {
            here.change(score[scale], factors_[scale], 2.0 * factors_[scale]);
        }
    }

    int follow_up_months_;
    std::vector<double> factors_;
};

Scene cohort_scene() {
    Scene scene(measure_table<Cohort>());
    scene.parameters(R"({"scales": {"scale": [{"code": "a", "factor": 1.5},
                                              {"code": "b", "factor": 3}]}})");
    scene.as_of(Day::of(2025, 1, 31));
    scene.period("Q2", {.grain = Grain::quarter,
                        .year = 2023,
                        .ordinal = 2,
                        .first = Day::of(2023, 4, 1),
                        .last = Day::of(2023, 6, 30)});
    scene.period("Q3", {.grain = Grain::quarter,
                        .year = 2023,
                        .ordinal = 3,
                        .first = Day::of(2023, 7, 1),
                        .last = Day::of(2023, 9, 30)});
    scene.period("May", {.grain = Grain::month,
                         .year = 2023,
                         .ordinal = 5,
                         .first = Day::of(2023, 5, 1),
                         .last = Day::of(2023, 5, 31),
                         .is_asked = false});
    scene.period("entry", {.grain = Grain::window, .year = 0, .ordinal = 0});
    const Day born = Day::of(2008, 5, 15);
    scene.add_case("ann", {.person = "a",
                           .end = Day::of(2024, 12, 31),
                           .columns = {{"born", born}, {"sex", "f"}},
                           .windows = {std::pair(Day::of(2023, 5, 1), Day::of(2023, 5, 20))}});
    scene.add_case("ann again", {.person = "a", .columns = {{"born", born}, {"sex", "f"}}});
    scene.add_case("bob", {.person = "b", .columns = {{"sex", "m"}}});
    scene.add_case("tot", {.columns = {{"born", "2015-01-01"}, {"sex", ""}}});
    scene.add_case("none", {.columns = {{"sex", ""}}});
    scene.row("events", "ann", {{"date", "2023-05-15"}, {"offence", "o1"}});
    scene.row("events", "bob", {{"date", "2024-03-01"}, {"offence", "o9"}});
    scene.row("events", "bob", {{"date", "2023-08-01"}, {"offence", "o3"}});
    scene.row("events", "ann again", {{"date", "2023-09-30"}, {"offence", "o2"}});
    scene.row("events", "tot", {{"date", "2023-05-15"}, {"offence", "o4"}});
    scene.row("offences", "ann", {{"date", "2024-05-15"}, {"id", "o5"}, {"serious", true}});
    scene.row("offences", "ann", {{"date", "2023-05-15"}, {"id", "o1"}, {"serious", false}});
    scene.row("offences", "ann again", {{"date", "2024-10-01"}, {"id", "o6"}, {"serious", true}});
    return scene;
}

}  // namespace

TEST_CASE("A cohort is told with states, strata, windows and periods", "[sdk]") {
    const auto outcome = cohort_scene().run();
    INFO(outcome);
    REQUIRE(outcome.status == WM_OK);

    const std::vector<std::string> young{"age_at_index=15-17", "sex_at_index=f"};
    const std::vector<std::string> man{"", "sex_at_index=m"};
    const auto told = [](const char* period, const char* about, double a, State state,
                         const std::vector<std::string>& strata) {
        return Contribution{.indicator = "reoffended",
                            .period = period,
                            .about = about,
                            .a = a,
                            .state = state,
                            .strata = strata};
    };
    // The index event counts in its quarter and in the case's own window, not in the month, which
    // nobody asked for. Bob's first event is the earlier one. 30 September plus a year and a half
    // is after the day of the run, so what is known of that is provisional.
    CHECK(outcome.of("reoffended") ==
          std::vector<Contribution>{told("Q2", "ann", 1, State::observed, young),
                                    told("Q3", "ann again", 0, State::provisional, young),
                                    told("Q3", "bob", 0, State::provisional, man),
                                    told("entry", "ann", 1, State::observed, young)});
    const auto times = outcome.of("days_to_first");
    REQUIRE(times.size() == 4);
    CHECK(times[0].a == 366);
    CHECK(times[0].b == 1);
    CHECK(times[2].b == 0);

    const auto scores = outcome.of("score");
    REQUIRE(scores.size() == 8);
    CHECK(scores[0].series == 0);
    CHECK(scores[0].a == 1.5);
    CHECK(scores[7].series == 1);
    CHECK(scores[7].b == 6.0);

    CHECK(outcome.exclusions ==
          std::vector<ExclusionSeen>{
              {.reason = "too_young", .indicator = "reoffended", .period = "Q2", .about = "tot"},
              {.reason = "no_index", .about = "none"}});
    REQUIRE(outcome.findings.size() == 4);
    CHECK(outcome.findings[0] ==
          FindingSeen{.code = "same_day", .period = "Q2", .about = "ann", .count = 1, .of = 2});
}

TEST_CASE("A cohort that is not mature is not due", "[sdk]") {
    Scene scene = cohort_scene();
    scene.as_of(Day::of(2024, 5, 14));
    const auto outcome = scene.run();
    for (const Contribution& one : outcome.of("reoffended")) {
        CHECK(one.state == State::not_due);
    }
    CHECK(outcome.of("days_to_first").empty());
}

TEST_CASE("Block by block gives the same as all at once", "[sdk]") {
    const Scene scene = cohort_scene();
    const auto whole = scene.run();
    CHECK(scene.run({.rows = 1, .cases = 1, .offset = 3}) == whole);
    CHECK(scene.run({.rows = 2, .cases = 2}) == whole);
    CHECK(scene.run({.rows = 3, .cases = 4, .offset = 7}) == whole);
}

TEST_CASE("All of it stands in a description the host accepts", "[sdk]") {
    const auto description =
        waymark::contract::parse_description(measure_table<Cohort>()->description);
    CHECK(description.inputs[1].history_days == 365);
    CHECK(description.inputs[1].whole_record);
    CHECK_FALSE(description.inputs[0].whole_record);
    CHECK(description.inputs[1].columns[1].space == "offence");
    CHECK(description.case_columns[0].nullable);
    CHECK(description.indicators[0].settling_months == 6);
    CHECK(description.indicators[1].points == std::vector<std::string>{"90", "365"});
    CHECK(description.indicators[2].series_name == "{code}");
    CHECK(description.strata[1].values == std::vector<std::string>{"f", "m"});
    CHECK(description.findings[0].low_quality_above == 0.5);
}

namespace {

struct PublishedRow {
    Stated<std::int64_t> absent;
    Stated<std::int64_t> possible;
    Stated<double> percent;
    std::optional<std::int64_t> pupils;
};
constexpr Ratio absence{0};
constexpr Published percent{1};

// A published table: each row is a case of its own, and symbols stand in place of values.
struct Table : CaseMeasure<PublishedRow> {
    static void describe(Definition& is) {
        is.measure({.id = "org.example.table", .version = "1.0.0", .title = "Table"});
        is.input<PublishedRow>("rows", {.aggregate = true, .people = "pupils"})
            .integer<&PublishedRow::absent>("absent")
            .integer<&PublishedRow::possible>("possible")
            .real<&PublishedRow::percent>("percent")
            .integer<&PublishedRow::pupils>("pupils");
        is.indicator(absence, "absence", {.title = "A", .definition = "a", .source = "s"});
        is.indicator(percent, "percent",
                     {.title = "P", .definition = "p", .source = "s", .grains = {Grain::term}});
    }
    void answer(const Case& /*about*/, Rows<PublishedRow> rows, Answer& out) const {
        out.ratio(absence, rows.front().absent, rows.front().possible);
        out.published(percent, rows.front().percent);
    }
};

}  // namespace

TEST_CASE("Published rows are told at their period, with symbols as states", "[sdk]") {
    Scene scene(measure_table<Table>());
    scene.period(
        "autumn",
        {.grain = Grain::term, .first = Day::of(2024, 8, 1), .last = Day::of(2024, 12, 31)});
    scene.period("week",
                 {.grain = Grain::week, .first = Day::of(2024, 9, 2), .last = Day::of(2024, 9, 8)});
    scene.aggregate_row("rows", "school",
                        {{"period", "autumn"},
                         {"absent", 12},
                         {"possible", 240},
                         {"percent", 5.0},
                         {"pupils", 40}});
    scene.aggregate_row("rows", "small",
                        {{"period", "autumn"},
                         {"absent", State::suppressed_at_source},
                         {"possible", 30},
                         {"percent", State::rounds_to_zero},
                         {"pupils", nullptr}});
    scene.aggregate_row(
        "rows", "weekly",
        {{"period", "week"}, {"absent", 1}, {"possible", 10}, {"percent", 10.0}, {"pupils", 3}});
    scene.aggregate_row(
        "rows", "elsewhere",
        {{"period", nullptr}, {"absent", 1}, {"possible", 10}, {"percent", 10.0}, {"pupils", 3}});

    const auto outcome = scene.run();
    INFO(outcome);
    REQUIRE(outcome.status == WM_OK);
    CHECK(outcome.of("absence") == std::vector<Contribution>{{.indicator = "absence",
                                                              .period = "autumn",
                                                              .about = "school",
                                                              .a = 12,
                                                              .b = 240,
                                                              .people = 40},
                                                             {.indicator = "absence",
                                                              .period = "autumn",
                                                              .about = "small",
                                                              .a = 0,
                                                              .b = 0,
                                                              .state = State::suppressed_at_source},
                                                             {.indicator = "absence",
                                                              .period = "week",
                                                              .about = "weekly",
                                                              .a = 1,
                                                              .b = 10,
                                                              .people = 3}});
    CHECK(outcome.of("percent") ==
          std::vector<Contribution>{
              {.indicator = "percent", .period = "autumn", .about = "school", .a = 5, .people = 40},
              {.indicator = "percent",
               .period = "autumn",
               .about = "small",
               .a = 0,
               .b = 0,
               .state = State::rounds_to_zero}});
    CHECK(scene.run({.rows = 1, .cases = 2, .offset = 5}) == outcome);
    CHECK(waymark::contract::parse_description(measure_table<Table>()->description)
              .inputs[0]
              .columns[0]
              .symbols);
}
