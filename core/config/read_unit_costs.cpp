// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "config/readers.hpp"
#include "config/unit_cost_keys.hpp"
#include "config/unit_costs.hpp"

namespace waymark::config {
namespace {

constexpr std::uint32_t most_grades = 20;
constexpr std::uint32_t first_price_year = 1900;
constexpr std::uint32_t last_price_year = 2200;
constexpr std::uint32_t longest_years = 125;

/// What the tables of one document are read with.
struct Document {
    UnitCosts costs;
    std::map<std::uint32_t, double> prices;  ///< index by year
};

// A share inside 0..1.
double share(const Section& section, std::string_view key) {
    const double number = section.real(key);
    if (!(number >= 0.0 && number <= 1.0)) {
        section.fault(key, "expected a share from 0 to 1");
    }
    return number;
}

// A text that is not empty.
std::string stated(const Section& section, std::string_view key) {
    std::string text = section.text(key);
    if (text.empty() && section.given(key) != nullptr) {
        section.fault(key, "expected a text that is not empty");
    }
    return text;
}

std::uint32_t grade_of(const Section& section, const Document& document) {
    const auto most = static_cast<std::uint32_t>(document.costs.grades.size());
    return section.given("grade") != nullptr && most > 0 ? section.whole("grade", 1, most) : 1;
}

// By what money of the table's price year is multiplied.
double price_factor(const Section& section, const Document& document) {
    if (section.given("price_year") == nullptr) {
        return 1.0;
    }
    const std::uint32_t year = section.whole("price_year", first_price_year, last_price_year);
    const auto wanted = static_cast<std::uint32_t>(document.costs.price_year);
    if (year == wanted) {
        return 1.0;
    }
    const auto from = document.prices.find(year);
    const auto to = document.prices.find(wanted);
    if (from == document.prices.end() || to == document.prices.end()) {
        const std::uint32_t lacking = from == document.prices.end() ? year : wanted;
        section.fault("price_year", "results are in prices of " + std::to_string(wanted) +
                                        ", and there is no [[price]] of " +
                                        std::to_string(lacking));
        return 1.0;
    }
    return to->second / from->second;
}

void read_prices(const Section& root, Document& document) {
    for (const Section::Child& child : root.children("price")) {
        const Section section(*child.table, price_keys, child.header, root.reading());
        const double index = section.real("index");
        if (section.given("index") != nullptr && !(index > 0.0)) {
            section.fault("index", "expected a number above 0");
        }
        document.prices[section.whole("year", first_price_year, last_price_year)] = index;
    }
    if (!document.prices.empty() && root.text("price_source").empty()) {
        root.fault("price", "an index of prices needs a price_source");
    }
}

void read_discount(const Section& root, UnitCosts& costs) {
    for (const Section::Child& child : root.children("discount")) {
        const Section section(*child.table, discount_keys, child.header, root.reading());
        costs.discount_source = stated(section, "source");
        costs.discount_vintage = stated(section, "vintage");
        int last = 0;
        for (const Section::Child& entry : section.children("band")) {
            const Section band(*entry.table, rate_band_keys, entry.header, root.reading());
            const auto year = static_cast<int>(band.whole("last_year", 1, 1000));
            if (year <= last) {
                band.fault("last_year", "expected more than the band before, which ends in year " +
                                            std::to_string(last));
            }
            last = year;
            costs.discount.push_back({year, share(band, "rate")});
        }
    }
}

void read_optimism(const Section& root, UnitCosts& costs) {
    for (const Section::Child& child : root.children("optimism")) {
        const Section section(*child.table, optimism_keys, child.header, root.reading());
        costs.optimism_source = stated(section, "source");
        for (const Section::Child& entry : section.children("grade")) {
            const Section grade(*entry.table, grade_keys, entry.header, root.reading());
            costs.grades.push_back({stated(grade, "evidence"), share(grade, "benefit_cut"),
                                    share(grade, "cost_rise")});
        }
        if (costs.grades.size() > most_grades) {
            section.fault("grade", "expected at most " + std::to_string(most_grades) + " grades");
        }
    }
}

FigureOf figure_of(const std::string& word) {
    static const std::map<std::string, FigureOf> words{{"value", FigureOf::value},
                                                       {"complement", FigureOf::complement},
                                                       {"numerator", FigureOf::numerator},
                                                       {"denominator", FigureOf::denominator},
                                                       {"people", FigureOf::people}};
    return words.at(word);
}

Factor read_stated(const Section& section, bool is_share) {
    for (const std::string_view key : {"measure", "indicator", "series", "grain", "period"}) {
        if (section.given(key) != nullptr) {
            section.fault(key,
                          "belongs to an indicator; give either value and source, or measure "
                          "and indicator");
        }
    }
    if (stated(section, "source").empty()) {
        section.fault("value", "a number needs a source");
    }
    const double number = is_share ? share(section, "value") : section.real("value");
    if (!is_share && number < 0.0) {
        section.fault("value", "expected a number of people");
    }
    return StatedNumber{number, section.text("source")};
}

Factor read_reference(const Section& section) {
    if (section.text("measure").empty() || section.text("indicator").empty()) {
        section.fault(
            "", "expected value and source, or measure and indicator, in " + section.header());
    }
    if ((section.given("grain") == nullptr) != (section.given("period") == nullptr)) {
        section.fault("", "grain and period belong together in " + section.header());
    }
    return FigureReference{section.text("measure"), section.text("indicator"),
                           section.text("series"),  figure_of(section.text("figure")),
                           section.text("grain"),   section.text("period"),
                           section.place()};
}

Factor read_factor(const Section& outcome, std::string_view key) {
    for (const Section::Child& child : outcome.children(key)) {
        const Section section(*child.table, factor_keys, child.header, outcome.reading());
        return section.given("value") != nullptr ? read_stated(section, key != "referred")
                                                 : read_reference(section);
    }
    return StatedNumber{1.0, "not given: everybody"};
}

void read_benefits(const Section& outcome, const Document& document, Outcome& read) {
    for (const Section::Child& child : outcome.children("benefit")) {
        const Section section(*child.table, benefit_keys, child.header, outcome.reading());
        read.benefits.push_back(
            {.agency = stated(section, "agency"),
             .title = stated(section, "title"),
             .unit_value = section.real("unit_value") * price_factor(section, document),
             .cashable = share(section, "cashable"),
             .from = section.whole("from", 0, longest_years),
             .years = section.whole("years", 1, longest_years),
             .grade = grade_of(section, document),
             .source = stated(section, "source"),
             .standing = section.text("standing")});
    }
}

void read_outcomes(const Section& root, Document& document) {
    for (const Section::Child& child : root.children("outcome")) {
        const Section section(*child.table, outcome_keys, child.header, root.reading());
        Outcome read{.id = section.text("id"),
                     .title = stated(section, "title"),
                     .services = section.texts("services"),
                     .referred = read_factor(section, "referred"),
                     .engaged = read_factor(section, "engaged"),
                     .retained = read_factor(section, "retained"),
                     .impact = read_factor(section, "impact"),
                     .deadweight = read_factor(section, "deadweight"),
                     .grade = grade_of(section, document),
                     .benefits = {}};
        if (section.given("id") != nullptr && !is_name(read.id)) {
            section.fault("id", "expected lower-case letters, digits, - and _");
        }
        const auto& known = document.costs.outcomes;
        if (std::any_of(known.begin(), known.end(),
                        [&](const Outcome& other) { return other.id == read.id; })) {
            section.fault("id", "\"" + read.id + "\" stands here twice");
        }
        read_benefits(section, document, read);
        document.costs.outcomes.push_back(std::move(read));
    }
}

void read_costs(const Section& root, Document& document) {
    for (const Section::Child& child : root.children("cost")) {
        const Section section(*child.table, cost_keys, child.header, root.reading());
        Cost cost{.service = stated(section, "service"),
                  .grain = stated(section, "grain"),
                  .period = stated(section, "period"),
                  .amounts = {},
                  .grade = grade_of(section, document),
                  .source = stated(section, "source"),
                  .place = child.place};
        const double factor = price_factor(section, document);
        for (const std::int64_t amount : section.wholes("amounts")) {
            cost.amounts.push_back(static_cast<double>(amount) * factor);
            if (amount < 0) {
                section.fault("amounts", "expected amounts of 0 and more");
            }
        }
        for (const Cost& other : document.costs.costs) {
            if (other.service == cost.service && other.grain == cost.grain &&
                other.period == cost.period) {
                section.fault("", "the cost of " + cost.service + " for " + cost.period +
                                      " stands here twice; add the amounts up");
            }
        }
        document.costs.costs.push_back(std::move(cost));
    }
}

toml::table parsed(const std::string& text, Reading& reading) {
    try {
        return toml::parse(text, reading.file);
    } catch (const toml::parse_error& error) {
        reading.errors.add(place_of(error.source()), error.description());
    }
    reading.errors.throw_if_any();
    return {};
}

}  // namespace

UnitCosts read_unit_costs(const std::filesystem::path& file) {
    const std::string text = file_text(file);
    Reading reading{.file = file.string(), .errors = {}, .settings = {}};
    const toml::table table = parsed(text, reading);
    const Section root(table, unit_costs_keys, "", reading);
    Document document;
    document.costs.sha256 = hex_text(sha256(text));
    document.costs.title = stated(root, "title");
    document.costs.version = stated(root, "version");
    document.costs.currency = stated(root, "currency");
    if (root.given("price_year") != nullptr) {
        document.costs.price_year =
            static_cast<int>(root.whole("price_year", first_price_year, last_price_year));
    }
    read_prices(root, document);
    read_discount(root, document.costs);
    read_optimism(root, document.costs);
    read_outcomes(root, document);
    read_costs(root, document);
    reading.errors.throw_if_any();
    return std::move(document.costs);
}

}  // namespace waymark::config
