// SPDX-License-Identifier: MIT
#include "source/parser.hpp"

#include <algorithm>
#include <numeric>

#include "source/compaction.hpp"
#include "source/identity.hpp"

namespace waymark::source {

Parser::Parser(const PullRequest& request, const Reading& reading, Reasons& reasons,
               CountRecords count_records)
    : request_(request), records_(reading), count_records_(std::move(count_records)) {
    for (const config::RowFilter& filter : request.filters) {
        filters_.push_back(
            {&filter, reasons.out_of_scope("filtered by column '" + filter.column + "'"), {}});
    }
    for (const Wanted& wanted : request.wanted) {
        check(!wanted.scope || wanted.column.type == contract::ColumnType::date,
              "only dates have a scope");
        decoders_.push_back(make_decoder(wanted, request.source, reasons));
    }
    order_.resize(decoders_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::stable_partition(order_.begin(), order_.end(),
                          [&](std::uint32_t i) { return request.wanted[i].scope.has_value(); });
}

void Parser::parse(Chunk& chunk) {
    records_.read(chunk);
    Rows rows;
    if (chunk.layout != nullptr) {
        rows = records_.rows(chunk, chunk.layout->fields);
    } else {
        // The header itself never ended: only its faults are wanted.
        rows = records_.rows(chunk, 1);
        chunk.rows_read = 0;
    }
    if (count_records_) {
        rows.records_before = count_records_(chunk.number, chunk.rows_read);
    }
    if (records_.fault().kind != FaultKind::none) {
        chunk.error =
            std::make_exception_ptr(records_.fault_error(chunk, request_.files[chunk.block.file]));
    } else if (chunk.failure) {
        chunk.error = chunk.failure;
    } else {
        check(chunk.layout != nullptr, "a file without a header has failed");
        decode(chunk, rows);
    }
}

void Parser::decode(Chunk& chunk, Rows& rows) {
    batch::RowBlock& block = chunk.block;
    block.rows = rows.count;
    block.key_seed = request_.hash_seed;
    block.columns.resize(decoders_.size());
    marks_.assign(rows.count, 0);
    for (std::size_t i = 0; i < filters_.size(); ++i) {
        apply_filter(filters_[i], chunk.layout->filters[i], rows);
    }
    for (const std::uint32_t i : order_) {
        decoders_[i]->decode(rows, chunk.layout->wanted[i], block.columns[i], marks_);
    }
    drop_marked(chunk);
    if (request_.refuse_duplicates) {
        identify(chunk);
    }
}

void Parser::apply_filter(Filter& filter, std::uint32_t column, const Rows& rows) {
    const config::RowFilter& rule = *filter.filter;
    const auto keeps = [&](std::string_view text) {
        return (rule.keep.empty() || is_one_of(text, rule.keep)) && !is_one_of(text, rule.drop);
    };
    const ColumnText texts(rows, column, true);
    for (std::uint32_t row = 0; row < rows.count; ++row) {
        if (!filter.memo.value(texts.text(row, scratch_), keeps) && marks_[row] == 0) {
            marks_[row] = filter.reason;
        }
    }
}

void Parser::drop_marked(Chunk& chunk) {
    // One pass over the marks decides; most blocks have none and are left as they are.
    if (std::all_of(marks_.begin(), marks_.end(), [](std::uint32_t mark) { return mark == 0; })) {
        return;
    }
    keep_.resize(marks_.size());
    for (std::size_t row = 0; row < marks_.size(); ++row) {
        keep_[row] = marks_[row] == 0;
        if (marks_[row] != 0) {
            chunk.dropped[marks_[row]].add(chunk.block.lines[row]);
        }
    }
    keep_rows(chunk.block, keep_);
}

void Parser::identify(Chunk& chunk) {
    chunk.identities.assign(chunk.block.rows, {});
    for (const std::uint32_t i : request_.unique) {
        add_identity(chunk.block, chunk.block.columns[i], request_.hash_seed, chunk.identities);
    }
}

}  // namespace waymark::source
