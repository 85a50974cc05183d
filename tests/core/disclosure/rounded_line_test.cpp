// SPDX-License-Identifier: MIT
// An outsider who knows the rule, and every table there is: what was released of two tables alike
// must leave each hidden part more than one value.
#include "disclosure/rounded_line.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>
#include <string>

#include "disclosure/rounding.hpp"
#include "table.hpp"

namespace waymark::disclosure {
namespace {

using Counts = std::vector<std::int64_t>;

constexpr std::int64_t hidden_mark = -1;

// The parts, then the total, as a profile that rounds lets them out.
Counts released(const Counts& parts, const Profile& profile) {
    Counts counts = parts;
    counts.push_back(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}));
    Line line;
    line.parts.resize(parts.size());
    std::iota(line.parts.begin(), line.parts.end(), std::size_t{0});
    line.total = parts.size();
    std::vector<bool> hidden;
    for (const std::int64_t count : counts) {
        hidden.push_back(profile.hides(count));
    }
    widen_rounded_line(line, counts, profile, hidden);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::int64_t base =
            i == parts.size() ? profile.round_totals_to : profile.round_parts_to;
        counts[i] =
            hidden[i] ? hidden_mark
                      : static_cast<std::int64_t>(rounded_to(static_cast<double>(counts[i]), base));
    }
    return counts;
}

// Every table of `parts` counts up to `most`.
template <class Visit>
void each_table(std::size_t parts, std::int64_t most, const Visit& visit) {
    Counts table(parts, 0);
    while (true) {
        visit(table);
        std::size_t at = 0;
        while (at < parts && table[at] == most) {
            table[at++] = 0;
        }
        if (at == parts) {
            return;
        }
        ++table[at];
    }
}

// The fewest values any hidden part of any release may have. Left out are releases that a table
// with larger counts could have led to as well.
std::size_t fewest_values(std::size_t parts, std::int64_t most, const Profile& profile) {
    std::map<Counts, std::vector<std::set<std::int64_t>>> worlds;
    each_table(parts, most, [&](const Counts& table) {
        auto& values = worlds[released(table, profile)];
        values.resize(parts);
        for (std::size_t i = 0; i < parts; ++i) {
            values[i].insert(table[i]);
        }
    });
    std::size_t fewest = 1000;
    for (const auto& [release, values] : worlds) {
        const std::int64_t largest =
            *std::max_element(release.begin(), release.end() - 1) + profile.round_parts_to / 2;
        for (std::size_t i = 0; i < parts && largest <= most; ++i) {
            if (release[i] == hidden_mark) {
                fewest = std::min(fewest, values[i].size());
            }
        }
    }
    return fewest;
}

Profile rounding_profile(std::int64_t hide_up_to, std::int64_t base) {
    Profile profile = profile_named("nhs_hes");
    profile.hide_up_to = hide_up_to;
    profile.round_parts_to = base;
    profile.round_totals_to = base;
    return profile;
}

}  // namespace

TEST_CASE("Seven hidden parts of a hidden total are not known to be 1 each", "[disclosure]") {
    const Profile profile = profile_named("nhs_hes");
    constexpr std::int64_t x = hidden_mark;
    CHECK(released({1, 1, 1, 1, 1, 1, 1, 0, 0}, profile) == Counts{x, x, x, x, x, x, x, x, x, x});
    CHECK(released({1, 1, 1, 1, 1, 0}, profile) == Counts{x, x, x, x, x, x, x});
    CHECK(released({1, 1, 1, 1, 0}, profile) == Counts{x, x, x, x, 0, x});
}

TEST_CASE("Roundings that pin a part hide the line's other parts", "[disclosure]") {
    const Profile profile = profile_named("nhs_hes");
    constexpr std::int64_t x = hidden_mark;
    CHECK(released({1, 8, 8}, profile) == Counts{x, x, x, 15});    // 10 and 10 of at most 17
    CHECK(released({3, 8, 9}, profile) == Counts{x, 10, 10, 20});  // 1 to 6 are left
    CHECK(released({20, 30, 0}, profile) == Counts{20, 30, 0, 50});
}

TEST_CASE("Hidden parts that fill the total to the brim hide it, too", "[disclosure]") {
    constexpr std::int64_t x = hidden_mark;
    CHECK(released({3, 3, 3, 3, 3, 3}, rounding_profile(3, 5)) == Counts{x, x, x, x, x, x, x});
}

TEST_CASE("No hidden part is known to whoever knows the rule and all tables", "[disclosure]") {
    CHECK(fewest_values(2, 22, profile_named("nhs_hes")) >= 2);
    CHECK(fewest_values(3, 22, profile_named("opensafely")) >= 2);
    CHECK(fewest_values(4, 12, profile_named("nhs_hes")) >= 2);
    CHECK(fewest_values(4, 12, rounding_profile(3, 5)) >= 2);
    CHECK(fewest_values(5, 7, rounding_profile(3, 5)) >= 2);
    CHECK(fewest_values(4, 13, rounding_profile(4, 3)) >= 2);
}

TEST_CASE("Parts that share people are left as they are", "[disclosure]") {
    const Profile profile = profile_named("nhs_hes");
    Line line{{0, 1, 2, 3, 4}, 5};
    const Counts counts{1, 1, 1, 1, 0, 3};
    std::vector<bool> hidden{true, true, true, true, false, true};
    const std::vector<bool> before = hidden;
    widen_rounded_line(line, counts, profile, hidden);
    CHECK(hidden == before);
}

TEST_CASE("The gate widens lines of people, of those who have it, and of attrition",
          "[disclosure]") {
    play::Table table(contract::Kind::proportion);
    SECTION("people") {
        for (std::uint32_t value = 0; value < 5; ++value) {
            table.add({value}, 1, 0);
        }
        table.add({5}, 0, 0);
        table.add(play::all, 5, 0);
    }
    SECTION("those who have it") {
        for (std::uint32_t value = 0; value < 5; ++value) {
            table.add({value}, 100, 1);
        }
        table.add({5}, 100, 0);
        table.add(play::all, 600, 5);
    }
    SECTION("attrition") {
        table.description.indicators[0].is_attrition = true;
        for (std::uint32_t value = 0; value < 5; ++value) {
            table.add({value}, 1, 1);
        }
        table.add({5}, 0, 0);
        table.add(play::all, 5, 5);
    }
    const Passed passed = table.pass("nhs_hes");
    CHECK(play::figures(passed, table, {5}).state == State::suppressed);
}

}  // namespace waymark::disclosure
