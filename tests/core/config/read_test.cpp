// SPDX-License-Identifier: MIT
#include "config/read_config.hpp"

#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "example.hpp"

namespace waymark::config {

using Texts = std::vector<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

static Config full() {
    return read_config(WAYMARK_SOURCE_DIR "/tests/core/config/full.toml");
}

TEST_CASE("The head of a full configuration is read key by key", "[config]") {
    const Config config = full();
    const std::filesystem::path folder = config.file.parent_path();

    CHECK(config.sha256 == hex_text(sha256(file_text(config.file))));
    CHECK(config.deployment_id == "west-of-england");
    CHECK(config.deployment_name == "West of England");
    CHECK(config.timezone == "Europe/London");
    CHECK(config.ledger == folder / "ledger.sqlite");
    CHECK(config.store == "/srv/indicators.sqlite");
    CHECK(config.plugin_folders ==
          std::vector<std::filesystem::path>{folder.parent_path() / "plugins"});
    CHECK(config.disclosure.profile == "open_data");
    CHECK(config.disclosure.approved_by == "IG-2026-014");
    CHECK(config.disclosure.reason == "published tables");
    CHECK(config.disclosure.place.line == 14);
    CHECK(config.sandbox.require == Texts{"seccomp"});
    CHECK(config.machine.threads == 2);
    CHECK(config.machine.workers == 2);
    CHECK(config.machine.shards == 4);
    REQUIRE(config.services.size() == 2);
    CHECK(config.services[0].name == "Northgate Youth Partnership");
    CHECK(config.services[1].name == "harbour-families");
    REQUIRE(config.calendars.size() == 1);
    CHECK(config.calendars[0].path == folder / "calendars/bristol.toml");
}

TEST_CASE("A source is read key by key", "[config]") {
    const Config config = full();
    REQUIRE(config.sources.size() == 1);
    const Source& source = config.sources[0];

    CHECK(source.id == "registers");
    CHECK(source.kind == SourceKind::csv);
    CHECK(source.path == (config.file.parent_path() / "incoming/{service}/*.csv.gz").string());
    CHECK(source.delimiter == ';');
    CHECK(source.encoding == Encoding::windows1252);
    CHECK(source.missing == Texts{"NA"});
    CHECK(source.thresholds.warn_refused == 0.01);
    CHECK(source.thresholds.max_refused == 0.1);
    CHECK(source.thresholds.allow_partial);
    CHECK(source.thresholds.empty_is_valid);
}

TEST_CASE("A monitor is read key by key", "[config]") {
    const Config config = full();
    REQUIRE(config.monitors.size() == 1);
    const Monitor& monitor = config.monitors[0];

    CHECK(monitor.id == "absence");
    CHECK(monitor.measure == "org.waymark.attendance");
    CHECK(monitor.version == "~1.0");
    CHECK(monitor.services == Texts{"*"});
    CHECK(monitor.grains == std::vector{calendar::Grain::term, calendar::Grain::academic_year});
    CHECK(monitor.windows == Texts{"-12m..0", "0..6m"});
    CHECK(monitor.anchor.column == "end");
    CHECK(monitor.from == date_of(2024, 8, 1));
    CHECK(monitor.to == date_of(2025, 7, 31));
    CHECK(monitor.calendars == Texts{"bristol"});
    CHECK(monitor.calendar_of_service.at("northgate-youth") == "bristol");
    CHECK(monitor.parameters_json ==
          R"({"codes":"codes.toml","cut":0.5,"days":7,"pa_rule":"exact10","since":"2024-08-19"})");
    CHECK(monitor.parameter_places.at("days").line == 59);
    CHECK(monitor.parameter_places.at("days").column > 40);
    CHECK(monitor.limits.wall_clock == std::chrono::seconds(90));
    CHECK(monitor.limits.memory_bytes == std::uint64_t{512} << 20);
}

TEST_CASE("A table is read mapping by mapping", "[config]") {
    const Config config = full();
    REQUIRE(config.monitors[0].tables.size() == 1);
    const Table& table = config.monitors[0].tables[0];

    CHECK(table.input == "marks");
    CHECK(table.source == "registers");
    CHECK(table.person->columns == Texts{"pupil_id"});
    CHECK(table.service->columns == Texts{"school_id", "site"});
    CHECK(table.unit->row_number);
    CHECK(table.period->columns == Texts{"time_period", "time_identifier"});
    CHECK(table.period->format == "%Y Week %V");
    CHECK(table.period_grain == calendar::Grain::week);
    CHECK(table.total->stratum == "phase");
    CHECK(table.total->value == "Total");
    CHECK(table.symbols == Pairs{{"c", "suppressed_at_source"}, {"low", "rounds_to_zero"}});
    REQUIRE(table.columns.size() == 5);
    CHECK(table.columns[0].name == "code");
    CHECK(table.columns[0].map.values == Pairs{{"?", "N"}});
    CHECK(table.columns[0].map.missing == Texts{"-"});
    CHECK(table.columns[1].map.columns == Texts{"date", "day"});
    CHECK(table.columns[1].map.first_of);
    CHECK_FALSE(table.service->first_of);
    CHECK(table.columns[2].map.plus_column == "Days");
    CHECK(table.columns[2].map.plus_unit == DateUnit::weeks);
    CHECK(table.columns[3].map.pattern == "F{1..33}");
    CHECK(table.columns[4].map.constant == "AM");
    CHECK(table.case_columns[0].name == "born");
    CHECK(table.strata[0].map.columns == Texts{"school_type"});
    REQUIRE(table.filters.size() == 2);
    CHECK(table.filters[0].keep == Texts{"Local authority"});
    CHECK(table.filters[1].drop == Texts{"x", "y"});
}

TEST_CASE("Without a number of threads there is one for each core", "[config]") {
    CHECK(Machine{.threads = 3}.parser_threads() == 3);
    CHECK(read_text(least).machine.parser_threads() ==
          std::max(1U, std::thread::hardware_concurrency()));
}

TEST_CASE("What the least configuration leaves out has the defaults of the types", "[config]") {
    const Config config = read_text(least);
    const Source source;
    const Limits limits;
    const Machine machine;

    CHECK(config.deployment_name == "west");
    CHECK(config.machine.threads == machine.threads);
    CHECK(config.machine.workers == machine.workers);
    CHECK(config.machine.shards == machine.shards);
    CHECK(config.sandbox.require == Texts{"seccomp", "landlock"});
    CHECK(config.plugin_folders.empty());
    CHECK(config.sources[0].delimiter == source.delimiter);
    CHECK(config.sources[0].encoding == source.encoding);
    CHECK(config.sources[0].thresholds.warn_refused == source.thresholds.warn_refused);
    CHECK(config.sources[0].thresholds.max_refused == source.thresholds.max_refused);
    CHECK_FALSE(config.sources[0].thresholds.allow_partial);
    CHECK_FALSE(config.sources[0].thresholds.empty_is_valid);
    CHECK(config.monitors[0].id == "attendance");
    CHECK(config.monitors[0].services == Texts{"*"});
    CHECK(config.monitors[0].anchor.column == "start");
    CHECK(config.monitors[0].parameters_json == "{}");
    CHECK(config.monitors[0].limits.wall_clock == limits.wall_clock);
    CHECK(config.monitors[0].limits.memory_bytes == limits.memory_bytes);
    CHECK_FALSE(config.monitors[0].tables[0].person.has_value());
}

TEST_CASE("A configuration that is not there is told as a missing input", "[config]") {
    try {
        static_cast<void>(read_config(folder() / "none.toml"));
        FAIL("it was read");
    } catch (const Error& error) {
        CHECK(exit_code(error.kind()) == 66);
    }
}

TEST_CASE("A schedule is read key by key, and is absent when not given", "[config]") {
    const Config config = full();
    REQUIRE(config.monitors[0].schedule.has_value());
    const MonitorSchedule& schedule = *config.monitors[0].schedule;
    CHECK(schedule.cron.empty());
    CHECK(schedule.named == "termly");
    CHECK(schedule.offset == std::chrono::days{14});
    CHECK(schedule.at == std::chrono::minutes{405});
    CHECK(schedule.catch_up == "all");
    CHECK(schedule.window == std::chrono::days{28});
    CHECK(schedule.jitter == std::chrono::minutes{5});
    CHECK_FALSE(read_text(least).monitors[0].schedule.has_value());
}

TEST_CASE("How the daemon works is read, or has defaults", "[config]") {
    const Daemon given = full().daemon;
    CHECK(given.parallel_runs == 3);
    CHECK(given.retry_first == std::chrono::seconds{30});
    CHECK(given.retry_longest == std::chrono::hours{2});
    CHECK(given.retry_attempts == 4);
    CHECK(given.stop_within == std::chrono::seconds{45});
    const Daemon preset = read_text(least).daemon;
    CHECK(preset.parallel_runs == 2);
    CHECK(preset.retry_first == std::chrono::minutes{1});
    CHECK(preset.retry_longest == std::chrono::hours{6});
    CHECK(preset.retry_attempts == 100);
    CHECK(preset.stop_within == std::chrono::seconds{30});
}

}  // namespace waymark::config
