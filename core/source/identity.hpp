// SPDX-License-Identifier: MIT
// Which rows say the same of the same: 128-bit keyed hashes of the unique columns, and a set of
// them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/key_hash.hpp"
#include "batch/block.hpp"

namespace waymark::source {

/// Mixes a column's values into the identities, one a row. Nulls are equal to each other only.
void add_identity(const batch::RowBlock& block, const batch::BlockColumn& column,
                  std::uint64_t seed, std::vector<Words>& identities);

/// A set of identities: 16 bytes each, in many small tables, so that growing one costs little. Two
/// different rows are taken for one with a chance of 2^-128 a pair. One thread at a time.
class IdentitySet {
public:
    IdentitySet() : parts_(part_count) {}

    /// False when it was there already.
    bool insert(Words identity);

private:
    static constexpr std::size_t part_count = 256;
    struct Part {
        std::vector<Words> places;  ///< {0, 0} is free
        std::size_t size = 0;
    };

    static void grow(Part& part);
    [[nodiscard]] static std::size_t slot(const Words& identity, std::size_t places) noexcept;

    std::vector<Part> parts_;
};

}  // namespace waymark::source
