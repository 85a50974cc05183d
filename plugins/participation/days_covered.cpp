// SPDX-License-Identifier: MIT
#include "days_covered.hpp"

#include <algorithm>

namespace participation {

using waymark::Day;

void DaysCovered::add(const Span& span) {
    if (span.is_empty()) {
        return;
    }
    Span joined = span;
    std::vector<Span> others;
    for (const Span& one : spans_) {
        if (one.first <= joined.last + 1 && joined.first <= one.last + 1) {
            joined = {std::min(one.first, joined.first), std::max(one.last, joined.last)};
        } else {
            others.push_back(one);
        }
    }
    const auto place = std::find_if(others.begin(), others.end(),
                                    [&](const Span& one) { return one.first > joined.first; });
    others.insert(place, joined);
    spans_ = std::move(others);
}

bool DaysCovered::contains(Day day) const {
    return std::any_of(spans_.begin(), spans_.end(),
                       [&](const Span& span) { return span.first <= day && day <= span.last; });
}

std::vector<Span> DaysCovered::gaps(const Span& asked) const {
    std::vector<Span> found;
    Day next = asked.first;
    for (const Span& span : spans_) {
        if (span.last < next || span.first > asked.last) {
            continue;
        }
        if (span.first > next) {
            found.push_back({next, span.first - 1});
        }
        next = span.last + 1;
    }
    if (next <= asked.last) {
        found.push_back({next, asked.last});
    }
    return found;
}

}  // namespace participation
