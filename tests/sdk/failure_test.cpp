// SPDX-License-Identifier: MIT
// Nothing C++ crosses the border: exceptions become statuses, and wrong declarations are told.
#include <catch2/catch.hpp>
#include <new>
#include <stdexcept>
#include <string>

#include "contract/description.hpp"
#include "waymark/measure.hpp"
#include "waymark/testing.hpp"

namespace {

using namespace waymark;
using testing::Scene;

struct Row {
    Day date;
};
constexpr Count rows_seen{0};
constexpr Mean age{1};

// Does what its parameter says, in answer().
struct Clumsy : CaseMeasure<Row> {
    explicit Clumsy(const Parameters& parameters)
        : accident_(parameters.choice("accident")), limit_(parameters.integer("limit")) {
        if (limit_ == 13) {
            throw BadParameter("parameter \"limit\": 13 brings bad luck");
        }
    }
    static void describe(Definition& is) {
        is.measure({.id = "org.example.clumsy", .version = "1.0.0", .title = "Clumsy"});
        is.input<Row>("rows", {.date = "date"}).date<&Row::date>("date");
        is.choice("accident", {.choices = {"none", "input", "memory", "logic", "odd", "nan",
                                           "nowhere", "undeclared", "long"},
                               .default_value = "none"});
        is.integer("limit", {.default_value = 3, .min = 1, .max = 20});
        is.document("codes", {.default_path = "codes.toml"});
        is.indicator(rows_seen, "rows", {.title = "Rows", .definition = "rows", .source = "none"});
        is.indicator(age, "age", {.title = "Age", .definition = "age", .source = "none"});
    }
    void answer(const Case& /*about*/, Rows<Row> rows, Answer& out) const {
        if (accident_ == "input") {
            throw BadInput("two rows contradict each other");
        }
        if (accident_ == "memory") {
            throw std::bad_alloc();
        }
        if (accident_ == "logic") {
            throw std::out_of_range("an index");
        }
        if (accident_ == "odd") {
            throw 42;
        }
        if (accident_ == "long") {
            std::string message(249, 'a');
            throw BadInput(message + "é and more");
        }
        if (accident_ == "nan") {
            out.in(out.periods()[0]).mean(age, 0.0 / static_cast<double>(rows.size() * 0));
        }
        if (accident_ == "nowhere") {
            out.count(rows_seen, 1);
        }
        if (accident_ == "undeclared") {
            out.in(out.periods()[0]).count(Count{7}, 1);
        }
        out.in(out.periods()[0]).count(rows_seen, rows.size());
    }

private:
    std::string accident_;
    std::int64_t limit_;
};

Scene clumsy_scene() {
    Scene scene(measure_table<Clumsy>());
    scene.parameters(R"({"codes": {}})");
    scene.period("year", {.first = Day::of(2024, 1, 1), .last = Day::of(2024, 12, 31)});
    scene.add_case("anna").add_case("ben").row("rows", "anna", {{"date", "2024-05-01"}});
    return scene;
}

// Declares an indicator out of its place.
struct Misnumbered : CaseMeasure<Row> {
    static void describe(Definition& is) {
        is.input<Row>("rows").date<&Row::date>("date");
        is.indicator(age, "age", {});
    }
    void answer(const Case& /*about*/, Rows<Row> /*rows*/, Answer& /*out*/) const {}
};

// Streams rows that have no date.
struct Dateless : FoldMeasure<std::int64_t, Row> {
    static void describe(Definition& is) { is.input<Row>("rows").date<&Row::date>("date"); }
    void add(std::int64_t& /*tally*/, const Row& /*row*/) const {}
    void answer(const Case& /*about*/, const Unit& /*unit*/, const Period& /*period*/,
                const std::int64_t& /*tally*/, Answer& /*out*/) const {}
};

wm_error open_error(const wm_measure* measure) {
    wm_host host{};
    wm_calendar calendar{};
    calendar.size = sizeof calendar;
    wm_instance* instance = nullptr;
    wm_error error{};
    CHECK(measure->open(&host, "{}", &calendar, 1, &instance, &error) != WM_OK);
    CHECK(instance == nullptr);
    measure->close(instance);
    return error;
}

}  // namespace

TEST_CASE("Exceptions become statuses with their messages", "[sdk]") {
    struct Expected {
        const char* accident;
        wm_status status;
        const char* message;
    };
    const Expected all[] = {
        {"none", WM_OK, ""},
        {"input", WM_E_INPUT, "two rows contradict each other"},
        {"memory", WM_E_MEMORY, "out of memory"},
        {"logic", WM_E_INTERNAL, "an index"},
        {"odd", WM_E_INTERNAL, "the measure threw something that is no std::exception"},
        {"nan", WM_E_INTERNAL, "indicator \"age\" was answered with a number that is not finite"},
        {"nowhere", WM_E_INTERNAL, "an answer needs a place: out.at(day) or out.in(period)"},
        {"undeclared", WM_E_INTERNAL, "an indicator that was not declared"},
    };
    for (const Expected& expected : all) {
        CAPTURE(expected.accident);
        const auto outcome = clumsy_scene()
                                 .parameters(std::string(R"({"codes": {}, "accident": ")") +
                                             expected.accident + "\"}")
                                 .run();
        CHECK(outcome.status == expected.status);
        CHECK(outcome.message == expected.message);
    }
}

TEST_CASE("A message too long for the border ends with a whole character", "[sdk]") {
    const auto outcome = clumsy_scene().parameters(R"({"codes": {}, "accident": "long"})").run();
    CHECK(outcome.message == std::string(249, 'a') + "é");
    wm_error error{};
    CHECK(detail::fail(&error, WM_E_INPUT, std::string(250, 'a') + "é") == WM_E_INPUT);
    CHECK(std::string(error.message) == std::string(250, 'a'));
}

TEST_CASE("Parameters that do not fit are told by name", "[sdk]") {
    const auto message = [](const char* parameters) {
        const auto outcome = clumsy_scene().parameters(parameters).run();
        CHECK(outcome.status == WM_E_PARAM);
        return outcome.message;
    };
    CHECK(message(R"({"limit": 0})") == "parameter \"limit\" is below 1");
    CHECK(message(R"({"limit": 21})") == "parameter \"limit\" is above 20");
    CHECK(message(R"({"limit": "3"})") == "parameter \"limit\" has the wrong type; expected int");
    CHECK(message(R"({"codes": {}, "limit": 13})") == "parameter \"limit\": 13 brings bad luck");
    CHECK(message(R"({"limits": 1})") == "parameter \"limits\" is none of this measure's");
    CHECK(message(R"({"accident": "rain"})").find("expected one of none input") !=
          std::string::npos);
    CHECK(message(R"({"limit": 3})") == "parameter \"codes\" must be given");
    CHECK(message(R"({"codes": "codes.toml"})") ==
          "parameter \"codes\" has the wrong type; expected document");
    CHECK(message("{").find("not JSON") != std::string::npos);
}

TEST_CASE("A host that asks to stop is obeyed", "[sdk]") {
    for (const std::int32_t polls : {0, 1, 2}) {
        CAPTURE(polls);
        CHECK(clumsy_scene().run({.cancel_after = polls}).status == WM_E_CANCELLED);
    }
    CHECK(clumsy_scene().run({.cancel_after = 100}).status == WM_OK);
}

TEST_CASE("A wrong declaration is told at once, and is no description", "[sdk]") {
    CHECK(std::string(open_error(measure_table<Misnumbered>()).message) ==
          "describe(): indicator \"age\" has number 1 but is declared as number 0");
    CHECK(std::string(open_error(measure_table<Dateless>()).message) ==
          "describe(): input \"rows\" names no date column without nulls, which this shape needs");
    CHECK_THROWS_AS(Scene(measure_table<Misnumbered>()), std::invalid_argument);
    CHECK_THROWS(waymark::contract::parse_description(measure_table<Misnumbered>()->description));
}

TEST_CASE("The description is what the host's own parser accepts, and never changes", "[sdk]") {
    const wm_measure* table = measure_table<Clumsy>();
    CHECK(table == measure_table<Clumsy>());
    CHECK(table->size == sizeof(wm_measure));
    CHECK(table->magic == WM_MAGIC);
    const auto description = waymark::contract::parse_description(table->description);
    CHECK(description.id == "org.example.clumsy");
    REQUIRE(description.parameters.size() == 3);
    CHECK(description.parameters[0].default_json == "\"none\"");
    CHECK(description.parameters[1].max == 20.0);
    CHECK(description.parameters[2].default_json == "\"codes.toml\"");
    CHECK(description.indicators[1].kind == waymark::contract::Kind::mean);
    CHECK(description.inputs[0].date_column == 0U);
}
