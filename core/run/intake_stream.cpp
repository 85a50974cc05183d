// SPDX-License-Identifier: MIT
// The half of Intake whose rows stream by: linked, cut into slices and fed as they come.
#include <algorithm>
#include <mutex>
#include <numeric>
#include <shared_mutex>

#include "run/early_rows.hpp"
#include "run/intake.hpp"
#include "run/plan.hpp"

namespace waymark::run {

using contract::RowOrder;

void Intake::stream(Feed& feed) {
    for (const TablePlan& table : plan_.tables) {
        if (plan_.input_of(table).order == RowOrder::any) {
            if (table.link || table.period || table.roles.aggregate) {
                stream_late(table, feed);
            } else {
                stream_early(table, feed);
            }
        }
    }
}

static std::vector<std::uint32_t> declared_columns(const contract::Input& input) {
    std::vector<std::uint32_t> columns(input.columns.size());
    std::iota(columns.begin(), columns.end(), 0U);
    return columns;
}

// All in the order of the file.
void Intake::stream_late(const TablePlan& table, Feed& feed) {
    Rows rows;
    rows.columns = declared_columns(plan_.input_of(table));
    RowsByShard by_shard;
    pull_linked(table, [&](const batch::RowBlock& block, const caseload::RowLinks& links,
                           const std::vector<std::uint32_t>& periods) {
        rows.block = &block;
        rows.case_number = links.case_number;
        rows.unit = links.unit;
        rows.period = periods;
        feed.translate(table.input, rows);
        by_shard.sort(links, static_cast<std::uint32_t>(cases_.shards().size()));
        feed.all_cases();
        feed.rows(table.input, rows, by_shard);
        feed.flush();
    });
}

// What is known is linked and cut by the parsers' threads; the rest is done here, in the order of
// the file.
void Intake::stream_early(const TablePlan& table, Feed& feed) {
    pull(table, [&](const caseload::Roles& roles, source::Asked asked, PullRecord& record) {
        source::PullRequest request = pull_request(plan_, table);
        std::shared_mutex settling;
        EarlyRows early_rows({.threads = std::max(1U, request.threads),
                              .blocks = source::Pull::block_count(request.threads),
                              .input = table.input,
                              .declared = &plan_.input_of(table),
                              .slot_bytes = feed.slot_bytes(),
                              .layout = &feed.layout(table.input),
                              .cases = &cases_,
                              .dictionaries = &feed.dictionaries(table.input),
                              .roles = &roles,
                              .columns = declared_columns(plan_.input_of(table)),
                              .settling = &settling});
        request.on_parsed = [&](const batch::RowBlock& block, std::uint32_t thread) {
            early_rows.prepare(block, thread);
        };
        const bool is_prepared = !request.refuse_duplicates;
        pull_part(std::move(request), std::move(asked), record,
                  [&](const batch::RowBlock& block, source::Account& account, const Files& files) {
                      if (!is_prepared) {
                          early_rows.prepare(block, 0);
                      }
                      EarlyBlock& early = early_rows.of(block);
                      const auto on_drop = [&](std::uint32_t row, const std::string& reason) {
                          leave_out(account, reason,
                                    Place{files[block.file].string(), block.lines[row], 0});
                      };
                      if (early.is_cut) {
                          cases_.link_rest(block, roles, early.found, on_drop);
                          observe(early.days);
                      } else {  // nobody looks while what is new becomes known
                          const std::unique_lock lock(settling);
                          cases_.link_rest(block, roles, early.found, on_drop);
                          feed.translate(table.input, early.rows);
                          observe(table, block, early.found.links);
                      }
                      feed_early(early, table.input, feed);
                  });
    });
}

void Intake::feed_early(EarlyBlock& early, std::uint32_t input, Feed& feed) const {
    feed.all_cases();
    if (early.is_cut && feed.knows_entries(input, first_declared_field(early.rows))) {
        for (const batch::SliceHeader& header : early.slices) {
            feed.copied(header, early.bytes().subspan(header.offset, header.bytes));
        }
    } else {
        early.by_shard.sort(early.found.links, static_cast<std::uint32_t>(cases_.shards().size()));
        feed.rows(input, early.rows, early.by_shard);
    }
    feed.flush();
}

}  // namespace waymark::run
