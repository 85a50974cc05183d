// SPDX-License-Identifier: MIT
// One field of a cron expression: the numbers it lets through. Only for this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace waymark::schedule {

/// What is wrong with a cron expression, and where in its text (from 0).
struct CronFault {
    std::size_t position = 0;
    std::string sentence;
};

/// What numbers and names a field may hold.
struct FieldKind {
    std::string_view noun;                    ///< "month"
    std::uint32_t least;                      ///< 1
    std::uint32_t greatest;                   ///< 12
    std::span<const std::string_view> names;  ///< of least, least + 1, ...; empty = none
};

/// Bit n stands for the number n.
struct Field {
    std::uint64_t numbers = 0;
    bool is_open = false;  ///< begins with *, so it restricts nothing by itself

    [[nodiscard]] bool has(std::uint32_t number) const noexcept {
        return ((numbers >> number) & 1U) != 0;
    }
};

/// Lists of numbers, names, ranges a-b, * and steps /n of the latter two. `at` is the position of
/// the text in the whole expression. On a fault nullopt, and the fault is told.
[[nodiscard]] std::optional<Field> parse_field(std::string_view text, std::size_t at,
                                               const FieldKind& kind, CronFault& fault);

}  // namespace waymark::schedule
