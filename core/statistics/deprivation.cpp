// SPDX-License-Identifier: MIT
#include "statistics/deprivation.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.hpp"

namespace waymark::statistics {
namespace {

constexpr std::size_t fewest_groups = 5;
constexpr std::size_t most_groups = 100;

double on_scale(double figure, SlopeScale scale) {
    switch (scale) {
        case SlopeScale::plain:
            break;
        case SlopeScale::log:
            return std::log(figure);
        case SlopeScale::logit:
            return std::log(figure / (1.0 - figure));
    }
    return figure;
}

double from_scale(double value, SlopeScale scale) {
    switch (scale) {
        case SlopeScale::plain:
            break;
        case SlopeScale::log:
            return std::exp(value);
        case SlopeScale::logit:
            return 1.0 / (1.0 + std::exp(-value));
    }
    return value;
}

// How much the figure moves with its value on the scale.
double slope_from_scale(double value, SlopeScale scale) {
    const double figure = from_scale(value, scale);
    switch (scale) {
        case SlopeScale::plain:
            break;
        case SlopeScale::log:
            return figure;
        case SlopeScale::logit:
            return figure * (1.0 - figure);
    }
    return 1.0;
}

/// A group on the scale: its share of the people, its place from 0 (most deprived) to 1, its
/// figure.
struct Place {
    double share = 0.0;
    double position = 0.0;
    double value = 0.0;
};

std::optional<std::vector<Place>> places_of(std::span<const DeprivedGroup> groups,
                                            SlopeScale scale) {
    double people = 0.0;
    for (const DeprivedGroup& group : groups) {
        if (!(group.population > 0.0 && std::isfinite(group.population))) {
            return std::nullopt;
        }
        people += group.population;
    }
    std::vector<Place> places;
    double before = 0.0;
    for (const DeprivedGroup& group : groups) {
        const double share = group.population / people;
        const double value = on_scale(group.figure, scale);
        if (!std::isfinite(value)) {
            return std::nullopt;
        }
        places.push_back({share, before + share / 2.0, value});
        before += share;
    }
    return places;
}

/// The fitted line on its scale.
struct Line {
    double centre = 0.0;  ///< mean position
    double spread = 0.0;  ///< of the positions
    double at_most = 0.0;
    double at_least = 0.0;
};

Line line_through(const std::vector<Place>& places) {
    Line line;
    double mean = 0.0;
    for (const Place& place : places) {
        line.centre += place.share * place.position;
        mean += place.share * place.value;
    }
    double product = 0.0;
    for (const Place& place : places) {
        const double off = place.position - line.centre;
        line.spread += place.share * off * off;
        product += place.share * off * (place.value - mean);
    }
    const double slope = product / line.spread;
    line.at_most = mean - slope * line.centre;
    line.at_least = line.at_most + slope;
    return line;
}

// A group's standard error on the line's scale, from limits that are symmetric on another one.
double error_of(const DeprivedGroup& group, SlopeScale line, SlopeScale limits) {
    const double width =
        on_scale(group.limits.upper, limits) - on_scale(group.limits.lower, limits);
    const double on_limits = width / (2.0 * two_sided_z(default_confidence));
    const double plain = on_limits * slope_from_scale(on_scale(group.figure, limits), limits);
    return plain / slope_from_scale(on_scale(group.figure, line), line);
}

// The index moves linearly with the groups' figures, near them.
std::optional<double> variance_of_index(std::span<const DeprivedGroup> groups,
                                        const std::vector<Place>& places, const Line& line,
                                        SlopeScale scale, SlopeScale limits) {
    double variance = 0.0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const double of_slope = places[i].share * (places[i].position - line.centre) / line.spread;
        const double of_most = places[i].share - of_slope * line.centre;
        const double weight = slope_from_scale(line.at_least, scale) * (of_most + of_slope) -
                              slope_from_scale(line.at_most, scale) * of_most;
        const double part = weight * error_of(groups[i], scale, limits);
        variance += part * part;
    }
    return std::isfinite(variance) ? std::optional(variance) : std::nullopt;
}

}  // namespace

std::optional<int> deprivation_decile(std::int64_t rank, std::int64_t areas) {
    if (rank < 1 || rank > areas) {
        return std::nullopt;
    }
    return static_cast<int>((10 * rank + areas - 1) / areas);
}

std::vector<std::optional<int>> area_quantiles(std::span<const std::optional<double>> values,
                                               int quantiles, QuantileOrder order) {
    std::vector<double> known;
    for (const auto& value : values) {
        if (value) {
            known.push_back(*value);
        }
    }
    std::vector<std::optional<int>> found(values.size());
    const auto n = static_cast<double>(known.size());
    if (quantiles < 1 || known.size() < static_cast<std::size_t>(quantiles)) {
        return found;
    }
    std::sort(known.begin(), known.end());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) {
            continue;
        }
        const auto ahead =
            order == QuantileOrder::low_first
                ? std::lower_bound(known.begin(), known.end(), *values[i]) - known.begin()
                : known.end() - std::upper_bound(known.begin(), known.end(), *values[i]);
        const double rank = 1.0 + static_cast<double>(ahead);
        const double from_end = std::ceil((n + 1.0 - rank) / (n / quantiles));
        found[i] = std::max(1, static_cast<int>(std::floor(quantiles + 1.0 - from_end)));
    }
    return found;
}

std::optional<SlopeOfInequality> slope_of_inequality(std::span<const DeprivedGroup> groups,
                                                     SlopeScale line, SlopeScale limits) {
    const bool is_number_allowed = groups.size() >= fewest_groups && groups.size() <= most_groups;
    const auto places = is_number_allowed ? places_of(groups, line) : std::nullopt;
    if (!places) {
        return std::nullopt;
    }
    const Line fitted = line_through(*places);
    SlopeOfInequality result;
    result.at_most_deprived = from_scale(fitted.at_most, line);
    result.index = from_scale(fitted.at_least, line) - result.at_most_deprived;
    const double at_least_deprived = from_scale(fitted.at_least, line);
    if (result.at_most_deprived > 0.0 && at_least_deprived > 0.0) {
        result.relative = at_least_deprived / result.at_most_deprived;
    }
    if (const auto variance = variance_of_index(groups, *places, fitted, line, limits)) {
        const double reach = two_sided_z(default_confidence) * std::sqrt(*variance);
        result.interval = Interval{result.index - reach, result.index + reach};
    }
    return result;
}

}  // namespace waymark::statistics
