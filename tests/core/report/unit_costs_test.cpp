// SPDX-License-Identifier: MIT
// What a unit-cost document may say, and what is told of one that says otherwise.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "example_14.hpp"

using namespace waymark;
using test::document_of;
using test::example_14;
using test::with;

namespace {

// All that is told of the text, without the folder of the file.
std::string faults_of(const std::string& text) {
    try {
        static_cast<void>(document_of(text));
        return "";
    } catch (const Error& error) {
        std::string out = error.what();
        for (auto at = out.find("/dev/shm/"); at != std::string::npos; at = out.find("/dev/shm/")) {
            out.erase(at, out.find("unit_costs", at) - at);
        }
        return out;
    }
}

}  // namespace

TEST_CASE("A document is read whole", "[report]") {
    const config::UnitCosts costs = document_of(example_14);
    CHECK(costs.grades.size() == 3);
    CHECK(costs.discount.back().last_year == 75);
    REQUIRE(costs.outcomes.size() == 1);
    CHECK(costs.outcomes[0].benefits[1].from == 1);
    CHECK(costs.costs.at(0).amounts == std::vector<double>{40000.0});
    CHECK(costs.sha256.size() == 64);
}

TEST_CASE("Money in prices of another year is brought to the document's", "[report]") {
    const std::string text =
        with(with(example_14, "price_year = 2024\n[discount]",
                  "price_year = 2024\nprice_source = \"example\"\nprice = [{ year = 2020, index = "
                  "80 }, { year = 2024, index = 100 }]\n[discount]"),
             "amounts = [40000]\nprice_year = 2024", "amounts = [40000]\nprice_year = 2020");
    CHECK(document_of(text).costs.at(0).amounts == std::vector<double>{50000.0});
    CHECK_THAT(faults_of(with(text, "year = 2020, index", "year = 2021, index")),
               Catch::Contains("\"price_year\": results are in prices of 2024, and there is no "
                               "[[price]] of 2020"));
    CHECK_THAT(faults_of(with(text, "price_source = \"example\"\n", "")),
               Catch::Contains("an index of prices needs a price_source"));
}

TEST_CASE("Every fault of a document is told at its place, all at once", "[report]") {
    std::string text = with(example_14, "impact = { value = 0.30", "impact = { value = 1.30");
    text = with(text, "cashable = 0.4", "cashabel = 0.4");
    text = with(text, "grade = 2\nsource = \"example\"", "grade = 4\nsource = \"\"");
    CHECK(
        faults_of(text) ==
        "unit_costs.toml:24:20: error: \"value\": expected a share from 0 to 1\n"
        "unit_costs.toml:27:1: error: missing key \"cashable\" in [[outcome.benefit]]: share that "
        "could be taken out of a budget, 0 to 1\n"
        "unit_costs.toml:32:1: error: unknown key \"cashabel\" in [[outcome.benefit]]; did you "
        "mean \"cashable\"?\n"
        "unit_costs.toml:52:9: error: \"grade\": expected a whole number from 1 to 3\n"
        "unit_costs.toml:53:10: error: \"source\": expected a text that is not empty\n"
        "5 errors. Nothing was changed.");
}

TEST_CASE("A factor is a number with a source, or an indicator", "[report]") {
    const std::string impact = "impact = { value = 0.30, source = \"example\" }";
    const auto told = [&](const std::string& instead) {
        return faults_of(with(example_14, impact, "impact = " + instead));
    };
    CHECK_THAT(told("{ value = 0.3 }"), Catch::Contains("a number needs a source"));
    CHECK_THAT(told("{ value = 0.3, source = \"s\", indicator = \"rate\" }"),
               Catch::Contains("belongs to an indicator"));
    CHECK_THAT(told("{ indicator = \"rate\" }"),
               Catch::Contains("expected value and source, or measure and indicator, in "
                               "[outcome.impact]"));
    CHECK_THAT(told("{ measure = \"m\", indicator = \"rate\", grain = \"month\" }"),
               Catch::Contains("grain and period belong together"));
    CHECK_THAT(told("{ measure = \"m\", indicator = \"rate\", figure = \"valeu\" }"),
               Catch::Contains("did you mean \"value\"?"));
    CHECK(told("{ measure = \"m\", indicator = \"rate\", figure = \"complement\" }").empty());
}

TEST_CASE("Bands of discount ascend, and a cost stands once", "[report]") {
    CHECK_THAT(faults_of(with(example_14, "last_year = 75", "last_year = 30")),
               Catch::Contains("expected more than the band before, which ends in year 30"));
    const std::string again = std::string(example_14) +
                              "[[cost]]\nservice = \"north\"\ngrain = \"calendar_year\"\nperiod = "
                              "\"2024\"\namounts = [1]\nprice_year = 2024\ngrade = 1\nsource = "
                              "\"s\"\n";
    CHECK_THAT(faults_of(again), Catch::Contains("the cost of north for 2024 stands here twice"));
    CHECK_THAT(faults_of("title = "), Catch::Contains("unit_costs.toml:1:"));
}
