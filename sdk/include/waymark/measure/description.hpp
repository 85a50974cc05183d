// SPDX-License-Identifier: MIT
// Writes the JSON description of docs/plugin_contract.md from what a measure declared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waymark/measure/definition.hpp"
#include "waymark/measure/json_text.hpp"

namespace waymark::detail {

/// Writes one JSON object member by member; what is left at its default is left out.
class ObjectWriter {
public:
    ObjectWriter& json(std::string_view key, const std::string& value) {
        text_ += text_.empty() ? "{" : ",";
        text_ += quoted(key) + ":" + value;
        return *this;
    }
    ObjectWriter& text(std::string_view key, std::string_view value) {
        return value.empty() ? *this : json(key, quoted(value));
    }
    ObjectWriter& flag(std::string_view key, bool value) {
        return value ? json(key, "true") : *this;
    }
    ObjectWriter& integer(std::string_view key, std::int64_t value) {
        return value == 0 ? *this : json(key, std::to_string(value));
    }
    ObjectWriter& real(std::string_view key, const std::optional<double>& value) {
        return value ? json(key, number_text(*value)) : *this;
    }
    template <class Items, class Write>
    ObjectWriter& array(std::string_view key, const Items& items, Write write) {
        std::string list;
        for (const auto& item : items) {
            list += (list.empty() ? "[" : ",") + write(item);
        }
        return list.empty() ? *this : json(key, list + "]");
    }
    ObjectWriter& texts(std::string_view key, const std::vector<std::string>& items) {
        return array(key, items, [](const std::string& item) { return quoted(item); });
    }
    [[nodiscard]] std::string done() const { return text_.empty() ? "{}" : text_ + "}"; }

private:
    std::string text_;
};

[[nodiscard]] inline const char* word(Kind kind) {
    constexpr std::array words{"count",  "proportion",    "ratio",    "rate",     "mean",
                               "change", "time_to_event", "quantile", "published"};
    return words.at(static_cast<std::size_t>(kind));
}
[[nodiscard]] inline const char* word(Grain grain) {
    constexpr std::array words{"day",           "week",          "month",   "half_term",
                               "term",          "academic_year", "quarter", "financial_year",
                               "calendar_year", "window"};
    return words.at(static_cast<std::size_t>(grain));
}
[[nodiscard]] inline const char* word(Direction direction) {
    constexpr std::array words{"neutral", "up", "down"};
    return words.at(static_cast<std::size_t>(direction));
}
[[nodiscard]] inline const char* word(Standing standing) {
    constexpr std::array words{"verified", "background", "project"};
    return words.at(static_cast<std::size_t>(standing));
}
[[nodiscard]] inline const char* word(Need need) {
    constexpr std::array words{"required", "optional", "one_of"};
    return words.at(static_cast<std::size_t>(need));
}

[[nodiscard]] inline std::string column_json(const ColumnDeclaration& column) {
    return ObjectWriter()
        .text("name", column.name)
        .text("type", column.type)
        .flag("nullable", column.is_nullable)
        .texts("codes", column.options.codes)
        .real("min", column.options.min)
        .real("max", column.options.max)
        .text("space", column.options.space)
        .flag("optional", column.options.optional)
        .flag("symbols", column.has_symbols)
        .text("doc", column.options.doc)
        .done();
}

[[nodiscard]] inline std::string input_json(const InputDeclaration& input) {
    const InputOptions& options = input.options;
    return ObjectWriter()
        .text("name", input.name)
        .text("order", options.order == Order::by_case ? "by_case" : "any")
        .text("need", word(options.need))
        .text("group", options.group)
        .flag("aggregate", options.aggregate)
        .text("people", options.people)
        .flag("unit", options.unit)
        .text("date", options.date)
        .texts("unique", options.unique)
        .text("on_duplicate", options.on_duplicate == OnDuplicate::pass ? "pass" : "refuse")
        .integer("history_days", options.history_days)
        .integer("ahead_days", options.ahead_days)
        .flag("whole_record", options.whole_record)
        .flag("spans_days", options.spans_days)
        .text("doc", options.doc)
        .array("columns", input.columns, column_json)
        .done();
}

[[nodiscard]] inline std::string parameter_json(const ParameterDeclaration& parameter) {
    ObjectWriter out;
    out.text("name", parameter.name).text("type", parameter.type);
    if (!parameter.default_json.empty()) {
        out.json("default", parameter.default_json);
    }
    out.real("min", parameter.min).real("max", parameter.max).texts("choices", parameter.choices);
    if (std::string_view(parameter.type) == "document") {
        out.text("format", parameter.document.format);
        if (!parameter.document.schema.empty()) {
            out.json("schema", parameter.document.schema);
        }
    }
    return out.text("doc", parameter.doc).done();
}

[[nodiscard]] inline std::string indicator_json(const IndicatorDeclaration& indicator) {
    const IndicatorOptions& options = indicator.options;
    ObjectWriter out;
    out.text("id", indicator.id)
        .text("kind", word(indicator.kind))
        .text("title", options.title)
        .text("unit", options.unit)
        .real("display_multiplier", options.display_multiplier)
        .integer("decimals", options.decimals)
        .text("direction", word(options.direction))
        .text("definition", options.definition)
        .text("source", options.source)
        .text("standing", word(options.standing))
        .array("grains", options.grains, [](Grain grain) { return quoted(word(grain)); })
        .texts("points", options.points)
        .text("part_of", options.part_of)
        .integer("min_people_for_rate", options.min_people_for_rate)
        .integer("follow_up_months", options.follow_up_months)
        .integer("settling_months", options.settling_months);
    if (options.for_each) {
        out.json("for_each", ObjectWriter()
                                 .text("document", options.for_each->document)
                                 .text("array", options.for_each->array)
                                 .text("series", options.for_each->series)
                                 .done());
    }
    return out.done();
}

}  // namespace waymark::detail

namespace waymark {

inline void Definition::integer(std::string name, IntegerOptions options) {
    const auto real = [](const std::optional<std::int64_t>& value) {
        return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
    };
    parameters_.push_back({std::move(name),
                           "int",
                           options.default_value ? std::to_string(*options.default_value) : "",
                           real(options.min),
                           real(options.max),
                           {},
                           {},
                           std::move(options.doc)});
}

inline void Definition::days(std::string name, IntegerOptions options) {
    integer(std::move(name), std::move(options));
    parameters_.back().type = "days";
}

inline void Definition::real(std::string name, RealOptions options) {
    parameters_.push_back({std::move(name),
                           "real",
                           options.default_value ? detail::number_text(*options.default_value) : "",
                           options.min,
                           options.max,
                           {},
                           {},
                           std::move(options.doc)});
}

inline void Definition::boolean(std::string name, BooleanOptions options) {
    const std::string default_json =
        options.default_value ? (*options.default_value ? "true" : "false") : "";
    parameters_.push_back(
        {std::move(name), "bool", default_json, {}, {}, {}, {}, std::move(options.doc)});
}

inline void Definition::choice(std::string name, ChoiceOptions options) {
    parameters_.push_back({std::move(name),
                           "choice",
                           options.default_value ? detail::quoted(*options.default_value) : "",
                           {},
                           {},
                           std::move(options.choices),
                           {},
                           std::move(options.doc)});
}

inline void Definition::document(std::string name, DocumentOptions options) {
    std::string doc = options.doc;
    const std::string default_json =
        options.default_path.empty() ? "" : detail::quoted(options.default_path);
    parameters_.push_back({std::move(name),
                           "document",
                           default_json,
                           {},
                           {},
                           {},
                           std::move(options),
                           std::move(doc)});
}

inline std::string Definition::json() const {
    using detail::ObjectWriter;
    return ObjectWriter()
        .text("id", measure_.id)
        .text("version", measure_.version)
        .text("title", measure_.title)
        .text("summary", measure_.summary)
        .text("author", measure_.author)
        .text("licence", measure_.licence)
        .array("inputs", inputs_, detail::input_json)
        .array("case_columns", case_columns_, detail::column_json)
        .array("parameters", parameters_, detail::parameter_json)
        .array("indicators", indicators_, detail::indicator_json)
        .array("strata", strata_,
               [](const detail::StrataDeclaration& strata) {
                   return ObjectWriter()
                       .text("kind", strata.kind)
                       .texts("values", strata.values)
                       .done();
               })
        .array("exclusions", exclusions_,
               [](const detail::ExclusionDeclaration& exclusion) {
                   return ObjectWriter()
                       .text("id", exclusion.id)
                       .text("title", exclusion.title)
                       .done();
               })
        .array("findings", findings_,
               [](const detail::FindingDeclaration& finding) {
                   return ObjectWriter()
                       .text("id", finding.id)
                       .text("title", finding.title)
                       .real("low_quality_above", finding.low_quality_above)
                       .real("low_completion_above", finding.low_completion_above)
                       .done();
               })
        .done();
}

}  // namespace waymark
