// SPDX-License-Identifier: MIT
// Rows on their last way: linked rows are cut into slices by shard and handed to the crew.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "batch/block.hpp"
#include "batch/dictionary.hpp"
#include "batch/gathered.hpp"
#include "batch/slice.hpp"
#include "caseload/case_table.hpp"
#include "run/slicing.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

struct Plan;

/// Feeds one crew. One thread at a time.
class Feed {
public:
    /// `layouts`: the cases' first, then one per input of the description.
    Feed(const Plan& plan, const std::vector<batch::TableLayout>& layouts, worker::Crew& crew,
         const caseload::CaseTable& cases, std::uint64_t slot_bytes);

    [[nodiscard]] std::uint32_t workers() const noexcept {
        return static_cast<std::uint32_t>(slots_.size());
    }

    /// Hands over the cases that are new since the last call, up to `until` of one shard, or all.
    void cases(std::uint32_t shard, std::uint32_t until);
    void all_cases();

    /// Turns the category indices of a block that streams by into the run's.
    void translate(std::uint32_t input, Rows& rows);

    /// Hands over these rows of one shard and table, in the order given, in as many slices as
    /// needed. case_first (offsets of whole cases among `picked`, one more than cases) keeps cases
    /// whole.
    void rows(std::uint32_t input, std::uint32_t shard, const Rows& rows,
              std::span<const std::uint32_t> picked, std::span<const std::uint32_t> case_first);

    /// The same of all shards, in as many slices as it takes.
    void rows(std::uint32_t input, const Rows& rows, const RowsByShard& by_shard);

    /// Whether every worker knows all entries of an input's dictionaries.
    [[nodiscard]] bool knows_entries(std::uint32_t input, std::size_t first_declared) const;

    /// Hands over a slice that was cut elsewhere, without new entries.
    void copied(const batch::SliceHeader& header, std::span<const std::byte> bytes);

    /// Submits what is still held back.
    void flush();

    /// The run's dictionaries of an input's category columns, per declared column.
    [[nodiscard]] std::vector<batch::Dictionary>& dictionaries(std::uint32_t input) {
        return dictionaries_[input];
    }

    [[nodiscard]] const batch::TableLayout& layout(std::uint32_t input) const {
        return layouts_[input + 1];
    }
    [[nodiscard]] std::uint64_t slot_bytes() const noexcept { return slot_bytes_; }

private:
    struct Slot {
        std::span<std::byte> bytes;
        std::uint64_t used = 0;
        std::vector<batch::SliceHeader> slices;
    };

    [[nodiscard]] std::uint32_t worker_of(std::uint32_t shard) const noexcept;
    [[nodiscard]] std::span<std::byte> room(std::uint32_t worker, std::size_t bytes);
    void submit(std::uint32_t worker);
    /// The slice that was written into the room handed out last.
    void place(batch::SliceHeader header);
    void case_slice(std::uint32_t shard, std::uint32_t first, std::uint32_t count);
    void slice(std::uint32_t input, std::uint32_t shard, const Rows& rows,
               std::span<const std::uint32_t> picked, std::span<const std::uint32_t> case_first);
    const Plan& plan_;
    const std::vector<batch::TableLayout>& layouts_;
    worker::Crew& crew_;
    const caseload::CaseTable& cases_;
    std::uint64_t slot_bytes_;
    std::vector<Slot> slots_;                                   ///< per worker
    std::vector<std::uint32_t> cases_sent_;                     ///< per shard
    std::vector<std::vector<batch::Dictionary>> dictionaries_;  ///< [input][declared column]
    /// [worker][table][column]: dictionary entries the worker knows.
    std::vector<std::vector<std::vector<std::uint32_t>>> entries_sent_;
};

}  // namespace waymark::run
