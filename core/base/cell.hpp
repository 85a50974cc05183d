// SPDX-License-Identifier: MIT
// What can be said of a cell beside its number: state, maturity and flags (docs/glossary.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waymark {

/// Why a cell has a value, or has none. A value is present exactly when the state is observed.
enum class State : std::uint8_t {
    observed,              ///< a true zero is observed
    missing,               ///< nothing came
    not_due,               ///< the cohort is still in follow-up
    suppressed,            ///< hidden by the gate; primary and secondary look the same
    not_applicable,        ///< has no meaning here
    withdrawn,             ///< was published and taken back
    suppressed_at_source,  ///< hidden in the published table we read
    unavailable,           ///< told as unavailable by the published table
    rounds_to_zero,        ///< told as not zero, but rounding to it
};

enum class Maturity : std::uint8_t {
    open,         ///< the period is still running
    provisional,  ///< complete, but may still settle
    final,
    apart,  ///< trackers: never comparable
};

/// Why a figure differs from the one published before; each change has one reason.
enum class Restatement : std::uint8_t {
    none,             ///< it does not differ, is new, or its period was still open
    late_data,        ///< more came in, or what came in changed
    definition,       ///< the measure was asked with other parameters or documents
    plugin_version,   ///< another build of the measure
    correction,       ///< fewer people or less to count than before: somebody or something left
    disclosure_rule,  ///< another profile
};

/// Bits; a cell may carry several.
enum class Flag : std::uint8_t {
    low_quality = 1,
    series_break = 2,
    revised = 4,
    low_completion = 8,
    held = 16,
};
using Flags = std::uint8_t;

[[nodiscard]] constexpr bool has(Flags flags, Flag flag) noexcept {
    return (flags & static_cast<Flags>(flag)) != 0;
}
[[nodiscard]] constexpr Flags with(Flags flags, Flag flag) noexcept {
    return static_cast<Flags>(flags | static_cast<Flags>(flag));
}

[[nodiscard]] std::string_view word(State state) noexcept;
[[nodiscard]] std::string_view word(Maturity maturity) noexcept;
[[nodiscard]] std::string_view word(Restatement restatement) noexcept;     ///< "" for none
[[nodiscard]] Restatement restatement_of(std::string_view word) noexcept;  ///< unknown: none
[[nodiscard]] std::optional<State> state_of(std::string_view word) noexcept;
[[nodiscard]] std::optional<Maturity> maturity_of(std::string_view word) noexcept;

/// "low_quality break revised low_completion held": the words of the set bits, one blank between.
[[nodiscard]] std::string flags_text(Flags flags);
/// The reverse; unknown words are left out (a later version may know more).
[[nodiscard]] Flags flags_of(std::string_view text) noexcept;

}  // namespace waymark
