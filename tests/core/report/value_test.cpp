// SPDX-License-Identifier: MIT
#include "report/value.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "core/disclosure/table.hpp"
#include "example_14.hpp"
#include "store/store.hpp"

using namespace waymark;
using test::document_of;
using test::example_14;
using test::with;

namespace {

const FixedClock noon{date_of(2024, 12, 1) + std::chrono::hours{12}};

// What a report says of one figure.
const release::Figures& figure(const report::ValueReport& report, const std::string& indicator) {
    for (const report::ValueFigure& one : report.figures) {
        if (one.release.key().indicator_id == indicator) {
            return one.release.figures();
        }
    }
    throw std::runtime_error("no figure " + indicator);
}

// The figures of a document against a store with one proportion of so many people: January 2024.
report::ValueReport report_of(const std::string& text, std::int64_t people = 200,
                              std::int64_t contributors = 60) {
    store::Store store(":memory:", noon);
    disclosure::play::Table table(contract::Kind::proportion);
    table.add(disclosure::play::all, people, contributors);
    static_cast<void>(store.commit(table.pass("nhs_hes").publication));
    return report::value_for_money(document_of(text),
                                   report::FigureFinder(store.reader(), std::nullopt), {});
}

// Example 14 with its impact from the store.
std::string from_store(const std::string& more = "") {
    return with(example_14, "impact = { value = 0.30, source = \"example\" }",
                "impact = { measure = \"org.example.table\", indicator = \"first\", grain = "
                "\"month\", period = \"2024-01\"" +
                    more + " }");
}

}  // namespace

TEST_CASE("statistics example 14: from referrals to the ratio of benefits and costs", "[report]") {
    const auto report = report_of(example_14);
    CHECK(figure(report, "net_outcomes").value.value() == Approx(14.4));
    CHECK(figure(report, "present_benefit").value.value() == Approx(45382.61).margin(0.005));
    CHECK(figure(report, "present_cost").value.value() == Approx(44000.0));
    CHECK(figure(report, "net_present_value").value.value() == Approx(1382.61).margin(0.005));
    CHECK(figure(report, "benefit_cost_ratio").value.value() == Approx(1.0314).margin(0.00005));
    CHECK(figure(report, "cost_per_outcome").value.value() == Approx(3055.56).margin(0.005));
    CHECK(figure(report, "payback_year").value == 1.0);
    CHECK(figure(report, "present_benefit_cashable").value.value() ==
          Approx(0.4 * 45382.61).margin(0.005));
    CHECK(figure(report, "net_present_value_cashable").value.value() < 0.0);
    CHECK(report.inputs.size() == 5);
    CHECK(report.figures[0].release.key().definition_version == "1");
}

TEST_CASE("A factor from the store brings its vintage as proof", "[report]") {
    const auto report = report_of(from_store());
    CHECK(figure(report, "net_outcomes").value.value() == Approx(14.4));
    REQUIRE(report.inputs.at(3).found.recorded);
    CHECK_FALSE(report.inputs[3].found.recorded->vintage_id.empty());
    CHECK(report.inputs[3].found.sought == "first 2024-01");
    CHECK(figure(report, "net_outcomes").disclosure_profile == "nhs_hes");

    const auto complement = report_of(from_store(", figure = \"complement\""));
    CHECK(figure(complement, "net_outcomes").value.value() == Approx(72 * 0.6));
}

TEST_CASE("A suppressed figure suppresses all that rests on it and nothing else", "[report]") {
    const auto report = report_of(from_store(), 200, 3);
    for (const char* indicator : {"net_outcomes", "cost_per_outcome", "present_benefit",
                                  "net_present_value", "benefit_cost_ratio", "payback_year"}) {
        CAPTURE(indicator);
        CHECK(figure(report, indicator).state == State::suppressed);
        CHECK_FALSE(figure(report, indicator).value);
    }
    CHECK(figure(report, "present_cost").value.value() == Approx(44000.0));
}

TEST_CASE("A figure nobody published is missing; an unknown indicator is a mistake", "[report]") {
    const auto missing = report_of(with(from_store(), "2024-01", "2024-02"));
    CHECK(figure(missing, "net_present_value").state == State::missing);
    CHECK_THROWS_WITH(
        report_of(with(from_store(), "\"first\"", "\"frist\"")),
        Catch::Contains("unit_costs.toml:24:10") && Catch::Contains("did you mean \"first\"?"));
    CHECK_THROWS_WITH(report_of(from_store(", figure = \"people\"")),
                      Catch::Contains("expected a share from 0 to 1"));
}

TEST_CASE("No outcome, no cost of one; a loss is not made smaller by weak evidence", "[report]") {
    const std::string worse =
        with(example_14, "deadweight = { value = 0.10", "deadweight = { value = 0.50");
    const auto report = report_of(worse);
    CHECK(figure(report, "net_outcomes").value.value() == Approx(-14.4));
    CHECK(figure(report, "cost_per_outcome").state == State::not_applicable);
    CHECK(figure(report, "payback_year").state == State::not_applicable);
    CHECK(figure(report, "present_benefit").value.value() ==
          Approx(-14.4 * 2500 - 14.4 * 1250 / 1.035));
}

TEST_CASE("Costs beyond the schedule of discounts and services without cost are told", "[report]") {
    CHECK_THROWS_WITH(
        report_of(with(example_14, "grade = 3\n[[", "grade = 3\nservices = [\"south\"]\n[[")),
        Catch::Contains("no [[outcome]] is one of north"));
    CHECK_THROWS_WITH(report_of(with(example_14, "from = 1", "from = 76")),
                      Catch::Contains("the rates of [discount] end in year 75"));
    store::Store store(":memory:", noon);
    CHECK_THROWS_WITH(
        report::value_for_money(document_of(example_14),
                                report::FigureFinder(store.reader(), std::nullopt), "south"),
        Catch::Contains("no [[cost]] of south"));
}
