// SPDX-License-Identifier: MIT
#include "ledger/ledger.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "core/ledger/sample_run.hpp"
#include "core/sqlite/test_folder.hpp"
#include "ledger/exact_cell.hpp"

using namespace waymark;
using ledger::Ledger;
using ledger::RunState;

static const Date october = date_of(2024, 10, 10);
static const Date november = date_of(2024, 11, 10);
static const FixedClock noon{october + std::chrono::hours{12}};
static const std::vector<std::string> both{"north", "harbour"};

static unsigned mode_of(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

static std::string committed_run(Ledger& ledger, Date as_of,
                                 const std::vector<ledger::PartsBehind>& parts) {
    const std::string run_id = ledger.begin(test::run_start(as_of));
    test::prepare(ledger, run_id, "digest", parts);
    ledger.commit(run_id, "vintage");
    return run_id;
}

TEST_CASE("A ledger is readable by its owner alone, its lock too", "[ledger]") {
    const test::Folder folder;
    const Ledger ledger(folder / "ledger", noon);
    CHECK(mode_of(folder / "ledger") == 0600);
    CHECK(mode_of(folder / "ledger.lock") == 0600);
}

TEST_CASE("A ledger that others can read is refused, for writing and for reading", "[ledger]") {
    const test::Folder folder;
    { const Ledger ledger(folder / "ledger", noon); }
    REQUIRE(::chmod((folder / "ledger").c_str(), 0644) == 0);
    CHECK_THROWS_WITH(Ledger(folder / "ledger", noon), Catch::Contains("chmod 600"));
    CHECK_THROWS_WITH(ledger::LedgerReader(folder / "ledger"), Catch::Contains("chmod 600"));
}

TEST_CASE("A run is read back as it began", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string run_id = ledger.begin(test::run_start(october));
    ledger.set_sandbox(run_id, "seccomp landlock");
    const auto run = ledger.reader().run(run_id);
    REQUIRE(run.has_value());
    ledger::RunStart begun = test::run_start(october);
    begun.forget_requests = 0;  // the ledger's own word
    CHECK(run->start == begun);
    CHECK(run->state == RunState::running);
    CHECK(run->sandbox == "seccomp landlock");
    CHECK(run->started_at == noon.now());
    CHECK_FALSE(run->finished_at.has_value());
    CHECK_FALSE(run->outcome.has_value());
    CHECK_FALSE(ledger.reader().run("another").has_value());
}

TEST_CASE("A run goes from running over prepared to committed or unchanged", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string run_id = ledger.begin(test::run_start(october));
    test::prepare(ledger, run_id, "digest", {});
    CHECK(ledger.reader().run(run_id)->state == RunState::prepared);
    CHECK(ledger.reader().run(run_id)->publication_sha256 == "digest");
    CHECK(ledger.reader().unfinished().size() == 1);
    const auto vintage =
        GENERATE(std::optional<std::string>("2024-10-10.0001"), std::optional<std::string>());
    ledger.commit(run_id, vintage);
    const auto run = ledger.reader().run(run_id);
    CHECK(run->state == (vintage ? RunState::committed : RunState::unchanged));
    CHECK(run->vintage_id == vintage);
    CHECK(run->finished_at == noon.now());
    CHECK(ledger.reader().unfinished().empty());

    ledger.fail(ledger.begin(test::run_start(october)), ledger::Outcome::failed, "a later one");
    const auto& start = run->start;
    CHECK(ledger.reader().last_finished_run(start.monitor_id, start.measure_id)->run_id == run_id);
    CHECK_FALSE(ledger.reader().last_finished_run(start.monitor_id, "another").has_value());
}

static ledger::PullRecord sample_pull() {
    return {.input = "marks",
            .source_id = "registers",
            .verdict = "partial",
            .why = "1.5 % of rows refused",
            .rows_read = 200,
            .rows_used = 190,
            .files = {{.path = "in/a.csv", .bytes = 5'000'000'000, .sha256 = std::string(64, 'a')},
                      {.path = "in/b.csv", .bytes = 0, .sha256 = std::string(64, 'b')}},
            .refused = {{.reason = "column 'code': not an allowed code",
                         .count = 3,
                         .places = {"in/a.csv:4", "in/b.csv:9"}}},
            .out_of_scope = {{.reason = "filtered", .count = 7, .places = {}}}};
}

TEST_CASE("A run that repeats another has its pulls, and is not what a later one rests on",
          "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string measured = ledger.begin(test::run_start(october));
    ledger.add_pull(measured, sample_pull(), ledger.reader().forgotten());
    test::prepare(ledger, measured, "digest", {});
    ledger.commit(measured, "2024-10-10.0001");

    const std::string again = ledger.begin(test::run_start(october));
    ledger.repeat(again, measured, "nothing changed");
    const auto run = ledger.reader().run(again);
    CHECK(run->state == RunState::unchanged);
    CHECK(run->sentence == "nothing changed");
    CHECK(run->finished_at == noon.now());
    CHECK_FALSE(run->publication_sha256.has_value());
    CHECK(ledger.reader().pulls(again) == ledger.reader().pulls(measured));
    CHECK(ledger.reader().unfinished().empty());
    const auto& start = run->start;
    CHECK(ledger.reader().last_finished_run(start.monitor_id, start.measure_id)->run_id == again);
    CHECK(ledger.reader().last_measured_run(start.monitor_id, start.measure_id)->run_id ==
          measured);
    CHECK_FALSE(ledger.reader().last_measured_run(start.monitor_id, "another").has_value());
}

TEST_CASE("Every outcome ends a run with its word and sentence", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    for (int i = 0; i < 8; ++i) {
        const auto outcome = static_cast<ledger::Outcome>(i);
        CAPTURE(ledger::word(outcome));
        const std::string run_id = ledger.begin(test::run_start(october));
        ledger.fail(run_id, outcome, "what happened");
        const auto run = ledger.reader().run(run_id);
        CHECK(run->outcome == outcome);
        CHECK(run->state ==
              (outcome == ledger::Outcome::refused ? RunState::refused : RunState::failed));
        CHECK(run->sentence == "what happened");
        CHECK(run->finished_at.has_value());
    }
    CHECK(ledger.reader().runs("org.example.absence", 3).size() == 3);
    CHECK(ledger.reader().runs("", 100).size() == 8);
    CHECK(ledger.reader().runs("org.example.other", 100).empty());
}

TEST_CASE("A monitor's last run is its own, however many others came after", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    ledger::RunStart rare = test::run_start(october);
    rare.monitor_id = "rare";
    ledger.fail(ledger.begin(rare), ledger::Outcome::failed, "an earlier one");
    const std::string run_id = ledger.begin(rare);
    ledger.fail(run_id, ledger::Outcome::refused, "the last one");
    ledger.fail(ledger.begin(test::run_start(october)), ledger::Outcome::failed, "another's");
    CHECK(ledger.reader().last_run("rare")->run_id == run_id);
    CHECK_FALSE(ledger.reader().last_run("never").has_value());
    CHECK_FALSE(
        ledger.reader().last_finished_run("rare", rare.measure_id).has_value());  // all failed
}

TEST_CASE("Pulls are read back with files, reasons and places", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string run_id = ledger.begin(test::run_start(october));
    const ledger::PullRecord pull = sample_pull();
    ledger.add_pull(run_id, pull, ledger.reader().forgotten());
    CHECK(ledger.reader().pulls(run_id) == std::vector<ledger::PullRecord>{pull});
    CHECK(ledger.reader().pulls("another").empty());
}

TEST_CASE("Places of a pull are not kept when somebody is forgotten while it runs", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const auto forget = [&] {
        ledger::ForgetList list(folder / "ledger", noon);
        return list.forget("upn", "A1", {}).was_known;
    };
    const bool known_before = GENERATE(false, true);
    if (known_before) {
        CHECK_FALSE(forget());
    }
    const ledger::Forgotten as_begun = ledger.reader().forgotten();
    const std::string run_id = ledger.begin(test::run_start(october));
    ledger::PullRecord pull;
    pull.input = "marks";
    pull.rows_read = 10;
    pull.refused = {{.reason = "not an allowed code", .count = 3, .places = {"in/a.csv:4"}}};
    pull.out_of_scope = {{.reason = "filtered", .count = 7, .places = {"in/a.csv:9"}}};
    CHECK(forget() == known_before);
    ledger.add_pull(run_id, pull, as_begun);
    pull.refused[0].places.clear();
    pull.out_of_scope[0].places.clear();
    CHECK(ledger.reader().pulls(run_id) == std::vector<ledger::PullRecord>{pull});
}

TEST_CASE("Exact observations are read back under their names", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string run_id = committed_run(ledger, october, {});
    std::vector<ledger::ExactCell> cells;
    ledger.reader().each_exact(run_id, [&](const auto& cell) { cells.push_back(cell); });
    REQUIRE(cells.size() == 2);
    const auto expected = test::observations();
    for (std::size_t i = 0; i < 2; ++i) {
        const observation::Sums& sums = cells[i].sums;
        const observation::Sums& told = expected.cells[i].sums;
        CHECK(sums.contributions == told.contributions);
        CHECK(sums.people == told.people);
        CHECK(sums.contributors == told.contributors);
        for (const auto moment :
             {&observation::Sums::a, &observation::Sums::b, &observation::Sums::aa,
              &observation::Sums::ab, &observation::Sums::bb}) {
            CHECK(sums.*moment == told.*moment);
        }
        CHECK(sums.from_aggregates == told.from_aggregates);
        CHECK(sums.times == told.times);
        CHECK(sums.values == told.values);
        CHECK(cells[i].state == expected.cells[i].state);
        CHECK(cells[i].maturity == expected.cells[i].maturity);
        CHECK(cells[i].flags == expected.cells[i].flags);
    }
    CHECK(cells[0].name == ledger::CellName{.service_id = "north",
                                            .indicator_id = "absence_rate",
                                            .series = "",
                                            .grain = "month",
                                            .period_key = "2024-09",
                                            .period_basis = "civil",
                                            .stratum_kind = "sex",
                                            .stratum_value = "m"});
    CHECK(cells[1].name.series == "brs");
}

TEST_CASE("Exclusions and findings are read back by code", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string run_id = committed_run(ledger, october, {});
    CHECK(ledger.reader().exclusions(run_id) ==
          std::vector<ledger::ExclusionRecord>{{.service_id = "harbour",
                                                .indicator_id = "absence_rate",
                                                .period_key = "",
                                                .code = "no_sessions",
                                                .cases = 3},
                                               {.service_id = "north",
                                                .indicator_id = "",
                                                .period_key = "2024-09",
                                                .code = "no_sessions",
                                                .cases = 1}});
    CHECK(ledger.reader().findings(run_id) ==
          std::vector<ledger::FindingRecord>{{.service_id = "north",
                                              .period_key = "2024-09",
                                              .code = "dup_conflict",
                                              .count = 2,
                                              .of = 900,
                                              .cases = 1},
                                             {.service_id = "",
                                              .period_key = "",
                                              .code = "dup_conflict",
                                              .count = 5,
                                              .of = 0,
                                              .cases = 0}});
}

TEST_CASE("The parts behind a release are those of the last run that published it", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string first =
        committed_run(ledger, october, {test::parts("harbour", 20), test::parts("north", 30)});
    const std::string second = committed_run(ledger, november, {test::parts("north", 31)});
    const std::string failed = ledger.begin(test::run_start(november));
    test::prepare(ledger, failed, "digest", {test::parts("north", 99)});
    ledger.fail(failed, ledger::Outcome::failed, "the store was full");
    const auto people = [&](Date as_of) {
        std::string text;
        for (const auto& parts :
             ledger.reader().parts_behind("org.example.absence", "1", both, as_of)) {
            text += parts.name.service_id + " " + std::to_string(int(*parts.people)) + " " +
                    (parts.run_id == first ? "first " : "second ");
            CHECK(parts.numerator == *parts.people * 2);
            CHECK_FALSE(parts.denominator.has_value());
        }
        return text;
    };
    CHECK(people(november) == "harbour 20 first north 31 second ");
    CHECK(people(november - std::chrono::days{1}) == "harbour 20 first north 30 first ");
    CHECK(people(october - std::chrono::days{1}).empty());
    CHECK(ledger.reader().parts_behind("org.example.absence", "2", both, november).empty());
}

TEST_CASE("A second host on the same ledger is told to try later", "[ledger]") {
    const test::Folder folder;
    const Ledger ledger(folder / "ledger", noon);
    const pid_t child = ::fork();
    if (child == 0) {
        int result = 1;
        try {
            const Ledger second(folder / "ledger", noon);
        } catch (const Error& error) {
            const std::string told = error.what();
            const bool is_named =
                told.find("process " + std::to_string(::getppid())) != std::string::npos;
            result = error.kind() == ErrorKind::try_later && is_named ? 0 : 2;
        }
        ::_exit(result);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("A ledger can be read while its writer lives", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", noon);
    const std::string run_id = ledger.begin(test::run_start(october));
    const ledger::LedgerReader reader(folder / "ledger");
    CHECK(reader.run(run_id)->state == RunState::running);
    ledger.fail(run_id, ledger::Outcome::crashed, "the plugin crashed");
    CHECK(reader.run(run_id)->state == RunState::failed);
}

TEST_CASE("The audit is kept in order and never changed", "[ledger]") {
    const test::Folder folder;
    {
        Ledger ledger(folder / "ledger", noon);
        ledger.audit("operator", "accepted completeness of run 1");
        ledger.audit("operator", "purged north");
        CHECK(ledger.reader().audit() ==
              std::vector<ledger::AuditRow>{
                  {.at = noon.now(), .who = "operator", .what = "accepted completeness of run 1"},
                  {.at = noon.now(), .who = "operator", .what = "purged north"}});
    }
    const std::string statement = GENERATE("UPDATE audit SET who = 1", "DELETE FROM audit");
    const std::string command = "sqlite3 '" + (folder / "ledger").string() + "' '" + statement +
                                "' 2>&1 | grep -q append-only";
    CHECK(std::system(command.c_str()) == 0);
}
