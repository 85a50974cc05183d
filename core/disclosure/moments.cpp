// SPDX-License-Identifier: MIT
#include "disclosure/moments.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/error.hpp"
#include "contract/words.hpp"
#include "statistics/mean.hpp"
#include "statistics/paired_change.hpp"
#include "statistics/quantile.hpp"
#include "statistics/survival.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using observation::Sums;

MomentFigure figure_of(const std::optional<statistics::Estimate>& estimate) {
    MomentFigure figure;
    if (estimate) {
        figure.value = estimate->value;
        figure.interval = estimate->interval;
    }
    return figure;
}

MomentFigure mean_figure(const Sums& sums) {
    return figure_of(statistics::weighted_mean({sums.people, sums.b, sums.bb, sums.a, sums.aa}));
}

MomentFigure change_figure(const Sums& sums, const std::string& point) {
    const auto change = statistics::paired_change(
        {sums.people, sums.a, sums.b, sums.aa, sums.ab, sums.bb}, statistics::Better::up);
    if (!change) {
        return {};
    }
    if (point == "sd") {
        MomentFigure figure;
        figure.value = change->sd_first;
        return figure;
    }
    return point == "effect_size" ? figure_of(change->hedges_g) : figure_of(change->change);
}

double number_of(const std::string& point) {
    double number = 0;
    const auto [end, error] = std::from_chars(point.data(), point.data() + point.size(), number);
    check(error == std::errc{} && end == point.data() + point.size(),
          "the contract room checked that the points of this kind are numbers");
    return number;
}

MomentFigure survival_figure(const Sums& sums, const std::string& point, const Profile& profile) {
    const bool is_mean = point.starts_with(contract::restricted_mean_prefix);
    const double time =
        number_of(is_mean ? point.substr(contract::restricted_mean_prefix.size()) : point);
    std::vector<statistics::TimeCount> times;
    std::int64_t events_by_then = 0;
    std::int64_t at_risk = 0;
    for (const auto& [at, counts] : sums.times) {
        times.push_back({at, counts.first, counts.second});
        events_by_then += at <= time ? counts.first : 0;
        at_risk += at >= time ? counts.first + counts.second : 0;
    }
    MomentFigure figure;
    const auto curve =
        statistics::kaplan_meier(times, std::max<std::int64_t>(profile.fewest_for_moments, 1));
    const auto survival = curve ? curve->at(time) : std::nullopt;
    if (!survival || profile.hides(events_by_then)) {
        figure.is_hidden = !profile.shows_everything();
        return figure;
    }
    if (is_mean) {
        figure.value = curve->restricted_mean(time);
    } else {
        figure = figure_of(survival);
    }
    figure.at_risk = at_risk;
    return figure;
}

MomentFigure quantile_figure(const Sums& sums, double probability, const Profile& profile) {
    std::vector<statistics::ValueCount> values;
    for (const auto& [value, count] : sums.values) {
        values.push_back({value, count});
    }
    MomentFigure figure;
    figure.is_hidden = !profile.shows_everything() && (probability <= 0.0 || probability >= 1.0);
    if (!figure.is_hidden) {
        figure.value = statistics::quantile_type_7(values, probability);
    }
    return figure;
}

}  // namespace

MomentFigure moment_figure(const Sums& sums, Kind kind, const std::string& point,
                           const Profile& profile) {
    switch (kind) {
        case Kind::mean:
            return mean_figure(sums);
        case Kind::change:
            return change_figure(sums, point);
        case Kind::time_to_event:
            return survival_figure(sums, point, profile);
        case Kind::quantile:
            return quantile_figure(sums, number_of(point), profile);
        default:
            check(false, "only these kinds rest on moments");
            return {};
    }
}

}  // namespace waymark::disclosure
