// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/cell.hpp"
#include "config/readers.hpp"

namespace waymark::config {

// States a published table can tell by a symbol; the others are the host's to decide.
static constexpr std::array<State, 5> symbol_states{State::missing, State::not_applicable,
                                                    State::suppressed_at_source, State::unavailable,
                                                    State::rounds_to_zero};

static constexpr std::uint32_t most_margin = 3660;  // ten years, in days

static void check_symbols(const Section& section, const Table& table) {
    for (const auto& [symbol, word] : table.symbols) {
        const auto state = state_of(word);
        if (!state ||
            std::find(symbol_states.begin(), symbol_states.end(), *state) == symbol_states.end()) {
            std::string sentence = "\"" + symbol + "\" stands for \"";
            sentence += word +
                        "\"; expected one of missing not_applicable suppressed_at_source "
                        "unavailable rounds_to_zero";
            section.fault("symbols", sentence);
        }
    }
}

static void read_total(const Section& section, Table& table) {
    for (const Section::Child& child : section.children("total")) {
        const Section own(*child.table, total_keys, child.header, section.reading());
        table.total = PublishedTotal{own.text("stratum"), own.text("value")};
        const bool is_known = std::any_of(
            table.strata.begin(), table.strata.end(),
            [&](const NamedColumn& stratum) { return stratum.name == table.total->stratum; });
        if (own.given("stratum") != nullptr && !is_known) {
            own.fault("stratum", "\"" + table.total->stratum + "\" is none of the table's strata");
        }
    }
}

static RowFilter read_filter(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, filter_keys, child.header, reading);
    RowFilter filter{section.text("column"), section.texts("keep"), section.texts("drop"),
                     child.place};
    if (section.given("column") != nullptr && filter.column.empty()) {
        section.fault("column", "expected a header name that is not empty");
    }
    if (filter.keep.empty() && filter.drop.empty()) {
        section.fault("", "expected keep or drop in " + section.header());
    }
    return filter;
}

std::vector<RowFilter> read_filters(const Section& parent) {
    std::vector<RowFilter> filters;
    for (const Section::Child& child : parent.children("filter")) {
        filters.push_back(read_filter(child, parent.reading()));
    }
    return filters;
}

static Membership membership_of(const std::string& word) {
    return word == "ever"          ? Membership::ever
           : word == "after_entry" ? Membership::after_entry
                                   : Membership::during;
}

Table read_table(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, table_keys, child.header, reading);
    Table table;
    table.input = child.name;
    table.source = section.text("source");
    table.person = read_column(section, "person");
    table.scheme = section.text("scheme");
    table.membership = membership_of(section.text("membership"));
    table.days_before = static_cast<std::int32_t>(section.whole("days_before", 0, most_margin));
    table.days_after = static_cast<std::int32_t>(section.whole("days_after", 0, most_margin));
    if (table.membership != Membership::during && (table.days_before > 0 || table.days_after > 0)) {
        section.fault("membership", "days_before and days_after go with membership \"during\"");
    }
    table.service = read_column(section, "service");
    table.unit = read_column(section, "unit");
    read_period(section, table);
    table.columns = read_columns(section, "columns");
    table.case_columns = read_columns(section, "case_columns");
    table.strata = read_columns(section, "strata");
    table.filters = read_filters(section);
    read_total(section, table);
    table.symbols = section.map("symbols");
    check_symbols(section, table);
    table.place = section.place("source");
    return table;
}

}  // namespace waymark::config
