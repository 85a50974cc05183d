// SPDX-License-Identifier: MIT
// Counts of events, rates per exposure and standardised rates. Pure arithmetic; any thread.
#pragma once

#include <optional>
#include <span>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Limits of a count of independent events: Byar's approximation from 10 events on, exact Poisson
/// limits below. Repeat events of one person are not independent: count persons, or say so.
/// Missing  a negative or infinite count gives nullopt.
/// Source   N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II (IARC 1987) 69;
///          F. Garwood, Biometrika 28 (1936) 437-442; docs/methods.md, "Counts and rates".
[[nodiscard]] std::optional<Interval> count_interval(double events,
                                                     double confidence = default_confidence);

/// The limits of a count over its exposure, e.g. person-years.
/// Missing  as count_interval, and an exposure that is not positive.
[[nodiscard]] std::optional<Interval> rate_interval(double events, double exposure,
                                                    double confidence = default_confidence);

/// One stratum of a directly standardised rate.
struct StandardStratum {
    double events = 0.0;
    double population = 0.0;
    double weight = 0.0;  ///< of the standard population
};

/// Directly standardised rate: the strata's rates weighted by a standard population, with the
/// interval of Dobson, and others.
/// Missing  under 10 events in all, a population that is not positive, or weights that sum to 0.
/// Source   A. J. Dobson, K. Kuulasmaa, E. Eberle, J. Scherer, Stat. Med. 10 (1991) 457-462;
///          docs/methods.md, "Directly standardised rate".
[[nodiscard]] std::optional<Estimate> standardised_rate(std::span<const StandardStratum> strata,
                                                        double confidence = default_confidence);

}  // namespace waymark::statistics
