// SPDX-License-Identifier: MIT
// Kaplan-Meier: how long until something happens, when not everybody was watched to the end.
// Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Persons whose watch ended at one time.
struct TimeCount {
    double time = 0.0;
    std::int64_t events = 0;
    std::int64_t censored = 0;  ///< still at risk at this time, gone after it
};

/// The curve from one event time to the next.
struct SurvivalStep {
    double time = 0.0;
    std::int64_t at_risk = 0;  ///< just before the events
    std::int64_t events = 0;
    Estimate survival;  ///< Greenwood error and log-log limits; both undefined at survival 0
};

/// A survival curve: 1 from time 0, then a step at each event time, known up to `end`.
struct SurvivalCurve {
    std::vector<SurvivalStep> steps;
    double end = 0.0;

    /// Survival at a time. Before the first event it is 1 without limits. nullopt for a negative
    /// time, and past the end unless survival is 0 there.
    [[nodiscard]] std::optional<Estimate> at(double time) const;

    /// Mean time free of the event up to `horizon`: the area under the curve. nullopt as for `at`.
    [[nodiscard]] std::optional<double> restricted_mean(double horizon) const;
};

/// The Kaplan-Meier curve of ascending times, at event time t: S *= 1 - d/n; variance S^2 sum
/// d/(n(n-d)) (Greenwood); limits S^exp(+-z sqrt(V)/|ln S|). It ends at the last time at which at
/// least `fewest_at_risk` persons are at risk, since what few persons show is neither stable nor
/// safe to show. Missing  nobody, or fewer than `fewest_at_risk` from the beginning, gives nullopt.
/// Source   E. L. Kaplan, P. Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; J. D. Kalbfleisch,
///          R. L. Prentice, The Statistical Analysis of Failure Time Data (1980) section 1.3;
///          docs/methods.md, "Time to event".
[[nodiscard]] std::optional<SurvivalCurve> kaplan_meier(std::span<const TimeCount> times,
                                                        std::int64_t fewest_at_risk = 10,
                                                        double confidence = default_confidence);

}  // namespace waymark::statistics
