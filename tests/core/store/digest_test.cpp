// SPDX-License-Identifier: MIT
#include "store/digest.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "core/store/test_gate.hpp"

using namespace waymark;

static const Date october = date_of(2024, 10, 10);

static std::string digest(std::vector<release::Release> releases,
                          const std::string& run_id = "run-1", Date as_of = october) {
    return hex_text(
        store::publication_digest(test::publication(run_id, as_of, std::move(releases))));
}

TEST_CASE("Equal releases have one digest, whatever run made them", "[store]") {
    const std::vector<release::Release> releases{test::absence("north", 9, 0.1),
                                                 test::hidden("north", 10)};
    CHECK(digest(releases, "run-1", october) ==
          digest(releases, "run-2", october + std::chrono::days{1}));
}

TEST_CASE("A digest is that of the canonical text", "[store]") {
    const auto release = test::absence("north", 9, 0.25);
    const std::string text =
        "5:north,19:org.example.absence,12:absence_rate,0:,1:1,5:month,7:2024-09,5:civil,3:all,"
        "3:all,0:,15:month 9 of 2024,10:2024-09-01,10:2024-09-30,8:observed,5:final,0:,0:,4:0.25,"
        "3:250,4:1000,2:40,4:0.24,4:0.26,7:nhs_hes,";
    CHECK(digest({release}) == hex_text(sha256(text)));
}

TEST_CASE("Releases that differ anywhere differ in their digest", "[store]") {
    std::set<std::string> digests;
    const auto add = [&](const std::function<void(release::Key&, release::Figures&)>& change) {
        release::Key key = test::absence_key("north", 9);
        release::Figures figures = test::absence("north", 9, 0.1).figures();
        change(key, figures);
        digests.insert(digest({test::Gate::release(key, figures)}));
    };
    add([](auto&, auto&) {});
    add([](auto& key, auto&) { key.service_id = "south"; });
    add([](auto& key, auto&) { std::swap(key.series, key.point), key.series = "x"; });
    add([](auto& key, auto&) { key.point = "x"; });
    add([](auto&, auto& figures) { figures.value = 0.1000000000000001; });
    add([](auto&, auto& figures) { figures.numerator = std::nullopt; });
    add([](auto&, auto& figures) { figures.period_end = std::nullopt; });
    add([](auto&, auto& figures) { figures.flags = with(0, Flag::held); });
    add([](auto&, auto& figures) { figures.maturity = Maturity::open; });
    CHECK(digests.size() == 9);
    CHECK(digests.count(digest({})) == 0);
}
