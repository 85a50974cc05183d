// SPDX-License-Identifier: MIT
// The questionnaires of a monitor, from the document parameter `instruments`: forms, the scales
// scored on them, bands, and composites of scales. README.md gives the keys of the document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waymark/measure/json.hpp"

namespace resilience {

enum class Better : std::uint8_t { up, down };
enum class Combine : std::uint8_t { sum, mean, sum_lookup, parts, given };
enum class Side : std::uint8_t { at_or_above, above, below, at_or_below };
enum class Rule : std::uint8_t { talking_therapies, corc };
/// What of two forms is compared.
enum class Compare : std::uint8_t {
    scores,
    items_in_both,  ///< the scores of the items answered in both, as of goals
    steps,          ///< ordinal items: which moved, never how far on average
};

/// A form as it is handed out: one code, version, informant and response format. Forms that differ
/// in any of them are never compared.
struct Instrument {
    std::string key;  ///< "code/version/informant/format"
    std::string code;
    std::string version;
    std::string informant;
    std::string format;
    std::size_t items = 0;
    std::int64_t response_min = 0;
    std::int64_t response_max = 0;
    std::vector<std::int64_t> responses;  ///< the only answers allowed; empty = all of the range
    std::vector<bool> is_reversed;        ///< by item, from 0
    std::optional<std::int64_t> age_min;
    std::optional<std::int64_t> age_max;
    std::vector<std::size_t> scales;  ///< in document order

    /// A whole number the form allows as an answer.
    [[nodiscard]] bool allows(double answer) const;
    [[nodiscard]] bool allows_age(std::optional<std::int64_t> age) const;
};

/// From how many points on a change is more than measurement error.
struct Threshold {
    double points = 0.0;
    bool is_met_exactly = true;  ///< published points are met exactly; 1.96 SEdiff is exceeded

    /// Whether an improvement of `points` is reliable. Rounding errors of decimal scores do not
    /// count.
    [[nodiscard]] bool is_reached_by(double improvement) const;
};

struct Cutoff {
    double value = 0.0;
    Side clinical = Side::at_or_above;

    [[nodiscard]] bool is_clinical(double score) const;
};

/// A named part of a scale's range.
struct Band {
    std::size_t series = 0;  ///< place in the document
    std::optional<double> from, to, above, below;

    [[nodiscard]] bool holds(double score) const;
};

/// One score of a form.
struct Scale {
    std::string name;
    std::size_t instrument = 0;
    std::vector<std::size_t> items;  ///< from 0; of the parts too
    std::vector<std::size_t> parts;  ///< scales this one is the sum of
    Better better = Better::up;
    Combine combine = Combine::sum;
    Compare compare = Compare::scores;
    double multiplier = 1.0;
    bool is_rounded = false;  ///< half up, to a whole number
    std::size_t min_answered = 0;
    std::map<std::int64_t, double> lookup;  ///< raw sum -> score
    double score_min = 0.0;
    double score_max = 0.0;
    std::optional<Threshold> threshold;
    std::optional<Threshold> threshold_of_one_item;  ///< where only one item is in both forms
    std::optional<Cutoff> cutoff;
    std::optional<std::int64_t> band_decimals;  ///< bands are read off the score so rounded
    std::vector<Band> bands;

    /// Positive is better.
    [[nodiscard]] double improvement(double first, double last) const {
        return better == Better::up ? last - first : first - last;
    }
    /// How far a score is from the best one.
    [[nodiscard]] double room_above(double score) const {
        return better == Better::up ? score_max - score : score - score_min;
    }
    /// The band a score falls into; null where there is none.
    [[nodiscard]] const Band* band_of(double score) const;
};

/// Several scales judged together.
struct Composite {
    Rule rule = Rule::talking_therapies;
    std::vector<std::size_t> scales;
};

/// The follow-up that a baseline lets expect of a high-risk group, less the one that came (SDQ).
struct AddedValue {
    std::size_t total = 0;
    std::size_t impact = 0;
    std::size_t emotional = 0;
    double constant = 0.0;
    double of_total = 0.0;
    double of_impact = 0.0;
    double of_emotional = 0.0;
    int months_from = 0;  ///< of the follow-up after the baseline, both ends included
    int months_to = 0;
};

/// What a row says of its form; nullopt where the table has no such column or value.
struct FormLabels {
    std::optional<std::string_view> instrument, version, informant, format;
};

/// Everything of the document. Places are those of its arrays, and so the series of the
/// indicators. Immutable once built; any thread.
class Instruments {
public:
    /// Throws waymark::BadParameter naming the entry that cannot be used, and why.
    explicit Instruments(const waymark::Json& document);

    [[nodiscard]] const std::vector<Instrument>& instruments() const { return instruments_; }
    [[nodiscard]] const std::vector<Scale>& scales() const { return scales_; }
    [[nodiscard]] const std::vector<Composite>& composites() const { return composites_; }
    [[nodiscard]] const std::vector<AddedValue>& added_values() const { return added_values_; }

    /// The one instrument that all given labels fit; nullopt where none or several do.
    [[nodiscard]] std::optional<std::size_t> find(const FormLabels& labels) const;

    static constexpr std::size_t most_items = 200;

private:
    std::vector<Instrument> instruments_;
    std::vector<Scale> scales_;
    std::vector<Composite> composites_;
    std::vector<AddedValue> added_values_;
};

/// Half up to `decimals` places: 4.305 becomes 4.31, also where the double lies a hair below.
[[nodiscard]] double rounded_half_up(double value, std::int64_t decimals);

}  // namespace resilience
