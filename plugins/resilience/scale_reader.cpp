// SPDX-License-Identifier: MIT
#include "scale_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fields.hpp"

namespace resilience {

using waymark::Json;

namespace {

/// Reads one scale. Lives for one call.
class ScaleReader {
public:
    ScaleReader(const Json& entry, const std::vector<Instrument>& instruments,
                const std::vector<Scale>& before)
        : entry_(entry), instruments_(instruments), before_(before) {}

    Scale read() {
        find_instrument();
        scale_.name = entry_.at("name").text();
        scale_.better =
            word_of<Better>(entry_.at("better"), {{"up", Better::up}, {"down", Better::down}});
        scale_.score_min = entry_.at("score_min").real();
        scale_.score_max = entry_.at("score_max").real();
        if (scale_.score_min >= scale_.score_max) {
            entry_.at("score_max").refuse("expected more than score_min");
        }
        read_combining();
        check_range();
        read_threshold();
        read_cutoff();
        scale_.band_decimals = whole(entry_, "band_decimals");
        return std::move(scale_);
    }

private:
    void find_instrument() {
        const Json& key = entry_.at("instrument");
        const auto found =
            std::find_if(instruments_.begin(), instruments_.end(),
                         [&](const Instrument& one) { return one.key == key.text(); });
        if (found == instruments_.end()) {
            key.refuse("\"" + key.text() +
                       "\" is no instrument of this document; write "
                       "code/version/informant/format");
        }
        scale_.instrument = static_cast<std::size_t>(found - instruments_.begin());
    }

    // A number that is not the owner's needs to say where it is from.
    void expect_source(std::string_view number) const {
        const Json* sources = entry_.find("sources");
        const Json* source = sources != nullptr ? sources->find(number) : nullptr;
        if (source == nullptr || source->text().empty()) {
            entry_.refuse("\"" + std::string(number) +
                          "\" has no source; say where it is from in sources." +
                          std::string(number));
        }
    }

    void read_combining() {
        const Instrument& form = instruments_[scale_.instrument];
        const Json* parts = entry_.find("parts");
        scale_.combine = word_or<Combine>(
            entry_, "combine",
            {{"sum", Combine::sum}, {"mean", Combine::mean}, {"sum_lookup", Combine::sum_lookup}},
            Combine::sum);
        if (parts != nullptr) {
            scale_.combine = Combine::parts;
            read_parts(*parts);
        } else if (form.items == 0) {
            scale_.combine = Combine::given;
        } else {
            read_items(form);
        }
        scale_.compare = word_or<Compare>(entry_, "compare",
                                          {{"scores", Compare::scores},
                                           {"items_in_both", Compare::items_in_both},
                                           {"steps", Compare::steps}},
                                          Compare::scores);
        if (scale_.compare != Compare::scores && scale_.combine != Combine::sum &&
            scale_.combine != Combine::mean) {
            entry_.at("compare").refuse("items are compared of sums and means of items only");
        }
        scale_.is_rounded =
            word_or<bool>(entry_, "rounding", {{"none", false}, {"half_up", true}}, false);
    }

    void read_items(const Instrument& form) {
        if (const Json* items = entry_.find("items")) {
            scale_.items = item_places(*items, form.items);
        } else {
            for (std::size_t place = 0; place < form.items; ++place) {
                scale_.items.push_back(place);
            }
        }
        if (scale_.items.empty()) {
            entry_.at("items").refuse("a scale has at least one item");
        }
        const auto count = static_cast<std::int64_t>(scale_.items.size());
        const std::int64_t least = entry_.at("min_answered").integer();
        if (least < 1 || least > count) {
            entry_.at("min_answered").refuse("expected 1 to " + std::to_string(count));
        }
        scale_.min_answered = static_cast<std::size_t>(least);
        expect_source("min_answered");
        if (const auto multiplier = real(entry_, "multiplier")) {
            scale_.multiplier = *multiplier;
            expect_source("multiplier");
        }
        if (scale_.combine == Combine::sum_lookup) {
            read_lookup(form, count);
        }
    }

    void read_lookup(const Instrument& form, std::int64_t count) {
        if (scale_.min_answered != scale_.items.size()) {
            entry_.at("min_answered").refuse("a look-up of sums needs all items answered");
        }
        expect_source("lookup");
        for (const Json& pair : entry_.at("lookup").items()) {
            const auto& [raw, score] = row_of(pair);
            if (!scale_.lookup.emplace(raw, score).second) {
                pair.refuse("the sum " + std::to_string(raw) + " is given twice");
            }
        }
        const std::int64_t lowest = count * form.response_min;
        const std::int64_t highest = count * form.response_max;
        for (std::int64_t raw = lowest; raw <= highest; ++raw) {
            if (!scale_.lookup.contains(raw)) {
                entry_.at("lookup").refuse("the sum " + std::to_string(raw) + " is missing");
            }
        }
        if (static_cast<std::int64_t>(scale_.lookup.size()) != highest - lowest + 1) {
            entry_.at("lookup").refuse("holds sums the items cannot make");
        }
    }

    static std::pair<std::int64_t, double> row_of(const Json& pair) {
        if (pair.items().size() != 2 ||
            pair.items()[0].real() != std::floor(pair.items()[0].real())) {
            pair.refuse("expected [sum, score]");
        }
        return {std::llround(pair.items()[0].real()), pair.items()[1].real()};
    }

    void read_parts(const Json& parts) {
        for (const Json& part : parts.items()) {
            const auto found =
                std::find_if(before_.begin(), before_.end(), [&](const Scale& scale) {
                    return scale.instrument == scale_.instrument && scale.name == part.text();
                });
            if (found == before_.end()) {
                part.refuse("\"" + part.text() +
                            "\" is no scale of this instrument above this one");
            }
            scale_.parts.push_back(static_cast<std::size_t>(found - before_.begin()));
            scale_.items.insert(scale_.items.end(), found->items.begin(), found->items.end());
        }
        if (scale_.parts.size() < 2) {
            parts.refuse("a sum of scales has at least two");
        }
        std::vector<std::size_t> sorted = scale_.items;
        std::sort(sorted.begin(), sorted.end());
        if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
            parts.refuse("an item belongs to two of these scales");
        }
    }

    // The range the items can make; nullopt where they do not tell.
    [[nodiscard]] std::optional<std::pair<double, double>> range_made() const {
        const Instrument& form = instruments_[scale_.instrument];
        const auto low = static_cast<double>(form.response_min);
        const auto high = static_cast<double>(form.response_max);
        const auto count = static_cast<double>(scale_.items.size());
        switch (scale_.combine) {
            case Combine::sum:
                return {{count * low * scale_.multiplier, count * high * scale_.multiplier}};
            case Combine::mean:
                return {{low * scale_.multiplier, high * scale_.multiplier}};
            case Combine::sum_lookup:
                return {{scale_.lookup.begin()->second, scale_.lookup.rbegin()->second}};
            case Combine::parts: {
                std::pair<double, double> sum{0.0, 0.0};
                for (const std::size_t part : scale_.parts) {
                    sum.first += before_[part].score_min;
                    sum.second += before_[part].score_max;
                }
                return sum;
            }
            case Combine::given:
                return std::nullopt;
        }
        return std::nullopt;
    }

    void check_range() const {
        const auto made = range_made();
        if (made && (std::abs(made->first - scale_.score_min) > 1e-9 ||
                     std::abs(made->second - scale_.score_max) > 1e-9)) {
            entry_.at("score_min").refuse("score_min and score_max are not what the items make");
        }
    }

    void read_threshold() {
        if (const auto points = real(entry_, "rc_threshold")) {
            if (*points <= 0.0) {
                entry_.at("rc_threshold").refuse("expected more than 0 points");
            }
            expect_source("rc_threshold");
            scale_.threshold = Threshold{*points, true};
            read_threshold_of_one_item();
            return;
        }
        const auto sd = real(entry_, "sd");
        const auto reliability = real(entry_, "reliability");
        if (sd.has_value() != reliability.has_value()) {
            entry_.refuse("reliable change needs sd and reliability, or rc_threshold");
        }
        if (!sd) {
            return;
        }
        if (*sd <= 0.0 || *reliability < 0.0 || *reliability >= 1.0) {
            entry_.refuse("expected sd above 0 and reliability from 0 to below 1");
        }
        expect_source("sd");
        expect_source("reliability");
        // Jacobson and Truax 1991: reliable when the index is beyond 1.96.
        const double sd_of_difference = *sd * std::sqrt(2.0) * std::sqrt(1.0 - *reliability);
        scale_.threshold = Threshold{1.96 * sd_of_difference, false};
    }

    void read_threshold_of_one_item() {
        if (const auto points = real(entry_, "rc_threshold_one_item")) {
            if (*points <= 0.0 || scale_.compare != Compare::items_in_both) {
                entry_.at("rc_threshold_one_item")
                    .refuse("expected more than 0 points, beside compare = \"items_in_both\"");
            }
            expect_source("rc_threshold_one_item");
            scale_.threshold_of_one_item = Threshold{*points, true};
        }
    }

    // Jacobson and Truax 1991, criterion c: between the means of both groups, nearer to the one
    // with the smaller spread.
    [[nodiscard]] double criterion_c(const Json& groups) const {
        const double clinical_sd = groups.at("clinical_sd").real();
        const double general_sd = groups.at("general_sd").real();
        if (clinical_sd <= 0.0 || general_sd <= 0.0) {
            groups.refuse("expected both standard deviations above 0");
        }
        if (groups.at("source").text().empty()) {
            groups.refuse("criterion_c has no source; say where its means are from");
        }
        return (general_sd * groups.at("clinical_mean").real() +
                clinical_sd * groups.at("general_mean").real()) /
               (general_sd + clinical_sd);
    }

    void read_cutoff() {
        std::optional<double> value = real(entry_, "cutoff");
        const Json* groups = entry_.find("criterion_c");
        if (value && groups != nullptr) {
            groups->refuse("a scale has a cutoff or criterion_c, not both");
        }
        if (value) {
            expect_source("cutoff");
        } else if (groups != nullptr) {
            value = criterion_c(*groups);
        } else {
            return;
        }
        const Side clinical =
            word_of<Side>(entry_.at("clinical"), {{"at_or_above", Side::at_or_above},
                                                  {"above", Side::above},
                                                  {"below", Side::below},
                                                  {"at_or_below", Side::at_or_below}});
        scale_.cutoff = Cutoff{*value, clinical};
    }

    const Json& entry_;
    const std::vector<Instrument>& instruments_;
    const std::vector<Scale>& before_;
    Scale scale_;
};

}  // namespace

Scale scale_of(const Json& entry, const std::vector<Instrument>& instruments,
               const std::vector<Scale>& before) {
    return ScaleReader(entry, instruments, before).read();
}

}  // namespace resilience
