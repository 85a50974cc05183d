// SPDX-License-Identifier: MIT
// The accumulators of a FoldMeasure: flat arrays, one per slot of the calendar or window.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace waymark::detail {

/// Tallies by column (slot or window) and place (unit or case). A column is made when its first row
/// comes, so memory goes with the time the rows cover. Date by date files, the usual ones, stay in
/// one column at a time and so in the cache.
template <class Tally>
class Tallies {
public:
    struct Entry {
        Tally tally{};
        bool has_rows = false;
    };

    explicit Tallies(std::size_t columns) : columns_(columns) {}

    [[nodiscard]] Entry& at(std::size_t column, std::size_t place, std::size_t places) {
        std::vector<Entry>& entries = columns_[column];
        if (place >= entries.size()) {
            entries.resize(places);
        }
        return entries[place];
    }
    [[nodiscard]] const Entry* find(std::size_t column, std::size_t place) const {
        const std::vector<Entry>& entries = columns_[column];
        return place < entries.size() && entries[place].has_rows ? &entries[place] : nullptr;
    }
    void forget() {
        for (std::vector<Entry>& entries : columns_) {
            entries.clear();
        }
    }

private:
    std::vector<std::vector<Entry>> columns_;
};

}  // namespace waymark::detail
