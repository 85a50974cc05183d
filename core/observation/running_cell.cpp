// SPDX-License-Identifier: MIT
#include "observation/running_cell.hpp"

#include <waymark/abi.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.hpp"

namespace waymark::observation {
namespace {

using contract::Kind;

constexpr double largest_whole = 2147483648.0;  // squares fit 64 bits, sums of squares 128

bool is_whole(double value) {
    return std::fabs(value) <= largest_whole &&
           static_cast<double>(static_cast<std::int64_t>(value)) == value;
}

bool is_distribution(Kind kind) {
    return kind == Kind::time_to_event || kind == Kind::quantile;
}

// What a person adds to a and b of the cell; sums.hpp says what a and b mean for each kind.
std::pair<double, double> joined(Kind kind, std::span<const Part> parts) {
    double a = 0;
    double b = 0;
    for (const Part& part : parts) {
        switch (kind) {
            case Kind::proportion:
                a += part.a * part.b;
                b += part.b * static_cast<double>(part.people);
                break;
            case Kind::mean:
                a += part.a * part.b;
                b += part.b;
                break;
            default:
                a += part.a;
                b += part.b;
        }
    }
    if (kind == Kind::change && parts.size() > 1) {
        a /= static_cast<double>(parts.size());
        b /= static_cast<double>(parts.size());
    }
    return {a, b};
}

}  // namespace

RunningCell::Rest& RunningCell::rest() {
    if (!rest_) {
        rest_ = std::make_unique<Rest>();
    }
    return *rest_;
}

void RunningCell::add_person(Kind kind, std::span<const Part> parts) {
    std::int64_t people = 0;
    for (const Part& part : parts) {
        contributions_ += kind == Kind::published ? 1 : part.units;
        people = std::max(people, part.people);
    }
    note_state(WM_STATE_OBSERVED);
    if (is_distribution(kind)) {
        people_ += people;
        contributors_ += add_distribution(kind, parts) ? people : 0;
        return;
    }
    const auto [a, b] = joined(kind, parts);
    const bool is_always_counted = kind == Kind::change || kind == Kind::published;
    people_ += is_always_counted || b != 0.0 ? people : 0;
    contributors_ += is_always_counted || a != 0.0 ? people : 0;
    add_moments(kind, a, b);
}

void RunningCell::add_moments(Kind kind, double a, double b) {
    if (is_whole(a) && is_whole(b) && (kind != Kind::mean || b == 1.0)) {
        const auto whole_a = static_cast<std::int64_t>(a);
        const auto whole_b = static_cast<std::int64_t>(b);
        a_ += whole_a;
        b_ += whole_b;
        aa_ += whole_a * whole_a;
        ab_ += whole_a * whole_b;
        bb_ += whole_b * whole_b;
        return;
    }
    const long double wide_a = a;
    const long double wide_b = b;
    Rest& sums = rest();
    sums.a.add(wide_a);
    sums.b.add(wide_b);
    sums.bb.add(wide_b * wide_b);
    if (kind != Kind::mean) {
        sums.aa.add(wide_a * wide_a);
        sums.ab.add(wide_a * wide_b);
    } else if (b != 0.0) {  // a = w x, b = w: w x x = a a / b
        sums.aa.add(wide_a * wide_a / wide_b);
        sums.ab.add(wide_a);
    }
}

bool RunningCell::add_distribution(Kind kind, std::span<const Part> parts) {
    if (kind == Kind::quantile) {
        for (const Part& part : parts) {
            rest().values[part.a] += part.units;
        }
        return true;
    }
    bool has_event = false;
    for (const Part& part : parts) {
        auto& [events, censored] = rest().times[part.a];
        (part.b != 0.0 ? events : censored) += part.units;
        has_event = has_event || part.b != 0.0;
    }
    return has_event;
}

void RunningCell::merge(const RunningCell& other) {
    contributions_ += other.contributions_;
    people_ += other.people_;
    contributors_ += other.contributors_;
    a_ += other.a_;
    b_ += other.b_;
    aa_ += other.aa_;
    ab_ += other.ab_;
    bb_ += other.bb_;
    states_ |= other.states_;
    if (!other.rest_) {
        return;
    }
    Rest& mine = rest();
    mine.a.add(other.rest_->a);
    mine.b.add(other.rest_->b);
    mine.aa.add(other.rest_->aa);
    mine.ab.add(other.rest_->ab);
    mine.bb.add(other.rest_->bb);
    for (const auto& [time, counts] : other.rest_->times) {
        mine.times[time].first += counts.first;
        mine.times[time].second += counts.second;
    }
    for (const auto& [value, count] : other.rest_->values) {
        mine.values[value] += count;
    }
}

Sums RunningCell::sums(Kind kind, bool from_aggregates) const {
    Sums sums;
    sums.contributions = contributions_;
    sums.people = people_;
    sums.a = static_cast<long double>(a_);
    sums.b = static_cast<long double>(b_);
    sums.aa = static_cast<long double>(aa_);
    sums.ab = static_cast<long double>(ab_);
    sums.bb = static_cast<long double>(bb_);
    if (rest_) {
        sums.a += rest_->a.value();
        sums.b += rest_->b.value();
        sums.aa += rest_->aa.value();
        sums.ab += rest_->ab.value();
        sums.bb += rest_->bb.value();
        sums.times = rest_->times;
        sums.values = rest_->values;
    }
    sums.from_aggregates = from_aggregates;
    const bool counts_events = from_aggregates && kind != Kind::published;
    sums.contributors = counts_events ? std::llround(sums.a) : contributors_;
    return sums;
}

}  // namespace waymark::observation
