// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "contract/parameter_value.hpp"
#include "contract/sections.hpp"
#include "contract/series.hpp"
#include "contract/words.hpp"

namespace waymark::contract {

using nlohmann::json;

static constexpr std::size_t most_points = 100;
static constexpr std::int64_t most_months = 1200;
static constexpr std::int64_t most_decimals = 9;
static constexpr std::int64_t most_people = 1'000'000;

static std::vector<calendar::Grain> parse_grains(Fields& fields) {
    std::vector<calendar::Grain> grains;
    for (const std::string& word : fields.texts("grains")) {
        if (const auto grain = calendar::grain_of(word)) {
            grains.push_back(*grain);
        } else {
            fields.fault("grains", shown(word) +
                                       " is no grain; expected day week month half_term "
                                       "term academic_year quarter financial_year "
                                       "calendar_year or window");
        }
    }
    return grains;
}

// A point as a number: JSON numbers and decimal texts ("12", "0.5") are both accepted.
static std::optional<double> point_number(const json& value) {
    if (value.is_number()) {
        return value.get<double>();
    }
    if (!value.is_string()) {
        return std::nullopt;
    }
    const auto& text = value.get_ref<const std::string&>();
    double number = 0.0;
    const auto end =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    const bool whole = end.ec == std::errc{} && end.ptr == text.data() + text.size();
    return whole ? std::optional<double>(number) : std::nullopt;
}

// The canonical text of a point, or nullopt when the kind has no such point. Numbers are rewritten,
// so that "0.50" and 0.5 are one key.
static std::optional<std::string> point_text(Kind kind, const json& value) {
    if (kind == Kind::change) {
        const auto known =
            std::find(change_point_words.begin(), change_point_words.end(),
                      value.is_string() ? value.get_ref<const std::string&>() : std::string());
        return known == change_point_words.end() ? std::nullopt
                                                 : std::optional<std::string>(std::string(*known));
    }
    // "mean:365": the prefix stays, the time behind it is a point like any other.
    const bool is_mean = kind == Kind::time_to_event && value.is_string() &&
                         value.get_ref<const std::string&>().starts_with(restricted_mean_prefix);
    const std::string prefix(is_mean ? restricted_mean_prefix : std::string_view{});
    const auto number = point_number(
        is_mean ? json(value.get_ref<const std::string&>().substr(prefix.size())) : value);
    const double below = kind == Kind::quantile ? 1.0 : 1e6;
    const bool fits = number && *number > 0.0 && *number < below;
    return fits ? std::optional<std::string>(prefix + number_text(*number)) : std::nullopt;
}

static std::string_view expected_point(Kind kind) {
    switch (kind) {
        case Kind::change:
            return "expected one of mean sd effect_size";
        case Kind::quantile:
            return "expected a probability above 0 and below 1";
        default:
            return "expected a time above 0 and below 1000000, or \"mean:\" and such a time";
    }
}

static std::vector<std::string> parse_points(Fields& fields, Kind kind, Faults& faults) {
    const bool must = kind == Kind::time_to_event || kind == Kind::quantile;
    const auto entries =
        fields.items("points", must ? Need::mandatory : Need::optional, most_points);
    if (!must && kind != Kind::change) {
        if (!entries.empty()) {
            fields.fault("points", "only time_to_event, quantile and change have points");
        }
        return {};
    }
    std::vector<std::string> points;
    for (const Item& entry : entries) {
        const auto point = point_text(kind, *entry.value);
        if (!point) {
            faults.add(entry.pointer, expected_point(kind));
        } else if (std::find(points.begin(), points.end(), *point) != points.end()) {
            faults.add(entry.pointer, shown(*point) + " stands here twice");
        } else {
            points.push_back(*point);
        }
    }
    return points;
}

static void parse_for_each(Fields& fields, Indicator& indicator, Faults& faults) {
    const json* member = fields.find("for_each");
    if (member == nullptr) {
        return;
    }
    Fields own(*member, fields.pointer_to("for_each"), faults);
    indicator.series_document = own.id("document");
    indicator.series_array = own.text("array", Need::mandatory);
    indicator.series_name = own.text("series", Need::mandatory);
    own.refuse_unknown();
    if (!indicator.series_name.empty() && !is_series_pattern(indicator.series_name)) {
        own.fault("series", shown(indicator.series_name) +
                                " is no pattern; expected members of the array's tables in braces, "
                                "such as \"{code}/{version}\"");
    }
}

Indicator parse_indicator(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    Indicator indicator;
    indicator.id = fields.id("id");
    indicator.kind = fields.word<Kind>("kind", kind_words);
    indicator.title = fields.text("title", Need::mandatory);
    indicator.unit = fields.text("unit", Need::optional);
    indicator.display_multiplier = fields.real("display_multiplier").value_or(1.0);
    indicator.decimals = static_cast<std::int32_t>(fields.whole("decimals", most_decimals));
    indicator.direction = fields.word<Direction>("direction", direction_words, Direction::neutral);
    indicator.definition = fields.text("definition", Need::mandatory);
    indicator.source = fields.text("source", Need::mandatory);
    indicator.standing = fields.word<Standing>("standing", standing_words, Standing::project);
    indicator.grains = parse_grains(fields);
    indicator.points = parse_points(fields, indicator.kind, faults);
    indicator.part_of = fields.text("part_of", Need::optional);
    indicator.min_people_for_rate = fields.whole("min_people_for_rate", most_people);
    indicator.follow_up_months =
        static_cast<std::int32_t>(fields.whole("follow_up_months", most_months));
    indicator.settling_months =
        static_cast<std::int32_t>(fields.whole("settling_months", most_months));
    parse_for_each(fields, indicator, faults);
    fields.refuse_unknown();

    if (!(indicator.display_multiplier > 0.0)) {
        fields.fault("display_multiplier", "expected a number above 0");
    }
    return indicator;
}

}  // namespace waymark::contract
