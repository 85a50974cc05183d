// SPDX-License-Identifier: MIT
// The instrument files that are shipped: each can be used, the licensed ones once that is said, and
// the SDQ in full (Resilience and wellbeing measures, sections 2 and 3).
#include <filesystem>
#include <set>

#include "episodes.hpp"

using namespace waymark::tests;

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
