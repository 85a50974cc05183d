// SPDX-License-Identifier: MIT
// Scoring rules of Resilience and wellbeing measures, sections 1 to 3, over literal rows.

#include "episodes.hpp"

using namespace waymark::tests;
using waymark::Day;

namespace {

const std::string brs = "brs/1/self/1-5/mean";
const std::string swemwbs = "swemwbs/1/self/1-5/metric";
const std::string phq9 = "phq9/1/self/0-3/total";

double baseline(const Setup& setup, const std::string& series, wt::Value items) {
    const auto told = Episodes(setup)
                          .person("ada")
                          .form("ada", start, std::move(items))
                          .of("baseline_mean", series);
    REQUIRE(told.size() == 1);
    return told[0].a;
}

std::string band(const Setup& setup, const std::string& scale,
                 const std::vector<std::string>& names, wt::Value items) {
    Episodes one(setup);
    one.person("ada").form("ada", start, std::move(items));
    std::string found;
    for (const std::string& name : names) {
        if (one.share("band_at_baseline", scale + "/" + name).first == 1) {
            found += name;
        }
    }
    return found;
}

}  // namespace

TEST_CASE("resilience example 1: BRS reversed and averaged, bands on the mean of two places",
          "[resilience]") {
    const Setup setup{.files = {"brs"}};
    const std::vector<std::string> bands{"low", "normal", "high"};
    CHECK(baseline(setup, brs, answers({4, 2, 4, 2, 5, 1})) == Approx(26.0 / 6.0));
    CHECK(band(setup, brs, bands, answers({4, 2, 4, 2, 5, 1})) == "high");
    CHECK(baseline(setup, brs, answers({4, 2, 4, 2, 4, 1})) == Approx(25.0 / 6.0));
    CHECK(band(setup, brs, bands, answers({4, 2, 4, 2, 4, 1})) == "normal");
    CHECK(band(setup, brs, bands, answers({3, 3, 3, 3, 3, 3})) == "normal");
    CHECK(band(setup, brs, bands, answers({3, 3, 3, 3, 3, 4})) == "low");
}

TEST_CASE("resilience example 2: SWEMWBS by its conversion table, change of the metric score",
          "[resilience]") {
    const Setup setup{.files = {"swemwbs"}};
    Episodes one(setup);
    one.person("ada")
        .form("ada", start, answers({3, 3, 4, 2, 3, 4, 3}))
        .form("ada", end, answers({4, 4, 4, 3, 4, 4, 4}));
    const auto change = one.of("mean_change", swemwbs);
    REQUIRE(change.size() == 1);
    CHECK(change[0].a == 19.98);
    CHECK(change[0].b == 24.11);
    CHECK(one.share("reliable_improvement", swemwbs) == std::pair(1, 1));
}

TEST_CASE("SWEMWBS needs all seven answers", "[resilience]") {
    Episodes one(Setup{.files = {"swemwbs"}});
    one.person("ada").form("ada", start, answers({3, 3, 4, blank, 3, 4, 3}));
    CHECK(one.share("baseline_rate", swemwbs) == std::pair(0, 1));
    CHECK(found(one.outcome(), "incomplete_scores") == 1);
    CHECK(found(one.outcome(), "invalid_forms") == 0);
}

// The scales of the SDQ, section 3: five of five items each, and sums of them.
static std::string sdq() {
    const auto scale = [](const std::string& name, const std::string& keys, int most) {
        return "[[scale]]\ninstrument = \"sdq/1/parent/0-2\"\nname = \"" + name + "\"\n" + keys +
               "\nbetter = \"down\"\nscore_min = 0\nscore_max = " + std::to_string(most) + "\n";
    };
    const auto five = [&](const std::string& name, const std::string& items) {
        return scale(name,
                     "items = [" + items +
                         "]\nmin_answered = 3\nrounding = \"half_up\"\n"
                         "sources = { min_answered = \"section 2\" }",
                     10);
    };
    return "[[instrument]]\ncode = \"sdq\"\nversion = \"1\"\ninformant = \"parent\"\n"
           "format = \"0-2\"\ntitle = \"t\"\nitems = 25\nresponse_min = 0\nresponse_max = 2\n"
           "reverse_items = [7, 11, 14, 21, 25]\nlicence = \"-\"\nsource = \"section 3\"\n"
           "standing = \"background\"\n" +
           five("emotional", "3, 8, 13, 16, 24") + five("conduct", "5, 7, 12, 18, 22") +
           five("hyperactivity", "2, 10, 15, 21, 25") + five("peer", "6, 11, 14, 19, 23") +
           five("prosocial", "1, 4, 9, 17, 20") +
           scale("total", "parts = [\"emotional\", \"conduct\", \"hyperactivity\", \"peer\"]", 40) +
           scale("externalising", "parts = [\"conduct\", \"hyperactivity\"]", 20) +
           scale("internalising", "parts = [\"emotional\", \"peer\"]", 20);
}

TEST_CASE("resilience example 3: SDQ subscales prorated and rounded, totals of subscales",
          "[resilience]") {
    Episodes one(Setup{.instruments = sdq()});
    one.person("ada").form("ada", start, answers({2, 1, 2,     1, 1, 1, 1, 2, 2, 2, 1, 0, 1,
                                                  1, 2, blank, 2, 1, 1, 1, 0, 0, 1, 2, 0}));
    const std::vector<std::pair<std::string, double>> expected{
        {"emotional", 9}, {"conduct", 3}, {"hyperactivity", 9},  {"peer", 5},
        {"prosocial", 8}, {"total", 26},  {"externalising", 12}, {"internalising", 14}};
    for (const auto& [name, score] : expected) {
        CAPTURE(name);
        const auto told = one.of("baseline_mean", "sdq/1/parent/0-2/" + name);
        REQUIRE(told.size() == 1);
        CHECK(told[0].a == score);
    }
}

TEST_CASE("A sum of scales is missing when one of them is", "[resilience]") {
    Episodes one(Setup{.instruments = sdq()});
    one.person("ada").form("ada", start, answers({2, 1, blank, 1, 1, 1, 1, blank, 2, 2, 1, 0, blank,
                                                  1, 2, 0,     2, 1, 1, 1, 0,     0, 1, 2, 0}));
    CHECK(one.share("baseline_rate", "sdq/1/parent/0-2/total") == std::pair(0, 1));
    CHECK(one.share("baseline_rate", "sdq/1/parent/0-2/externalising") == std::pair(1, 1));
}

TEST_CASE("resilience example 11: PHQ-9 prorated, half up, moderate", "[resilience]") {
    const Setup setup{.files = {"phq9"}};
    const auto items = answers({2, 2, 1, blank, 3, 1, 2, 0, 1});
    CHECK(baseline(setup, phq9, items) == 14.0);
    CHECK(band(setup, phq9, {"minimal", "mild", "moderate", "moderately_severe", "severe"},
               items) == "moderate");
}

TEST_CASE("WHO-5 is four times the sum", "[resilience]") {
    CHECK(baseline({.files = {"who5"}}, "who5/1/self/0-5/percent", answers({3, 2, 4, 1, 5})) ==
          60.0);
}

TEST_CASE("An answer out of range or not whole makes the whole form invalid, apart from missing",
          "[resilience]") {
    for (const double wrong : {4.0, -1.0, 1.5}) {
        Episodes one(Setup{.files = {"phq9"}});
        std::vector<wt::Value> items(9, wt::Value(1.0));
        items[8] = wrong;
        one.person("ada").form("ada", start, wt::Value(items));
        CHECK(one.share("baseline_rate", phq9) == std::pair(0, 1));
        CHECK(found(one.outcome(), "invalid_forms") == 1);
        CHECK(found(one.outcome(), "incomplete_scores") == 0);
    }
}

TEST_CASE("Only listed responses are answers: CRIES-8 has no 2", "[resilience]") {
    const std::string keys =
        "better = \"down\"\nscore_min = 0\nscore_max = 10\nmin_answered = 2\n"
        "sources = { min_answered = \"-\" }";
    std::string document = instrument("cries", 2, 0, 5, keys);
    document.insert(document.find("licence"), "responses = [0, 1, 3, 5]\n");
    Episodes one(Setup{.instruments = document});
    one.person("ada").form("ada", start, answers({3, 5}));
    one.person("bob").form("bob", start, answers({3, 2}));
    CHECK(one.share("baseline_rate", "cries/1/self/a/total") == std::pair(1, 2));
    CHECK(found(one.outcome(), "invalid_forms") == 1);
}

TEST_CASE("A form of two instruments in one table is told by its label", "[resilience]") {
    Episodes both(Setup{.files = {"phq9", "gad7"}});
    both.person("ada")
        .form("ada", start, answers({1, 1, 1, 1, 1, 1, 1, 1, 1}), {{"instrument", "phq9"}})
        .form("ada", start, answers({2, 2, 2, 2, 2, 2, 2, blank, blank}), {{"instrument", "gad7"}})
        .form("ada", start, answers({2, 2, 2, 2, 2, 2, 2, 2, blank}), {{"instrument", "gad7"}})
        .form("ada", start, answers({2, 2, 2, 2, 2, 2, 2, 2, blank}), {{"instrument", "core10"}})
        .form("ada", start, answers({2, 2, 2, 2, 2, 2, 2, 2, blank}));
    CHECK(both.of("baseline_mean", phq9).at(0).a == 9.0);
    CHECK(both.of("baseline_mean", "gad7/1/self/0-3/total").at(0).a == 14.0);
    CHECK(found(both.outcome(), "invalid_forms") == 1);  // an eighth answer on seven items
    CHECK(found(both.outcome(), "unknown_forms") == 2);
}

TEST_CASE("A table with fewer item columns than the form has items is refused", "[resilience]") {
    Episodes one(Setup{.files = {"phq9"}});
    one.person("ada").form("ada", start, answers({1, 1, 1}));
    const auto outcome = one.scene().run();
    CHECK(outcome.status == WM_E_INPUT);
    CHECK_THAT(outcome.message, Catch::Contains("3 item columns, but instrument phq9/1/self/0-3"));
}

TEST_CASE("An instrument that cannot be scored as written is refused with its place",
          "[resilience]") {
    const std::string sound =
        "better = \"down\"\nscore_min = 0\nscore_max = 6\nmin_answered = 2\n"
        "sources = { min_answered = \"-\" }\n";
    const auto message = [&](const std::string& keys) {
        Episodes one(Setup{.instruments = instrument("x", 2, 0, 3, keys)});
        const auto outcome = one.person("ada").scene().run();
        CHECK(outcome.status == WM_E_PARAM);
        return outcome.message;
    };
    CHECK_THAT(message(sound + "items = [1, 1]"),
               Catch::Contains("scale/0/items/1") && Catch::Contains("item 1 is listed twice"));
    CHECK_THAT(message(sound + "items = [1, 3]"), Catch::Contains("has items 1 to 2"));
    CHECK_THAT(message(sound + "rc_threshold = 2"),
               Catch::Contains("\"rc_threshold\" has no source"));
    CHECK_THAT(message(sound + "sd = 2.0"), Catch::Contains("needs sd and reliability"));
    CHECK_THAT(message(sound + "items = [1]"), Catch::Contains("min_answered"));
    CHECK_THAT(message(sound + "rounding = \"down\""),
               Catch::Contains("use one of: none, half_up"));
    CHECK_THAT(message(sound + "parts = [\"y\", \"z\"]"), Catch::Contains("is no scale"));
    CHECK_THAT(message(sound + "multiplier = 2.0"), Catch::Contains("has no source"));
    CHECK_THAT(message("better = \"down\"\nscore_min = 0\nscore_max = 7\nmin_answered = 2\n"
                       "sources = { min_answered = \"-\" }\n"),
               Catch::Contains("not what the items make"));
    CHECK_THAT(message("better = \"down\"\nscore_min = 0\nscore_max = 6\nmin_answered = 2\n"
                       "combine = \"sum_lookup\"\nlookup = [[0, 0.0], [1, 1.0]]\n"
                       "sources = { min_answered = \"-\", lookup = \"-\" }\n"),
               Catch::Contains("the sum 2 is missing"));
    CHECK_THAT(message(sound + "[[band]]\nscale = \"x/1/self/a/total\"\nname = \"a\"\nfrom = 0\n"
                               "to = 3\nsource = \"-\"\nstanding = \"project\"\n[[band]]\n"
                               "scale = \"x/1/self/a/total\"\nname = \"b\"\nfrom = 3\nto = 6\n"
                               "source = \"-\"\nstanding = \"project\"\n"),
               Catch::Contains("band/1") && Catch::Contains("overlaps"));
}
