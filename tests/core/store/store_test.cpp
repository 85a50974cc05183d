// SPDX-License-Identifier: MIT
#include "store/store.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "base/error.hpp"
#include "core/sqlite/test_folder.hpp"
#include "core/store/test_gate.hpp"

using namespace waymark;
using store::Commit;
using test::absence;
using test::hidden;
using test::publication;

static const Date october = date_of(2024, 10, 10);
static const Date november = date_of(2024, 11, 10);
static const FixedClock noon{date_of(2024, 12, 1) + std::chrono::hours{12}};

// "2024-09=0.1 2024-10=suppressed": what a filter lets through.
static std::string told(const store::Store& store, const store::Filter& filter = {}) {
    std::string text;
    store.reader().each(filter, [&](const store::Recorded& recorded) {
        const auto& figures = recorded.release.figures();
        text += text.empty() ? "" : " ";
        text += recorded.release.key().service_id.substr(0, 1) + ":" +
                recorded.release.key().period_key.substr(5) + "=";
        text += figures.value ? std::to_string(*figures.value).substr(0, 4)
                              : std::string(word(figures.state));
    });
    return text;
}

TEST_CASE("What was released is read back the same", "[store]") {
    store::Store store(":memory:", noon);
    release::Figures window = absence("north", 9, 0.25).figures();
    window.period_start = window.period_end = std::nullopt;
    window.maturity = Maturity::provisional;
    window.flags = with(with(0, Flag::held), Flag::series_break);
    window.lower = window.upper = std::nullopt;
    release::Key window_key = test::absence_key("north", 9);
    window_key.grain = "window";
    window_key.period_key = "w:0..6m";
    const std::vector<release::Release> releases{absence("north", 9, 0.1), hidden("north", 10),
                                                 test::Gate::release(window_key, window)};

    const Commit commit = store.commit(publication("run-1", october, releases));

    CHECK(commit.result == Commit::Result::committed);
    CHECK(commit.vintage_id == "2024-10-10.0001");
    CHECK(commit.release_count == 3);
    const std::vector<std::string> services{"north"};
    CHECK(store.reader().current_in_scope("org.example.absence", "1", services, october) ==
          releases);
}

TEST_CASE("Every state, maturity and flag survives the store", "[store]") {
    std::vector<release::Release> releases;
    for (unsigned state = 0; state < 9; ++state) {
        for (unsigned other = 0; other < 32; ++other) {
            release::Figures figures =
                (state == 0 ? absence("north", 9, 0.1) : hidden("north", 9)).figures();
            figures.state = static_cast<State>(state);
            figures.maturity = static_cast<Maturity>(other % 4);
            figures.flags = static_cast<Flags>(other);
            release::Key key = test::absence_key("north", 9);
            key.series = std::to_string(100 + 32 * state + other);
            releases.push_back(test::Gate::release(key, figures));
        }
    }
    store::Store store(":memory:", noon);
    static_cast<void>(store.commit(publication("run-1", october, releases)));
    std::vector<release::Release> found;
    store.reader().each({}, [&](const store::Recorded& recorded) {
        found.push_back(recorded.release);
        CHECK(recorded.run_id == "run-1");
        CHECK(recorded.as_of == october);
        CHECK(recorded.recorded_at == noon.now());
    });
    CHECK(found == releases);
}

TEST_CASE("A vintage holds exactly the releases that differ", "[store]") {
    store::Store store(":memory:", noon);
    static_cast<void>(store.commit(
        publication("run-1", october, {absence("north", 8, 0.1), absence("north", 9, 0.2)})));

    const Commit second = store.commit(
        publication("run-2", november,
                    {absence("north", 8, 0.1), hidden("north", 9), absence("north", 10, 0.3)}));

    CHECK(second.vintage_id == "2024-11-10.0001");
    CHECK(second.release_count == 2);
    store::Filter brought;
    brought.vintage_id = second.vintage_id;
    CHECK(told(store, brought) == "n:09=suppressed n:10=0.30");
    CHECK(told(store) == "n:08=0.10 n:09=suppressed n:10=0.30");
    store::Filter history;
    history.include_history = true;
    CHECK(told(store, history) == "n:08=0.10 n:09=0.20 n:09=suppressed n:10=0.30");
}

TEST_CASE("A change of any figure makes a release differ", "[store]") {
    store::Store store(":memory:", noon);
    const auto first = absence("north", 9, 0.2);
    static_cast<void>(store.commit(publication("run-1", october, {first})));
    release::Figures changed = first.figures();
    SECTION("numerator") {
        changed.numerator = 201;
    }
    SECTION("denominator") {
        changed.denominator = 1001;
    }
    SECTION("people") {
        changed.people = std::nullopt;
    }
    SECTION("lower") {
        changed.lower = 0.1;
    }
    SECTION("upper") {
        changed.upper = std::nullopt;
    }
    SECTION("maturity") {
        changed.maturity = Maturity::provisional;
    }
    SECTION("flags") {
        changed.flags = with(0, Flag::revised);
    }
    SECTION("label") {
        changed.period_label = "September";
    }
    SECTION("days") {
        changed.period_end = date_of(2024, 9, 29);
    }
    SECTION("profile") {
        changed.disclosure_profile = "open_data";
    }
    const auto second = test::Gate::release(first.key(), changed);
    CHECK(store.commit(publication("run-2", october, {second})).release_count == 1);
    CHECK(store.commit(publication("run-3", october, {second})).release_count == 0);
}

TEST_CASE("A publication without differences is noted but writes no vintage", "[store]") {
    store::Store store(":memory:", noon);
    const std::vector<release::Release> releases{absence("north", 9, 0.1)};
    static_cast<void>(store.commit(publication("run-1", october, releases)));

    const Commit again = store.commit(publication("run-2", november, releases));

    CHECK(again.result == Commit::Result::unchanged);
    CHECK(again.vintage_id.empty());
    const auto run = store.reader().run("run-2");
    REQUIRE(run.has_value());
    CHECK_FALSE(run->vintage_id.has_value());
    CHECK(run->notice.as_of == november);
    store::Filter history;
    history.include_history = true;
    CHECK(told(store, history) == "n:09=0.10");
}

TEST_CASE("Committing the same run twice changes nothing", "[store]") {
    const test::Folder folder;
    store::Store store(folder / "store", noon);
    auto first = publication("run-1", october, {absence("north", 9, 0.1)});
    test::Gate::add_notices(first);
    static_cast<void>(store.commit(first));
    std::ifstream before(folder / "store", std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(before), {});

    const Commit again = store.commit(first);

    CHECK(again.result == Commit::Result::repeated);
    CHECK(again.vintage_id == "2024-10-10.0001");
    CHECK(again.release_count == 0);
    std::ifstream after(folder / "store", std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(after), {}) == bytes);
}

TEST_CASE("A run id cannot be used for two publications", "[store]") {
    store::Store store(":memory:", noon);
    static_cast<void>(store.commit(publication("run-1", october, {absence("north", 9, 0.1)})));
    CHECK_THROWS_WITH(store.commit(publication("run-1", october, {absence("north", 9, 0.2)})),
                      Catch::Contains("run-1") && Catch::Contains("nothing was written"));
    CHECK(told(store) == "n:09=0.10");
}

TEST_CASE("The store can be read as it was known at an earlier date", "[store]") {
    store::Store store(":memory:", noon);
    static_cast<void>(store.commit(publication("run-1", october, {absence("north", 9, 0.1)})));
    static_cast<void>(store.commit(
        publication("run-2", november, {absence("north", 9, 0.2), absence("north", 10, 0.3)})));
    store::Filter as_of;
    as_of.as_of = october - std::chrono::days{1};
    CHECK(told(store, as_of).empty());
    as_of.as_of = november - std::chrono::days{1};
    CHECK(told(store, as_of) == "n:09=0.10");
    as_of.as_of = november;
    CHECK(told(store, as_of) == "n:09=0.20 n:10=0.30");
}

TEST_CASE("A late run of an earlier as_of differs from what was known then and stays in the past",
          "[store]") {
    store::Store store(":memory:", noon);
    static_cast<void>(store.commit(publication("run-1", october, {absence("north", 9, 0.1)})));
    static_cast<void>(store.commit(publication("run-2", november, {absence("north", 9, 0.2)})));
    const Date between = october + std::chrono::days{5};

    const Commit late = store.commit(publication("run-3", between, {absence("north", 9, 0.2)}));

    CHECK(late.vintage_id == "2024-10-15.0001");
    CHECK(late.release_count == 1);
    CHECK(store.commit(publication("run-4", between, {absence("north", 9, 0.2)})).result ==
          Commit::Result::unchanged);
    store::Filter at_between;
    at_between.as_of = between;
    CHECK(told(store, at_between) == "n:09=0.20");
    store::Filter history;
    history.include_history = true;
    CHECK(told(store, history) == "n:09=0.10 n:09=0.20 n:09=0.20");
}

TEST_CASE(
    "Vintages of one as_of are ordered by when they were recorded, even when the clock is set "
    "back",
    "[store]") {
    FixedClock clock(noon.now());
    store::Store store(":memory:", clock);
    std::string last_id;
    for (int i = 1; i <= 12; ++i) {
        const Commit commit = store.commit(
            publication("run-" + std::to_string(i), october, {absence("north", 9, 0.01 * i)}));
        CHECK(commit.vintage_id > last_id);
        last_id = commit.vintage_id;
        clock.set(clock.now() - std::chrono::hours{1});
    }
    CHECK(last_id == "2024-10-10.0012");
    CHECK(told(store) == "n:09=0.12");
    const auto runs = store.reader().runs(2);
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].notice.run_id == "run-12");
    CHECK(runs[0].recorded_at > runs[1].recorded_at);
}

TEST_CASE("Two writers never lose each other's releases", "[store]") {
    const test::Folder folder;
    store::Store first(folder / "store", noon);
    int interruptions = 0;
    // The second writer commits after the first has worked out its draft, once.
    sqlite::Options options;
    options.on_step = [&](std::string_view step) {
        if (step == "staged" && interruptions++ == 0) {
            static_cast<void>(
                first.commit(publication("run-1", october, {absence("harbour", 9, 0.1)})));
        }
    };
    store::Store second(folder / "store", noon, options);

    const Commit commit = second.commit(publication("run-2", october, {absence("north", 9, 0.2)}));

    CHECK(interruptions == 2);
    CHECK(commit.vintage_id == "2024-10-10.0002");
    CHECK(told(second) == "h:09=0.10 n:09=0.20");
}

TEST_CASE("Releases cannot be changed or removed, also not by other programs", "[store]") {
    const test::Folder folder;
    {
        store::Store store(folder / "store", noon);
        static_cast<void>(store.commit(publication("run-1", october, {absence("north", 9, 0.1)})));
    }
    const std::string statement =
        GENERATE("UPDATE release SET value = 1", "DELETE FROM release",
                 "UPDATE run_notice SET as_of_day = 1", "DELETE FROM run_notice");
    const std::string command = "sqlite3 '" + (folder / "store").string() + "' '" + statement +
                                "' 2>&1 | grep -q append-only";
    CHECK(std::system(command.c_str()) == 0);
}

TEST_CASE("Services, definitions, pulls and findings are read back the same", "[store]") {
    store::Store store(":memory:", noon);
    auto told = publication("run-1", october, {absence("north", 9, 0.1)});
    test::Gate::add_notices(told);
    static_cast<void>(store.commit(told));

    const store::ReleaseReader& reader = store.reader();
    CHECK(reader.services() == told.services());
    CHECK(reader.definitions() == told.definitions());
    CHECK(reader.pulls("run-1") == told.pulls());
    CHECK(reader.findings("run-1") == told.findings());
    REQUIRE(reader.run("run-1").has_value());
    CHECK(reader.run("run-1")->notice == told.run());
    CHECK(reader.run("run-1")->vintage_id == "2024-10-10.0001");
    CHECK_FALSE(reader.run("run-2").has_value());
    CHECK(reader.pulls("run-2").empty());
}
