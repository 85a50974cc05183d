// SPDX-License-Identifier: MIT
// What can be done for a streamed table's rows on the parsers' threads, before their turn in the
// order of the file: linking whoever is known, and cutting slices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <span>
#include <vector>

#include "batch/dictionary.hpp"
#include "batch/slice.hpp"
#include "caseload/case_table.hpp"
#include "caseload/row_finder.hpp"
#include "run/slicing.hpp"

namespace waymark::run {

/// What became of one block.
struct EarlyBlock {
    caseload::FoundRows found;
    Rows rows;
    bool is_cut = false;                     ///< all rows are linked and stand in the slices
    std::vector<batch::SliceHeader> slices;  ///< offsets are those in bytes()
    RowsByShard by_shard;
    std::vector<std::int32_t> days;  ///< of the rows, once they are cut: see find_days()
    [[nodiscard]] std::span<std::byte> bytes() noexcept {
        return std::as_writable_bytes(std::span(lines));
    }

    struct alignas(64) Line {
        std::byte bytes[64];
    };
    std::vector<Line> lines;
};

/// The early work of one table. The settling thread, which takes blocks in the order of the file,
/// holds `settling` alone while it changes cases or dictionaries.
class EarlyRows {
public:
    struct Setting {
        std::uint32_t threads = 1;
        std::uint32_t blocks = 1;  ///< of the pull
        std::uint32_t input = 0;
        const contract::Input* declared = nullptr;  ///< the same input
        std::uint64_t slot_bytes = 0;
        const batch::TableLayout* layout = nullptr;
        const caseload::CaseTable* cases = nullptr;
        const std::vector<batch::Dictionary>* dictionaries = nullptr;  ///< of the input
        const caseload::Roles* roles = nullptr;
        std::vector<std::uint32_t> columns;  ///< as in Rows
        std::shared_mutex* settling = nullptr;
    };

    /// All that the setting points at outlives it.
    explicit EarlyRows(const Setting& setting);

    /// Called on a parser's thread.
    void prepare(const batch::RowBlock& block, std::uint32_t thread);

    /// What was prepared of a block that is handed out.
    [[nodiscard]] EarlyBlock& of(const batch::RowBlock& block) { return blocks_[block.number]; }

private:
    [[nodiscard]] bool translate(EarlyBlock& early) const;
    void cut(EarlyBlock& early) const;

    Setting setting_;
    std::vector<caseload::RowFinder> finders_;  ///< per thread
    std::vector<EarlyBlock> blocks_;
};

}  // namespace waymark::run
