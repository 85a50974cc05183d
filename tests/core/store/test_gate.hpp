// SPDX-License-Identifier: MIT
// The tests' own gate: only a class of this name can make releases and publications, and the real
// one is not linked into these programs. Nothing here protects anybody; the figures are made up.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "release/release.hpp"

namespace waymark::disclosure {

class Gate {
public:
    static release::Release release(release::Key key, release::Figures figures) {
        return {std::move(key), std::move(figures)};
    }

    static release::Publication publication(release::RunNotice run,
                                            std::vector<release::Release> releases) {
        std::sort(releases.begin(), releases.end(),
                  [](const auto& a, const auto& b) { return a.key() < b.key(); });
        release::Publication publication;
        publication.run_ = std::move(run);
        publication.releases_ = std::move(releases);
        return publication;
    }

    static release::IndicatorDefinition absence_definition() {
        return {.measure_id = "org.example.absence",
                .indicator_id = "absence_rate",
                .definition_version = "1",
                .measure_version = "1.2.0",
                .kind = "ratio",
                .title = "Overall absence",
                .unit = "sessions",
                .display_multiplier = 100,
                .decimals = 1,
                .direction = "down",
                .definition = "absent sessions / possible sessions",
                .source = "An example",
                .standing = "project"};
    }

    // As every run does: the services and indicators of its releases are named and defined.
    static void add_names(release::Publication& publication) {
        std::map<std::string, std::string> services;
        std::map<std::pair<std::string, std::string>, release::IndicatorDefinition> definitions;
        for (const release::Release& release : publication.releases_) {
            const release::Key& key = release.key();
            services[key.service_id] = key.service_id;
            release::IndicatorDefinition definition = absence_definition();
            definition.measure_id = key.measure_id;
            definition.indicator_id = definition.title = key.indicator_id;
            definition.definition_version = key.definition_version;
            definitions[{key.measure_id, key.indicator_id}] = definition;
        }
        publication.services_.assign(services.begin(), services.end());
        for (const auto& [ids, definition] : definitions) {
            publication.definitions_.push_back(definition);
        }
    }

    static void add_notices(release::Publication& publication) {
        const std::string& run_id = publication.run_.run_id;
        publication.services_ = {{"harbour", "Harbour Family Hubs"}, {"north", "Northgate Youth"}};
        publication.definitions_ = {absence_definition()};
        publication.pulls_ = {{.run_id = run_id,
                               .input = "marks",
                               .source_id = "registers",
                               .file = "marks.csv",
                               .sha256 = std::string(64, 'a'),
                               .bytes = 5000,
                               .verdict = "complete",
                               .rows_read = 1000.0,
                               .rows_used = 995.0,
                               .rows_refused = std::nullopt,
                               .rows_out_of_scope = 0.0}};
        publication.findings_ = {{.run_id = run_id,
                                  .service_id = "north",
                                  .kind = "finding",
                                  .code = "dup_conflict",
                                  .title = "two different marks for one session",
                                  .indicator_id = "",
                                  .period_key = "2024-09",
                                  .count = 10.0}};
    }
};

}  // namespace waymark::disclosure

namespace waymark::test {

using disclosure::Gate;

/// A month of 2024 of one service's absence rate.
inline release::Key absence_key(const std::string& service, unsigned month) {
    const std::string text = std::to_string(month);
    return {.service_id = service,
            .measure_id = "org.example.absence",
            .indicator_id = "absence_rate",
            .series = "",
            .definition_version = "1",
            .grain = "month",
            .period_key = "2024-" + std::string(2 - text.size(), '0') + text,
            .period_basis = "civil",
            .stratum_kind = "all",
            .stratum_value = "all",
            .point = ""};
}

inline release::Release absence(const std::string& service, unsigned month, double value) {
    release::Figures figures;
    figures.period_label = "month " + std::to_string(month) + " of 2024";
    figures.period_start = date_of(2024, month, 1);
    figures.period_end = add_months(date_of(2024, month, 1), 1) - std::chrono::days{1};
    figures.value = value;
    figures.numerator = value * 1000;
    figures.denominator = 1000;
    figures.people = 40;
    figures.lower = value - 0.01;
    figures.upper = value + 0.01;
    figures.disclosure_profile = "nhs_hes";
    return Gate::release(absence_key(service, month), figures);
}

inline release::Release hidden(const std::string& service, unsigned month) {
    release::Figures figures = absence(service, month, 0.5).figures();
    figures.state = State::suppressed;
    figures.value = figures.numerator = figures.denominator = figures.people = std::nullopt;
    figures.lower = figures.upper = std::nullopt;
    return Gate::release(absence_key(service, month), figures);
}

inline release::RunNotice run_notice(const std::string& run_id, Date as_of) {
    return {.run_id = run_id,
            .measure_id = "org.example.absence",
            .measure_version = "1.2.0",
            .plugin_sha256 = std::string(64, 'b'),
            .config_sha256 = std::string(64, 'c'),
            .parameters_sha256 = std::string(64, 'd'),
            .calendars = "england@2024 " + std::string(64, 'e'),
            .sandbox = "seccomp landlock rlimits",
            .disclosure_profile = "nhs_hes",
            .approved_by = "IG-2026-014",
            .reason = "",
            .shards = 8,
            .deployment_id = "south-valley",
            .as_of = as_of};
}

inline release::Publication publication(const std::string& run_id, Date as_of,
                                        std::vector<release::Release> releases) {
    return Gate::publication(run_notice(run_id, as_of), std::move(releases));
}

}  // namespace waymark::test
