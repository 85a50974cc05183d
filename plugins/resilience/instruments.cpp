// SPDX-License-Identifier: MIT
#include "instruments.hpp"

#include <algorithm>
#include <cmath>

#include "document_reader.hpp"

namespace resilience {

// Scores are decimals with few places; their differences in doubles are not. A billionth of a point
// is far below any of them.
static constexpr double hair = 1e-9;

bool Instrument::allows(double answer) const {
    if (answer != std::floor(answer) || answer < static_cast<double>(response_min) ||
        answer > static_cast<double>(response_max)) {
        return false;
    }
    return responses.empty() || std::find(responses.begin(), responses.end(),
                                          static_cast<std::int64_t>(answer)) != responses.end();
}

bool Instrument::allows_age(std::optional<std::int64_t> age) const {
    return !age || ((!age_min || *age >= *age_min) && (!age_max || *age <= *age_max));
}

bool Threshold::is_reached_by(double improvement) const {
    return is_met_exactly ? improvement >= points - hair : improvement > points + hair;
}

bool Cutoff::is_clinical(double score) const {
    switch (clinical) {
        case Side::at_or_above:
            return score >= value - hair;
        case Side::above:
            return score > value + hair;
        case Side::below:
            return score < value - hair;
        case Side::at_or_below:
            return score <= value + hair;
    }
    return false;
}

bool Band::holds(double score) const {
    return (!from || score >= *from - hair) && (!to || score <= *to + hair) &&
           (!above || score > *above + hair) && (!below || score < *below - hair);
}

const Band* Scale::band_of(double score) const {
    const double read = band_decimals ? rounded_half_up(score, *band_decimals) : score;
    const auto found = std::find_if(bands.begin(), bands.end(),
                                    [&](const Band& band) { return band.holds(read); });
    return found == bands.end() ? nullptr : &*found;
}

double rounded_half_up(double value, std::int64_t decimals) {
    const double scale = std::pow(10.0, static_cast<double>(decimals));
    return std::floor(value * scale + 0.5 + hair) / scale;
}

Instruments::Instruments(const waymark::Json& document) {
    DocumentReader reader(document);
    instruments_ = reader.instruments();
    scales_ = reader.scales(instruments_);
    composites_ = reader.composites(instruments_, scales_);
    added_values_ = reader.added_values(instruments_, scales_);
}

std::optional<std::size_t> Instruments::find(const FormLabels& labels) const {
    const auto fits = [](const std::optional<std::string_view>& label, const std::string& its) {
        return !label || *label == its;
    };
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at < instruments_.size(); ++at) {
        const Instrument& one = instruments_[at];
        if (fits(labels.instrument, one.code) && fits(labels.version, one.version) &&
            fits(labels.informant, one.informant) && fits(labels.format, one.format)) {
            if (found) {
                return std::nullopt;
            }
            found = at;
        }
    }
    return found;
}

}  // namespace resilience
