// SPDX-License-Identifier: MIT
#include "observation/running_cell.hpp"

#include <cmath>

namespace waymark::observation {

using contract::Kind;

RunningCell::Rest& RunningCell::rest() {
    if (!rest_) {
        rest_ = std::make_unique<Rest>();
    }
    return *rest_;
}

void RunningCell::add_rest(const PersonSums& person) {
    Rest& sums = rest();
    if (person.kind == Kind::time_to_event || person.kind == Kind::quantile) {
        for (const Part& part : person.parts) {
            if (person.kind == Kind::quantile) {
                sums.values[part.a] += part.units;
            } else {
                auto& [events, censored] = sums.times[part.a];
                (part.b != 0.0 ? events : censored) += part.units;
            }
        }
        return;
    }
    const long double a = person.a;
    const long double b = person.b;
    sums.a.add(a);
    sums.b.add(b);
    sums.bb.add(b * b);
    if (person.kind != Kind::mean) {
        sums.aa.add(a * a);
        sums.ab.add(a * b);
    } else if (person.b != 0.0) {  // a = w x, b = w: w x x = a a / b
        sums.aa.add(a * a / b);
        sums.ab.add(a);
    }
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
