// SPDX-License-Identifier: MIT
#include "calendar/window.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

namespace waymark::calendar {

using Unit = Window::Unit;

static Date shifted(Date anchor, std::int32_t count, Unit unit) noexcept {
    switch (unit) {
        case Unit::day:
            return anchor + std::chrono::days{count};
        case Unit::week:
            return anchor + std::chrono::days{7 * count};
        case Unit::month:
            break;
    }
    return add_months(anchor, count);
}

DateRange Window::days(Date anchor) const noexcept {
    const DateRange range{shifted(anchor, start, unit), shifted(anchor, end, unit)};
    const std::chrono::days one{1};
    return after_start ? DateRange{range.first + one, range.last}
                       : DateRange{range.first, range.last - one};
}

static constexpr std::array<char, 3> letters{'d', 'w', 'm'};
static constexpr std::array<std::string_view, 3> words{"day", "week", "month"};

static std::string bound_text(std::int32_t bound, Unit unit) {
    std::string text = std::to_string(bound);
    return bound == 0 ? text : text + letters[static_cast<std::size_t>(unit)];
}

std::string Window::text() const {
    const std::string inner = bound_text(start, unit) + ".." + bound_text(end, unit);
    return after_start ? "(" + inner + "]" : inner;
}

std::string Window::label(std::string_view anchor) const {
    const std::string anchor_text(anchor);
    const auto counted = [this](std::int32_t count) {
        std::string words_of_count(words[static_cast<std::size_t>(unit)]);
        return words_of_count + (count == 1 ? "" : "s");
    };
    const std::string low = std::to_string(std::abs(start));
    const std::string high = std::to_string(std::abs(end));
    std::string text;
    if (start >= 0) {
        text = low + " to " + high + " " + counted(end) + " after " + anchor_text;
    } else if (end <= 0) {
        text = low + " to " + high + " " + counted(-start) + " before " + anchor_text;
    } else {
        text = low + " " + counted(-start) + " before to " + high + " " + counted(end) + " after " +
               anchor_text;
    }
    return after_start ? text + ", last day included" : text;
}

// One end of a window: a number and perhaps a unit.
struct Bound {
    std::int32_t count = 0;
    std::optional<Unit> unit;
};

static std::optional<Bound> parse_bound(std::string_view text) noexcept {
    Bound bound;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (text.ends_with(letters[i])) {
            bound.unit = static_cast<Unit>(i);
            text.remove_suffix(1);
            break;
        }
    }
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, bound.count);
    if (fault != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return bound;
}

// Far more than any service lasts, and small enough that no date arithmetic can overflow.
static constexpr std::array<std::int32_t, 3> largest_count{36525, 5218, 1200};

std::optional<Window> parse_window(std::string_view text) noexcept {
    Window window;
    if (text.starts_with('(') && text.ends_with(']')) {
        window.after_start = true;
        text = text.substr(1, text.size() - 2);
    } else if (text.starts_with('[') && text.ends_with(')')) {
        text = text.substr(1, text.size() - 2);
    }
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
        return std::nullopt;
    }
    const auto start = parse_bound(text.substr(0, dots));
    const auto end = parse_bound(text.substr(dots + 2));
    if (!start || !end || (!start->unit && !end->unit) ||
        (start->unit && end->unit && start->unit != end->unit)) {
        return std::nullopt;
    }
    window.start = start->count;
    window.end = end->count;
    window.unit = start->unit ? *start->unit : *end->unit;
    const std::int32_t largest = largest_count[static_cast<std::size_t>(window.unit)];
    if (window.start < -largest || window.end > largest || window.start >= window.end) {
        return std::nullopt;
    }
    return window;
}

}  // namespace waymark::calendar
