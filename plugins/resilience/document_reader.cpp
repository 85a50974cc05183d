// SPDX-License-Identifier: MIT
#include "document_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fields.hpp"
#include "scale_reader.hpp"

namespace resilience {

using waymark::Json;

// ------------------------------------------------------------------------------------ instruments

static void read_responses(const Json& entry, Instrument& one) {
    one.response_min = entry.at("response_min").integer();
    one.response_max = entry.at("response_max").integer();
    if (one.response_min >= one.response_max) {
        entry.at("response_max").refuse("expected more than response_min");
    }
    if (const Json* responses = entry.find("responses")) {
        for (const Json& response : responses->items()) {
            one.responses.push_back(response.integer());
            if (response.integer() < one.response_min || response.integer() > one.response_max) {
                response.refuse("lies outside response_min to response_max");
            }
        }
    }
    one.is_reversed.assign(one.items, false);
    if (const Json* reversed = entry.find("reverse_items")) {
        for (const std::size_t place : item_places(*reversed, one.items)) {
            one.is_reversed[place] = true;
        }
    }
}

static Instrument instrument_of(const Json& entry) {
    Instrument one;
    one.code = entry.at("code").text();
    one.version = entry.at("version").text();
    one.informant = entry.at("informant").text();
    one.format = entry.at("format").text();
    one.key = one.code + "/" + one.version + "/" + one.informant + "/" + one.format;
    const std::int64_t items = entry.at("items").integer();
    if (items < 0 || items > static_cast<std::int64_t>(Instruments::most_items)) {
        entry.at("items").refuse("expected 0 (scores are given ready-made) to " +
                                 std::to_string(Instruments::most_items));
    }
    one.items = static_cast<std::size_t>(items);
    if (one.items > 0) {
        read_responses(entry, one);
    }
    one.age_min = whole(entry, "age_min");
    one.age_max = whole(entry, "age_max");
    if (one.age_min && one.age_max && *one.age_min > *one.age_max) {
        entry.at("age_max").refuse("expected at least age_min");
    }
    return one;
}

// An instrument whose owner must allow its use is off until the document says that it was allowed.
static void expect_licence(const Json& document, const Json& entry, const Instrument& one) {
    const Json* needs = entry.find("needs");
    if (needs == nullptr) {
        return;
    }
    if (const Json* licences = document.find("licence")) {
        for (const Json& licence : licences->items()) {
            if (licence.at("instrument").text() == one.key &&
                !licence.at("allowed_by").text().empty()) {
                return;
            }
        }
    }
    needs->refuse("\"" + one.key +
                  "\" is off; allow it by a [[licence]] entry (instrument, allowed_by, reference) "
                  "once there is " +
                  needs->text());
}

std::vector<Instrument> DocumentReader::instruments() const {
    std::vector<Instrument> all;
    for (const Json& entry : document_.at("instrument").items()) {
        Instrument one = instrument_of(entry);
        for (const Instrument& before : all) {
            if (before.key == one.key) {
                entry.refuse("\"" + one.key + "\" is described twice");
            }
        }
        expect_licence(document_, entry, one);
        all.push_back(std::move(one));
    }
    return all;
}

// ----------------------------------------------------------------------------------------- scales

// The scale written "code/version/informant/format/name".
static std::size_t scale_named(const Json& name, const std::vector<Instrument>& instruments,
                               const std::vector<Scale>& scales) {
    for (std::size_t at = 0; at < scales.size(); ++at) {
        if (instruments[scales[at].instrument].key + "/" + scales[at].name == name.text()) {
            return at;
        }
    }
    name.refuse("\"" + name.text() +
                "\" is no scale of this document; write code/version/informant/format/name");
}

// Where a band begins and ends; an end that is not given is open.
static std::pair<double, double> ends_of(const Band& band) {
    const double begin = band.from.value_or(band.above.value_or(-HUGE_VAL));
    return {begin, band.to.value_or(band.below.value_or(HUGE_VAL))};
}

static void read_bands(const Json& bands, const std::vector<Instrument>& instruments,
                       std::vector<Scale>& scales) {
    for (std::size_t at = 0; at < bands.items().size(); ++at) {
        const Json& entry = bands.items()[at];
        Scale& scale = scales[scale_named(entry.at("scale"), instruments, scales)];
        const Band band{at, real(entry, "from"), real(entry, "to"), real(entry, "above"),
                        real(entry, "below")};
        const auto [begin, end] = ends_of(band);
        if ((band.from && band.above) || (band.to && band.below) || begin > end) {
            entry.refuse("expected from or above, then to or below, in ascending order");
        }
        for (const Band& before : scale.bands) {
            const auto [other_begin, other_end] = ends_of(before);
            const bool meets = (begin == other_end && band.from && before.to) ||
                               (end == other_begin && band.to && before.from);
            if (meets || (begin < other_end && other_begin < end)) {
                entry.refuse("overlaps another band of its scale");
            }
        }
        scale.bands.push_back(band);
    }
}

std::vector<Scale> DocumentReader::scales(std::vector<Instrument>& instruments) const {
    std::vector<Scale> all;
    for (const Json& entry : document_.at("scale").items()) {
        all.push_back(scale_of(entry, instruments, all));
        instruments[all.back().instrument].scales.push_back(all.size() - 1);
    }
    if (const Json* bands = document_.find("band")) {
        read_bands(*bands, instruments, all);
    }
    return all;
}

// ------------------------------------------------------------------------------------- composites

std::vector<Composite> DocumentReader::composites(const std::vector<Instrument>& instruments,
                                                  const std::vector<Scale>& scales) const {
    std::vector<Composite> all;
    const Json* entries = document_.find("composite");
    if (entries == nullptr) {
        return all;
    }
    for (const Json& entry : entries->items()) {
        Composite composite;
        composite.rule =
            word_of<Rule>(entry.at("rule"),
                          {{"talking_therapies", Rule::talking_therapies}, {"corc", Rule::corc}});
        for (const Json& name : entry.at("scales").items()) {
            const std::size_t scale = scale_named(name, instruments, scales);
            if (!scales[scale].threshold || !scales[scale].cutoff) {
                name.refuse(
                    "a composite needs scales with a threshold of reliable change and a cutoff");
            }
            composite.scales.push_back(scale);
        }
        if (composite.scales.size() < 2) {
            entry.at("scales").refuse("a composite judges at least two scales");
        }
        all.push_back(std::move(composite));
    }
    return all;
}

// ----------------------------------------------------------------------------------- added values

std::vector<AddedValue> DocumentReader::added_values(const std::vector<Instrument>& instruments,
                                                     const std::vector<Scale>& scales) const {
    std::vector<AddedValue> all;
    const Json* entries = document_.find("added_value");
    if (entries == nullptr) {
        return all;
    }
    for (const Json& entry : entries->items()) {
        AddedValue one;
        one.total = scale_named(entry.at("total"), instruments, scales);
        one.impact = scale_named(entry.at("impact"), instruments, scales);
        one.emotional = scale_named(entry.at("emotional"), instruments, scales);
        one.constant = entry.at("constant").real();
        one.of_total = entry.at("of_total").real();
        one.of_impact = entry.at("of_impact").real();
        one.of_emotional = entry.at("of_emotional").real();
        one.months_from = static_cast<int>(entry.at("months_from").integer());
        one.months_to = static_cast<int>(entry.at("months_to").integer());
        if (one.months_from < 0 || one.months_from > one.months_to || one.months_to > 120) {
            entry.at("months_to").refuse("expected 0 <= months_from <= months_to <= 120");
        }
        all.push_back(one);
    }
    return all;
}

}  // namespace resilience
