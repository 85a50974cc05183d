// SPDX-License-Identifier: MIT
#include "run/publishing.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/sha256.hpp"
#include "disclosure/gate.hpp"
#include "run/plan.hpp"
#include "store/digest.hpp"

namespace waymark::run {

std::string definition_version(const Plan& plan) {
    return plan.plugin->version.substr(0, plan.plugin->version.find('.'));
}

// Which kind of stratum, series or point a key names does not matter: a key is in scope when this
// run could have produced its service and period.
static bool is_in_scope(const release::Key& key, const std::set<std::string>& periods) {
    return periods.contains(key.grain + ' ' + key.period_key);
}

static ledger::CellName cell_name(const release::Key& key) {
    return {key.service_id, key.indicator_id, key.series,       key.grain,
            key.period_key, key.period_basis, key.stratum_kind, key.stratum_value};
}

// What is current in the store for this run's services and periods, with the exact parts the ledger
// has behind it. A key the ledger knows nothing of (a ledger begun anew) counts as resting on
// nothing.
static std::vector<disclosure::Earlier> earlier_releases(const Plan& plan,
                                                         const observation::Observations& observed,
                                                         const ledger::LedgerReader& ledger,
                                                         const store::ReleaseReader& store) {
    std::vector<std::string> services = observed.services;
    std::sort(services.begin(), services.end());
    std::set<std::string> periods;
    for (std::uint32_t i = 0; i < plan.periods.size(); ++i) {
        if (plan.is_asked(i)) {
            const calendar::PeriodKey& key = plan.periods.key(i);
            periods.insert(std::string(calendar::word(key.grain)) + ' ' + key.text());
        }
    }
    const std::string version = definition_version(plan);
    std::map<std::pair<ledger::CellName, std::string>, disclosure::ExactParts> parts;
    for (const ledger::PartsBehind& behind :
         ledger.parts_behind(plan.plugin->id, version, services, plan.as_of)) {
        parts[{behind.name, behind.point}] = {behind.people.value_or(0),
                                              behind.numerator.value_or(0),
                                              behind.denominator.value_or(0)};
    }
    std::vector<disclosure::Earlier> earlier;
    for (release::Release& release :
         store.current_in_scope(plan.plugin->id, version, services, plan.as_of)) {
        if (!is_in_scope(release.key(), periods)) {
            continue;
        }
        const auto known = parts.find({cell_name(release.key()), release.key().point});
        earlier.push_back(
            {std::move(release), known != parts.end() ? known->second : disclosure::ExactParts{}});
    }
    return earlier;
}

// Rows of forgotten people are no part of what is told: they may all be one person's.
static std::vector<disclosure::RowReason> row_reasons(
    const std::map<std::string, source::Reason>& reasons) {
    std::vector<disclosure::RowReason> told;
    for (const auto& [reason, seen] : reasons) {
        if (reason != caseload::forgotten_reason) {
            told.push_back({reason, reason, seen.count});
        }
    }
    return told;
}

// Several files of one pull are told as one: the hash is then that of their hashes in order.
static disclosure::PullFacts pull_facts(const PullRecord& pull) {
    disclosure::PullFacts facts;
    facts.input = pull.input;
    facts.source_id = pull.source;
    std::string hashes;
    for (const source::FileProof& file : pull.files) {
        facts.bytes += file.bytes;
        hashes += source::digest_text(file);
    }
    if (pull.files.size() == 1) {
        const std::string name = pull.files.front().path.filename().string();
        facts.file = name.empty() ? pull.source : name;  // an address may end in a slash
        facts.sha256 = hashes;
    } else {
        facts.file = std::to_string(pull.files.size()) + " files";
        facts.sha256 = hex_text(sha256(hashes));
    }
    facts.verdict = source::word(pull.judgement.verdict);
    facts.rows_used = pull.account.used;
    facts.refused = row_reasons(pull.account.refused);
    facts.out_of_scope = row_reasons(pull.account.out_of_scope);
    return facts;
}

static std::string joined(const worker::Layers& layers) {
    std::string text;
    for (const std::string& layer : layers) {
        text += (text.empty() ? "" : " ") + layer;
    }
    return text;
}

static release::RunNotice run_notice(const Plan& plan, const Evaluation& evaluation,
                                     const std::string& run_id) {
    release::RunNotice notice;
    notice.run_id = run_id;
    notice.plugin_sha256 = plan.plugin->sha256;
    notice.config_sha256 = plan.config->sha256;
    notice.parameters_sha256 = hex_text(sha256(plan.parameters.json));
    for (std::uint32_t i = 0; i < plan.periods.calendar_count(); ++i) {
        const calendar::Calendar& calendar = plan.periods.calendar(i);
        notice.calendars += (i > 0 ? "; " : "") + calendar.id + "@" + calendar.version +
                            (calendar.sha256.empty() ? "" : " " + calendar.sha256);
    }
    notice.sandbox = joined(evaluation.layers);
    notice.shards = plan.config->machine.shards;
    notice.deployment_id = plan.config->deployment_id;
    notice.as_of = plan.as_of;
    return notice;
}

static std::vector<std::pair<std::string, std::string>> named_services(
    const Plan& plan, const observation::Observations& observed) {
    std::vector<std::pair<std::string, std::string>> services;
    for (const std::string& id : observed.services) {
        std::string name = id;
        for (const config::Service& service : plan.config->services) {
            if (service.id == id) {
                name = service.name;
            }
        }
        services.emplace_back(id, name);
    }
    return services;
}

static std::vector<std::string> document_digests(const ledger::RunStart& start) {
    std::vector<std::string> digests;
    digests.reserve(start.documents.size());
    for (const auto& document : start.documents) {
        digests.push_back(document.name + ' ' + document.sha256);
    }
    return digests;
}

// Why figures may differ from those of the monitor's last finished run, whatever the data say.
static Restatement asked_otherwise(const Plan& plan, const std::string& run_id,
                                   const ledger::LedgerReader& ledger) {
    const std::optional<ledger::RunRecord> now = ledger.run(run_id);
    const std::optional<ledger::RunRecord> before =
        ledger.last_finished_run(plan.monitor->id, plan.plugin->id);
    if (!now || !before) {
        return Restatement::none;
    }
    if (before->start.parameters_json != now->start.parameters_json ||
        document_digests(before->start) != document_digests(now->start)) {
        return Restatement::definition;
    }
    return before->start.plugin_sha256 == now->start.plugin_sha256 ? Restatement::none
                                                                   : Restatement::plugin_version;
}

// Versions are majors: "10" is later than "9".
static bool has_older_definition(const Plan& plan, const store::ReleaseReader& store) {
    const std::string now = definition_version(plan);
    const auto definitions = store.definitions();
    return std::any_of(definitions.begin(), definitions.end(),
                       [&](const release::IndicatorDefinition& definition) {
                           const std::string& its = definition.definition_version;
                           return definition.measure_id == plan.plugin->id &&
                                  std::pair(its.size(), its) < std::pair(now.size(), now);
                       });
}

disclosure::Submission submission_of(const Plan& plan, const Evaluation& evaluation,
                                     const std::string& run_id, const ledger::LedgerReader& ledger,
                                     const store::ReleaseReader& store) {
    disclosure::Submission submission{
        evaluation.observations,
        plan.reported,
        run_notice(plan, evaluation, run_id),
        named_services(plan, evaluation.observations),
        {},
        earlier_releases(plan, evaluation.observations, ledger, store),
        asked_otherwise(plan, run_id, ledger),
        {},
        has_older_definition(plan, store)};
    for (const config::Alarm& alarm : plan.monitor->alarms) {
        submission.alarms.push_back({alarm.indicator, alarm.series, alarm.least, alarm.most,
                                     static_cast<double>(alarm.people), alarm.source});
    }
    for (const PullRecord& pull : evaluation.pulls) {
        submission.pulls.push_back(pull_facts(pull));
    }
    return submission;
}

Protected protected_by_gate(const Plan& plan, const disclosure::Submission& submission) {
    const config::Disclosure& terms = plan.config->disclosure;
    const disclosure::Gate gate({terms.profile, terms.approved_by, terms.reason});
    disclosure::Passed passed = gate.pass(submission);
    std::string digest = hex_text(store::publication_digest(passed.publication));
    Protected result{std::move(passed.publication), std::move(digest), {}};
    for (const disclosure::Behind& behind : passed.behind) {
        result.parts.push_back({cell_name(behind.key), behind.key.point, behind.parts.people,
                                behind.parts.numerator, behind.parts.denominator, ""});
    }
    return result;
}

static std::vector<ledger::PullReason> ledger_reasons(
    const std::map<std::string, source::Reason>& reasons) {
    std::vector<ledger::PullReason> kept;
    for (const auto& [reason, seen] : reasons) {
        ledger::PullReason entry{reason, seen.count, {}};
        for (const Place& place : seen.samples) {
            entry.places.push_back(place.text());
        }
        kept.push_back(std::move(entry));
    }
    return kept;
}

ledger::PullRecord ledger_record(const PullRecord& pull) {
    ledger::PullRecord record;
    record.input = pull.input;
    record.source_id = pull.source;
    record.verdict = source::word(pull.judgement.verdict);
    record.why = pull.judgement.why;
    record.rows_read = pull.account.rows_read;
    record.rows_used = pull.account.used;
    for (const source::FileProof& file : pull.files) {
        record.files.push_back(
            {file.path.string() + (file.proved.empty() ? "" : ": ") + file.proved, file.bytes,
             source::digest_text(file)});
    }
    record.refused = ledger_reasons(pull.account.refused);
    record.out_of_scope = ledger_reasons(pull.account.out_of_scope);
    return record;
}

}  // namespace waymark::run
