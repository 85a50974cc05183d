// SPDX-License-Identifier: MIT
// Finds rows' cases beside each other on several threads: whatever is known already needs not wait
// for its turn in the order of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "batch/block.hpp"
#include "caseload/case_table.hpp"

namespace waymark::caseload {

/// Looks rows up in a table of cases and changes nothing in it. Each thread has its own; while one
/// of them looks, nobody may link. For tables about persons, without a caseload.
class RowFinder {
public:
    /// The table outlives it.
    explicit RowFinder(const CaseTable& cases) : cases_(cases) {}

    /// Links the rows whose case, service and unit are known. All others are left over.
    void find(const batch::RowBlock& block, const Roles& roles, FoundRows& found);

private:
    [[nodiscard]] std::uint32_t case_of(const KeyText& person, std::uint64_t seed,
                                        std::uint32_t service);
    [[nodiscard]] std::uint32_t unit_of(std::uint32_t of_case, const KeyText& key,
                                        std::uint64_t seed) const;
    struct Block;
    void find_rows(const batch::RowBlock& block, const Roles& roles, FoundRows& found);
    void guess(const Block& from, std::uint32_t rows, FoundRows& found);
    void look_up(const Block& from, std::uint32_t rows, FoundRows& found);
    [[nodiscard]] bool is_stranger(const KeyText& person, std::uint32_t service) const noexcept;
    void settle_row(const Block& from, std::uint32_t row, std::uint32_t service,
                    std::uint32_t number, FoundRows& found);
    void find_news(const batch::RowBlock& block, const Roles& roles, FoundRows& found);
    void find_strata(const batch::RowBlock& block, std::uint32_t column, std::size_t kind,
                     FoundRows& found) const;
    void find_facts(const batch::RowBlock& block, std::uint32_t column, std::size_t index,
                    FoundRows& found) const;
    void expect_guesses(std::uint32_t rows);

    const CaseTable& cases_;
    std::vector<std::uint32_t> services_;  ///< of the block's dictionary
    /// Rows mostly come in the order of the last day: after this case's row came that case's. Kept
    /// where it was neither the same case nor the next.
    std::vector<std::uint32_t> followed_by_;
    std::uint32_t step_ = 1;  ///< from a row's case to the next row's: none or one, as last seen
    std::uint32_t previous_ = FlatIndex::none;
    KeyText stranger_;  ///< the person not known last, in this block ...
    std::uint32_t strange_service_ = FlatIndex::none;  ///< ... and the row's service
    std::uint32_t misses_ = 0;                         ///< of guesses, in this block
    std::uint32_t rest_ = 0;                           ///< blocks until guessing is tried again
};

}  // namespace waymark::caseload
