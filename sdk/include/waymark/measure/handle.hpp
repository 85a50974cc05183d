// SPDX-License-Identifier: MIT
// The constants by which a measure names its indicators, exclusions, findings and own strata.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "waymark/abi.h"

namespace waymark {

enum class Kind : std::uint8_t {
    count,
    proportion,
    ratio,
    rate,
    mean,
    change,
    time_to_event,
    quantile,
    published
};

/// One indicator, by its place among the declared ones: `constexpr Ratio absence_rate{0};`.
/// The kind is part of the type, so an answer of another kind does not compile.
template <Kind kind>
struct Indicator {
    std::uint32_t index = 0;
    std::uint32_t series = 0;

    /// One series of an indicator declared with for_each: the entry of the document's array.
    [[nodiscard]] constexpr Indicator operator[](std::size_t entry) const {
        return {index, static_cast<std::uint32_t>(entry)};
    }
};

using Count = Indicator<Kind::count>;
using Proportion = Indicator<Kind::proportion>;
using Ratio = Indicator<Kind::ratio>;
using Rate = Indicator<Kind::rate>;
using Mean = Indicator<Kind::mean>;
using Change = Indicator<Kind::change>;
using TimeToEvent = Indicator<Kind::time_to_event>;
using Quantile = Indicator<Kind::quantile>;
using Published = Indicator<Kind::published>;

/// Why a case does not count; a finding; a kind of stratum the measure assigns itself. Each by its
/// place among the declared ones.
struct Exclusion {
    std::uint32_t index = 0;
};
struct Finding {
    std::uint32_t index = 0;
};
struct OwnStrata {
    std::uint32_t index = 0;
};

/// How much a line of the log matters.
enum class LogLevel : std::int32_t {
    debug = WM_LOG_DEBUG,
    info = WM_LOG_INFO,
    warning = WM_LOG_WARNING,
    error = WM_LOG_ERROR,
};

/// The state of a contribution or of a cell of a published table.
enum class State : std::int32_t {
    observed = WM_STATE_OBSERVED,
    missing = WM_STATE_MISSING,
    not_due = WM_STATE_NOT_DUE,
    not_applicable = WM_STATE_NOT_APPLICABLE,
    suppressed_at_source = WM_STATE_SUPPRESSED_AT_SOURCE,
    unavailable = WM_STATE_UNAVAILABLE,
    rounds_to_zero = WM_STATE_ROUNDS_TO_ZERO,
    provisional = WM_STATE_PROVISIONAL,  ///< observed, but not settled yet
};

/// A value of a published table, or the state that stands in its place ("c", "x", ":" ...).
template <class Value>
class Stated {
public:
    constexpr Stated() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a value is one
    constexpr Stated(Value value) : value_(value), state_(State::observed) {}
    constexpr explicit Stated(State state) : state_(state) {}

    [[nodiscard]] constexpr bool is_observed() const {
        return state_ == State::observed || state_ == State::provisional;
    }
    [[nodiscard]] constexpr State state() const { return state_; }

    /// The value. Throws std::logic_error when there is only a state.
    [[nodiscard]] constexpr Value value() const {
        if (!is_observed()) {
            throw std::logic_error("the value of a published cell that has only a state");
        }
        return value_;
    }

private:
    Value value_{};
    State state_ = State::missing;
};

}  // namespace waymark
