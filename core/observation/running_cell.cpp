// SPDX-License-Identifier: MIT
#include "observation/running_cell.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace waymark::observation {
namespace {

using contract::Kind;

constexpr double largest_whole = 2147483648.0;  // squares fit 64 bits, sums of squares 128

bool is_whole(double value) {
    return std::fabs(value) <= largest_whole &&
           static_cast<double>(static_cast<std::int64_t>(value)) == value;
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

PersonSums person_sums(Kind kind, std::span<const Part> parts) {
    PersonSums person;
    person.kind = kind;
    person.parts = parts;
    std::int64_t people = 0;
    bool has_event = false;
    for (const Part& part : parts) {
        person.contributions += kind == Kind::published ? 1 : part.units;
        people = std::max(people, part.people);
        has_event = has_event || part.b != 0.0;
    }
    person.people = people;
    person.contributors = people;
    if (kind == Kind::time_to_event || kind == Kind::quantile) {
        person.contributors = kind == Kind::quantile || has_event ? people : 0;
        return person;
    }
    std::tie(person.a, person.b) = joined(kind, parts);
    if (kind != Kind::change && kind != Kind::published) {
        person.people = person.b != 0.0 ? people : 0;
        person.contributors = person.a != 0.0 ? people : 0;
    }
    person.is_whole =
        is_whole(person.a) && is_whole(person.b) && (kind != Kind::mean || person.b == 1.0);
    if (person.is_whole) {
        person.whole_a = static_cast<std::int64_t>(person.a);
        person.whole_b = static_cast<std::int64_t>(person.b);
    }
    return person;
}

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
