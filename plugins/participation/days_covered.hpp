// SPDX-License-Identifier: MIT
// Days that spans of days cover together, and the breaks between them.
#pragma once

#include <vector>

#include "waymark/measure/day.hpp"

namespace participation {

/// Days from `first` to `last`, both inclusive; empty when first > last.
struct Span {
    waymark::Day first;
    waymark::Day last;

    [[nodiscard]] bool is_empty() const { return first > last; }
    [[nodiscard]] int days() const { return is_empty() ? 0 : last - first + 1; }
    [[nodiscard]] bool overlaps(const Span& other) const {
        return first <= other.last && other.first <= last;
    }
};

/// The days that any of some spans covers. Spans may be added in any order and may overlap.
class DaysCovered {
public:
    /// An empty span adds nothing.
    void add(const Span& span);

    [[nodiscard]] bool contains(waymark::Day day) const;

    /// The stretches of `asked` that are not covered, in order of days.
    [[nodiscard]] std::vector<Span> gaps(const Span& asked) const;

private:
    std::vector<Span> spans_;  ///< ascending by first day; those that touch are joined
};

}  // namespace participation
