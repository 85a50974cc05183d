// SPDX-License-Identifier: MIT
// The parts of read_config, one per TOML table; faults are noted, never thrown. Only for this room.
#pragma once

#include <filesystem>
#include <string_view>

#include "config/config.hpp"
#include "config/section.hpp"

namespace waymark::config {

/// [a-z0-9][a-z0-9_-]* of at most 64 characters.
[[nodiscard]] bool is_name(std::string_view text) noexcept;

/// The path under a key, made absolute from the folder of the configuration; "" when not given.
[[nodiscard]] std::filesystem::path path_under(const Section& section, std::string_view key,
                                               const std::filesystem::path& folder);

[[nodiscard]] Source read_source(const Section::Child& child, Reading& reading,
                                 const std::filesystem::path& folder);

/// The mapping under a key of type column: a header name or a table.
[[nodiscard]] std::optional<ColumnMap> read_column(const Section& parent, std::string_view key);

/// The mappings of a table of columns, by name.
[[nodiscard]] std::vector<NamedColumn> read_columns(const Section& parent, std::string_view key);

/// The period of an aggregate's rows, into `table`.
void read_period(const Section& parent, Table& table);

/// The row filters under key "filter".
[[nodiscard]] std::vector<RowFilter> read_filters(const Section& parent);

/// The schedule of a monitor; nullopt when it has none.
[[nodiscard]] std::optional<MonitorSchedule> read_schedule(const Section& monitor);

/// The table [daemon], or its defaults.
[[nodiscard]] Daemon read_daemon(const Section& root);

[[nodiscard]] Table read_table(const Section::Child& child, Reading& reading);

[[nodiscard]] Caseload read_caseload(const Section::Child& child, Reading& reading);

[[nodiscard]] Monitor read_monitor(const Section::Child& child, Reading& reading);

/// Notes what only shows across tables: ids given twice, names of things that are not there.
void check_across(const Config& config, ErrorList& errors);

}  // namespace waymark::config
