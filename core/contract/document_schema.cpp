// SPDX-License-Identifier: MIT
#include "contract/document_schema.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

namespace waymark::contract {

using nlohmann::json;

static constexpr std::array<std::string_view, 8> shape_words{"string", "int",   "real",  "bool",
                                                             "date",   "array", "table", "any"};
static constexpr int most_levels = 8;

Marked marked(std::string_view text) noexcept {
    const bool is_optional = !text.empty() && text.back() == '?';
    return {is_optional ? text.substr(0, text.size() - 1) : text, is_optional};
}

static void check_table(const json& schema, const std::string& pointer, DocumentFormat format,
                        int level, Faults& faults);

static void check_shape(const json& shape, const std::string& pointer, DocumentFormat format,
                        int level, Faults& faults) {
    if (level > most_levels) {
        faults.add(pointer, "expected at most eight levels of tables and arrays");
        return;
    }
    if (shape.is_string()) {
        const std::string_view word = marked(shape.get_ref<const std::string&>()).text;
        const bool nested = word == "array" || word == "table";
        if (std::find(shape_words.begin(), shape_words.end(), word) == shape_words.end() ||
            (format == DocumentFormat::csv && nested)) {
            faults.add(pointer, format == DocumentFormat::csv
                                    ? "expected one of string int real bool date any"
                                    : "expected one of string int real bool date array table any, "
                                      "an object or an array of one shape");
        }
        return;
    }
    if (format == DocumentFormat::csv) {
        faults.add(pointer, "expected one of string int real bool date any");
    } else if (shape.is_array() && shape.size() == 1) {
        check_shape(shape[0], pointer + "/0", format, level + 1, faults);
    } else if (shape.is_object()) {
        check_table(shape, pointer, format, level, faults);
    } else {
        faults.add(pointer, "expected a word, an object or an array of one shape");
    }
}

static void check_table(const json& schema, const std::string& pointer, DocumentFormat format,
                        int level, Faults& faults) {
    std::set<std::string, std::less<>> keys;
    for (const auto& member : schema.items()) {
        // Fields knows how an untrusted name is written in a pointer.
        Fields fields(schema, pointer, faults);
        if (!keys.insert(std::string(marked(member.key()).text)).second) {
            fields.fault(member.key(), "stands here with and without '?'");
        }
        check_shape(member.value(), fields.pointer_to(member.key()), format, level + 1, faults);
    }
}

void check_schema(const json& schema, const std::string& pointer, DocumentFormat format,
                  Faults& faults) {
    if (!schema.is_object() || schema.empty()) {
        faults.add(pointer, "expected an object with at least one key");
        return;
    }
    check_table(schema, pointer, format, 0, faults);
}

}  // namespace waymark::contract
