// SPDX-License-Identifier: MIT
// One cell while it grows: exact sums that do not depend on the order in which persons come.
#pragma once

#include <waymark/abi.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <tuple>
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

/// All that one person contributed to a cell, joined once for all the strata the person is in.
struct PersonSums {
    contract::Kind kind = contract::Kind::count;
    std::span<const Part> parts;
    std::int64_t contributions = 0;
    std::int64_t people = 0;
    std::int64_t contributors = 0;
    double a = 0;
    double b = 0;
    bool is_whole = false;     ///< a and b are whole and small enough to be squared as integers
    std::int64_t whole_a = 0;  ///< a and b if so
    std::int64_t whole_b = 0;
};

inline constexpr double largest_whole = 2147483648.0;  // squares fit 64 bits, sums of squares 128

[[nodiscard]] inline bool is_whole(double value) {
    return std::fabs(value) <= largest_whole &&
           static_cast<double>(static_cast<std::int64_t>(value)) == value;
}

/// What a person adds to a and b of the cell; sums.hpp says what a and b mean for each kind.
[[nodiscard]] inline std::pair<double, double> joined(contract::Kind kind,
                                                      std::span<const Part> parts) {
    double a = 0;
    double b = 0;
    for (const Part& part : parts) {
        switch (kind) {
            case contract::Kind::proportion:
                a += part.a * part.b;
                b += part.b * static_cast<double>(part.people);
                break;
            case contract::Kind::mean:
                a += part.a * part.b;
                b += part.b;
                break;
            default:
                a += part.a;
                b += part.b;
        }
    }
    if (kind == contract::Kind::change && parts.size() > 1) {
        a /= static_cast<double>(parts.size());
        b /= static_cast<double>(parts.size());
    }
    return {a, b};
}

/// `parts` are not empty, in an order that does not depend on arrival, and outlive the result.
/// Here, because it is asked of every contribution, nearly all of which are one part.
[[nodiscard]] inline PersonSums person_sums(contract::Kind kind, std::span<const Part> parts) {
    PersonSums person;
    person.kind = kind;
    person.parts = parts;
    std::int64_t people = 0;
    bool has_event = false;
    for (const Part& part : parts) {
        person.contributions += kind == contract::Kind::published ? 1 : part.units;
        people = std::max(people, part.people);
        has_event = has_event || part.b != 0.0;
    }
    person.people = people;
    person.contributors = people;
    if (kind == contract::Kind::time_to_event || kind == contract::Kind::quantile) {
        person.contributors = kind == contract::Kind::quantile || has_event ? people : 0;
        return person;
    }
    std::tie(person.a, person.b) = joined(kind, parts);
    if (kind != contract::Kind::change && kind != contract::Kind::published) {
        person.people = person.b != 0.0 ? people : 0;
        person.contributors = person.a != 0.0 ? people : 0;
    }
    person.is_whole = is_whole(person.a) && is_whole(person.b) &&
                      (kind != contract::Kind::mean || person.b == 1.0);
    if (person.is_whole) {
        person.whole_a = static_cast<std::int64_t>(person.a);
        person.whole_b = static_cast<std::int64_t>(person.b);
    }
    return person;
}

/// Sums of whole numbers up to 2^31 a person are kept as integers, which is quick; all others as
/// ExactSum. Both are exact, so any order of persons and any split over shards gives the same bits.
/// One thread at a time.
class RunningCell {
public:
    /// Adds a person; squares are taken of the person's sums.
    void add(const PersonSums& person) {
        states_ |= StateMask{1} << WM_STATE_OBSERVED;
        contributions_ += person.contributions;
        people_ += person.people;
        contributors_ += person.contributors;
        if (!person.is_whole) {
            add_rest(person);
            return;
        }
        a_ += person.whole_a;
        b_ += person.whole_b;
        aa_ += Wide{person.whole_a} * person.whole_a;
        ab_ += Wide{person.whole_a} * person.whole_b;
        bb_ += Wide{person.whole_b} * person.whole_b;
    }

    /// Adds so many persons with one contribution each, of 1 or 0: `counted` of them count.
    void add_counted(std::int64_t persons, std::int64_t counted) {
        states_ |= StateMask{1} << WM_STATE_OBSERVED;
        contributions_ += persons;
        people_ += counted;
        contributors_ += counted;
        a_ += counted;
        b_ += counted;
        aa_ += counted;
        ab_ += counted;
        bb_ += counted;
    }

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

    void add_rest(const PersonSums& person);
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
