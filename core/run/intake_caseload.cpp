// SPDX-License-Identifier: MIT
// The half of Intake that reads the caseload: areas, spells, further identifiers, opt-outs.
#include <algorithm>

#include "base/error.hpp"
#include "run/intake.hpp"
#include "run/plan.hpp"

namespace waymark::run {

using batch::RowBlock;

// Pulls one of the caseload's tables whole and records it. Rows are taken back from the account as
// take() tells.
void Intake::pull_caseload_table(const CaseloadTable& table,
                                 const std::vector<config::RowFilter>& filters,
                                 const TakeBlock& take, const Finish& finish) {
    PullRecord record{table.name, table.source->id, {}, {}, {}};
    const std::uint32_t parts =
        table.path_per_service ? static_cast<std::uint32_t>(plan_.services.ids.size()) : 1;
    for (std::uint32_t service = 0; service < parts; ++service) {
        const Part part{service, static_cast<std::uint32_t>(record.files.size())};
        source::Asked asked{.base = plan_.config->file.parent_path(), .as_of = plan_.as_of};
        asked.service = table.path_per_service ? plan_.services.ids[service] : "";
        source::PullRequest request;
        request.source = *table.source;
        request.wanted = table.wanted;
        request.filters = filters;
        request.threads = plan_.config->machine.parser_threads();
        const auto on_part = [&](const RowBlock& block, source::Account& account,
                                 const Files& files) {
            take(block, part, [&](std::uint32_t row, bool is_refused, const std::string& reason) {
                take_back(account, is_refused, reason,
                          {files[block.file].string(), block.lines[row], 0});
            });
        };
        pull_part(std::move(request), std::move(asked), record, on_part);
    }
    const std::vector<std::string> absent = finish(record);
    config::Thresholds thresholds = table.source->thresholds;
    if (table.must_be_whole) {
        thresholds.warn_refused = thresholds.max_refused = 0.0;
    }
    judge(record, thresholds, absent);
    pulls_.push_back(std::move(record));
}

// Deciles pair up to quintiles; a rank among N areas is in quintile ceil(5 rank / N).
std::unordered_map<std::string, std::string> Intake::quintiles() {
    std::unordered_map<std::string, std::string> found;
    const std::uint32_t areas = plan_.caseload->caseload->deprivation->areas;
    const std::int64_t groups = areas == 0 ? 10 : areas;
    pull_caseload_table(
        *plan_.caseload->deprivation, {},
        [&](const RowBlock& block, Part, const caseload::Caseload::OnRow& on_row) {
            const batch::BlockColumn& codes = block.columns[0];
            const batch::BlockColumn& places = block.columns[1];
            for (std::uint32_t row = 0; row < block.rows; ++row) {
                const std::string& code =
                    codes.dictionary[static_cast<std::size_t>(codes.as<std::int32_t>()[row])];
                if (places.is_null(row)) {
                    on_row(row, false, "area without a place in the ranking");
                    continue;
                }
                const std::int64_t place = places.as<std::int64_t>()[row];
                const std::string quintile = std::to_string((5 * place + groups - 1) / groups);
                if (const auto [at, is_new] = found.emplace(code, quintile);
                    !is_new && at->second != quintile) {
                    on_row(row, true, "area given twice with different places");
                }
            }
        },
        [](PullRecord&) { return std::vector<std::string>{}; });
    return found;
}

void Intake::read_caseload() {
    const CaseloadPlan& plan = *plan_.caseload;
    caseload::DerivedStrata derived = plan.derived;
    if (plan.deprivation) {
        derived.quintiles = quintiles();
    }
    const Date today =
        clock_ == nullptr ? plan_.as_of : std::chrono::floor<std::chrono::days>(clock_->now());
    caseload_.emplace(cases_, plan.schemes, std::move(derived), plan_.as_of,
                      std::max(plan_.as_of, today), is_forgotten_);
    caseload::SpellRoles roles = plan.roles;
    const auto no_absent = [](PullRecord&) { return std::vector<std::string>{}; };
    pull_caseload_table(
        plan.spells, plan.caseload->filters,
        [&](const RowBlock& block, Part part, const caseload::Caseload::OnRow& on_row) {
            roles.fixed_service = part.service;
            roles.first_file = part.first_file;
            caseload_->add(block, roles, on_row);
        },
        [&](PullRecord& record) {
            read_lists(plan, no_absent);
            caseload_->settle([&](std::uint32_t file, std::uint64_t line, bool is_refused,
                                  const std::string& reason) {
                take_back(record.account, is_refused, reason,
                          {record.files[file].path.string(), line, 0});
            });
            return services_without_spells();
        });
    links_of_spells_.emplace(*caseload_, cases_);
}

void Intake::read_lists(const CaseloadPlan& plan, const Finish& no_absent) {
    if (plan.id_map) {
        pull_caseload_table(
            *plan.id_map, {},
            [&](const RowBlock& block, Part, const caseload::Caseload::OnRow& on_row) {
                caseload_->add_identifiers(block, 0, 1, 2, on_row);
            },
            no_absent);
    }
    if (plan.opt_out) {
        pull_caseload_table(
            *plan.opt_out, {},
            [&](const RowBlock& block, Part, const caseload::Caseload::OnRow& on_row) {
                caseload_->opt_out(block, 0, 1, on_row);
            },
            no_absent);
    }
}

std::vector<std::string> Intake::services_without_spells() const {
    std::vector<std::uint64_t> spells(cases_.services().size(), 0);
    for (const caseload::ShardCases& shard : cases_.shards()) {
        for (const std::uint32_t service : shard.service) {
            ++spells[service];
        }
    }
    std::vector<std::string> absent;
    for (std::size_t i = 0; i < spells.size(); ++i) {
        if (spells[i] == 0) {
            absent.push_back(cases_.services()[i]);
        }
    }
    return absent;
}

}  // namespace waymark::run
