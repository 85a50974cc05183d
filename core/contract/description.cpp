// SPDX-License-Identifier: MIT
#include "contract/description.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "contract/fields.hpp"
#include "contract/sections.hpp"
#include "contract/words.hpp"

namespace waymark::contract {

using nlohmann::json;

static constexpr std::size_t most_bytes = std::size_t{1} << 20;
static constexpr std::size_t most_inputs = 64;
static constexpr std::size_t most_entries = 1000;
static constexpr int most_levels = 32;

std::string_view word(ColumnType type) noexcept {
    return column_type_words[static_cast<std::size_t>(type)];
}
std::string_view word(Kind kind) noexcept {
    return kind_words[static_cast<std::size_t>(kind)];
}
std::optional<Kind> kind_of(std::string_view word) noexcept {
    const auto* const found = std::find(kind_words.begin(), kind_words.end(), word);
    return found == kind_words.end() ? std::nullopt
                                     : std::optional(static_cast<Kind>(found - kind_words.begin()));
}
std::string_view word(Direction direction) noexcept {
    return direction_words[static_cast<std::size_t>(direction)];
}
std::string_view word(Standing standing) noexcept {
    return standing_words[static_cast<std::size_t>(standing)];
}

// The parser keeps the last of two equal members without a word; here both are a fault.
static json parsed(std::string_view text, Faults& faults) {
    std::vector<std::set<std::string>> names;  // of the objects around the present place
    const auto watch = [&](int depth, json::parse_event_t event, json& value) {
        const bool opens =
            event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
        if (opens && depth >= most_levels) {  // depth counts the brackets already open
            throw Error(ErrorKind::measure, "the description has more than 32 levels of brackets");
        }
        if (event == json::parse_event_t::object_start) {
            names.emplace_back();
        } else if (event == json::parse_event_t::object_end) {
            names.pop_back();
        } else if (event == json::parse_event_t::key &&
                   !names.back().insert(value.get<std::string>()).second) {
            faults.add("", "the member " + shown(value.get_ref<const std::string&>()) +
                               " is given twice in one object");
        }
        return true;
    };
    try {
        return json::parse(text, watch);
    } catch (const json::parse_error& error) {
        throw Error(ErrorKind::measure, "the description is not JSON text; the fault is at byte " +
                                            std::to_string(error.byte));
    } catch (const json::exception&) {
        throw Error(ErrorKind::measure,
                    "the description holds a number beyond the range of doubles");
    }
}

// "org.waymark.attendance": at least two parts; the last is an id, since monitors are named by it.
static bool is_reverse_domain(std::string_view id) {
    const std::size_t last = id.rfind('.');
    if (last == std::string_view::npos || !is_id(id.substr(last + 1)) || id.size() > 128) {
        return false;
    }
    const std::string_view domain = id.substr(0, last);
    const bool has_known_characters = std::all_of(domain.begin(), domain.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    return has_known_characters && !domain.empty() && domain.front() != '.' &&
           domain.back() != '.' && domain.find("..") == std::string_view::npos;
}

// Three numbers without leading zeros: the core of Semantic Versioning 2.0.0, item 2.
static bool is_version(std::string_view version) {
    std::size_t numbers = 0;
    while (numbers < 3) {
        const std::size_t end = std::min(version.find('.'), version.size());
        const std::string_view number = version.substr(0, end);
        if (number.empty() || number.size() > 9 || (number.size() > 1 && number.front() == '0') ||
            !std::all_of(number.begin(), number.end(),
                         [](char c) { return c >= '0' && c <= '9'; })) {
            return false;
        }
        ++numbers;
        if (end == version.size()) {
            return numbers == 3;
        }
        version.remove_prefix(end + 1);
    }
    return false;
}

static void parse_head(Fields& fields, Description& description) {
    description.id = fields.text("id", Need::mandatory);
    description.version = fields.text("version", Need::mandatory);
    description.title = fields.text("title", Need::mandatory);
    description.summary = fields.text("summary", Need::optional);
    description.author = fields.text("author", Need::optional);
    description.licence = fields.text("licence", Need::optional);
    if (!description.id.empty() && !is_reverse_domain(description.id)) {
        fields.fault("id", shown(description.id) +
                               " is no id of a measure; expected a reverse domain name such as "
                               "\"org.example.absence\"");
    }
    if (!description.version.empty() && !is_version(description.version)) {
        fields.fault("version", shown(description.version) +
                                    " is no version; expected three "
                                    "numbers such as \"1.0.0\"");
    }
}

static OwnStrata parse_strata(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    OwnStrata strata{fields.id("kind"), fields.texts("values")};
    fields.refuse_unknown();
    if (strata.values.empty()) {
        fields.fault("values", "expected at least one value");
    }
    if (std::find(strata.values.begin(), strata.values.end(), "all") != strata.values.end()) {
        fields.fault("values", "\"all\" is the host's own name for every case together");
    }
    return strata;
}

static Exclusion parse_exclusion(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    Exclusion exclusion{fields.id("id"), fields.text("title", Need::mandatory)};
    fields.refuse_unknown();
    return exclusion;
}

static Finding parse_finding(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    Finding finding{fields.id("id"), fields.text("title", Need::mandatory),
                    fields.real("low_quality_above"), fields.real("low_completion_above")};
    fields.refuse_unknown();
    const auto check_share = [&](const std::optional<double>& share, const char* name) {
        if (share && !(*share >= 0.0 && *share <= 1.0)) {
            fields.fault(name, "expected a share from 0 to 1");
        }
    };
    check_share(finding.low_quality_above, "low_quality_above");
    check_share(finding.low_completion_above, "low_completion_above");
    return finding;
}

template <typename Entry>
static std::vector<Entry> parse_all(Fields& fields, std::string_view name, Need need,
                                    std::size_t limit, Entry (*parse)(const Item&, Faults&),
                                    Faults& faults) {
    std::vector<Entry> entries;
    for (const Item& item : fields.items(name, need, limit)) {
        entries.push_back(parse(item, faults));
    }
    return entries;
}

bool allows(const Indicator& indicator, calendar::Grain grain) {
    if (indicator.grains.empty()) {
        return grain != calendar::Grain::day;
    }
    return std::find(indicator.grains.begin(), indicator.grains.end(), grain) !=
           indicator.grains.end();
}

Description parse_description(std::string_view text) {
    if (text.size() > most_bytes) {
        throw Error(ErrorKind::measure, "the description has " + std::to_string(text.size()) +
                                            " bytes; at most 1048576 are allowed");
    }
    Faults faults;
    const json root = parsed(text, faults);
    Fields fields(root, "", faults);
    Description description;
    parse_head(fields, description);
    const auto optional = Need::optional;
    description.inputs =
        parse_all(fields, "inputs", Need::mandatory, most_inputs, parse_input, faults);
    description.case_columns =
        parse_all(fields, "case_columns", optional, most_entries, parse_case_column, faults);
    description.parameters =
        parse_all(fields, "parameters", optional, most_entries, parse_parameter, faults);
    description.indicators =
        parse_all(fields, "indicators", Need::mandatory, most_entries, parse_indicator, faults);
    description.strata = parse_all(fields, "strata", optional, most_entries, parse_strata, faults);
    description.exclusions =
        parse_all(fields, "exclusions", optional, most_entries, parse_exclusion, faults);
    description.findings =
        parse_all(fields, "findings", optional, most_entries, parse_finding, faults);
    fields.refuse_unknown();
    check_across(description, faults);

    if (faults.count() > 0) {
        throw Error(
            ErrorKind::measure,
            "the description of measure " +
                (description.id.empty() ? std::string("(unnamed)") : shown(description.id)) +
                " has " + std::to_string(faults.count()) +
                (faults.count() == 1 ? " fault:" : " faults:") + faults.text());
    }
    return description;
}

}  // namespace waymark::contract
