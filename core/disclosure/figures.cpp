// SPDX-License-Identifier: MIT
#include "disclosure/figures.hpp"

#include <algorithm>
#include <cmath>

#include "disclosure/moments.hpp"
#include "disclosure/rounding.hpp"
#include "statistics/proportion.hpp"
#include "statistics/rate.hpp"
#include "statistics/ratio.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using observation::Sums;
using statistics::Interval;

constexpr int digits_of_moments = 3;
constexpr double whole_percent = 0.01;

// The rounded parts of a cell; everything else follows from them.
struct Parts {
    double numerator = 0;
    double denominator = 0;
    double people = 0;
};

double weakened(double value, const Profile& profile) {
    return profile.shows_everything() ? value : significant(value, digits_of_moments);
}

Parts released_parts(const observation::Observation& cell, Kind kind, const Profile& profile) {
    const std::int64_t base =
        cell.key.stratum_kind == 0 ? profile.round_totals_to : profile.round_parts_to;
    const auto denominator = static_cast<double>(cell.sums.b);
    return {rounded_to(static_cast<double>(cell.sums.a), base),
            kind == Kind::rate ? weakened(denominator, profile) : rounded_to(denominator, base),
            rounded_to(static_cast<double>(cell.sums.people), base)};
}

Shown without_value(State state) {
    Shown shown;
    shown.state = state;
    return shown;
}

// Too few for a rate: the counts stand, and no quotient is formed of them.
Shown counts_alone(const Parts& parts) {
    Shown shown = without_value(State::unavailable);
    shown.numerator = parts.numerator;
    shown.denominator = parts.denominator;
    shown.people = parts.people;
    return shown;
}

void set_interval(Shown& shown, const std::optional<Interval>& interval) {
    if (interval) {
        shown.lower = interval->lower;
        shown.upper = interval->upper;
    }
}

// Several events of one person, as sessions or contacts, are no independent events: the limits of
// a Poisson count would say nothing of them.
bool is_count_of_people(const Sums& sums) {
    return !sums.from_aggregates && sums.a == static_cast<long double>(sums.contributors);
}

Shown count_figures(const Parts& parts, bool has_interval) {
    Shown shown;
    shown.value = parts.numerator;
    shown.numerator = parts.numerator;
    shown.people = parts.people;
    if (has_interval) {
        set_interval(shown, statistics::count_interval(parts.numerator));
    }
    return shown;
}

// The linearised interval rests on exact moments, so it comes weakened and never of a few people.
void set_ratio_interval(Shown& shown, const Sums& sums, const Profile& profile) {
    if (sums.people < profile.fewest_for_moments) {
        return;
    }
    const statistics::PairMoments moments{sums.people, sums.a, sums.b, sums.aa, sums.ab, sums.bb};
    const auto& range = sums.a >= 0 ? statistics::not_negative : statistics::any_number;
    const auto estimate = statistics::ratio(moments, range);
    if (estimate && estimate->interval) {
        shown.lower = weakened(estimate->interval->lower, profile);
        shown.upper = weakened(estimate->interval->upper, profile);
    }
}

void to_whole_percent(Shown& shown) {
    for (auto* figure : {&shown.value, &shown.lower, &shown.upper}) {
        if (*figure) {
            *figure = std::round(**figure / whole_percent) / (1.0 / whole_percent);
        }
    }
}

Shown quotient_figures(const observation::Observation& cell, Kind kind, const Parts& parts,
                       const Profile& profile) {
    if (parts.denominator == 0.0) {
        return without_value(cell.sums.b == 0 ? State::not_applicable : State::suppressed);
    }
    Shown shown;
    shown.value = parts.numerator / parts.denominator;
    shown.numerator = parts.numerator;
    shown.denominator = parts.denominator;
    shown.people = parts.people;
    if (!cell.sums.from_aggregates) {
        if (kind == Kind::proportion) {
            set_interval(shown, statistics::wilson_interval(parts.numerator, parts.denominator));
        } else if (kind == Kind::rate) {
            set_interval(shown, statistics::rate_interval(parts.numerator, parts.denominator));
        } else {
            set_ratio_interval(shown, cell.sums, profile);
        }
    }
    if (profile.whole_percentages && kind != Kind::rate) {
        to_whole_percent(shown);
    }
    return shown;
}

Shown moment_figures(const observation::Observation& cell, const contract::Indicator& indicator,
                     const std::string& point, const Parts& parts, const Profile& profile) {
    if (cell.sums.people == 0) {
        return without_value(State::not_applicable);
    }
    if (cell.sums.people < profile.fewest_for_moments) {
        return without_value(State::suppressed);
    }
    const MomentFigure figure = moment_figure(cell.sums, indicator.kind, point, profile);
    if (!figure.value) {
        return without_value(figure.is_hidden ? State::suppressed : State::unavailable);
    }
    Shown shown;
    shown.value = weakened(*figure.value, profile);
    shown.people = parts.people;
    if (figure.at_risk) {
        shown.denominator =
            rounded_to(static_cast<double>(*figure.at_risk), profile.round_parts_to);
    }
    if (figure.interval && !cell.sums.from_aggregates) {
        shown.lower = weakened(figure.interval->lower, profile);
        shown.upper = weakened(figure.interval->upper, profile);
    }
    return shown;
}

bool is_quotient(Kind kind) {
    return kind == Kind::proportion || kind == Kind::ratio || kind == Kind::rate;
}

}  // namespace

std::vector<std::string> points_of(const contract::Indicator& indicator) {
    if (!indicator.points.empty()) {
        return indicator.points;
    }
    if (indicator.kind == Kind::change) {
        return {"mean", "sd", "effect_size"};
    }
    return {""};
}

ExactParts exact_parts(const Sums& sums) {
    return {static_cast<double>(sums.people), static_cast<double>(sums.a),
            static_cast<double>(sums.b)};
}

Shown shown_figures(const observation::Observation& cell, const contract::Indicator& indicator,
                    const std::string& point, const Profile& profile) {
    const Kind kind = indicator.kind;
    if (kind == Kind::published) {
        Shown shown;
        shown.value = static_cast<double>(cell.sums.a);
        return shown;
    }
    const Parts parts = released_parts(cell, kind, profile);
    if (kind == Kind::count) {
        return count_figures(parts, is_count_of_people(cell.sums) && !indicator.is_attrition);
    }
    if (!is_quotient(kind)) {
        return moment_figures(cell, indicator, point, parts, profile);
    }
    const bool is_small =
        cell.sums.people > 0 &&
        cell.sums.people < std::max(indicator.min_people_for_rate, profile.fewest_for_rates);
    return is_small ? counts_alone(parts) : quotient_figures(cell, kind, parts, profile);
}

}  // namespace waymark::disclosure
