// SPDX-License-Identifier: MIT
// The people a programme supported against a comparison group, in the manner of the Justice Data
// Lab: a difference of two rates with its limits and one of three verdicts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "release/release.hpp"
#include "statistics/difference.hpp"
#include "store/release_reader.hpp"

namespace waymark::report {

/// matched: comparators carry the weights of a matching. unadjusted: a plain other group; the
/// difference is told, and is no effect.
enum class Design : std::uint8_t { matched, unadjusted };

/// One group of people of one service and period.
struct MatchedFigure {
    release::Release difference;  ///< treated less comparison, a share; limits of 95 %
    Design design = Design::matched;
    std::optional<double> treated;               ///< rate of those supported
    std::optional<double> comparison;            ///< rate of the others
    std::optional<double> effective;             ///< how many comparators their weights amount to
    std::optional<statistics::Verdict> verdict;  ///< absent without a difference
    std::vector<std::string> vintages;           ///< of what it rests on
};

/// Of every current figure of org.waymark.reoffending_matched in the store, as known at `as_of`, in
/// the order of keys; of one service, when one is named. docs/methods.md, "Differences".
[[nodiscard]] std::vector<MatchedFigure> matched_differences(
    const store::ReleaseReader& reader, const std::optional<std::string>& service,
    std::optional<Date> as_of);

[[nodiscard]] std::string_view word(Design design) noexcept;

/// What the verdict means, as a sentence: never "no effect".
[[nodiscard]] std::string sentence(const MatchedFigure& figure);

}  // namespace waymark::report
