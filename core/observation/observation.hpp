// SPDX-License-Identifier: MIT
// Exact figures: what measures answered, summed per cell. They stay in the ledger; only the gate
// reads them on their way out. Plain values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/cell.hpp"
#include "calendar/period.hpp"
#include "contract/description.hpp"

namespace waymark::observation {

/// Which cell, as indices into the lists of Observations. Ordered as the members stand.
struct CellKey {
    std::uint32_t service = 0;
    std::uint32_t indicator = 0;
    std::uint32_t series = 0;
    std::uint32_t period = 0;
    std::uint32_t stratum_kind = 0;   ///< 0 = all
    std::uint32_t stratum_value = 0;  ///< 0 for all

    auto operator<=>(const CellKey&) const = default;
};

/// What the host keeps of a cell. A person's contributions to one cell are added before they are
/// squared, so intervals respect people. With weights (mean) x is the value and w its weight:
///   count, rate, ratio, change   a, b, aa, ab, bb = sums of a, b, a*a, a*b, b*b over persons
///   proportion                   a = successes, b = of how many, both weighted, as above
///   mean                         a = sum of w*x, b = sum of w, aa = sum of w*x*x, ab = sum of w*x,
///                                bb = sum of w*w
///   time_to_event, quantile      times or values, one entry per contribution
///   published                    a = the value; people as given
/// Every person who contributed counts in `people` of a change, time_to_event or quantile, and in
/// `contributors` of a change and a quantile: there b and a are scores, and 0 is one of them.
struct Sums {
    std::int64_t contributions = 0;  ///< units of observation
    std::int64_t people = 0;         ///< distinct persons with b != 0 (aggregates: people told)
    std::int64_t contributors = 0;  ///< distinct persons with a != 0; time_to_event: with an event;
                                    ///< aggregates: a itself, rounded; published: people
    long double a = 0;
    long double b = 0;
    long double aa = 0;
    long double ab = 0;
    long double bb = 0;
    bool from_aggregates = false;  ///< no interval can rest on people
    /// time_to_event: time -> (events, censored).
    std::map<double, std::pair<std::int64_t, std::int64_t>> times;
    /// quantile: value -> how often.
    std::map<double, std::int64_t> values;
};

/// One cell's exact figures.
struct Observation {
    CellKey key;
    Sums sums;
    State state = State::observed;
    Maturity maturity = Maturity::final;
    Flags flags = 0;
};

/// Cases that did not count, by the measure's reason.
struct ExclusionCount {
    std::uint32_t service = 0;
    std::optional<std::uint32_t> indicator;  ///< empty = all
    std::optional<std::uint32_t> period;     ///< empty = all
    std::uint32_t reason = 0;                ///< index into the description's exclusions
    std::int64_t cases = 0;
};

/// Something worth telling, by the measure's code.
struct FindingCount {
    std::optional<std::uint32_t> service;  ///< empty = the whole run
    std::optional<std::uint32_t> period;   ///< empty = all
    std::uint32_t code = 0;                ///< index into the description's findings
    std::int64_t count = 0;
    std::int64_t of = 0;  ///< chances, 0 = not a share
    std::int64_t cases = 0;
};

/// A kind of stratum and its values in the order they are shown.
struct StratumKind {
    std::string kind;
    std::vector<std::string> values;
};

/// Everything one run of one measure observed, with the lists its keys point into.
struct Observations {
    std::vector<std::string> services;  ///< ids
    std::vector<calendar::Period> periods;
    std::vector<std::vector<std::string>> series;  ///< per indicator; {""} = without series
    std::vector<StratumKind> strata;               ///< [0] is {"all", {"all"}}
    std::vector<Observation> cells;                ///< ascending by key, each key once
    std::vector<ExclusionCount> exclusions;
    std::vector<FindingCount> findings;
};

}  // namespace waymark::observation
