// SPDX-License-Identifier: MIT
// The half of Intake that holds by_case tables whole: gathered, ranked, grouped, handed out by
// case.
#include <algorithm>

#include "run/intake.hpp"
#include "run/plan.hpp"

namespace waymark::run {

using contract::RowOrder;
static constexpr std::uint32_t most_rows_of_case = 1u << 20;

void Intake::gather() {
    if (plan_.caseload) {
        read_caseload();
    }
    for (const TablePlan& table : plan_.tables) {
        if (plan_.input_of(table).order == RowOrder::by_case) {
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
    const contract::Input& input = plan_.input_of(table);
    Gathered gathered{&table, batch::GatheredTable(input.columns, input.date_column), {}, {}};
    gathered.dictionaries.resize(input.columns.size());
    std::vector<std::uint32_t> columns;
    std::vector<batch::KeySpace*> spaces;
    for (std::uint32_t i = 0; i < input.columns.size(); ++i) {
        columns.push_back(i);
        batch::KeySpace* space = nullptr;
        for (auto& [name, candidate] : spaces_) {
            if (input.columns[i].type == contract::ColumnType::key &&
                name == input.columns[i].space) {
                space = &candidate;
            }
        }
        spaces.push_back(space);
    }
    pull_linked(table, [&](const batch::RowBlock& block, const caseload::RowLinks& links,
                           const std::vector<std::uint32_t>& periods) {
        gathered.rows.expect(share_read_);
        gathered.rows.add(block, columns, {links.shard, links.case_number, links.unit, periods},
                          spaces, gathered.dictionaries);
    });
    gathered_.push_back(std::move(gathered));
}

// Space by space, each of which is needed no more when it is ranked.
void Intake::rank_keys() {
    for (auto& [name, space] : spaces_) {
        const std::vector<std::uint32_t> numbers = space.ranks();
        space = batch::KeySpace();
        for (Gathered& gathered : gathered_) {
            std::vector<std::span<const std::uint32_t>> ranks;
            for (const contract::Column& column : plan_.input_of(*gathered.table).columns) {
                const bool is_of_space =
                    column.type == contract::ColumnType::key && column.space == name;
                ranks.push_back(is_of_space ? numbers : std::span<const std::uint32_t>());
            }
            gathered.rows.rank_keys(ranks);
        }
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
                const auto picked = std::span(shard.rows)
                                        .subspan(shard.case_first[i],
                                                 shard.case_first[i + 1] - shard.case_first[i]);
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
            feed.rows(
                gathered.table->input, shard, rows,
                std::span(in_shard.rows).subspan(borders.front(), borders.back() - borders.front()),
                borders);
        }
    }
}

void Intake::feed_gathered(Feed& feed) {
    prepare(feed);
    for (std::uint32_t shard = 0; shard < cases_.shards().size(); ++shard) {
        feed_block(feed, shard, 0, cases_.shards()[shard].asked());
    }
}

}  // namespace waymark::run
