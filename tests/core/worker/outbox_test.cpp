// SPDX-License-Identifier: MIT
#include "worker/outbox.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "observation/sums.hpp"
#include "worker/answer_check.hpp"

using namespace waymark;
using namespace waymark::worker;

namespace {

/// One contribution with everything that may come with it.
struct Row {
    std::uint32_t case_number;
    double a;
    double b;
    std::int64_t people;
    std::int64_t units;
    std::int32_t state;
    std::uint32_t stratum;

    bool operator==(const Row&) const = default;
};

/// Puts the columns it is handed together to rows again.
class Rows final : public Receiver {
public:
    std::vector<Row> rows;
    int exclusions = 0;
    int findings = 0;

    void contributions(std::uint32_t, const observation::Contributions& answer) override {
        for (std::size_t i = 0; i < answer.cases.size(); ++i) {
            rows.push_back({answer.cases[i], answer.a[i], answer.b.empty() ? 1 : answer.b[i],
                            answer.people.empty() ? 1 : answer.people[i],
                            answer.units.empty() ? 1 : answer.units[i],
                            answer.states.empty() ? 0 : answer.states[i],
                            answer.strata.empty() ? WM_ALL : answer.strata[i]});
        }
    }
    void exclusion(std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t,
                   std::uint32_t) override {
        ++exclusions;
    }
    void finding(std::uint32_t, const observation::Found&) override { ++findings; }
};

/// A measure with one kind of strata, and the way from outbox to receiver.
class Way {
public:
    Way() {
        contract::Indicator indicator;
        indicator.id = "change";
        indicator.kind = contract::Kind::change;
        description_.indicators.push_back(indicator);
        description_.strata.push_back({"age", {"young", "old"}});
        description_.exclusions.push_back({"none", "none"});
        description_.findings.push_back({"odd", "odd", {}});
        image_.path = "way.so";
        opening_.image = &image_;
        opening_.description = &description_;
        opening_.series_counts = {1};
        opening_.periods = 1;
        check_.begin({.shard = 0, .first = 0, .count = 100'000});
    }

    Rows received;
    std::size_t packets = 0;

    Outbox outbox{[this](std::span<std::byte> packet) {
        Header header;
        std::memcpy(&header, packet.data(), sizeof header);
        ++packets;
        check_.take(header.kind, packet.subspan(sizeof header), received);
    }};

private:
    contract::Description description_;
    Image image_;
    Opening opening_;
    AnswerCheck check_{opening_};
};

}  // namespace

static std::vector<Row> some_rows(std::size_t count, bool has_people, bool has_strata) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < count; ++i) {
        rows.push_back({static_cast<std::uint32_t>(i % 100'000), static_cast<double>(i) / 3, -1.5,
                        has_people ? static_cast<std::int64_t>(i % 5) : 1, 2, WM_STATE_OBSERVED,
                        has_strata ? static_cast<std::uint32_t>(i % 2) : WM_ALL});
    }
    return rows;
}

static void contribute(Outbox& outbox, std::span<const Row> rows, bool has_people,
                       bool has_strata) {
    std::vector<std::uint32_t> cases;
    std::vector<double> a;
    std::vector<double> b;
    std::vector<std::int64_t> people;
    std::vector<std::int64_t> units;
    std::vector<std::uint32_t> strata;
    for (const Row& row : rows) {
        cases.push_back(row.case_number);
        a.push_back(row.a);
        b.push_back(row.b);
        people.push_back(row.people);
        units.push_back(row.units);
        strata.push_back(row.stratum);
    }
    wm_contributions answer{};
    answer.size = sizeof answer;
    answer.n = static_cast<std::uint32_t>(rows.size());
    answer.cases = cases.data();
    answer.a = a.data();
    answer.b = b.data();
    answer.people = has_people ? people.data() : nullptr;
    answer.units = units.data();
    answer.stratum = has_strata ? strata.data() : nullptr;
    answer.n_own_strata = has_strata ? 1 : 0;
    REQUIRE(outbox.contribute(answer));
}

TEST_CASE("Contributions arrive whole and in order, however they are cut", "[worker]") {
    REQUIRE(rc::check([] {
        Way way;
        std::vector<Row> sent;
        const int calls = *rc::gen::inRange(1, 6);
        for (int call = 0; call < calls; ++call) {
            const auto count = static_cast<std::size_t>(*rc::gen::element(0, 1, 2, 63, 1000, 7001));
            const bool has_people = *rc::gen::arbitrary<bool>();
            const bool has_strata = *rc::gen::arbitrary<bool>();
            const auto rows = some_rows(count, has_people, has_strata);
            contribute(way.outbox, rows, has_people, has_strata);
            sent.insert(sent.end(), rows.begin(), rows.end());
        }
        way.outbox.flush();
        RC_ASSERT(way.received.rows == sent);
    }));
}

TEST_CASE("A million single contributions travel in few packets", "[worker]") {
    Way way;
    const auto rows = some_rows(1, false, false);
    for (int i = 0; i < 20'000; ++i) {
        contribute(way.outbox, rows, false, false);
    }
    way.outbox.flush();
    CHECK(way.received.rows.size() == 20'000);
    CHECK(way.packets < 20);
}

TEST_CASE("What a state makes void travels as zero", "[worker]") {
    Way way;
    const std::uint32_t number = 4;
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    const std::int32_t state = WM_STATE_NOT_DUE;
    wm_contributions answer{};
    answer.size = sizeof answer;
    answer.n = 1;
    answer.cases = &number;
    answer.a = answer.b = &nothing;
    answer.state = &state;
    REQUIRE(way.outbox.contribute(answer));
    way.outbox.flush();
    CHECK(way.received.rows == std::vector<Row>{{4, 0, 0, 1, 1, WM_STATE_NOT_DUE, WM_ALL}});
}

TEST_CASE("Exclusions and findings arrive", "[worker]") {
    Way way;
    for (int i = 0; i < 10'000; ++i) {
        way.outbox.exclude({WM_ALL, static_cast<std::uint32_t>(i), WM_ALL, 0});
        way.outbox.find({0, WM_ALL, WM_ALL, 0, 3, 7});
    }
    way.outbox.flush();
    CHECK(way.received.exclusions == 10'000);
    CHECK(way.received.findings == 10'000);
}
