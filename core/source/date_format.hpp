// SPDX-License-Identifier: MIT
// Dates and instants as people write them: %d %m %Y %y %b %B %V %H %M %S and literal text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"

namespace waymark::source {

/// A format, checked once. Days, months, weeks, hours, minutes and seconds may have one digit where
/// no other number follows; %Y has four; %y is 1969 to 2068 (POSIX); %b and %B are English, long or
/// short, in any case; %V is an ISO 8601 week and gives its Monday. What is not written is 1, or 0
/// for times. Immutable; any thread.
class DateFormat {
public:
    /// "" is ISO 8601: 2024-09-30, and for instants 2024-09-30T13:45:00Z (see parse_instant).
    /// Throws Error configuration, naming the fault, when no date can be read with the format.
    DateFormat(std::string_view format, const Place& place);

    /// nullopt: not a date of this format, or none that exists.
    [[nodiscard]] std::optional<Date> date(std::string_view text) const;
    [[nodiscard]] std::optional<Instant> instant(std::string_view text) const;

    /// How 30 September 2024, a quarter to two, is written: for messages.
    [[nodiscard]] std::string example(bool with_time) const;

private:
    struct Piece {
        char directive = 0;  ///< 0: a literal byte
        char literal = 0;
        bool before_number = false;  ///< a digit may follow directly: all digits must be there
    };
    struct Fields;

    [[nodiscard]] bool parse(std::string_view text, Fields& fields) const;

    std::vector<Piece> pieces_;
};

/// "2024-09-30T13:45:00Z": seconds and a fraction (to the microsecond) may be absent, a blank may
/// stand for the T, an offset (+01:00) for the Z; without either it is UTC. nullopt for anything
/// else.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text) noexcept;

}  // namespace waymark::source
