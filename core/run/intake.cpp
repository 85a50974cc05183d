// SPDX-License-Identifier: MIT
#include "run/intake.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "run/observed_days.hpp"
#include "run/plan.hpp"
#include "source/chunk.hpp"

namespace waymark::run {

using contract::RowOrder;

// The key spaces of a description, each once. Made whole before any table points into them.
static std::vector<std::pair<std::string, batch::KeySpace>> key_spaces(
    const contract::Description& description, std::uint64_t seed) {
    std::vector<std::pair<std::string, batch::KeySpace>> spaces;
    for (const contract::Input& input : description.inputs) {
        for (const contract::Column& column : input.columns) {
            const auto same = [&](const auto& space) { return space.first == column.space; };
            if (column.type == contract::ColumnType::key &&
                std::none_of(spaces.begin(), spaces.end(), same)) {
                spaces.emplace_back(column.space, batch::KeySpace(seed));
            }
        }
    }
    return spaces;
}

static std::uint64_t random_number() {
    const Digest key = random_key();
    std::uint64_t number = 0;
    std::memcpy(&number, key.data(), sizeof number);
    return number;
}

Intake::Intake(const Plan& plan, IntakeOptions options)
    : plan_(plan),
      progress_(std::move(options.progress)),
      is_forgotten_(std::move(options.is_forgotten)),
      clock_(options.clock),
      key_seed_(random_number()),
      cancelled_(std::move(options.cancelled)),
      cases_(plan.config->machine.shards, plan.services, plan.strata,
             plan.description().case_columns, is_forgotten_),
      spaces_(key_spaces(plan.description(), key_seed_)) {
    for (std::uint32_t i = 0; i < plan.periods.calendar_count(); ++i) {
        const calendar::DateRange days = plan.periods.slots(i).days;
        observed_.emplace_back(days.is_empty() ? 0 : (days.last - days.first).count() + 1,
                               calendar::closed_day);
    }
}

bool Intake::streams() const noexcept {
    return std::any_of(plan_.tables.begin(), plan_.tables.end(), [&](const TablePlan& table) {
        return plan_.input_of(table).order == RowOrder::any;
    });
}

// ---------------------------------------------------------------------------------------- pulls

source::PullRequest pull_request(const Plan& plan, const TablePlan& table) {
    const contract::Input& input = plan.input_of(table);
    source::PullRequest request;
    request.source = *table.source;
    request.wanted = table.wanted;
    request.filters = table.table->filters;
    request.unique = table.unique;
    request.refuse_duplicates =
        input.aggregate || input.on_duplicate == contract::OnDuplicate::refuse;
    request.threads = plan.config->machine.parser_threads();
    return request;
}

source::Asked asked_of(const Plan& plan, const TablePlan& table, const std::string& service) {
    return {.base = plan.config->file.parent_path(),
            .as_of = plan.as_of,
            .from = table.from,
            .to = table.to,
            .service = service};
}

void Intake::pull(const TablePlan& table, const PullPart& pull_its_part) {
    const std::vector<std::uint64_t> rows_before = cases_.rows_of_service();
    PullRecord record{plan_.input_of(table).name, table.source->id, {}, {}, {}};
    if (!table.path_per_service) {
        pull_its_part(table.roles, asked_of(plan_, table, {}), record);
    } else {
        check(!plan_.services.open, "the plan knows the services of a source read by service");
        for (std::uint32_t i = 0; i < plan_.services.ids.size(); ++i) {
            caseload::Roles roles = table.roles;
            roles.fixed_service = i;
            pull_its_part(roles, asked_of(plan_, table, plan_.services.ids[i]), record);
        }
    }
    judge(record, table.source->thresholds, services_without_rows(table, rows_before));
    pulls_.push_back(std::move(record));
}

// Adds one account to another: a table may be pulled in several parts, one per service.
static void add(source::Account& sum, const source::Account& part) {
    sum.rows_read += part.rows_read;
    sum.used += part.used;
    for (const auto& [from, to] : {std::pair{&part.refused, &sum.refused},
                                   std::pair{&part.out_of_scope, &sum.out_of_scope}}) {
        for (const auto& [reason, seen] : *from) {
            source::Reason& total = (*to)[reason];
            total.count += seen.count;
            const std::size_t room = source::max_samples - total.samples.size();
            total.samples.insert(total.samples.end(), seen.samples.begin(),
                                 seen.samples.begin() + std::min(room, seen.samples.size()));
        }
    }
}

void Intake::pull_linked(const TablePlan& table, const OnBlock& on_block) {
    pull(table, [&](const caseload::Roles& roles, source::Asked asked, PullRecord& record) {
        pull_part(
            pull_request(plan_, table), std::move(asked), record,
            [&](const batch::RowBlock& block, source::Account& account, const Files& files) {
                for (const caseload::RowLinks& links : link(table, block, roles, account, files)) {
                    on_block(block, links, periods_of_rows_);
                }
            });
    });
}

void Intake::pull_part(source::PullRequest request, source::Asked asked, PullRecord& record,
                       const OnPart& on_part) {
    asked.clock = clock_;
    asked.cancelled = cancelled_;
    request.hash_seed = key_seed_;
    for (std::string& remark : source::locate(request, asked)) {
        remarks_.push_back(std::move(remark));
    }
    const Files files = request.files;
    source::Pull pull(std::move(request));
    while (const batch::RowBlock* block = pull.next()) {
        if (cancelled_ && cancelled_()) {
            throw Error(ErrorKind::interrupted,
                        "stopped as asked while rows were read; nothing of this run is used");
        }
        share_read_ = pull.progress();
        on_part(*block, pull.account(), files);
        progress_(record.input.c_str(), share_read_);
    }
    add(record.account, pull.account());
    record.files.insert(record.files.end(), pull.proofs().begin(), pull.proofs().end());
}

void Intake::take_back(source::Account& account, bool is_refused, const std::string& reason,
                       Place place) {
    if (is_refused) {
        account.move_to_refused(reason, std::move(place));
    } else {
        leave_out(account, reason, std::move(place));
    }
}

void Intake::leave_out(source::Account& account, const std::string& reason, Place place) {
    const bool is_forgotten = reason == caseload::forgotten_reason;
    account.move_to_out_of_scope(reason,
                                 is_forgotten ? std::nullopt : std::optional(std::move(place)));
}

std::span<const caseload::RowLinks> Intake::link(const TablePlan& table,
                                                 const batch::RowBlock& block,
                                                 const caseload::Roles& roles,
                                                 source::Account& account,
                                                 const std::vector<std::filesystem::path>& files) {
    const auto place = [&](std::uint32_t row) {
        return Place{files[block.file].string(), block.lines[row], 0};
    };
    if (table.link) {
        links_of_spells_->link(block, roles, *table.link,
                               [&](std::uint32_t row, const std::string& reason) {
                                   leave_out(account, reason, place(row));
                               });
        for (const caseload::RowLinks& links : links_of_spells_->passes()) {
            observe(table, block, links);
        }
        return links_of_spells_->passes();
    }
    find_periods(table, block, roles, account, files);
    cases_.link(block, roles, periods_of_rows_, links_,
                [&](std::uint32_t row, const std::string& reason) {
                    leave_out(account, reason, place(row));
                });
    observe(table, block, links_);
    return {&links_, 1};
}

void Intake::observe(const TablePlan& table, const batch::RowBlock& block,
                     const caseload::RowLinks& links) {
    find_days(plan_.input_of(table), block, links, days_);
    observe(days_);
}

// A day counts as open when any row is dated on it, and it is no weekend.
void Intake::observe(const std::vector<std::int32_t>& days) {
    for (std::uint32_t calendar = 0; calendar < observed_.size(); ++calendar) {
        const std::int32_t first = day_number(plan_.periods.slots(calendar).days.first);
        std::vector<calendar::Sessions>& known = observed_[calendar];
        for (const std::int32_t day : days) {
            const std::int64_t at = std::int64_t{day} - first;
            if (at >= 0 && at < static_cast<std::int64_t>(known.size())) {
                known[static_cast<std::size_t>(at)] = calendar::whole_day;
            }
        }
    }
}

std::vector<std::vector<calendar::Sessions>> Intake::open_sessions() const {
    // Dates of such rows say nothing of single days.
    const bool spans_days =
        std::any_of(plan_.tables.begin(), plan_.tables.end(),
                    [&](const TablePlan& table) { return plan_.input_of(table).spans_days; });
    std::vector<std::vector<calendar::Sessions>> open;
    for (std::uint32_t calendar = 0; calendar < observed_.size(); ++calendar) {
        std::vector<calendar::Sessions> days = observed_[calendar];
        if (spans_days) {
            days.assign(days.size(), calendar::whole_day);
        }
        const Date first = plan_.periods.slots(calendar).days.first;
        for (std::size_t i = 0; i < days.size(); ++i) {
            const std::chrono::weekday weekday{first + std::chrono::days{i}};
            if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) {
                days[i] = calendar::closed_day;
            }
        }
        open.push_back(plan_.periods.open_sessions(calendar, days));
    }
    return open;
}

void Intake::find_periods(const TablePlan& table, const batch::RowBlock& block,
                          const caseload::Roles& roles, source::Account& account,
                          const std::vector<std::filesystem::path>& files) {
    periods_of_rows_.clear();
    if (!table.period) {
        return;
    }
    // One look-up a date and calendar, not one a row.
    std::unordered_map<std::int64_t, std::uint32_t> known;
    const auto dates = block.columns[*table.period].as<std::int32_t>();
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        std::uint32_t calendar = plan_.calendar_of(plan_.services.open || plan_.services.ids.empty()
                                                       ? std::string{}
                                                       : plan_.services.ids[roles.fixed_service]);
        if (roles.service) {
            const batch::BlockColumn& service = block.columns[*roles.service];
            calendar = plan_.calendar_of(
                service.dictionary[static_cast<std::size_t>(service.as<std::int32_t>()[row])]);
        }
        const std::int64_t memo =
            (std::int64_t{calendar} << 32) | static_cast<std::uint32_t>(dates[row]);
        const auto [place, is_new] = known.emplace(memo, caseload::RowLinks::nowhere);
        if (is_new) {
            const auto key =
                plan_.periods.calendar(calendar).key_of(table.period_grain, date_of(dates[row]));
            if (key) {
                place->second = plan_.periods.find(*key).value_or(caseload::RowLinks::nowhere);
            }
        }
        if (place->second == caseload::RowLinks::nowhere) {
            account.move_to_out_of_scope("in none of the periods asked for",
                                         Place{files[block.file].string(), block.lines[row], 0});
        }
        periods_of_rows_.push_back(place->second);
    }
}

// With a caseload rows need not belong to every service, unless they say whose they are.
std::vector<std::string> Intake::services_without_rows(
    const TablePlan& table, const std::vector<std::uint64_t>& rows_before) const {
    std::vector<std::string> absent;
    const bool tells_services = !table.link || table.link->is_of_service;
    if (!plan_.services.open && tells_services) {
        for (std::size_t i = 0; i < plan_.services.ids.size(); ++i) {
            if (cases_.rows_of_service()[i] == rows_before[i]) {
                absent.push_back(plan_.services.ids[i]);
            }
        }
    }
    return absent;
}

void Intake::judge(PullRecord& record, const config::Thresholds& thresholds,
                   const std::vector<std::string>& absent) const {
    record.judgement = source::judge(record.account, thresholds, absent);
    const source::Verdict verdict = record.judgement.verdict;
    const bool may_run = verdict == source::Verdict::complete ||
                         (verdict == source::Verdict::partial && thresholds.allow_partial) ||
                         (verdict == source::Verdict::empty && thresholds.empty_is_valid);
    if (!may_run) {
        throw PullRefused(
            record, "pull of \"" + record.input + "\" from source \"" + record.source + "\" is " +
                        std::string(source::word(verdict)) + ": " + record.judgement.why);
    }
}

}  // namespace waymark::run
