// SPDX-License-Identifier: MIT
// One cell while it grows: exact sums that do not depend on the order in which persons come.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "contract/description.hpp"
#include "observation/exact_sum.hpp"
#include "observation/observation.hpp"

namespace waymark::observation {

/// Bits of the WM_STATE_* a cell has seen.
using StateMask = std::uint32_t;

/// One contribution of a person to a cell.
struct Part {
    double a = 1;
    double b = 1;
    std::int64_t people = 1;
    std::int64_t units = 1;

    auto operator<=>(const Part&) const = default;
};

/// Sums of whole numbers up to 2^31 a person are kept as integers, which is quick; all others as
/// ExactSum. Both are exact, so any order of persons and any split over shards gives the same bits.
/// One thread at a time.
class RunningCell {
public:
    /// Adds all that one person contributed to this cell; squares are taken of the person's sums.
    /// `parts` is not empty and in an order that does not depend on arrival.
    void add_person(contract::Kind kind, std::span<const Part> parts);

    /// A contribution without figures, or the mark that one is provisional.
    void note_state(std::int32_t state) { states_ |= StateMask{1} << state; }

    void merge(const RunningCell& other);

    [[nodiscard]] Sums sums(contract::Kind kind, bool from_aggregates) const;
    [[nodiscard]] StateMask states() const noexcept { return states_; }

private:
    __extension__ using Wide = __int128;

    /// What few cells need: sums of other than whole numbers, and distributions.
    struct Rest {
        ExactSum a, b, aa, ab, bb;
        std::map<double, std::pair<std::int64_t, std::int64_t>> times;
        std::map<double, std::int64_t> values;
    };

    void add_moments(contract::Kind kind, double a, double b);
    /// True when the person is a contributor.
    bool add_distribution(contract::Kind kind, std::span<const Part> parts);
    Rest& rest();

    std::int64_t contributions_ = 0;
    std::int64_t people_ = 0;
    std::int64_t contributors_ = 0;
    std::int64_t a_ = 0;
    std::int64_t b_ = 0;
    Wide aa_ = 0;
    Wide ab_ = 0;
    Wide bb_ = 0;
    std::unique_ptr<Rest> rest_;
    StateMask states_ = 0;
};

}  // namespace waymark::observation
