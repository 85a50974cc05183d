// SPDX-License-Identifier: MIT
#include "disclosure/line.hpp"

namespace waymark::disclosure {
namespace {

bool is_small(std::int64_t count, std::int64_t hide_up_to) {
    return count >= 1 && count <= hide_up_to;
}

std::optional<std::size_t> smallest_shown(const Line& line, std::span<const std::int64_t> counts,
                                          const std::vector<bool>& hidden) {
    std::optional<std::size_t> smallest;
    for (const std::size_t part : line.parts) {
        if (counts[part] > 0 && !hidden[part] && (!smallest || counts[part] < counts[*smallest])) {
            smallest = part;
        }
    }
    return smallest;
}

// What an outsider learns of the hidden parts: how many are not zero, and their sum.
struct HiddenParts {
    std::int64_t count = 0;
    std::int64_t sum = 0;
    bool needs_protection = false;
};

HiddenParts hidden_parts(const Line& line, std::span<const std::int64_t> counts,
                         const std::vector<bool>& seeds, std::int64_t hide_up_to,
                         const std::vector<bool>& hidden) {
    HiddenParts found;
    for (const std::size_t part : line.parts) {
        if (hidden[part] && counts[part] > 0) {
            ++found.count;
            found.sum += counts[part];
            found.needs_protection =
                found.needs_protection || seeds[part] || is_small(counts[part], hide_up_to);
        }
    }
    return found;
}

}  // namespace

void suppress_line(const Line& line, std::span<const std::int64_t> counts,
                   const std::vector<bool>& seeds, std::int64_t hide_up_to,
                   std::vector<bool>& hidden) {
    for (const std::size_t part : line.parts) {
        const bool total_is_small = line.total && is_small(counts[*line.total], hide_up_to);
        if (is_small(counts[part], hide_up_to) || (total_is_small && counts[part] > 0)) {
            hidden[part] = true;
        }
    }
    if (!line.total) {
        return;
    }
    if (is_small(counts[*line.total], hide_up_to)) {
        hidden[*line.total] = true;
    }
    while (!hidden[*line.total]) {
        const HiddenParts found = hidden_parts(line, counts, seeds, hide_up_to, hidden);
        if (!found.needs_protection ||
            (found.count >= 2 && found.sum >= found.count + hide_up_to)) {
            return;
        }
        const auto next = smallest_shown(line, counts, hidden);
        hidden[next.value_or(*line.total)] = true;
    }
}

}  // namespace waymark::disclosure
