// SPDX-License-Identifier: MIT
#include "source/identity.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace waymark::source {

// The value of a row as bytes that are equal when the values are.
static std::string_view value_bytes(const batch::RowBlock& block, const batch::BlockColumn& column,
                                    std::size_t width, std::size_t row) {
    using contract::ColumnType;
    if (column.is_null(row)) {
        return {};  // no value has an empty text
    }
    if (column.type == ColumnType::key || column.type == ColumnType::text) {
        return block.text_of(column, row);
    }
    if (column.type == ColumnType::category) {  // numbers differ from block to block
        return column.dictionary[static_cast<std::size_t>(column.as<std::int32_t>()[row])];
    }
    return {reinterpret_cast<const char*>(column.values.data()) + row * width, width};
}

void add_identity(const batch::RowBlock& block, const batch::BlockColumn& column,
                  std::uint64_t seed, std::vector<Words>& identities) {
    constexpr std::uint64_t other_seed = 0xa0761d6478bd642f;
    constexpr std::uint64_t low_step = 0xe7037ed1a0b428db;
    constexpr std::uint64_t high_step = 0x8ebc6af09c88c6e3;
    const std::size_t width = batch::width(column.type, column.list_size);
    for (std::size_t row = 0; row < identities.size(); ++row) {
        const std::string_view bytes = value_bytes(block, column, width, row);
        Words& identity = identities[row];
        identity.low = folded_product(identity.low + key_hash(bytes, seed), seed ^ low_step);
        identity.high =
            folded_product(identity.high + key_hash(bytes, ~seed ^ other_seed), ~seed ^ high_step);
    }
}

// Places are chosen by a product instead of a remainder, so that tables may have any size.
std::size_t IdentitySet::slot(const Words& identity, std::size_t places) noexcept {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::size_t>((static_cast<Wide>(identity.high) * places) >> 64);
}

void IdentitySet::grow(Part& part) {
    std::vector<Words> old(std::max<std::size_t>(16, part.places.size() + part.places.size() / 2));
    old.swap(part.places);
    for (const Words& identity : old) {
        if (identity == Words{}) {
            continue;
        }
        std::size_t at = slot(identity, part.places.size());
        while (!(part.places[at] == Words{})) {
            at = at + 1 == part.places.size() ? 0 : at + 1;
        }
        part.places[at] = identity;
    }
}

bool IdentitySet::insert(Words identity) {
    identity.low |= identity == Words{};  // {0, 0} marks a free place
    Part& part = parts_[identity.low % part_count];
    if (part.size * 8 >= part.places.size() * 7) {
        grow(part);
    }
    std::size_t at = slot(identity, part.places.size());
    while (!(part.places[at] == Words{})) {
        if (part.places[at] == identity) {
            return false;
        }
        at = at + 1 == part.places.size() ? 0 : at + 1;
    }
    part.places[at] = identity;
    ++part.size;
    return true;
}

}  // namespace waymark::source
