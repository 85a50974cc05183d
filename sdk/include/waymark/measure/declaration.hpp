// SPDX-License-Identifier: MIT
// The plain values a description is made of: what describe() is given, and what is kept of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <vector>

#include "waymark/measure/handle.hpp"
#include "waymark/measure/period.hpp"

namespace waymark {

struct MeasureOptions {
    std::string id = {};       ///< reverse domain name
    std::string version = {};  ///< semantic version of the definition
    std::string title = {};
    std::string summary = {};
    std::string author = {};
    std::string licence = {};
};

struct ColumnOptions {
    std::vector<std::string> codes = {};  ///< category: the allowed texts; empty = any
    std::optional<double> min = {};
    std::optional<double> max = {};
    std::string space = {};  ///< key: columns of equal space share numbers
    bool optional = false;   ///< nullable: read only where the configuration maps it, else null
    std::string doc = {};
};

enum class Order : std::uint8_t { any, by_case };
enum class Need : std::uint8_t { required, optional, one_of };
enum class OnDuplicate : std::uint8_t { refuse, pass };

struct InputOptions {
    Order order = Order::any;
    Need need = Need::required;
    std::string group = {};   ///< one_of: exactly one input of the group is given
    bool aggregate = false;   ///< each row is a case of its own
    std::string people = {};  ///< aggregates: the column that says how many people a row stands for
    bool unit = false;        ///< rows carry a unit key inside the case
    std::string date = {};    ///< the column that dates a row and sorts by_case rows
    std::vector<std::string> unique = {};
    OnDuplicate on_duplicate = OnDuplicate::refuse;
    std::int32_t history_days = 0;
    std::int32_t ahead_days = 0;
    bool whole_record =
        false;                ///< rows on both sides of a spell count: only membership "ever" fits
    bool spans_days = false;  ///< a row stands for days from its date on, not for that day alone
    std::string doc = {};
};

struct IntegerOptions {
    std::optional<std::int64_t> default_value = {};  ///< used when the configuration gives none
    std::optional<std::int64_t> min = {};
    std::optional<std::int64_t> max = {};
    std::string doc = {};
};
struct RealOptions {
    std::optional<double> default_value = {};
    std::optional<double> min = {};
    std::optional<double> max = {};
    std::string doc = {};
};
struct BooleanOptions {
    std::optional<bool> default_value = {};
    std::string doc = {};
};
struct ChoiceOptions {
    std::vector<std::string> choices = {};
    std::optional<std::string> default_value = {};
    std::string doc = {};
};
struct DocumentOptions {
    std::string format = "toml";    ///< or "csv"
    std::string schema = {};        ///< JSON text; empty = anything goes
    std::string default_path = {};  ///< a file beside the plugin; empty = must be given
    std::string doc = {};
};

enum class Direction : std::uint8_t { neutral, up, down };
enum class Standing : std::uint8_t { verified, background, project };

/// One series per entry of a document's array, named after its members: "{code}/{version}".
struct ForEach {
    std::string document = {};
    std::string array = {};
    std::string series = {};
};

struct IndicatorOptions {
    std::string title = {};
    std::string unit = {};
    double display_multiplier = 1.0;
    std::int32_t decimals = 0;
    Direction direction = Direction::neutral;
    std::string definition = {};
    std::string source = {};
    Standing standing = Standing::project;
    std::vector<Grain> grains = {};  ///< empty = all but day
    std::vector<std::string> points = {};
    std::string part_of = {};
    std::int64_t min_people_for_rate = 0;
    std::int32_t follow_up_months = 0;
    std::int32_t settling_months = 0;
    std::optional<ForEach> for_each = {};
};

}  // namespace waymark

namespace waymark::detail {

class ColumnReader;
struct ReaderSetting;
using MakeReader = std::unique_ptr<ColumnReader> (*)(const ReaderSetting&);

struct ColumnDeclaration {
    std::string name;
    const char* type;
    bool is_nullable;
    bool has_symbols;
    ColumnOptions options;
    MakeReader make_reader;
};
struct InputDeclaration {
    std::string name;
    InputOptions options;
    std::vector<ColumnDeclaration> columns;
    const std::type_info* row;
};
struct ParameterDeclaration {
    std::string name;
    const char* type;
    std::string default_json;  ///< "" = must be given
    std::optional<double> min;
    std::optional<double> max;
    std::vector<std::string> choices;
    DocumentOptions document;
    std::string doc;
};
struct IndicatorDeclaration {
    std::string id;
    Kind kind;
    IndicatorOptions options;
};
struct StrataDeclaration {
    std::string kind;
    std::vector<std::string> values;
};
struct ExclusionDeclaration {
    std::string id;
    std::string title;
};
struct FindingDeclaration {
    std::string id;
    std::string title;
    std::optional<double> low_quality_above;
    std::optional<double> low_completion_above;
};

}  // namespace waymark::detail
