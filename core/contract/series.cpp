// SPDX-License-Identifier: MIT
#include "contract/series.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "contract/fields.hpp"

namespace waymark::contract {

using nlohmann::json;

bool is_series_pattern(std::string_view text) noexcept {
    std::size_t members = 0;
    while (!text.empty()) {
        const std::size_t open = text.find_first_of("{}");
        if (open == std::string_view::npos) {
            break;
        }
        const std::size_t close = text.find_first_of("{}", open + 1);
        if (text[open] != '{' || close == std::string_view::npos || text[close] != '}' ||
            close == open + 1) {
            return false;
        }
        ++members;
        text.remove_prefix(close + 1);
    }
    return members > 0;
}

// The text of one member in a series name; faults when it is absent or neither text nor whole
// number.
static std::string member_text(const json& entry, const std::string& name,
                               const std::string& pointer, Faults& faults) {
    const auto member = entry.find(name);
    if (member == entry.end()) {
        faults.add(pointer, "has no member " + shown(name) + ", which the series are named by");
        return {};
    }
    if (member->is_string() && !member->get_ref<const std::string&>().empty()) {
        return member->get<std::string>();
    }
    if (member->is_number_integer()) {
        return member->dump();
    }
    faults.add(pointer + "/" + name, "expected a text or a whole number, which names the series");
    return {};
}

static std::string series_name(std::string_view pattern, const json& entry,
                               const std::string& pointer, Faults& faults) {
    std::string out;
    for (;;) {
        const std::size_t open = pattern.find('{');
        if (open == std::string_view::npos) {
            return out.append(pattern);
        }
        const std::size_t close = pattern.find('}', open);
        out.append(pattern.substr(0, open));
        out += member_text(entry, std::string(pattern.substr(open + 1, close - open - 1)), pointer,
                           faults);
        pattern.remove_prefix(close + 1);
    }
}

static std::vector<std::string> series_in(const Indicator& indicator, const json& array,
                                          const std::string& pointer, Faults& faults) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < array.size(); ++i) {
        const std::string own = pointer + "/" + std::to_string(i);
        if (!array[i].is_object()) {
            faults.add(own, "expected a table");
            continue;
        }
        const std::size_t before = faults.count();
        names.push_back(series_name(indicator.series_name, array[i], own, faults));
        if (faults.count() == before && !seen.insert(names.back()).second) {
            faults.add(own, "gives the series " + shown(names.back()) +
                                ", which an entry above gives already");
        }
    }
    return names;
}

std::vector<std::string> series_of(const Indicator& indicator, std::string_view parameters_json) {
    if (indicator.series_document.empty()) {
        return {""};
    }
    const json parameters = json::parse(parameters_json, nullptr, false);
    check(parameters.is_object(),
          "the parameters are the JSON object that resolved_parameters made");
    const std::string pointer = "/" + indicator.series_document + "/" + indicator.series_array;
    const auto document = parameters.find(indicator.series_document);
    check(document != parameters.end(), "a document without default is mandatory");
    Faults faults;
    Fields fields(*document, "/" + indicator.series_document, faults);
    std::vector<std::string> names;
    const json* array = fields.find(indicator.series_array);
    if (array == nullptr) {
        return names;  // whether it must be there, the document's schema has said
    }
    if (array->is_array() && !array->empty()) {
        names = series_in(indicator, *array, pointer, faults);
    } else {
        faults.add(pointer, "expected an array with at least one table");
    }
    if (faults.count() > 0) {
        throw Error(ErrorKind::configuration, "the series of indicator \"" + indicator.id +
                                                  "\" cannot be named:" + faults.text());
    }
    return names;
}

}  // namespace waymark::contract
