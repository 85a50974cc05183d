// SPDX-License-Identifier: MIT
// Everything a daemon takes from one reading of its configuration; a reload makes another.
#pragma once

#include <filesystem>
#include <vector>

#include "base/clock.hpp"
#include "config/config.hpp"
#include "run/agenda.hpp"
#include "run/catalogue.hpp"

namespace waymark::run {

/// Read, checked whole, immutable. Any thread.
struct Setup {
    config::Config config;
    std::vector<Scheduled> monitors;  ///< those with a schedule, in the order of the configuration

    /// The monitor of an id; null when the configuration has none.
    [[nodiscard]] const config::Monitor* monitor(const std::string& id) const;
};

/// The schedule of a monitor that has one; termly schedules read the monitor's first calendar.
/// Throws what reading a calendar throws.
[[nodiscard]] Scheduled scheduled(const config::Config& config, const config::Monitor& monitor);

/// All monitors that have a schedule.
[[nodiscard]] std::vector<Scheduled> scheduled_monitors(const config::Config& config);

/// Fits every monitor to its plugin, which reads calendars and documents but no data. Throws Error
/// for the first that does not fit.
void check_monitors(const config::Config& config, const Catalogue& catalogue, Date today);

/// Reads a configuration and checks it as `config check` does. Throws Error.
[[nodiscard]] Setup read_setup(const std::filesystem::path& file, const Clock& clock);

/// The same for a daemon, which has nothing to do unless some monitor has a schedule: throws
/// Error(configuration) when none has.
[[nodiscard]] Setup read_daemon_setup(const std::filesystem::path& file, const Clock& clock);

}  // namespace waymark::run
