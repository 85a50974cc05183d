// SPDX-License-Identifier: MIT
// store_bench [--benchmark_...]: how long commits of 100,000 releases take, and how long one series
// takes to read, in a store that holds WAYMARK_BENCH_MEASURES (10) times 100,000 releases already.
// The store is made in the folder WAYMARK_BENCH_FOLDER and stays there, or in one that goes with
// the process.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/sqlite/test_folder.hpp"
#include "core/store/test_gate.hpp"
#include "store/store.hpp"

using namespace waymark;

static constexpr int services = 10;
static constexpr int indicators = 10;
static constexpr int strata = 10;
static constexpr int weeks = 100;
static const FixedClock noon{date_of(2025, 1, 1) + std::chrono::hours{12}};

static std::string numbered(const char* format, int number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, number);
    return text.data();
}

static release::Release weekly(release::Key key, int week, double value) {
    key.grain = "week";
    key.period_key = numbered("20%02d", week / 52) + numbered("-W%02d", week % 52 + 1);
    release::Figures figures = test::absence("", 1, value).figures();
    figures.period_start = date_of(2000, 1, 3) + std::chrono::days{7 * week};
    figures.period_end = *figures.period_start + std::chrono::days{6};
    figures.period_label = "Week " + key.period_key;
    return test::Gate::release(key, figures);
}

// 100,000 releases of one measure: every service, indicator, group and week.
static release::Publication measure(int number, int round) {
    std::vector<release::Release> releases;
    for (int cell = 0; cell < services * indicators * strata; ++cell) {
        release::Key key = test::absence_key(numbered("service-%02d", cell % services), 1);
        key.measure_id = numbered("org.example.m%03d", number);
        key.indicator_id = numbered("indicator_%02d", cell / services % indicators);
        key.stratum_kind = "group";
        key.stratum_value = numbered("g%02d", cell / services / indicators);
        for (int week = 0; week < weeks; ++week) {
            releases.push_back(weekly(key, week, 0.5 + 0.0001 * cell + 0.001 * week + 0.1 * round));
        }
    }
    const std::string run_id = numbered("run-%d", number) + numbered("-%d", round);
    release::Publication publication =
        test::publication(run_id, date_of(2024, 10, 10), std::move(releases));
    test::Gate::add_names(publication);
    return publication;
}

static int filled_measures() {
    const char* told = std::getenv("WAYMARK_BENCH_MEASURES");
    return told == nullptr ? 10 : std::atoi(told);
}

// One store for all benchmarks of a process.
static store::Store& filled_store() {
    static const test::Folder passing;
    const char* told = std::getenv("WAYMARK_BENCH_FOLDER");
    static store::Store store(
        (told == nullptr ? passing.path() : std::filesystem::path(told)) / "indicators.sqlite",
        noon);
    static bool is_filled = false;
    for (int number = 0; !is_filled && number < filled_measures(); ++number) {
        static_cast<void>(store.commit(measure(number, 0)));
    }
    is_filled = true;
    return store;
}

static void commit_new_measure(benchmark::State& state) {
    store::Store& store = filled_store();
    static int number = 500;
    for (auto _ : state) {
        state.PauseTiming();
        const auto publication = measure(++number, 0);
        state.ResumeTiming();
        static_cast<void>(store.commit(publication));
    }
}
BENCHMARK(commit_new_measure)->Unit(benchmark::kMillisecond)->Iterations(3)->UseRealTime();

static void commit_restated_measure(benchmark::State& state) {
    store::Store& store = filled_store();
    static int round = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto publication = measure(1, ++round);
        state.ResumeTiming();
        static_cast<void>(store.commit(publication));
    }
}
BENCHMARK(commit_restated_measure)->Unit(benchmark::kMillisecond)->Iterations(3)->UseRealTime();

static void read_one_series(benchmark::State& state) {
    const store::Store& store = filled_store();
    int number = 0;
    for (auto _ : state) {
        store::Filter filter;
        filter.service_id = numbered("service-%02d", number % services);
        filter.measure_id = numbered("org.example.m%03d", number % filled_measures());
        filter.indicator_id = numbered("indicator_%02d", number / 3 % indicators);
        filter.stratum_value = numbered("g%02d", number / 7 % strata);
        int rows = 0;
        store.reader().each(filter, [&](const store::Recorded&) { ++rows; });
        if (rows != weeks) {
            state.SkipWithError("the series is not complete");
        }
        ++number;
    }
}
BENCHMARK(read_one_series)->Unit(benchmark::kMillisecond)->UseRealTime();

BENCHMARK_MAIN();
