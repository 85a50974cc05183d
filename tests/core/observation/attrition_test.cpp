// SPDX-License-Identifier: MIT
#include <waymark/abi.h>

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "contract/description.hpp"
#include "observation/sums.hpp"
#include "play.hpp"

namespace waymark::observation {
namespace {

// Three cases of three persons; a count of the measure's and one of the host's.
struct Shard {
    Shard() {
        description.indicators.resize(2);
        description.indicators[1].is_attrition = true;
        shape.description = &description;
        shape.services = 1;
        shape.periods.resize(2);
        for (calendar::Period& period : shape.periods) {
            period.key.grain = calendar::Grain::month;
            period.asked = true;
        }
        shape.series_counts = {1, 1};
    }
    [[nodiscard]] CaseColumns columns() const { return {service, person, more, {}, {}}; }
    void tell(ShardSums& sums, std::uint32_t indicator, std::uint32_t case_number,
              std::int32_t state) const {
        const std::vector<std::uint32_t> cases{case_number};
        const std::vector<std::int32_t> states{state};
        Contributions answer;
        answer.indicator = indicator;
        answer.period = 1;
        answer.cases = cases;
        answer.states = states;
        sums.add(answer, columns());
    }

    contract::Description description;
    Shape shape;
    std::vector<std::uint32_t> service{0, 0, 0}, person{0, 1, 2};
    std::vector<std::uint8_t> more{0, 0, 0};
};

}  // namespace

TEST_CASE("A case is used where the measure answered a figure for it", "[observation]") {
    const Shard shard;
    ShardSums sums(shard.shape);
    shard.tell(sums, 0, 2, WM_STATE_OBSERVED);
    CHECK(sums.is_used(2, 1));
    CHECK_FALSE(sums.is_used(2, 0));
    CHECK_FALSE(sums.is_used(0, 1));
}

TEST_CASE("A figure that still may change is one; a state without figures is none",
          "[observation]") {
    const Shard shard;
    ShardSums sums(shard.shape);
    shard.tell(sums, 0, 0, WM_STATE_PROVISIONAL);
    shard.tell(sums, 0, 1, WM_STATE_NOT_DUE);
    CHECK(sums.is_used(0, 1));
    CHECK_FALSE(sums.is_used(1, 1));
}

TEST_CASE("What the host counts does not make a case used", "[observation]") {
    const Shard shard;
    ShardSums sums(shard.shape);
    shard.tell(sums, 1, 0, WM_STATE_OBSERVED);
    CHECK_FALSE(sums.is_used(0, 1));
}

TEST_CASE("An exclusion told for several indicators is one", "[observation]") {
    const Shard shard;
    ShardSums sums(shard.shape);
    sums.exclude(0, 1, WM_ALL, 3, shard.columns());
    sums.exclude(WM_ALL, 1, WM_ALL, 3, shard.columns());
    sums.exclude(0, 1, 0, 3, shard.columns());
    CHECK(sums.excluded() == std::vector<ShardSums::Excluded>{{3, 0, 1}, {3, WM_ALL, 1}});
}

namespace {

// Cases of two services and three strata, nobody with two of them; three indicators of the host's.
struct Counted {
    Counted() : marks(*rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange(0, 8))) {
        description.indicators.resize(3);
        for (contract::Indicator& indicator : description.indicators) {
            indicator.kind = contract::Kind::count;
            indicator.is_attrition = true;
        }
        shape.description = &description;
        shape.services = 2;
        shape.periods.resize(2);
        shape.periods[1].asked = true;
        shape.series_counts = {1, 1, 1};
        shape.host_strata = 1;
        for (std::uint32_t i = 0; i < marks.size(); ++i) {
            cases.push_back(i);
            person.push_back(i);
            service.push_back(*rc::gen::inRange(0U, 2U));
            stratum.push_back(*rc::gen::inRange(0U, 3U));
            more.push_back(0);
        }
        frame.services = {"north", "south"};
        frame.periods = shape.periods;
        frame.series = {{""}, {""}, {""}};
        frame.strata = {{"all", {"all"}}, {"band", {"a", "b", "c"}}};
    }
    [[nodiscard]] CaseColumns columns() const {
        return {service, person, more, {}, {std::span<const std::uint32_t>(stratum)}};
    }
    [[nodiscard]] Observations observed(ShardSums sums) const { return summed({&sums, 1}, frame); }

    contract::Description description;
    Shape shape;
    Observations frame;
    std::vector<std::uint64_t> marks;
    std::vector<std::uint32_t> cases, person, service, stratum;
    std::vector<std::uint8_t> more;
};

}  // namespace

TEST_CASE("Cases that are counted give the cells of contributions of 1 and 0",
          "[observation][property]") {
    CHECK(rc::check([] {
        const Counted run;
        ShardSums counted(run.shape);
        counted.count({{{0, 0}, {1, 0}, {2, 0}}, 1, run.cases, run.marks}, run.columns());
        ShardSums added(run.shape);
        for (std::uint32_t target = 0; target < 3; ++target) {
            std::vector<double> ones;
            for (const std::uint64_t marks : run.marks) {
                ones.push_back((marks >> target & 1U) != 0 ? 1.0 : 0.0);
            }
            Contributions answer;
            answer.indicator = target;
            answer.period = 1;
            answer.cases = run.cases;
            answer.a = ones;
            answer.b = ones;
            added.add(answer, run.columns());
        }
        RC_ASSERT(
            play::same_cells(run.observed(std::move(counted)), run.observed(std::move(added))));
    }));
}

}  // namespace waymark::observation
