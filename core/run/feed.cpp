// SPDX-License-Identifier: MIT
#include "run/feed.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/error.hpp"
#include "run/plan.hpp"

namespace waymark::run {

using batch::BlockColumn;
using batch::FieldKind;
using contract::ColumnType;

static constexpr std::uint32_t cases_of_slice = 8192;

Feed::Feed(const Plan& plan, const std::vector<batch::TableLayout>& layouts, worker::Crew& crew,
           const caseload::CaseTable& cases, std::uint64_t slot_bytes)
    : plan_(plan),
      layouts_(layouts),
      crew_(crew),
      cases_(cases),
      slot_bytes_(slot_bytes),
      slots_(plan.config->machine.workers),
      cases_sent_(plan.config->machine.shards),
      entries_sent_(plan.config->machine.workers) {
    for (const contract::Input& input : plan.description().inputs) {
        dictionaries_.emplace_back(input.columns.size());
    }
    for (auto& tables : entries_sent_) {
        for (const batch::TableLayout& layout : layouts) {
            tables.emplace_back(layout.fields.size());
        }
    }
}

std::uint32_t Feed::worker_of(std::uint32_t shard) const noexcept {
    return shard % workers();
}

void Feed::submit(std::uint32_t worker) {
    Slot& slot = slots_[worker];
    if (!slot.slices.empty()) {
        crew_.submit(worker, slot.slices);
    }
    slot = {};
}

void Feed::flush() {
    for (std::uint32_t worker = 0; worker < slots_.size(); ++worker) {
        submit(worker);
    }
}

std::span<std::byte> Feed::room(std::uint32_t worker, std::size_t bytes) {
    Slot& slot = slots_[worker];
    if (!slot.slices.empty() && slot.used + bytes > slot.bytes.size()) {
        submit(worker);
    }
    if (slot.bytes.empty()) {
        slot.bytes = crew_.slot(worker);
    }
    check(slot.used + bytes <= slot.bytes.size(), "a slice fits into an empty slot");
    return slot.bytes.subspan(slot.used, bytes);
}

void Feed::place(batch::SliceHeader header) {
    Slot& slot = slots_[worker_of(header.shard)];
    header.offset = slot.used;
    slot.used += (header.bytes + 63) / 64 * 64;
    slot.slices.push_back(header);
}

// ---------------------------------------------------------------------------------------- cases

void Feed::all_cases() {
    for (std::uint32_t shard = 0; shard < cases_sent_.size(); ++shard) {
        cases(shard, cases_.shards()[shard].asked());
    }
}

void Feed::cases(std::uint32_t shard, std::uint32_t until) {
    while (cases_sent_[shard] < until) {
        const std::uint32_t count = std::min(until - cases_sent_[shard], cases_of_slice);
        case_slice(shard, cases_sent_[shard], count);
        cases_sent_[shard] += count;
    }
}

// Writes one fact of the cases [first, first + count).
static void write_fact(batch::SliceWriter& writer, std::size_t field,
                       const caseload::CaseColumn& facts, std::uint32_t first,
                       std::uint32_t count) {
    const auto valid = writer.valid(field);
    std::copy_n(facts.valid.begin() + first, count, valid.begin());
    const auto values = std::span(facts.values).subspan(first, count);
    switch (facts.type) {
        case ColumnType::date:
        case ColumnType::category:
            std::transform(values.begin(), values.end(), writer.values<std::int32_t>(field).begin(),
                           [](std::int64_t value) { return static_cast<std::int32_t>(value); });
            break;
        case ColumnType::boolean:
            std::transform(values.begin(), values.end(), writer.values<std::uint8_t>(field).begin(),
                           [](std::int64_t value) { return static_cast<std::uint8_t>(value); });
            break;
        default:
            std::copy(values.begin(), values.end(), writer.values<std::int64_t>(field).begin());
    }
}

// The bounds of every window for each anchor date, null where it is not known.
static void write_windows(batch::SliceWriter& writer, std::size_t field,
                          std::span<const calendar::Window> windows,
                          std::span<const std::int64_t> anchors,
                          std::span<const std::uint8_t> known) {
    const auto bounds = writer.values<std::int32_t>(field);
    const auto valid = writer.valid(field);
    std::size_t at = 0;
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        for (const calendar::Window& window : windows) {
            const bool is_known = known[i] != 0;
            const calendar::DateRange days =
                window.days(date_of(static_cast<std::int32_t>(anchors[i])));
            for (const Date bound : {days.first, days.last}) {
                bounds[at] = is_known ? day_number(bound) : 0;
                valid[at] = is_known ? 1 : 0;
                ++at;
            }
        }
    }
}

void Feed::case_slice(std::uint32_t shard, std::uint32_t first, std::uint32_t count) {
    const std::uint32_t worker = worker_of(shard);
    const batch::TableLayout& layout = layouts_[0];
    const caseload::ShardCases& cases = cases_.shards()[shard];
    std::vector<std::uint32_t>& sent = entries_sent_[worker][0];
    std::uint64_t text_bytes = 0;
    std::uint64_t new_entries = 0;
    constexpr std::size_t first_fact = 4;  // after case, person, service, calendar
    for (std::size_t i = 0; i < cases.columns.size(); ++i) {
        const auto& entries = cases_.column_dictionaries()[i];
        for (std::size_t e = sent[first_fact + i]; e < entries.size(); ++e) {
            text_bytes += entries[e].size();
            ++new_entries;
        }
    }
    const std::span<std::byte> region =
        room(worker, batch::slice_bytes(layout, count, 0, text_bytes, new_entries));
    batch::SliceWriter writer(layout, region, count, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t service = cases.service[first + i];
        writer.values<std::uint32_t>(0)[i] = first + i;
        writer.values<std::uint32_t>(1)[i] = cases.person[first + i];
        writer.values<std::uint32_t>(2)[i] = service;
        writer.values<std::uint32_t>(3)[i] = plan_.calendar_of(cases_.services()[service]);
    }
    for (std::size_t i = 0; i < cases.columns.size(); ++i) {
        write_fact(writer, first_fact + i, cases.columns[i], first, count);
        const auto& entries = cases_.column_dictionaries()[i];
        for (std::uint32_t& e = sent[first_fact + i]; e < entries.size(); ++e) {
            writer.append_entry(first_fact + i, entries[e]);
        }
    }
    if (const auto windows = plan_.periods.windows(); !windows.empty()) {
        const caseload::CaseColumn& anchor = cases.columns[plan_.anchor];
        write_windows(writer, first_fact + cases.columns.size(), windows,
                      std::span(anchor.values).subspan(first, count),
                      std::span(anchor.valid).subspan(first, count));
    }
    batch::SliceHeader header;
    header.shard = shard;
    header.table = WM_TABLE_CASES;
    header.rows = count;
    header.cases = first + count;
    header.units = cases.units;
    header.bytes = writer.finish();
    header.text_bytes = text_bytes;
    place(header);
}

// ----------------------------------------------------------------------------------------- rows

bool Feed::knows_entries(std::uint32_t input, std::size_t first_declared) const {
    const auto& dictionaries = dictionaries_[input];
    for (const auto& tables : entries_sent_) {
        for (std::size_t i = 0; i < dictionaries.size(); ++i) {
            if (tables[input + 1][first_declared + i] < dictionaries[i].entries().size()) {
                return false;
            }
        }
    }
    return true;
}

void Feed::copied(const batch::SliceHeader& header, std::span<const std::byte> bytes) {
    const std::span<std::byte> region = room(worker_of(header.shard), bytes.size());
    std::memcpy(region.data(), bytes.data(), bytes.size());
    batch::SliceHeader placed = header;
    placed.cases = cases_.shards()[header.shard].asked();
    placed.units = cases_.shards()[header.shard].units;
    place(placed);
}

void Feed::translate(std::uint32_t input, Rows& rows) {
    rows.translations.resize(rows.columns.size());
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const BlockColumn& column = rows.block->columns[rows.columns[i]];
        if (column.type == ColumnType::category) {
            dictionaries_[input][i].translate(column.dictionary, rows.translations[i]);
        }
    }
}

void Feed::rows(std::uint32_t input, std::uint32_t shard, const Rows& rows,
                std::span<const std::uint32_t> picked, std::span<const std::uint32_t> case_first) {
    const batch::TableLayout& layout = layouts_[input + 1];
    while (!picked.empty()) {
        const auto [count, cases] = rows_of_slice(layout, rows, slot_bytes_, picked, case_first);
        const auto borders = case_first.empty() ? case_first : case_first.first(cases + 1);
        slice(input, shard, rows, picked.first(count), borders);
        picked = picked.subspan(count);
        if (!case_first.empty()) {
            case_first = case_first.subspan(cases);
        }
    }
}

void Feed::rows(std::uint32_t input, const Rows& rows, const RowsByShard& by_shard) {
    for (std::uint32_t shard = 0; shard < by_shard.shards(); ++shard) {
        this->rows(input, shard, rows, by_shard.of(shard), {});
    }
}

void Feed::slice(std::uint32_t input, std::uint32_t shard, const Rows& rows,
                 std::span<const std::uint32_t> picked, std::span<const std::uint32_t> case_first) {
    const std::uint32_t worker = worker_of(shard);
    const batch::TableLayout& layout = layouts_[input + 1];
    std::vector<std::uint32_t>& sent = entries_sent_[worker][input + 1];
    const std::size_t first_declared = first_declared_field(rows);
    std::uint64_t text_bytes = text_size(rows, picked);
    std::uint64_t new_entries = 0;
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const auto& entries = dictionaries_[input][i].entries();
        for (std::size_t e = sent[first_declared + i]; e < entries.size(); ++e) {
            text_bytes += entries[e].size();
            ++new_entries;
        }
    }
    const auto count = static_cast<std::uint32_t>(picked.size());
    const auto borders = static_cast<std::uint32_t>(case_first.size());
    const std::span<std::byte> region =
        room(worker, batch::slice_bytes(layout, count, borders, text_bytes, new_entries));
    batch::SliceWriter writer(layout, region, count, borders);
    write_rows(writer, rows, picked, case_first);
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const auto& entries = dictionaries_[input][i].entries();
        for (std::uint32_t& e = sent[first_declared + i]; e < entries.size(); ++e) {
            writer.append_entry(first_declared + i, entries[e]);
        }
    }
    batch::SliceHeader header;
    header.shard = shard;
    header.table = input;
    header.rows = count;
    header.cases = cases_.shards()[shard].asked();
    header.units = cases_.shards()[shard].units;
    header.case_first_count = borders;
    header.bytes = writer.finish();
    header.text_bytes = text_bytes;
    place(header);
}

}  // namespace waymark::run
