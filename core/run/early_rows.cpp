// SPDX-License-Identifier: MIT
#include "run/early_rows.hpp"

#include <algorithm>

#include "run/observed_days.hpp"

namespace waymark::run {

EarlyRows::EarlyRows(const Setting& setting)
    : setting_(setting),
      finders_(setting.threads, caseload::RowFinder(*setting.cases)),
      blocks_(setting.blocks) {
    for (EarlyBlock& early : blocks_) {
        early.rows.columns = setting.columns;
    }
}

void EarlyRows::prepare(const batch::RowBlock& block, std::uint32_t thread) {
    EarlyBlock& early = of(block);
    early.slices.clear();
    bool is_translated = false;
    {
        const std::shared_lock lock(*setting_.settling);
        finders_[thread].find(block, *setting_.roles, early.found);
        early.rows.block = &block;
        early.rows.case_number = early.found.links.case_number;
        early.rows.unit = early.found.links.unit;
        is_translated = translate(early);
    }
    early.is_cut = is_translated && early.found.is_settled();
    if (early.is_cut) {
        find_days(*setting_.declared, block, early.found.links, early.days);
        cut(early);
    }
}

bool EarlyRows::translate(EarlyBlock& early) const {
    Rows& rows = early.rows;
    rows.translations.resize(rows.columns.size());
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const batch::BlockColumn& column = rows.block->columns[rows.columns[i]];
        if (column.type == contract::ColumnType::category &&
            !(*setting_.dictionaries)[i].known(column.dictionary, rows.translations[i])) {
            return false;
        }
    }
    return true;
}

void EarlyRows::cut(EarlyBlock& early) const {
    const auto shards = static_cast<std::uint32_t>(setting_.cases->shards().size());
    early.by_shard.sort(early.found.links, shards);
    const batch::TableLayout& layout = *setting_.layout;
    std::uint64_t used = 0;
    for (std::uint32_t shard = 0; shard < shards; ++shard) {
        std::span<const std::uint32_t> picked = early.by_shard.of(shard);
        while (!picked.empty()) {
            const std::size_t count =
                rows_of_slice(layout, early.rows, setting_.slot_bytes, picked, {}).rows;
            const auto rows = picked.first(count);
            const std::uint64_t text_bytes = text_size(early.rows, rows);
            const std::uint64_t most =
                batch::slice_bytes(layout, static_cast<std::uint32_t>(count), 0, text_bytes, 0);
            early.lines.resize(std::max(early.lines.size(), (used + most) / 64 + 1));
            batch::SliceWriter writer(layout, early.bytes().subspan(used),
                                      static_cast<std::uint32_t>(count), 0);
            write_rows(writer, early.rows, rows, {});
            batch::SliceHeader header;
            header.shard = shard;
            header.table = setting_.input;
            header.rows = static_cast<std::uint32_t>(count);
            header.offset = used;
            header.bytes = writer.finish();
            header.text_bytes = text_bytes;
            used += header.bytes;
            early.slices.push_back(header);
            picked = picked.subspan(count);
        }
    }
}

}  // namespace waymark::run
