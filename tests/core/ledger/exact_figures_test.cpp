// SPDX-License-Identifier: MIT
#include "ledger/exact_figures.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "core/ledger/sample_run.hpp"
#include "core/sqlite/test_folder.hpp"
#include "ledger/audit_log.hpp"
#include "ledger/ledger.hpp"

using namespace waymark;
using ledger::Ledger;

static const Date october = date_of(2024, 10, 10);
static const Date november = date_of(2024, 11, 10);
static const FixedClock noon{october + std::chrono::hours{12}};

// A run of the sample's two cells, its rate multiplied by `times`.
static std::string committed_run(Ledger& ledger, Date as_of, double times,
                                 const std::vector<ledger::PartsBehind>& parts = {}) {
    const contract::Description about = test::description();
    observation::Observations exact = test::observations();
    exact.cells[0].sums.a *= times;
    const std::string run_id = ledger.begin(test::run_start(as_of));
    const std::string digest = "digest";
    ledger.prepare(run_id, {.description = about, .observations = exact, .leaving = [&] {
                                return ledger::Leaving{digest, parts};
                            }});
    ledger.commit(run_id, "vintage of " + run_id);
    return run_id;
}

static std::vector<ledger::ExactFigure> figures(const Ledger& ledger,
                                                const ledger::FigureFilter& filter) {
    std::vector<ledger::ExactFigure> found;
    ledger.reader().each_figure(
        filter, [&](const ledger::ExactFigure& figure) { found.push_back(figure); });
    return found;
}

TEST_CASE("Of each cell of a service the newest committed observation is told", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string newest = committed_run(ledger, november, 2);
    (void)committed_run(ledger, october, 3);  // later, but knew less
    const std::string failed = ledger.begin(test::run_start(november));
    test::prepare(ledger, failed, "digest", {});
    ledger.fail(failed, ledger::Outcome::failed, "the store was full");

    const auto found = figures(ledger, {.service_id = "north"});
    REQUIRE(found.size() == 2);
    CHECK(found[0].cell.name.indicator_id == "absence_rate");
    CHECK(found[0].cell.sums.a == 180);
    CHECK(found[0].run_id == newest);
    CHECK(found[0].as_of == november);
    CHECK(found[0].indicator->kind == contract::Kind::count);
    CHECK(found[1].cell.state == State::not_due);
    CHECK(figures(ledger, {.service_id = "harbour"}).empty());
    CHECK(ledger.reader().services() == std::vector<std::string>{"north"});
}

TEST_CASE("Filters of exact figures are joined", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    (void)committed_run(ledger, october, 1);
    CHECK(figures(ledger, {.service_id = "north", .indicator_id = "absence_rate"}).size() == 1);
    CHECK(figures(ledger, {.service_id = "north", .grain = "month"}).size() == 2);
    CHECK(figures(ledger, {.service_id = "north", .grain = "month", .period_key = "2024-10"})
              .empty());
    CHECK(figures(ledger, {.service_id = "north", .measure_id = "org.example.other"}).empty());
}

TEST_CASE("A cell whose releases the newest run took back is withdrawn, without sums", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    (void)committed_run(ledger, october, 1);
    // A later run observed nothing there, and keeps the parts behind what it took back.
    const contract::Description about = test::description();
    observation::Observations nothing = test::observations();
    nothing.cells.clear();
    const std::vector<ledger::PartsBehind> taken_back{
        {.name = figures(ledger, {.service_id = "north"})[0].cell.name,
         .point = "",
         .people = 40,
         .numerator = 90,
         .denominator = 900,
         .run_id = ""}};
    const std::string run_id = ledger.begin(test::run_start(november));
    const std::string digest = "digest";
    ledger.prepare(run_id, {.description = about, .observations = nothing, .leaving = [&] {
                                return ledger::Leaving{digest, taken_back};
                            }});
    ledger.commit(run_id, "another vintage");

    const auto found = figures(ledger, {.service_id = "north"});
    REQUIRE(found.size() == 2);
    CHECK(found[0].cell.state == State::withdrawn);
    CHECK(found[0].cell.sums.a == 0);
    CHECK(found[1].cell.state == State::not_due);
}

TEST_CASE("The audit says who looked at what and why, also while a run is going on", "[ledger]") {
    const test::Folder folder;
    const Ledger running(folder / "ledger", noon);
    const ledger::AuditRow use{.at = noon.now(),
                               .who = "dana",
                               .what = "exact figures were shown",
                               .uid = 1000,
                               .verb = "observations",
                               .service_id = "north",
                               .filters = "grain=term",
                               .reason = "termly review",
                               .rows_shown = 12};
    ledger::AuditLog(folder / "ledger", noon).add(use);
    CHECK(running.reader().audit() == std::vector<ledger::AuditRow>{use});
}

TEST_CASE("No ledger is made for the sake of its audit", "[ledger]") {
    const test::Folder folder;
    CHECK_THROWS_AS(ledger::AuditLog(folder / "ledger", noon), Error);
    CHECK_FALSE(std::filesystem::exists(folder / "ledger"));
}
