// SPDX-License-Identifier: MIT
#include "config/unit_cost_keys.hpp"

namespace waymark::config {

using enum ValueType;
using enum Presence;

static constexpr const char* standings = "verified background project synthetic";

static constexpr Key document[] = {
    {"title", text, must, "what the document is"},
    {"version", text, must, "its version; a new major one breaks the series"},
    {"currency", text, must, "in which all money is given, such as \"GBP\""},
    {"price_year", whole, must, "in whose prices results are told"},
    {"price", tables, may, "index of prices by year"},
    {"price_source", text, may, "where that index is from", "\"\""},
    {"discount", table, must, "rates at which later years count less"},
    {"optimism", table, must, "what is cut and added by grade of evidence"},
    {"outcome", tables, must, "what is counted and what it is worth"},
    {"cost", tables, must, "what a service cost"},
};
static constexpr Key discount[] = {
    {"source", text, must, "who set the rates"},
    {"vintage", text, must, "which issue of them"},
    {"band", tables, must, "the rates, ascending by year"},
};
static constexpr Key rate_band[] = {
    {"last_year", whole, must, "the last year of the band, counted from year 0"},
    {"rate", real, must, "a year, such as 0.035"},
};
static constexpr Key optimism[] = {
    {"source", text, must, "who set the grades"},
    {"standing", text, must, "how well they were checked", "", standings},
    {"grade", tables, must, "the grades, the best evidence first"},
};
static constexpr Key grade[] = {
    {"evidence", text, must, "what evidence has this grade"},
    {"benefit_cut", real, must, "share taken off benefits"},
    {"cost_rise", real, must, "share put on costs"},
};
static constexpr Key price[] = {
    {"year", whole, must, "the year"},
    {"index", real, must, "of prices in it; only ratios count"},
};
static constexpr Key outcome[] = {
    {"id", text, must, "lower-case letters, digits, - and _"},
    {"title", text, must, "the outcome, for people"},
    {"services", texts, may, "whose outcome it is; every service's without it", "[]"},
    {"referred", table, must, "how many people"},
    {"engaged", table, may, "share of them who began; all without it"},
    {"retained", table, may, "share of those who stayed; all without it"},
    {"impact", table, must, "share of those with the outcome"},
    {"deadweight", table, must, "share who would have had it anyway"},
    {"grade", whole, must, "of the evidence for impact and deadweight"},
    {"benefit", tables, may, "what one outcome is worth, agency by agency"},
};
static constexpr Key factor[] = {
    {"value", real, may, "a number with its source, or"},
    {"source", text, may, "where the number is from"},
    {"measure", text, may, "the measure of an indicator"},
    {"indicator", text, may, "the indicator"},
    {"series", text, may, "its series, if it has any"},
    {"figure", text, may, "which number; complement is 1 less the value", "\"value\"",
     "value complement numerator denominator people"},
    {"grain", text, may, "of its period, if not that of the cost"},
    {"period", text, may, "key of its period, if not that of the cost"},
};
static constexpr Key benefit[] = {
    {"agency", text, must, "whose budget"},
    {"title", text, must, "what is spared or gained"},
    {"unit_value", real, must, "worth of one outcome in one year"},
    {"price_year", whole, must, "in whose prices"},
    {"cashable", real, must, "share that could be taken out of a budget, 0 to 1"},
    {"from", whole, may, "first year of the benefit", "0"},
    {"years", whole, may, "for how many years", "1"},
    {"grade", whole, must, "of the evidence for the worth"},
    {"source", text, must, "where the worth is from"},
    {"standing", text, must, "how well it was checked", "", standings},
};
static constexpr Key cost[] = {
    {"service", text, must, "id of the service"},
    {"grain", text, must, "of the period whose people it paid for"},
    {"period", text, must, "key of that period, as the store has it"},
    {"amounts", wholes, must, "what was spent in year 0, 1, ..."},
    {"price_year", whole, must, "in whose prices"},
    {"grade", whole, must, "of the evidence for it"},
    {"source", text, must, "where it is from"},
};

const TableKeys unit_costs_keys{"the top", "the document", document};
const TableKeys discount_keys{"[discount]", "rates by year", discount};
const TableKeys rate_band_keys{"[[discount.band]]", "one rate", rate_band};
const TableKeys optimism_keys{"[optimism]", "grades of evidence", optimism};
const TableKeys grade_keys{"[[optimism.grade]]", "one grade", grade};
const TableKeys price_keys{"[[price]]", "one year's prices", price};
const TableKeys outcome_keys{"[[outcome]]", "one outcome", outcome};
const TableKeys factor_keys{"[outcome.impact]", "one factor of an outcome", factor};
const TableKeys benefit_keys{"[[outcome.benefit]]", "one benefit", benefit};
const TableKeys cost_keys{"[[cost]]", "one service's cost", cost};

}  // namespace waymark::config
