// SPDX-License-Identifier: MIT
// A unit-cost document: what services cost, what an outcome is worth, and which indicators tell how
// many there were. docs/value.md describes the file. Plain values; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"

namespace waymark::config {

/// Which number of a released figure is taken.
enum class FigureOf : std::uint8_t { value, complement, numerator, denominator, people };

/// A released figure of the service, in the grain and period of its cost unless it names its own.
struct FigureReference {
    std::string measure;
    std::string indicator;
    std::string series;  ///< "" = the indicator has none
    FigureOf figure = FigureOf::value;
    std::string grain;   ///< "" = that of the cost
    std::string period;  ///< "" = that of the cost
    Place place;
};

/// A number the document states, with its source.
struct StatedNumber {
    double value = 0.0;
    std::string source;
};

/// One factor of an outcome chain.
using Factor = std::variant<StatedNumber, FigureReference>;

/// What one outcome is worth to one agency in each of some years, in the document's prices.
struct Benefit {
    std::string agency;
    std::string title;
    double unit_value = 0.0;  ///< a year and outcome, in prices of the document's year
    double cashable = 0.0;    ///< share that could be taken out of a budget
    std::uint32_t from = 0;   ///< first year, 0 = the year of the cost's first amount
    std::uint32_t years = 1;  ///< for how many years
    std::uint32_t grade = 0;  ///< of its evidence, from 1
    std::string source;
    std::string standing;
};

struct Outcome {
    std::string id;
    std::string title;
    std::vector<std::string> services;  ///< empty = all
    Factor referred;
    Factor engaged;
    Factor retained;
    Factor impact;
    Factor deadweight;
    std::uint32_t grade = 0;  ///< of the evidence for impact and deadweight, from 1
    std::vector<Benefit> benefits;
};

/// What a service cost that the people of one period were in.
struct Cost {
    std::string service;
    std::string grain;
    std::string period;
    std::vector<double> amounts;  ///< year 0, 1, ..., in prices of the document's year
    std::uint32_t grade = 0;
    std::string source;
    Place place;
};

/// A yearly discount rate up to and with a year.
struct RateBand {
    int last_year = 0;
    double rate = 0.0;
};

/// What evidence of one grade costs: shares off positive benefits and on costs.
struct Grade {
    std::string evidence;
    double benefit_cut = 0.0;
    double cost_rise = 0.0;
};

struct UnitCosts {
    std::string title;
    std::string version;  ///< "1.0"
    std::string currency;
    int price_year = 0;
    std::string discount_source;
    std::string discount_vintage;
    std::vector<RateBand> discount;  ///< ascending
    std::string optimism_source;
    std::vector<Grade> grades;  ///< grade 1 first
    std::vector<Outcome> outcomes;
    std::vector<Cost> costs;
    std::string sha256;  ///< of the file's bytes
};

/// Reads a unit-cost document. Money given in prices of another year is brought to the document's
/// by its index of prices. Throws Error (configuration) with every fault at its file:line:column;
/// input_missing, permission.
[[nodiscard]] UnitCosts read_unit_costs(const std::filesystem::path& file);

}  // namespace waymark::config
