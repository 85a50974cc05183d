// SPDX-License-Identifier: MIT
// Made-up people and rows that fit a measure's description: nothing an author has to write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/description.hpp"

namespace waymark::conformance {

/// One value of a column. Texts and codes are entries of the column's list.
struct Cell {
    bool is_null = false;
    std::int32_t state = 0;  ///< WM_STATE_*, of columns with symbols
    std::int64_t whole =
        0;  ///< int, bool, date, instant, key; category and text: index of the entry
    double real = 0;
    std::vector<double> items;  ///< lists
};

struct SampleRow {
    std::uint32_t of_case = 0;
    std::uint32_t unit = 0;    ///< which of the case's units; 0 where the input has none
    std::uint32_t period = 0;  ///< aggregates: index of the period
    std::vector<Cell> cells;   ///< per declared column
};

struct SampleCase {
    std::uint32_t person = 0;
    std::optional<std::int32_t> start;  ///< day numbers
    std::optional<std::int32_t> end;
    std::vector<Cell> facts;  ///< per asked-for case column
};

/// Everything one run is fed.
struct Sample {
    std::vector<SampleCase> cases;
    std::vector<std::vector<SampleRow>> rows;                    ///< per input
    std::vector<std::vector<std::vector<std::string>>> entries;  ///< [input][column]
    std::vector<std::vector<std::string>> fact_entries;          ///< [case column]
};

/// How values are made.
enum class Values : std::uint8_t {
    usual,    ///< within what is declared; a tenth null where that is allowed
    null,     ///< null wherever that is allowed
    extreme,  ///< the least and the greatest that is legal
    unknown,  ///< as usual, but codes nobody knows where any code is allowed
};

struct SampleRequest {
    std::uint64_t seed = 1;
    Values values = Values::usual;
    std::uint32_t people = 60;
    std::uint32_t rows_per_case = 12;  ///< about so many of each input
    std::uint32_t periods = 0;         ///< of the run, for aggregates
    std::int32_t first_day = 0;        ///< of the periods
    std::int32_t last_day = 0;
};

/// How long lists are: nothing in a description says so.
inline constexpr std::uint32_t list_size = 8;

/// Of a group of which one input must be given, the first is. Rows equal in the columns declared
/// unique are made once, where repeats are refused.
[[nodiscard]] Sample sample(const contract::Description& description, const SampleRequest& request);

}  // namespace waymark::conformance
