// SPDX-License-Identifier: MIT
// One made-up run with everything a ledger keeps of it.
#pragma once

#include "contract/description.hpp"
#include "ledger/ledger.hpp"
#include "observation/observation.hpp"

namespace waymark::test {

inline ledger::RunStart run_start(Date as_of) {
    return {.monitor_id = "absence-weekly",
            .measure_id = "org.example.absence",
            .measure_version = "1.2.0",
            .definition_version = "1",
            .plugin_path = "plugins/absence.so",
            .plugin_sha256 = std::string(64, 'b'),
            .config_sha256 = std::string(64, 'c'),
            .parameters_json = R"({"pa_rule":"exact10"})",
            .documents = {{.name = "codes", .version = "", .sha256 = std::string(64, 'd')}},
            .calendars = {{.name = "england", .version = "2024", .sha256 = std::string(64, 'e')},
                          {.name = "wales", .version = "2024", .sha256 = std::string(64, 'f')}},
            .as_of = as_of,
            .shards = 8,
            .threads = 2,
            .workers = 2,
            .host_version = "0.1.0"};
}

inline contract::Description description() {
    contract::Description description;
    description.id = "org.example.absence";
    description.indicators.resize(2);
    description.indicators[0].id = "absence_rate";
    description.indicators[1].id = "time_to_return";
    description.exclusions = {{.id = "no_sessions", .title = "no possible session"}};
    description.findings.resize(1);
    description.findings[0].id = "dup_conflict";
    return description;
}

inline observation::Observations observations() {
    observation::Observations found;
    found.services = {"harbour", "north"};
    found.periods.resize(1);
    found.periods[0].key = {.grain = calendar::Grain::month, .year = 2024, .ordinal = 9};
    found.series = {{""}, {"brs"}};
    found.strata = {{.kind = "all", .values = {"all"}}, {.kind = "sex", .values = {"f", "m"}}};
    observation::Observation rate;
    rate.key = {.service = 1, .indicator = 0, .stratum_kind = 1, .stratum_value = 1};
    rate.sums.contributions = 900;
    rate.sums.people = 40;
    rate.sums.contributors = 13;
    rate.sums.a = 90;
    rate.sums.b = 900;
    rate.sums.aa = 1200;
    rate.sums.ab = 2100.5L;
    rate.sums.bb = 21000;
    rate.maturity = Maturity::provisional;
    rate.flags = with(0, Flag::low_quality);
    observation::Observation times;
    times.key = {.service = 1, .indicator = 1};
    times.sums.times = {{0.5, {1, 0}}, {3, {2, 7}}};
    times.sums.values = {{-1.25, 3}, {1e300, 1}};
    times.sums.from_aggregates = true;
    times.state = State::not_due;
    found.cells = {rate, times};
    found.exclusions = {{.service = 0, .indicator = 0, .period = {}, .reason = 0, .cases = 3},
                        {.service = 1, .indicator = {}, .period = 0, .reason = 0, .cases = 1}};
    found.findings = {{.service = 1, .period = 0, .code = 0, .count = 2, .of = 900, .cases = 1},
                      {.service = {}, .period = {}, .code = 0, .count = 5, .of = 0, .cases = 0}};
    return found;
}

inline ledger::PartsBehind parts(const std::string& service, double people) {
    return {.name = {.service_id = service,
                     .indicator_id = "absence_rate",
                     .series = "",
                     .grain = "month",
                     .period_key = "2024-09",
                     .period_basis = "civil",
                     .stratum_kind = "all",
                     .stratum_value = "all"},
            .point = "",
            .people = people,
            .numerator = 2 * people,
            .denominator = std::nullopt,
            .run_id = ""};
}

inline void prepare(ledger::Ledger& ledger, const std::string& run_id, const std::string& digest,
                    const std::vector<ledger::PartsBehind>& parts) {
    const contract::Description about = description();
    const observation::Observations exact = observations();
    ledger.prepare(run_id, {.description = about, .observations = exact, .leaving = [&] {
                                return ledger::Leaving{digest, parts};
                            }});
}

}  // namespace waymark::test
