// SPDX-License-Identifier: MIT
// A sample on its way to a crew: seats of its cases, slices of its rows, questions in their order.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "batch/slice.hpp"
#include "conformance/rehearsal.hpp"

namespace waymark::conformance {

/// The tables of a run: the cases', then one per input.
[[nodiscard]] std::vector<batch::TableLayout> layouts(const Subject& subject);

/// Which case of the sample sits where: [shard][number] -> case.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> seats(const Sample& sample, const Cut& cut);

/// Room a slot needs for the largest slice of the sample.
[[nodiscard]] std::uint64_t slot_bytes(const std::vector<batch::TableLayout>& layouts,
                                       const Sample& sample, const Cut& cut);

/// Feeds one crew. One thread; everything handed in outlives it.
class Feeding {
public:
    Feeding(const Subject& subject, const Sample& sample, const Cut& cut,
            const std::vector<batch::TableLayout>& layouts, worker::Crew& crew);

    /// The whole run but for closing, in the order of calls that abi.h promises.
    void run(worker::Receiver& receiver);

private:
    /// A row under the numbers of its shard.
    struct LocalRow {
        const SampleRow* row = nullptr;
        std::uint32_t number = 0;  ///< of its case
        std::uint32_t unit = 0;
    };

    void tell_fed() const;
    /// Tells the cases below `until` that have not been told yet.
    void know(std::uint32_t shard, std::uint32_t until);
    void run_by_blocks(std::uint32_t shard, worker::Receiver& receiver);
    void run_whole(std::uint32_t shard, worker::Receiver& receiver);
    void cases(std::uint32_t shard, std::uint32_t first, std::uint32_t count);
    void rows(std::uint32_t shard, std::uint32_t input, std::uint32_t first, std::uint32_t count);
    void slice(std::uint32_t shard, std::uint32_t input, std::span<const LocalRow> rows);
    [[nodiscard]] std::vector<LocalRow> local_rows(std::uint32_t shard, std::uint32_t input,
                                                   std::uint32_t first, std::uint32_t count);
    [[nodiscard]] static std::vector<std::uint32_t> case_borders(std::span<const LocalRow> rows);
    /// Bytes and number of the entries the worker does not know yet.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> new_entries(
        std::uint32_t worker, std::size_t table, std::size_t field,
        const std::vector<std::string>& entries) const;
    void append_entries(batch::SliceWriter& writer, std::uint32_t worker, std::size_t table,
                        std::size_t field, const std::vector<std::string>& entries);

    const Subject& subject_;
    const Sample& sample_;
    const Cut& cut_;
    const std::vector<batch::TableLayout>& layouts_;
    worker::Crew& crew_;
    std::vector<std::vector<std::uint32_t>> seats_;
    std::vector<std::vector<SampleRow>> ordered_;  ///< rows of each input in the order wanted
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> units_;
    std::vector<std::uint32_t> units_of_shard_;
    std::vector<std::uint32_t> known_cases_;  ///< per shard
    std::map<std::tuple<std::uint32_t, std::size_t, std::size_t>, std::size_t> entries_sent_;
};

}  // namespace waymark::conformance
