// SPDX-License-Identifier: MIT
// A run of civil days, both ends inside.
#pragma once

#include "base/date.hpp"

namespace waymark::calendar {

/// The days from `first` to `last`, both inclusive; empty when last is before first.
struct DateRange {
    Date first;
    Date last;

    [[nodiscard]] constexpr bool contains(Date date) const noexcept {
        return first <= date && date <= last;
    }
    [[nodiscard]] constexpr bool overlaps(const DateRange& other) const noexcept {
        return first <= other.last && other.first <= last;
    }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return last < first; }

    friend constexpr bool operator==(const DateRange&, const DateRange&) = default;
};

}  // namespace waymark::calendar
