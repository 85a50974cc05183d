// SPDX-License-Identifier: MIT
#include "disclosure/rounded_line.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "disclosure/rounding.hpp"

namespace waymark::disclosure {
namespace {

/// Whole numbers from `least` to `most`.
struct Range {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

// What a shown count may have been: a zero is told as it is, and small counts are never shown.
Range range_of_shown(std::int64_t count, std::int64_t base, std::int64_t hide_up_to) {
    if (count == 0) {
        return {};
    }
    const auto shown = std::llround(rounded_to(static_cast<double>(count), base));
    const std::int64_t least = shown - base / 2;
    return {std::max(least, hide_up_to + 1), least + base - 1};
}

/// A line as an outsider reads it.
struct Reading {
    std::int64_t hidden = 0;  ///< parts
    std::int64_t sum = 0;     ///< of all parts
    Range shown;              ///< the sum of the shown parts
    bool has_large_hidden = false;
};

Reading read(const Line& line, std::span<const std::int64_t> counts, const Profile& profile,
             const std::vector<bool>& hidden) {
    Reading reading;
    for (const std::size_t part : line.parts) {
        reading.sum += counts[part];
        if (hidden[part]) {
            ++reading.hidden;
            reading.has_large_hidden = reading.has_large_hidden || !profile.hides(counts[part]);
        } else {
            const Range range =
                range_of_shown(counts[part], profile.round_parts_to, profile.hide_up_to);
            reading.shown.least += range.least;
            reading.shown.most += range.most;
        }
    }
    return reading;
}

// How many values every hidden part may have.
std::int64_t values_left(const Reading& reading, Range total, std::int64_t hide_up_to) {
    const std::int64_t others = reading.hidden - 1;
    const std::int64_t least =
        std::max<std::int64_t>(1, total.least - reading.shown.most - others * hide_up_to);
    const std::int64_t most = std::min(hide_up_to, total.most - reading.shown.least - others);
    return most - least + 1;
}

}  // namespace

void widen_rounded_line(const Line& line, std::span<const std::int64_t> counts,
                        const Profile& profile, std::vector<bool>& hidden) {
    if (!line.total) {
        return;
    }
    const std::size_t total = *line.total;
    const Reading reading = read(line, counts, profile, hidden);
    const bool total_is_large_hidden = hidden[total] && !profile.hides(counts[total]);
    if (reading.hidden == 0 || reading.has_large_hidden || total_is_large_hidden ||
        reading.sum > counts[total]) {
        return;
    }
    const Range of_total =
        hidden[total] ? Range{1, profile.hide_up_to}
                      : range_of_shown(counts[total], profile.round_totals_to, profile.hide_up_to);
    const std::int64_t left = values_left(reading, of_total, profile.hide_up_to);
    if (2 * left > profile.hide_up_to) {
        return;
    }
    for (const std::size_t part : line.parts) {
        hidden[part] = true;
    }
    if (left <= 1 && reading.hidden == static_cast<std::int64_t>(line.parts.size())) {
        hidden[total] = true;
    }
}

}  // namespace waymark::disclosure
