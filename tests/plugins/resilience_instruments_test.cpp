// SPDX-License-Identifier: MIT
// The instrument files that are shipped: each can be used, the licensed ones once that is said, and
// the SDQ in full (Resilience and wellbeing measures, sections 2 and 3).
#include <filesystem>
#include <set>

#include "episodes.hpp"

using namespace waymark::tests;
using waymark::Day;

namespace {

const std::string folder = std::string(WAYMARK_SOURCE_DIR) + "/plugins/resilience/instruments";

std::string file_text(const std::string& name) {
    std::ifstream file(folder + "/" + name + ".toml");
    REQUIRE(file.is_open());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string licence(const std::string& instrument) {
    return "[[licence]]\ninstrument = \"" + instrument +
           "\"\nallowed_by = \"the owner\"\nreference = \"a test\"\n";
}

/// The files put together as if listed, with a licence for each instrument that needs one.
std::string licensed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += file_text(name);
    }
    for (const char* who : {"parent", "teacher", "self"}) {
        text += licence("sdq/1/" + std::string(who) + "/0-2");
        text += licence("sdq_impact/1/" + std::string(who) + "/0-2");
        text += licence("cors/1/" + std::string(who) + "/0-10");
    }
    return text + licence("cdrisc10/1/self/0-4") + licence("ors/1/self/0-10") +
           licence("ors_young/1/self/0-10");
}

std::string refusal(const std::string& instruments) {
    return Episodes(Setup{.instruments = instruments}).person("ada").refusal();
}

const std::vector<int> example_3{2, 1, 2,     1, 1, 1, 1, 2, 2, 2, 1, 0, 1,
                                 1, 2, blank, 2, 1, 1, 1, 0, 0, 1, 2, 0};

double baseline(const std::string& instruments, const std::string& series,
                const std::vector<int>& items) {
    Episodes one(Setup{.instruments = instruments});
    one.person("ada").form("ada", start, answers(items));
    const auto told = one.of("baseline_mean", series);
    REQUIRE(told.size() == 1);
    return told[0].a;
}

/// The bands of a scale, of those named, that its baseline is in.
std::string band_of(const std::string& instruments, const std::string& scale,
                    const std::vector<std::string>& names, const std::vector<int>& items) {
    Episodes one(Setup{.instruments = instruments});
    one.person("ada").form("ada", start, answers(items));
    std::string found;
    for (const std::string& name : names) {
        found += one.share("band_at_baseline", scale + "/" + name).first == 1 ? name : "";
    }
    return found;
}

// The same instruments with scores given ready-made.
std::string as_given(std::string text) {
    std::size_t at = 0;
    while ((at = text.find("\nitems = ", at)) != std::string::npos) {
        const std::size_t end_of_line = text.find('\n', at + 1);
        const bool is_count = text[at + 9] != '[';
        text.replace(at, end_of_line - at, is_count ? "\nitems = 0" : "");
        ++at;
    }
    for (const char* key : {"\nparts = ", "\nreverse_items = ", "\nmin_answered = "}) {
        while ((at = text.find(key)) != std::string::npos) {
            text.erase(at, text.find('\n', at + 1) - at);
        }
    }
    return text;
}

wt::Values scale_label(const std::string& instrument, const std::string& scale) {
    return {{"instrument", instrument}, {"scale", scale}};
}

const std::vector<std::string> four{"four_close_to_average", "four_slightly_raised", "four_high",
                                    "four_very_high"};
const std::vector<std::string> three{"three_normal", "three_borderline", "three_abnormal"};

}  // namespace

TEST_CASE("Every instrument file can be used", "[resilience]") {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.insert(entry.path().stem().string());
    }
    CHECK(names.size() > 30);
    for (const std::string& name : names) {
        CAPTURE(name);
        std::vector<std::string> files{name};
        if (const auto bands = name.find("_four_bands") + name.find("_three_bands") + 1;
            bands < name.size()) {
            files.insert(files.begin(), name.substr(0, name.find('_', 4)));
        }
        if (name == "talking_therapies") {
            files = {"phq9", "gad7", name};
        }
        if (name == "sdq_added_value") {
            files = {"sdq_parent", "sdq_impact_parent", name};
        }
        CHECK(refusal(licensed(files)).empty());
    }
}

TEST_CASE("A licensed instrument is off until somebody says that it was allowed", "[resilience]") {
    for (const char* name : {"cdrisc10", "sdq_parent", "sdq_impact_self", "ors", "cors_carer"}) {
        CAPTURE(name);
        const std::string message = refusal(file_text(name));
        CHECK_THAT(message, Catch::Contains("is off; allow it by a [[licence]] entry") &&
                                Catch::Contains("once there is"));
        CHECK(refusal(licensed({name})).empty());
    }
    // Somebody else's licence does not do.
    CHECK_FALSE(refusal(file_text("cdrisc10") + licence("ors/1/self/0-10")).empty());
}

TEST_CASE("resilience example 3: the shipped SDQ, prorated, rounded and in bands", "[resilience]") {
    const std::string scale = "sdq/1/parent/0-2/";
    const std::string bare = licensed({"sdq_parent"});
    const std::vector<std::pair<std::string, double>> expected{
        {"emotional", 9}, {"conduct", 3}, {"hyperactivity", 9},  {"peer", 5},
        {"prosocial", 8}, {"total", 26},  {"externalising", 12}, {"internalising", 14}};
    for (const auto& [name, score] : expected) {
        CAPTURE(name);
        CHECK(baseline(bare, scale + name, example_3) == score);
    }
    const std::string with_four = licensed({"sdq_parent", "sdq_parent_four_bands"});
    CHECK(band_of(with_four, scale + "total", four, example_3) == "four_very_high");
    CHECK(band_of(with_four, scale + "conduct", four, example_3) == "four_slightly_raised");
    CHECK(band_of(with_four, scale + "prosocial",
                  {"four_close_to_average", "four_slightly_lowered", "four_low", "four_very_low"},
                  example_3) == "four_close_to_average");
    const std::string with_three = licensed({"sdq_parent", "sdq_parent_three_bands"});
    CHECK(band_of(with_three, scale + "total", three, example_3) == "three_abnormal");
    CHECK(band_of(with_three, scale + "conduct", three, example_3) == "three_borderline");
}

TEST_CASE("The impact of the SDQ is a sum of all its answers", "[resilience]") {
    const std::string parent = licensed({"sdq_impact_parent"});
    const std::string scale = "sdq_impact/1/parent/0-2/impact";
    CHECK(baseline(parent, scale, {1, 0, 2, 0, 1}) == 4);
    CHECK(band_of(parent, scale, four, {1, 0, 1, 0, 0}) == "four_high");
    CHECK(baseline(licensed({"sdq_impact_teacher"}), "sdq_impact/1/teacher/0-2/impact",
                   {2, 1, 2}) == 5);
}

TEST_CASE("Reverse keys, responses and prorating of the further instruments", "[resilience]") {
    CHECK(baseline(file_text("core10"), "core10/1/self/0-4/total",
                   {1, 4, 3, 0, 2, 1, 0, 0, 3, 1}) == 9);
    CHECK(baseline(file_text("core10"), "core10/1/self/0-4/total",
                   {1, 4, 3, 0, 2, 1, 0, 0, blank, 2}) == Approx(10.0 * 7 / 9));
    CHECK(baseline(file_text("yp_core"), "yp_core/1/self/0-4/total",
                   {0, 0, 4, 0, 4, 0, 0, 0, 0, 4}) == 0);
    CHECK(baseline(file_text("rcads25"), "rcads25/1/self/0-3/total", std::vector<int>(25, 1)) ==
          25);
    CHECK(baseline(file_text("cyrm_r"), "cyrm_r/1/self/1-5/total", std::vector<int>(17, 5)) == 85);
    CHECK(baseline(file_text("cyrm_r_3"), "cyrm_r/1/self/1-3/total", std::vector<int>(17, 1)) ==
          17);
    CHECK(baseline(file_text("wemwbs"), "wemwbs/1/self/1-5/total", std::vector<int>(14, 4)) == 56);
    CHECK(baseline(file_text("pcl5"), "pcl5/1/self/0-4/total", std::vector<int>(20, 2)) == 40);
    Episodes wrong(Setup{.instruments = file_text("cries8")});
    wrong.person("ada").form("ada", start, answers({0, 1, 2, 3, 5, 0, 1, 3}));
    CHECK(found(wrong.outcome(), "invalid_forms") == 1);
    CHECK(baseline(file_text("cries8"), "cries8/1/self/0-5/total", {0, 1, 1, 3, 5, 0, 1, 3}) == 14);
}

TEST_CASE("Bands meet without gaps between a scale's ends", "[resilience]") {
    const std::string scale = "core10/1/self/0-4/total";
    const std::vector<std::string> bands{"healthy",         "low",   "mild", "moderate",
                                         "moderate_severe", "severe"};
    const auto of_sum = [&](int sum) {
        std::vector<int> items(10, 0);
        items[1] = items[2] = 4;  // reversed: 0
        for (int i = 0; i < 10 && sum > 0; ++i) {
            if (i != 1 && i != 2) {
                items[static_cast<std::size_t>(i)] = std::min(4, sum);
                sum -= items[static_cast<std::size_t>(i)];
            }
        }
        return band_of(file_text("core10"), scale, bands, items);
    };
    CHECK(of_sum(5) == "healthy");
    CHECK(of_sum(6) == "low");
    CHECK(of_sum(10) == "low");
    CHECK(of_sum(11) == "mild");
    CHECK(of_sum(24) == "moderate_severe");
    CHECK(of_sum(25) == "severe");
}

TEST_CASE("resilience example 7: the added value of the SDQ", "[resilience]") {
    const std::string text = licensed({"sdq_parent", "sdq_impact_parent", "sdq_added_value"});
    struct Child {
        double total, impact, emotional, last, value;
    };
    const std::vector<Child> children{
        {19, 4, 6, 15, 1.5}, {22, 5, 7, 20, -1.2}, {16, 2, 4, 15, -0.7}, {25, 7, 8, 18, 3.3}};
    double sum = 0;
    for (const Child& child : children) {
        Episodes one(Setup{.instruments = as_given(text)});
        one.person("ada", {}, start, start + 200);
        one.score("ada", start, child.total, scale_label("sdq", "total"));
        one.score("ada", start, child.emotional, scale_label("sdq", "emotional"));
        one.score("ada", start, child.impact, scale_label("sdq_impact", "impact"));
        one.score("ada", start.plus_months(6), child.last, scale_label("sdq", "total"));
        const auto told = one.of("added_value", "sdq_parent");
        REQUIRE(told.size() == 1);
        CHECK(told[0].a == Approx(child.value));
        sum += told[0].a;
    }
    CHECK(sum / 4 == Approx(.725));
    CHECK(sum / 4 / 5 == Approx(.145));
}

TEST_CASE("The added value is for follow-ups after four to eight months", "[resilience]") {
    const std::string text = licensed({"sdq_parent", "sdq_impact_parent", "sdq_added_value"});
    const auto told_after = [&](Day day) {
        Episodes one(Setup{.instruments = as_given(text)});
        one.person("ada", {}, start, Day::of(2025, 7, 1));
        for (const char* scale : {"total", "emotional"}) {
            one.score("ada", start, 5, scale_label("sdq", scale));
        }
        one.score("ada", start, 5, scale_label("sdq_impact", "impact"));
        one.score("ada", day, 5, scale_label("sdq", "total"));
        return one.of("added_value", "sdq_parent").size();
    };
    CHECK(told_after(start.plus_months(4) - 1) == 0);
    CHECK(told_after(start.plus_months(4)) == 1);
    CHECK(told_after(start.plus_months(8)) == 1);
    CHECK(told_after(start.plus_months(8) + 1) == 0);
}

TEST_CASE("resilience example 10: goals that are scored twice", "[resilience]") {
    const std::string series = "gbo/1/self/0-10/goals";
    const auto improved = [&](const std::vector<int>& first, const std::vector<int>& last) {
        Episodes one(Setup{.files = {"gbo"}});
        one.person("ada").form("ada", start, answers(first)).form("ada", end, answers(last));
        const auto change = one.of("mean_change", series);
        const double mean = change.empty() ? -99 : change[0].b - change[0].a;
        return std::pair(mean, one.share("reliable_improvement", series).first == 1);
    };
    using Told = std::pair<double, bool>;
    CHECK(improved({2, 4, 3}, {5, 6, blank}) == Told{2.5, true});
    CHECK(improved({2, 4, blank}, {4, 6, 9}) == Told{2.0, false});
    // Of one goal alone three points are needed.
    CHECK(improved({2, blank, blank}, {4, 6, blank}) == Told{2.0, false});
    CHECK(improved({2, blank, blank}, {5, 6, blank}) == Told{3.0, true});
    // Nothing scored twice: no pair.
    CHECK(improved({2, blank, blank}, {blank, 6, blank}) == Told{-99, false});
}

TEST_CASE("A ladder is told as who moved up and who moved down, never as a mean", "[resilience]") {
    const std::string ladder = R"(
[[instrument]]
code = "ladder"
version = "1"
informant = "practitioner"
format = "1-5"
title = "A service's own ladder"
items = 3
response_min = 1
response_max = 5
licence = "own"
source = "a test"
standing = "project"

[[scale]]
instrument = "ladder/1/practitioner/1-5"
name = "steps"
better = "up"
combine = "mean"
compare = "steps"
min_answered = 1
score_min = 1
score_max = 5
sources = { min_answered = "a test" }
)";
    const std::string series = "ladder/1/practitioner/1-5/steps";
    Episodes one(Setup{.instruments = ladder});
    one.person("up and down").form("up and down", start, answers({2, 3, blank}));
    one.form("up and down", end, answers({3, 2, 5}));
    one.person("same")
        .form("same", start, answers({2, 3, 1}))
        .form("same", end, answers({2, 3, 1}));
    CHECK(one.share("moved_up", series) == std::pair(1, 2));
    CHECK(one.share("moved_down", series) == std::pair(1, 2));
    CHECK(one.share("completion_rate", series) == std::pair(2, 2));
    for (const char* mean : {"baseline_mean", "mean_change", "follow_up_mean"}) {
        CHECK(one.of(mean, series).empty());
    }
}
