// SPDX-License-Identifier: MIT
// Funnels: which units lie further from the common figure than chance explains. Never a ranking.
// Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Events of one unit, and what they are over: people, an expected count, or other events.
struct FunnelUnit {
    double events = 0.0;
    double base = 0.0;
};

/// Where a unit lies, by the 95 % and 99.8 % limits (tails of 0.025 and 0.001).
enum class FunnelPlace : std::uint8_t { not_significant, low_025, low_001, high_025, high_001 };

/// "Low (0.001)", "Not significant" ...: the words of PHEindicatormethods.
[[nodiscard]] std::string_view text(FunnelPlace place) noexcept;

/// The limits of a proportion around the common one, for a unit of n people, within 0 and 1.
/// nullopt for n <= 0 or a common proportion outside 0..1.
/// Source   D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202; PHEindicatormethods 2.1.0;
///          docs/methods.md, "Funnels".
[[nodiscard]] std::optional<Interval> proportion_funnel(double common, double n,
                                                        double confidence = default_confidence);

/// nullopt as proportion_funnel, or for events outside 0..base.
[[nodiscard]] std::optional<FunnelPlace> proportion_place(double common, const FunnelUnit& unit);

/// The expected counts at which `observed` events just touch the exact limits; observed / expected
/// draws the two lines of the funnel. The lower one is 0 for no events. nullopt for a negative
/// count. Source   as proportion_funnel.
[[nodiscard]] std::optional<Interval> ratio_funnel(double observed,
                                                   double confidence = default_confidence);

/// By the interval of observed / expected against `common` (1 for standardised ratios, the pooled
/// rate for rates). nullopt for a base that is not positive or a negative count.
[[nodiscard]] std::optional<FunnelPlace> ratio_place(double common, const FunnelUnit& unit);

/// The scales on which overdispersion is worked out.
enum class FunnelScale : std::uint8_t {
    proportion,       ///< arcsine of the root
    ratio_shmi,       ///< log of observed / expected; the outermost tenths are dropped
    ratio_cqc,        ///< root of observed / expected
    ratio_of_counts,  ///< log of events / base, each plus a half
};

/// How much more units differ than chance explains.
struct Overdispersion {
    double target = 0.0;  ///< on the scale
    double phi = 0.0;     ///< mean of the squared z scores that were kept
    double tau2 = 0.0;    ///< variance between units on the scale; 0 when phi does not exceed 1
    std::int64_t kept = 0;
};

/// Additive model with winsorised (SHMI: trimmed) z scores.
/// Missing  under 10 units, or a unit whose base is not positive or whose events do not fit it.
/// Source   D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202; FunnelPlotR 0.6.0;
///          docs/methods.md, "Funnels".
[[nodiscard]] std::optional<Overdispersion> overdispersion(std::span<const FunnelUnit> units,
                                                           FunnelScale scale);

/// The limits for one unit, in its own terms. With tau2 = 0 they are those of chance alone. nullopt
/// for a unit that overdispersion() would not take.
[[nodiscard]] std::optional<Interval> overdispersed_funnel(const Overdispersion& model,
                                                           const FunnelUnit& unit,
                                                           FunnelScale scale,
                                                           double confidence = default_confidence);

}  // namespace waymark::statistics
