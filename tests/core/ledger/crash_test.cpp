// SPDX-License-Identifier: MIT
// The process is killed after every step of a run; what is left must settle to a whole run or none.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "base/error.hpp"
#include "core/ledger/sample_run.hpp"
#include "core/sqlite/test_folder.hpp"
#include "core/store/test_gate.hpp"
#include "run/settle.hpp"
#include "store/digest.hpp"
#include "store/store.hpp"

using namespace waymark;
using ledger::RunState;

static const Date october = date_of(2024, 10, 10);
static const FixedClock noon{october + std::chrono::hours{12}};

static release::Publication publication(const std::string& run_id, double value) {
    std::vector<release::Release> releases{test::hidden("harbour", 9)};
    // Enough of them that the transaction touches many pages.
    for (unsigned month = 1; month <= 12; ++month) {
        releases.push_back(test::absence("north", month, value));
    }
    auto made = test::publication(run_id, october, releases);
    test::Gate::add_notices(made);
    return made;
}

// A run as the host does it, in four steps.
static void one_run(const test::Folder& folder, double value, const sqlite::Options& options) {
    ledger::Ledger ledger(folder / "ledger", noon, options);
    store::Store store(folder / "store", noon, options);
    const std::string run_id = ledger.begin(test::run_start(october));
    const auto made = publication(run_id, value);
    test::prepare(ledger, run_id, hex_text(store::publication_digest(made)),
                  {test::parts("north", 40)});
    const store::Commit commit = store.commit(made);
    ledger.commit(run_id,
                  commit.vintage_id.empty() ? std::nullopt : std::optional(commit.vintage_id));
}

// Runs in a child that kills itself after `steps` steps; whether it got to the end.
static bool is_finished_after(const test::Folder& folder, double value, int steps) {
    const pid_t child = ::fork();
    if (child == 0) {
        sqlite::Options options;
        options.on_step = [&steps](std::string_view) {
            if (--steps == 0) {
                static_cast<void>(::kill(::getpid(), SIGKILL));
            }
        };
        one_run(folder, value, options);
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFEXITED(status)) {
        REQUIRE(WEXITSTATUS(status) == 0);
        return true;
    }
    REQUIRE(WTERMSIG(status) == SIGKILL);
    return false;
}

// All a dashboard can see of the releases.
static std::string told(const store::ReleaseReader& reader) {
    std::string text;
    reader.each({.include_history = true}, [&](const store::Recorded& recorded) {
        const auto& value = recorded.release.figures().value;
        text += recorded.release.key().service_id + recorded.release.key().period_key + "=" +
                (value ? std::to_string(*value) : "none") + " " + recorded.vintage_id + "\n";
    });
    return text;
}

// Every run of the ledger is final, and says of the store what the store says of itself.
static void check_agreement(const ledger::Ledger& ledger, const store::Store& store) {
    CHECK(ledger.reader().unfinished().empty());
    std::size_t published = 0;
    for (const auto& run : ledger.reader().runs("", 100)) {
        const auto taken = store.reader().run(run.run_id);
        CAPTURE(run.run_id, ledger::word(run.state));
        if (run.state == RunState::failed) {
            CHECK_FALSE(taken.has_value());
            CHECK_THAT(run.sentence, Catch::StartsWith("interrupted"));
        } else {
            REQUIRE(taken.has_value());
            CHECK(taken->vintage_id == run.vintage_id);
            CHECK(taken->publication_sha256 == run.publication_sha256);
            CHECK_FALSE(store.reader().pulls(run.run_id).empty());
            CHECK_FALSE(store.reader().findings(run.run_id).empty());
            ++published;
        }
    }
    CHECK(store.reader().runs(100).size() == published);
}

TEST_CASE(
    "A run killed after any step is wholly there or not at all, and a second run completes it",
    "[ledger][crash]") {
    const test::Folder undisturbed;
    one_run(undisturbed, 0.1, {});
    one_run(undisturbed, 0.2, {});
    const std::string expected = told(store::ReleaseReader(undisturbed / "store"));

    int steps = 1;
    for (bool is_finished = false; !is_finished; ++steps) {
        CAPTURE(steps);
        const test::Folder folder;
        one_run(folder, 0.1, {});
        const std::string before = told(store::ReleaseReader(folder / "store"));
        is_finished = is_finished_after(folder, 0.2, steps);
        {
            ledger::Ledger ledger(folder / "ledger", noon);
            const store::Store store(folder / "store", noon);
            const auto unfinished = ledger.reader().unfinished().size();
            const run::Settled settled = run::settle(ledger, store.reader());
            CHECK(settled.committed + settled.failed == unfinished);
            check_agreement(ledger, store);
            const std::string after = told(store.reader());
            CHECK((after == before || after == expected));
            const run::Settled again = run::settle(ledger, store.reader());
            CHECK(again.committed + again.failed == 0);
        }
        one_run(folder, 0.2, {});
        CHECK(told(store::ReleaseReader(folder / "store")) == expected);
    }
    // begin, prepare and commit of the ledger tell 2 steps each, the store 4: all were met.
    CHECK(steps == 2 + 10);
}

TEST_CASE("A killed first run leaves files the next one can use", "[ledger][crash]") {
    const test::Folder undisturbed;
    one_run(undisturbed, 0.2, {});
    const std::string expected = told(store::ReleaseReader(undisturbed / "store"));
    for (int steps = 1; steps <= 10; ++steps) {
        CAPTURE(steps);
        const test::Folder folder;
        REQUIRE_FALSE(is_finished_after(folder, 0.2, steps));
        {
            ledger::Ledger ledger(folder / "ledger", noon);
            const store::Store store(folder / "store", noon);
            static_cast<void>(run::settle(ledger, store.reader()));
            check_agreement(ledger, store);
        }
        one_run(folder, 0.2, {});
        CHECK(told(store::ReleaseReader(folder / "store")) == expected);
    }
}

TEST_CASE("Parts count exactly when the store has the run's publication", "[ledger][crash]") {
    const std::vector<std::string> services{"north"};
    for (int steps = 1; steps <= 10; ++steps) {
        CAPTURE(steps);
        const test::Folder folder;
        REQUIRE_FALSE(is_finished_after(folder, 0.2, steps));
        ledger::Ledger ledger(folder / "ledger", noon);
        const store::Store store(folder / "store", noon);
        static_cast<void>(run::settle(ledger, store.reader()));
        const auto parts =
            ledger.reader().parts_behind("org.example.absence", "1", services, october);
        CHECK(parts.empty() == store.reader().runs(1).empty());
    }
}

TEST_CASE("Settling refuses a store that belongs to another ledger", "[ledger]") {
    const test::Folder folder;
    ledger::Ledger ledger(folder / "ledger", noon);
    store::Store store(folder / "store", noon);
    const std::string run_id = ledger.begin(test::run_start(october));
    test::prepare(ledger, run_id, "another digest", {});
    static_cast<void>(store.commit(publication(run_id, 0.1)));
    CHECK_THROWS_WITH(run::settle(ledger, store.reader()),
                      Catch::Contains("disagree about run " + run_id));
    CHECK(ledger.reader().run(run_id)->state == RunState::prepared);
}
