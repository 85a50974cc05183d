// SPDX-License-Identifier: MIT
// What a measure says of itself: the JSON description of abi.h, parsed, checked and immutable.
// docs/plugin_contract.md lists the members; this is the only place that reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/grain.hpp"

namespace waymark::contract {

enum class ColumnType : std::uint8_t {
    integer,
    real,
    boolean,
    date,
    instant,
    category,
    text,
    key,
    list_integer,
    list_real,
};

/// One declared column of an input, or one case column the measure asks for.
struct Column {
    std::string name;
    ColumnType type = ColumnType::integer;
    bool nullable = false;
    bool optional = false;           ///< nullable, and read only where the configuration maps it
    std::vector<std::string> codes;  ///< category: the allowed texts; empty = any
    std::optional<double> min;       ///< int, real, list items: inclusive range
    std::optional<double> max;
    std::string space;  ///< key: runs of equal space share numbers
    bool symbols =
        false;  ///< aggregate inputs: the column may hold symbols; a state column follows
    std::string doc;
};

enum class RowOrder : std::uint8_t { any, by_case };
enum class InputNeed : std::uint8_t { required, optional, one_of };
enum class OnDuplicate : std::uint8_t { refuse, pass };

struct Input {
    std::string name;
    RowOrder order = RowOrder::any;
    InputNeed need = InputNeed::required;
    std::string one_of;      ///< group: exactly one input of equal group must be given
    bool aggregate = false;  ///< each row is a case of its own
    bool has_unit = false;   ///< rows carry a unit key inside the case
    std::optional<std::uint32_t> date_column;    ///< index into columns; sorts by_case rows
    std::optional<std::uint32_t> people_column;  ///< aggregates: how many people a row stands for
    std::vector<std::string> unique;  ///< declared column names, "person", "service" or "unit"
    OnDuplicate on_duplicate = OnDuplicate::refuse;
    std::int32_t history_days = 0;  ///< how much before the first period the pull must reach
    std::int32_t ahead_days = 0;    ///< and after the last
    bool whole_record =
        false;                ///< rows on both sides of a spell count: only membership "ever" fits
    bool spans_days = false;  ///< a row stands for days from its date on, so none is seen as open
    std::vector<Column> columns;
    std::string doc;
};

enum class ParameterType : std::uint8_t { integer, real, boolean, choice, days, document };

struct Parameter {
    std::string name;
    ParameterType type = ParameterType::integer;
    std::string default_json;  ///< JSON text; "" = the configuration must give it
    std::optional<double> min;
    std::optional<double> max;
    std::vector<std::string> choices;
    std::string document_format;  ///< document: "toml" or "csv"
    std::string schema_json;  ///< document: JSON text of its schema (see document.hpp); "" = any
    std::string doc;
};

enum class Kind : std::uint8_t {
    count,
    proportion,
    ratio,
    rate,
    mean,
    change,
    time_to_event,
    quantile,
    published,
};

enum class Direction : std::uint8_t { neutral, up, down };  ///< which way is better

/// Whether the definition's rules were checked against a source or are background knowledge.
enum class Standing : std::uint8_t { verified, background, project };

/// One defined quantity. Values are in natural units; a display multiplies by display_multiplier.
struct Indicator {
    std::string id;
    Kind kind = Kind::count;
    std::string title;
    std::string unit;
    double display_multiplier = 1.0;
    std::int32_t decimals = 0;  ///< of the displayed value
    Direction direction = Direction::neutral;
    std::string definition;
    std::string source;
    Standing standing = Standing::project;
    std::vector<calendar::Grain> grains;   ///< allowed; empty = all but day
    std::vector<std::string> points;       ///< each released under its own key; see docs
    std::string part_of;                   ///< indicator id this is an additive part of; "" = none
    std::int64_t min_people_for_rate = 0;  ///< below it no rate, counts only
    std::int32_t follow_up_months = 0;
    std::int32_t settling_months = 0;
    std::string series_document;  ///< for_each: the document parameter whose array makes the series
    std::string series_array;     ///< and the array's key in it
    std::string series_name;      ///< a pattern over the array's members: "{code}/{version}"
    bool is_attrition = false;    ///< the host's, not the measure's: see attrition.hpp
};

/// Whether the indicator has figures in periods of this grain.
[[nodiscard]] bool allows(const Indicator& indicator, calendar::Grain grain);

/// A kind of stratum the measure assigns itself, with its values in order.
struct OwnStrata {
    std::string kind;
    std::vector<std::string> values;
};

struct Exclusion {
    std::string id;
    std::string title;
};

struct Finding {
    std::string id;
    std::string title;
    std::optional<double> low_quality_above;  ///< share above which a cell is flagged low_quality
    std::optional<double> low_completion_above{};  ///< the same for the flag low_completion
};

struct Description {
    std::string id;       ///< reverse domain name: "org.waymark.attendance"
    std::string version;  ///< semantic version of the definition
    std::string title;
    std::string summary;
    std::string author;
    std::string licence;
    std::vector<Input> inputs;
    std::vector<Column> case_columns;
    std::vector<Parameter> parameters;
    std::vector<Indicator> indicators;
    std::vector<OwnStrata> strata;
    std::vector<Exclusion> exclusions;
    std::vector<Finding> findings;
};

/// Parses and checks a description. Throws Error(measure) listing every fault found, each with the
/// JSON pointer of the member and what is expected there.
[[nodiscard]] Description parse_description(std::string_view json);

/// The words used in JSON, configuration and store: "list<int>", "time_to_event" ...
[[nodiscard]] std::string_view word(ColumnType type) noexcept;
[[nodiscard]] std::string_view word(Kind kind) noexcept;
[[nodiscard]] std::optional<Kind> kind_of(std::string_view word) noexcept;
[[nodiscard]] std::string_view word(Direction direction) noexcept;
[[nodiscard]] std::string_view word(Standing standing) noexcept;

}  // namespace waymark::contract
