// SPDX-License-Identifier: MIT
// Time zones: from local times to instants with one rule for the days clocks change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "schedule/local_minute.hpp"

namespace date {
class time_zone;
}

namespace waymark::schedule {

/// What a change of clocks does to a local time.
enum class Shift : std::uint8_t {
    none,
    skipped,   ///< the time does not exist that day; the first one after the gap stands for it
    repeated,  ///< the time comes twice; the first time counts
};

/// A local time as an instant.
struct Placed {
    Instant at;
    Shift shift = Shift::none;
};

/// One IANA time zone of the system (package tzdata), whose files write changes out to 2037; the
/// library follows no rule beyond. Immutable; any thread.
class Zone {
public:
    /// nullopt when the system knows no zone of that name.
    [[nodiscard]] static std::optional<Zone> find(std::string_view name);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// The instant of a local time. Never decreases as the local time grows: every time of a gap
    /// is the gap's end, and of a repeated hour only the first pass is hit.
    [[nodiscard]] Placed instant_of(LocalMinute local) const;

    /// The local time at an instant, seconds cut off.
    [[nodiscard]] LocalMinute local(Instant at) const;
    [[nodiscard]] Date local_date(Instant at) const;

    /// "GMT", "BST".
    [[nodiscard]] std::string abbreviation(Instant at) const;

    /// When the offset now in force at `at` began.
    [[nodiscard]] Instant offset_since(Instant at) const;

private:
    Zone(std::string name, const date::time_zone* zone) : name_(std::move(name)), zone_(zone) {}

    std::string name_;
    const date::time_zone* zone_;  // of the library's table, which lives as long as the program
};

}  // namespace waymark::schedule
