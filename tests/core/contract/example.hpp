// SPDX-License-Identifier: MIT
// A description that is right, for tests that make one thing in it wrong.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/error.hpp"
#include "contract/description.hpp"

namespace waymark::contract {

inline nlohmann::json example() {
    return nlohmann::json::parse(R"({
      "id": "org.example.absence", "version": "1.2.0", "title": "School absence",
      "summary": "who missed school", "author": "Example", "licence": "MIT",
      "inputs": [
        {"name": "marks", "unit": true, "date": "date", "unique": ["person", "unit", "date"],
         "on_duplicate": "pass", "history_days": 7, "ahead_days": 1, "whole_record": true, "spans_days": true, "doc": "one row per session",
         "columns": [
           {"name": "date", "type": "date"},
           {"name": "code", "type": "category", "codes": ["/", "N"], "nullable": true},
           {"name": "items", "type": "list<int>", "min": 0, "max": 4}]},
        {"name": "offences", "order": "by_case", "need": "one_of", "group": "crime",
         "columns": [{"name": "offence", "type": "key", "space": "offence"}]},
        {"name": "table", "need": "one_of", "group": "crime", "aggregate": true, "people": "pupils",
         "columns": [{"name": "pupils", "type": "int", "symbols": true}]}],
      "case_columns": [{"name": "born", "type": "date", "nullable": true}],
      "parameters": [
        {"name": "rule", "type": "choice", "choices": ["exact10", "exact15"], "default": "exact10"},
        {"name": "share", "type": "real", "min": 0, "max": 1, "default": 0.5},
        {"name": "gap", "type": "days", "min": 1},
        {"name": "strict", "type": "bool", "default": false},
        {"name": "codes", "type": "document", "format": "toml", "default": "codes.toml",
         "schema": {"code": [{"text": "string", "from": "date?"}]}}],
      "indicators": [
        {"id": "absence_rate", "kind": "ratio", "title": "Overall absence", "unit": "sessions",
         "display_multiplier": 100, "decimals": 1, "direction": "down", "definition": "a / b",
         "source": "guidance", "standing": "verified", "grains": ["term", "academic_year"],
         "min_people_for_rate": 10, "follow_up_months": 12, "settling_months": 6},
        {"id": "authorised_rate", "kind": "ratio", "title": "Authorised", "definition": "a / b",
         "source": "guidance", "part_of": "absence_rate"},
        {"id": "change", "kind": "change", "title": "Change", "definition": "last - first",
         "source": "paper", "points": ["mean", "sd"],
         "for_each": {"document": "codes", "array": "code", "series": "{text}"}},
        {"id": "time", "kind": "time_to_event", "title": "Time", "definition": "days",
         "source": "paper", "points": ["12", 6.50]}],
      "strata": [{"kind": "age_at_index", "values": ["10-14", "15-17"]}],
      "exclusions": [{"id": "no_sessions", "title": "no possible session"}],
      "findings": [{"id": "dup", "title": "two marks", "low_quality_above": 0.05}]
    })");
}

/// What parse_description says of a text; "" when it is content.
inline std::string faults_of(const std::string& text) {
    try {
        static_cast<void>(parse_description(text));
        return {};
    } catch (const Error& error) {
        return error.kind() == ErrorKind::measure ? error.what() : "an error of another kind";
    }
}

/// The same of the example after the value at a JSON pointer was replaced or added.
inline std::string faults_with(const std::string& pointer, const nlohmann::json& value) {
    nlohmann::json changed = example();
    changed[nlohmann::json::json_pointer(pointer)] = value;
    return faults_of(changed.dump());
}

}  // namespace waymark::contract
