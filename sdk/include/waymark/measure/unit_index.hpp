// SPDX-License-Identifier: MIT
// Which units belong to which case, in the order in which their rows first came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "waymark/abi.h"

namespace waymark::detail {

/// Gives each (case, unit) a place in flat arrays. Without units the case itself is the place. When
/// cases are forgotten block by block the host's unit numbers are mapped, because they rise over
/// the whole run; else they are the places. The order of first rows does not depend on how the host
/// numbered the units, so neither do sums of doubles.
class UnitIndex {
public:
    UnitIndex(bool has_units, bool is_mapped) : has_units_(has_units), is_mapped_(is_mapped) {}

    /// The place of a row's unit. `unit` is ignored without units.
    [[nodiscard]] std::uint32_t place(std::uint32_t case_place, std::uint32_t unit) {
        return has_units_ ? place_of_unit(case_place, unit) : case_place;
    }

    /// The same if it can be told without a search.
    [[nodiscard]] std::uint32_t likely_place(std::uint32_t case_place, std::uint32_t unit) const {
        return has_units_ && !is_mapped_ ? unit : case_place;
    }

    /// Places above which nothing has been handed out.
    [[nodiscard]] std::size_t size(std::size_t cases) const {
        return has_units_ ? numbers_.size() : cases;
    }

    /// Calls `visit(place, unit number)` for the units of a case.
    template <class Visit>
    void for_each(std::uint32_t case_place, Visit visit) const {
        if (!has_units_) {
            visit(case_place, WM_ALL);
        } else if (case_place < first_.size()) {
            for (std::uint32_t at = first_[case_place]; at != WM_ALL; at = next_[at]) {
                visit(at, numbers_[at]);
            }
        }
    }

    void forget() {
        numbers_.clear();
        next_.clear();
        first_.clear();
        last_.clear();
        places_.clear();
        last_unit_ = WM_ALL;
    }

private:
    [[nodiscard]] std::uint32_t place_of_unit(std::uint32_t case_place, std::uint32_t unit) {
        const std::uint32_t place = is_mapped_ ? mapped(unit) : unit;
        if (place >= numbers_.size()) {
            numbers_.resize(place + std::size_t{1}, WM_ALL);
            next_.resize(numbers_.size(), WM_ALL);
        }
        if (numbers_[place] == WM_ALL) {
            numbers_[place] = unit;
            link(case_place, place);
        }
        return place;
    }

    [[nodiscard]] std::uint32_t mapped(std::uint32_t unit) {
        if (unit != last_unit_) {
            last_unit_ = unit;
            last_place_ =
                places_.emplace(unit, static_cast<std::uint32_t>(places_.size())).first->second;
        }
        return last_place_;
    }

    void link(std::uint32_t case_place, std::uint32_t place) {
        if (case_place >= first_.size()) {
            first_.resize(case_place + std::size_t{1}, WM_ALL);
            last_.resize(first_.size(), WM_ALL);
        }
        if (first_[case_place] == WM_ALL) {
            first_[case_place] = place;
        } else {
            next_[last_[case_place]] = place;
        }
        last_[case_place] = place;
    }

    bool has_units_;
    bool is_mapped_;
    std::vector<std::uint32_t> numbers_;  ///< by place: the host's number; WM_ALL = not seen
    std::vector<std::uint32_t> next_;     ///< by place: the next unit of the same case
    std::vector<std::uint32_t> first_;    ///< by case: its first unit
    std::vector<std::uint32_t> last_;
    std::unordered_map<std::uint32_t, std::uint32_t> places_;
    std::uint32_t last_unit_ = WM_ALL;
    std::uint32_t last_place_ = 0;
};

}  // namespace waymark::detail
