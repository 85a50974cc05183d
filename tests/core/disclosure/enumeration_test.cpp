// SPDX-License-Identifier: MIT
// An outsider with a pencil: every table that fits what was released is written down.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <set>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using Counts = std::vector<std::int64_t>;

struct Read {
    std::vector<std::optional<std::int64_t>> parts;
    std::optional<std::int64_t> total;
};

// Only releases are read here, and only their numerators; people say the same of a count.
Read read(const Passed& passed) {
    Read line;
    for (const release::Release& one : passed.publication.releases()) {
        const auto& figure = one.figures().numerator;
        const auto count =
            figure ? std::optional<std::int64_t>(std::llround(*figure)) : std::nullopt;
        if (one.key().stratum_kind == "all") {
            line.total = count;
        } else {
            line.parts.push_back(count);
        }
    }
    return line;
}

// Every value each hidden part takes in some table that fits: hidden ones are at least 1, since
// zeros are shown, and all add up to the total.
std::vector<std::set<std::int64_t>> possible_values(const Read& line) {
    std::int64_t left = *line.total;
    std::vector<std::size_t> hidden;
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
        left -= line.parts[i].value_or(0);
        if (!line.parts[i]) {
            hidden.push_back(i);
        }
    }
    std::vector<std::set<std::int64_t>> possible(line.parts.size());
    Counts table(line.parts.size(), 0);
    const std::function<void(std::size_t, std::int64_t)> fill = [&](std::size_t next,
                                                                    std::int64_t rest) {
        if (next == hidden.size()) {
            for (const std::size_t part : rest == 0 ? hidden : std::vector<std::size_t>{}) {
                possible[part].insert(table[part]);
            }
            return;
        }
        const bool is_last = next + 1 == hidden.size();
        for (std::int64_t value = is_last ? std::max<std::int64_t>(rest, 1) : 1; value <= rest;
             ++value) {
            table[hidden[next]] = value;
            fill(next + 1, rest - value);
        }
    };
    fill(0, left);
    return possible;
}

void check_profile(const std::string& profile, std::int64_t hide_up_to) {
    const bool holds = rc::check([&] {
        const auto size = *rc::gen::inRange<std::size_t>(2, 5);
        const auto counts = *rc::gen::container<Counts>(
            size, rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 4),
                                 rc::gen::inRange<std::int64_t>(0, 2 * hide_up_to + 4)));
        play::Table table(contract::Kind::count);
        table.add_line(counts);
        const Read line = read(table.pass(profile));
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const bool is_primary = counts[i] >= 1 && counts[i] <= hide_up_to;
            RC_ASSERT(!is_primary || !line.parts[i]);
            RC_ASSERT(counts[i] != 0 || line.parts[i] == 0);
        }
        if (!line.total) {
            return;  // nothing adds up to anything known
        }
        const auto possible = possible_values(line);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] >= 1 && counts[i] <= hide_up_to) {
                RC_ASSERT(possible[i].contains(counts[i]));
                RC_ASSERT(possible[i].size() >= 2u);
                RC_ASSERT(*possible[i].rbegin() >= hide_up_to + 1);
            }
        }
    });
    CHECK(holds);
}

}  // namespace

TEST_CASE("No small count can be recovered or bounded from an exact total", "[disclosure]") {
    SECTION("dfe_cla hides up to 5") {
        check_profile("dfe_cla", 5);
    }
    SECTION("research_10 hides up to 9") {
        check_profile("research_10", 9);
    }
}

}  // namespace waymark::disclosure
