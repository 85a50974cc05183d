// SPDX-License-Identifier: MIT
#include "run/intake.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/error.hpp"

namespace waymark::run {

using contract::RowOrder;
static constexpr std::uint32_t most_rows_of_case = 1u << 20;

static const contract::Input& input_of(const Plan& plan, const TablePlan& table) {
    return plan.description().inputs[table.input];
}

// The key spaces of a description, each once. Made whole before any table points into them.
static std::vector<std::pair<std::string, batch::KeySpace>> key_spaces(
    const contract::Description& description) {
    std::vector<std::pair<std::string, batch::KeySpace>> spaces;
    for (const contract::Input& input : description.inputs) {
        for (const contract::Column& column : input.columns) {
            const auto same = [&](const auto& space) { return space.first == column.space; };
            if (column.type == contract::ColumnType::key &&
                std::none_of(spaces.begin(), spaces.end(), same)) {
                spaces.emplace_back(column.space, batch::KeySpace{});
            }
        }
    }
    return spaces;
}

Intake::Intake(const Plan& plan, Progress progress)
    : plan_(plan),
      progress_(std::move(progress)),
      cases_(plan.config->machine.shards, plan.services, plan.strata,
             plan.description().case_columns),
      spaces_(key_spaces(plan.description())) {
    for (std::uint32_t i = 0; i < plan.periods.calendar_count(); ++i) {
        const calendar::DateRange days = plan.periods.slots(i).days;
        observed_.emplace_back(days.is_empty() ? 0 : (days.last - days.first).count() + 1,
                               calendar::closed_day);
    }
}

bool Intake::streams() const noexcept {
    return std::any_of(plan_.tables.begin(), plan_.tables.end(), [&](const TablePlan& table) {
        return input_of(plan_, table).order == RowOrder::any;
    });
}

// ---------------------------------------------------------------------------------------- pulls

void Intake::pull(const TablePlan& table, const OnBlock& on_block) {
    const std::filesystem::path base = plan_.config->file.parent_path();
    const std::vector<std::uint64_t> rows_before = cases_.rows_of_service();
    PullRecord record{input_of(plan_, table).name, table.source->id, {}, {}, {}};
    if (!table.path_per_service) {
        pull_files(table, source::expand_path(*table.source, base, plan_.as_of, ""), 0, record,
                   on_block);
    } else {
        check(!plan_.services.open, "the plan knows the services of a path with {service}");
        for (std::uint32_t i = 0; i < plan_.services.ids.size(); ++i) {
            pull_files(table,
                       source::expand_path(*table.source, base, plan_.as_of, plan_.services.ids[i]),
                       i, record, on_block);
        }
    }
    judge(record, table, rows_before);
    pulls_.push_back(std::move(record));
}

// Adds one account to another: a table may be pulled in several parts, one per service.
static void add(source::Account& sum, const source::Account& part) {
    sum.rows_read += part.rows_read;
    sum.used += part.used;
    for (const auto& [from, to] :
         {std::pair{&part.refused, &sum.refused}, std::pair{&part.out_of_scope, &sum.out_of_scope}}) {
        for (const auto& [reason, seen] : *from) {
            source::Reason& total = (*to)[reason];
            total.count += seen.count;
            total.samples.insert(total.samples.end(), seen.samples.begin(), seen.samples.end());
        }
    }
}

void Intake::pull_files(const TablePlan& table, std::vector<std::filesystem::path> files,
                        std::uint32_t fixed_service, PullRecord& record, const OnBlock& on_block) {
    source::PullRequest request;
    request.source = *table.source;
    request.files = files;
    request.wanted = table.wanted;
    request.filters = table.table->filters;
    request.unique = table.unique;
    const contract::Input& input = input_of(plan_, table);
    request.refuse_duplicates =
        input.aggregate || input.on_duplicate == contract::OnDuplicate::refuse;
    request.threads = plan_.config->machine.threads;
    caseload::Roles roles = table.roles;
    roles.fixed_service = fixed_service;

    source::Pull pull(std::move(request));
    while (const batch::RowBlock* block = pull.next()) {
        link(table, *block, roles, pull.account(), files);
        on_block(*block, links_, periods_of_rows_);
        progress_(record.input.c_str(), pull.progress());
    }
    add(record.account, pull.account());
    record.files.insert(record.files.end(), pull.proofs().begin(), pull.proofs().end());
}

void Intake::link(const TablePlan& table, const batch::RowBlock& block,
                  const caseload::Roles& roles, source::Account& account,
                  const std::vector<std::filesystem::path>& files) {
    const auto place = [&](std::uint32_t row) {
        return Place{files[block.file].string(), block.lines[row], 0};
    };
    find_periods(table, block, roles, account, files);
    cases_.link(block, roles, periods_of_rows_, links_, [&](std::uint32_t row) {
        account.move_to_out_of_scope("service not among those watched", place(row));
    });
    observe(table, block);
}

// A day counts as open when any row is dated on it, and it is no weekend.
void Intake::observe(const TablePlan& table, const batch::RowBlock& block) {
    const auto& date_column = input_of(plan_, table).date_column;
    if (!date_column) {
        return;
    }
    const batch::BlockColumn& column = block.columns[*date_column];
    const auto dates = column.as<std::int32_t>();
    for (std::uint32_t calendar = 0; calendar < observed_.size(); ++calendar) {
        const std::int32_t first = day_number(plan_.periods.slots(calendar).days.first);
        std::vector<calendar::Sessions>& days = observed_[calendar];
        for (std::uint32_t row = 0; row < block.rows; ++row) {
            const std::int64_t at = std::int64_t{dates[row]} - first;
            if (links_.case_number[row] != caseload::RowLinks::nowhere && !column.is_null(row) &&
                at >= 0 && at < static_cast<std::int64_t>(days.size())) {
                days[static_cast<std::size_t>(at)] = calendar::whole_day;
            }
        }
    }
}

std::vector<std::vector<calendar::Sessions>> Intake::open_sessions() const {
    std::vector<std::vector<calendar::Sessions>> open;
    for (std::uint32_t calendar = 0; calendar < observed_.size(); ++calendar) {
        std::vector<calendar::Sessions> days = observed_[calendar];
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
        const std::int64_t memo = (std::int64_t{calendar} << 32) | static_cast<std::uint32_t>(dates[row]);
        const auto [place, is_new] = known.emplace(memo, caseload::RowLinks::nowhere);
        if (is_new) {
            const auto key = plan_.periods.calendar(calendar).key_of(table.period_grain,
                                                                     date_of(dates[row]));
            if (key) {
                place->second = plan_.periods.find(*key).value_or(caseload::RowLinks::nowhere);
            }
        }
        if (place->second == caseload::RowLinks::nowhere) {
            account.move_to_out_of_scope("in none of the periods asked for",
                                         {files[block.file].string(), block.lines[row], 0});
        }
        periods_of_rows_.push_back(place->second);
    }
}

void Intake::judge(PullRecord& record, const TablePlan& table,
                   const std::vector<std::uint64_t>& rows_before) const {
    std::vector<std::string> absent;
    if (!plan_.services.open) {
        for (std::size_t i = 0; i < plan_.services.ids.size(); ++i) {
            if (cases_.rows_of_service()[i] == rows_before[i]) {
                absent.push_back(plan_.services.ids[i]);
            }
        }
    }
    const config::Thresholds& thresholds = table.source->thresholds;
    record.judgement = source::judge(record.account, thresholds, absent);
    const source::Verdict verdict = record.judgement.verdict;
    const bool may_run = verdict == source::Verdict::complete ||
                         (verdict == source::Verdict::partial && thresholds.allow_partial) ||
                         (verdict == source::Verdict::empty && thresholds.empty_is_valid);
    if (!may_run) {
        throw PullRefused(record, "pull of \"" + record.input + "\" from source \"" + record.source +
                                      "\" is " + std::string(source::word(verdict)) + ": " +
                                      record.judgement.why);
    }
}

// --------------------------------------------------------------------------------------- by case

void Intake::gather() {
    for (const TablePlan& table : plan_.tables) {
        if (input_of(plan_, table).order == RowOrder::by_case) {
            gather_table(table);
        }
    }
    rank_keys();
    std::vector<std::uint32_t> cases;
    for (const caseload::ShardCases& shard : cases_.shards()) {
        cases.push_back(shard.size());
    }
    for (Gathered& gathered : gathered_) {
        gathered.shards = gathered.rows.grouped(cases);
        drop_cases_with_too_many_rows(gathered);
    }
}

void Intake::gather_table(const TablePlan& table) {
    const contract::Input& input = input_of(plan_, table);
    Gathered gathered{&table, batch::GatheredTable(input.columns, input.date_column), {}, {}};
    gathered.dictionaries.resize(input.columns.size());
    std::vector<std::uint32_t> columns;
    std::vector<batch::KeySpace*> spaces;
    for (std::uint32_t i = 0; i < input.columns.size(); ++i) {
        columns.push_back(i);
        batch::KeySpace* space = nullptr;
        for (auto& [name, candidate] : spaces_) {
            if (input.columns[i].type == contract::ColumnType::key && name == input.columns[i].space) {
                space = &candidate;
            }
        }
        spaces.push_back(space);
    }
    pull(table, [&](const batch::RowBlock& block, const caseload::RowLinks& links,
                    const std::vector<std::uint32_t>& periods) {
        gathered.rows.add(block, columns, {links.shard, links.case_number, links.unit, periods},
                          spaces, gathered.dictionaries);
    });
    gathered_.push_back(std::move(gathered));
}

void Intake::rank_keys() {
    for (Gathered& gathered : gathered_) {
        std::vector<std::vector<std::uint32_t>> ranks;
        for (const contract::Column& column : input_of(plan_, *gathered.table).columns) {
            ranks.emplace_back();
            for (const auto& [name, space] : spaces_) {
                if (column.type == contract::ColumnType::key && name == column.space) {
                    ranks.back() = space.ranks();
                }
            }
        }
        gathered.rows.rank_keys(ranks);
    }
}

// A case is handed over whole; one that would not fit a batch is left without rows and told of.
void Intake::drop_cases_with_too_many_rows(Gathered& gathered) {
    too_many_rows_.resize(cases_.services().size());
    for (std::size_t shard = 0; shard < gathered.shards.size(); ++shard) {
        batch::ShardRows& rows = gathered.shards[shard];
        for (std::size_t i = 0; i + 1 < rows.case_first.size(); ++i) {
            const std::uint32_t count = rows.case_first[i + 1] - rows.case_first[i];
            if (count <= most_rows_of_case) {
                continue;
            }
            ++too_many_rows_[cases_.shards()[shard].service[i]];
            rows.rows.erase(rows.rows.begin() + rows.case_first[i],
                            rows.rows.begin() + rows.case_first[i + 1]);
            for (std::size_t later = i + 1; later < rows.case_first.size(); ++later) {
                rows.case_first[later] -= count;
            }
        }
    }
}

Rows Intake::rows_of(const Gathered& gathered) const {
    Rows rows;
    rows.block = &gathered.rows.block();
    for (std::uint32_t i = 0; i < rows.block->columns.size(); ++i) {
        rows.columns.push_back(i);
    }
    rows.numbers_final = true;
    rows.case_number = gathered.rows.case_number();
    rows.unit = gathered.rows.unit();
    rows.period = gathered.rows.period();
    return rows;
}

std::uint64_t Intake::largest_case_bytes(const std::vector<batch::TableLayout>& layouts) const {
    std::uint64_t most = 0;
    for (const Gathered& gathered : gathered_) {
        std::uint64_t dictionary_bytes = 0;
        std::uint64_t entries = 0;
        for (const batch::Dictionary& dictionary : gathered.dictionaries) {
            entries += dictionary.entries().size();
            for (const std::string& entry : dictionary.entries()) {
                dictionary_bytes += entry.size();
            }
        }
        const Rows rows = rows_of(gathered);
        for (const batch::ShardRows& shard : gathered.shards) {
            for (std::size_t i = 0; i + 1 < shard.case_first.size(); ++i) {
                const auto picked = std::span(shard.rows).subspan(
                    shard.case_first[i], shard.case_first[i + 1] - shard.case_first[i]);
                most = std::max<std::uint64_t>(
                    most, batch::slice_bytes(layouts[gathered.table->input + 1],
                                             static_cast<std::uint32_t>(picked.size()), 2,
                                             dictionary_bytes + text_size(rows, picked), entries));
            }
        }
    }
    return most;
}

void Intake::prepare(Feed& feed) const {
    for (const Gathered& gathered : gathered_) {
        feed.dictionaries(gathered.table->input) = gathered.dictionaries;
    }
}

void Intake::feed_block(Feed& feed, std::uint32_t shard, std::uint32_t first, std::uint32_t count) {
    feed.cases(shard, first + count);
    for (const Gathered& gathered : gathered_) {
        const Rows rows = rows_of(gathered);
        const batch::ShardRows& in_shard = gathered.shards[shard];
        // Only cases that have rows are borders; a batch tells of no empty case.
        std::vector<std::uint32_t> borders{in_shard.case_first[first]};
        for (std::uint32_t i = first; i < first + count; ++i) {
            if (in_shard.case_first[i + 1] != borders.back()) {
                borders.push_back(in_shard.case_first[i + 1]);
            }
        }
        if (borders.size() > 1) {
            feed.rows(gathered.table->input, shard, rows,
                      std::span(in_shard.rows).subspan(borders.front(), borders.back() - borders.front()),
                      borders);
        }
    }
}

void Intake::feed_gathered(Feed& feed) {
    prepare(feed);
    for (std::uint32_t shard = 0; shard < cases_.shards().size(); ++shard) {
        feed_block(feed, shard, 0, cases_.shards()[shard].size());
    }
}

// --------------------------------------------------------------------------------------- streamed

void Intake::stream(Feed& feed) {
    std::vector<std::vector<std::uint32_t>> picked(cases_.shards().size());
    for (const TablePlan& table : plan_.tables) {
        const contract::Input& input = input_of(plan_, table);
        if (input.order != RowOrder::any) {
            continue;
        }
        Rows rows;
        for (std::uint32_t i = 0; i < input.columns.size(); ++i) {
            rows.columns.push_back(i);
        }
        pull(table, [&](const batch::RowBlock& block, const caseload::RowLinks& links,
                        const std::vector<std::uint32_t>& periods) {
            rows.block = &block;
            rows.case_number = links.case_number;
            rows.unit = links.unit;
            rows.period = periods;
            feed.translate(table.input, rows);
            for (auto& shard : picked) {
                shard.clear();
            }
            for (std::uint32_t row = 0; row < block.rows; ++row) {
                if (links.case_number[row] != caseload::RowLinks::nowhere) {
                    picked[links.shard[row]].push_back(row);
                }
            }
            feed.all_cases();
            for (std::uint32_t shard = 0; shard < picked.size(); ++shard) {
                feed.rows(table.input, shard, rows, picked[shard], {});
            }
            feed.flush();
        });
    }
}

}  // namespace waymark::run
