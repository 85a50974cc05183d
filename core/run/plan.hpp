// SPDX-License-Identifier: MIT
// One run worked out before anything is read: what is asked of which source, which periods,
// services and strata there will be, and what the plugin is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch/slice.hpp"
#include "calendar/period_set.hpp"
#include "caseload/case_table.hpp"
#include "caseload/spell_links.hpp"
#include "config/config.hpp"
#include "contract/description.hpp"
#include "contract/parameters.hpp"
#include "run/caseload_plan.hpp"
#include "run/catalogue.hpp"
#include "source/pull.hpp"

namespace waymark::run {

/// One table of a run, ready to be pulled but for its files. Wanted column i < declared is column i
/// of the input; the roles' columns follow.
struct TablePlan {
    std::uint32_t input = 0;  ///< index in the description
    const config::Table* table = nullptr;
    const config::Source* source = nullptr;
    std::vector<source::Wanted> wanted;
    caseload::Roles roles;
    std::optional<caseload::LinkRule> link;  ///< present: rows are linked by the caseload
    std::optional<std::uint32_t> period;     ///< wanted index of the date inside the row's period
    calendar::Grain period_grain = calendar::Grain::day;
    std::vector<std::uint32_t> unique;      ///< indices into wanted
    std::vector<std::uint32_t> list_sizes;  ///< per declared column
    bool path_per_service = false;          ///< the source is read once for each service
    std::optional<Date> from;               ///< first and last day a source is asked for, if the
    std::optional<Date> to;                 ///< monitor says; bound to :from and :to
};

/// Everything fixed before the first byte is read. Points into the configuration and the catalogue,
/// which outlive it. Immutable; any thread.
struct Plan {
    const config::Config* config = nullptr;
    const config::Monitor* monitor = nullptr;
    const Plugin* plugin = nullptr;
    Date as_of;
    contract::ResolvedParameters parameters;
    calendar::PeriodSet periods;
    std::vector<std::string> calendar_ids;  ///< per calendar of `periods`
    caseload::ServiceScope services;
    std::vector<std::string> strata;       ///< kinds of the caseload, then those read from rows
    std::optional<CaseloadPlan> caseload;  ///< absent: person x service of the data = case
    std::vector<TablePlan> tables;
    std::size_t anchor = 0;  ///< case column (start, end, asked-for ...) windows are relative to
    contract::Description reported;  ///< what is summed and published: the measure's description,
                                     ///< with the host's attrition unless it reads aggregates
    std::vector<std::vector<std::string>> series;  ///< per indicator of `reported`

    /// What the plugin says of itself; its indicators are the first of `reported`.
    [[nodiscard]] const contract::Description& description() const noexcept {
        return plugin->description;
    }
    [[nodiscard]] const contract::Input& input_of(const TablePlan& table) const noexcept {
        return description().inputs[table.input];
    }
    [[nodiscard]] bool is_aggregate() const noexcept;
    /// Whether the monitor wants figures of this period; others only help to make coarser ones.
    [[nodiscard]] bool is_asked(std::uint32_t period) const;
    /// Index into `periods`' calendars for a service.
    [[nodiscard]] std::uint32_t calendar_of(const std::string& service) const;
};

/// Works a monitor out. `only_service` narrows to one service ("" = all). Throws
/// Error(configuration) naming place and remedy of everything that does not fit the measure;
/// Error(measure) when the plugin's version does not.
[[nodiscard]] Plan planned(const config::Config& config, const config::Monitor& monitor,
                           const Plugin& plugin, Date as_of, const std::string& only_service);

}  // namespace waymark::run
