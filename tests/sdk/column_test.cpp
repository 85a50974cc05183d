// SPDX-License-Identifier: MIT
// Every type of column reaches the member it is bound to, at any offset of the Arrow arrays.
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "waymark/measure.hpp"
#include "waymark/testing.hpp"

namespace {

using namespace waymark;
using testing::Scene;

enum class Session : std::uint8_t { am, pm };
struct Meaning {
    double weight = 0.0;
};
struct Everything {
    Day date;
    std::optional<std::int32_t> whole;
    std::optional<double> real;
    std::optional<bool> flag;
    std::optional<Day> day;
    std::optional<Instant> instant;
    std::optional<Session> session;
    std::optional<std::string_view> code;
    Meaning meaning;
    Meaning era;
    std::optional<std::string_view> text;
    std::optional<std::uint32_t> key;
    std::optional<List<std::int64_t>> integers;
    std::optional<List<double>> reals;
};
constexpr Count value{0};

// Answers one count per column, in a series of its own; a null is not answered.
struct Reader : CaseMeasure<Everything> {
    explicit Reader(const Parameters& parameters) : factor_(parameters.real("factor")) {}

    static void describe(Definition& is) {
        is.measure({.id = "org.example.reader", .version = "1.0.0", .title = "Reader"});
        is.input<Everything>("rows", {.order = Order::by_case, .date = "date"})
            .date<&Everything::date>("date")
            .integer<&Everything::whole>("whole")
            .real<&Everything::real>("real")
            .boolean<&Everything::flag>("flag")
            .date<&Everything::day>("day")
            .instant<&Everything::instant>("instant")
            .category<&Everything::session>("session", {.codes = {"AM", "PM"}})
            .category<&Everything::code>("code")
            .category<&Everything::meaning, &Reader::meaning_of>("meaning")
            .category_by_date<&Everything::era, &Reader::eras_of, &Everything::date>("era")
            .text<&Everything::text>("text")
            .key<&Everything::key>("key", {.space = "offence"})
            .integers<&Everything::integers>("integers")
            .reals<&Everything::reals>("reals");
        is.real("factor", {.default_value = 2.0});
        is.document("columns");
        is.indicator(value, "value",
                     {.title = "Value",
                      .definition = "as read",
                      .source = "none",
                      .for_each = ForEach{"columns", "column", "{name}"}});
    }
    Meaning meaning_of(std::string_view code) const {
        return {factor_ * static_cast<double>(code.size())};
    }
    static Eras<Meaning> eras_of(std::string_view code) {
        Eras<Meaning> eras;
        eras.from(Day::of(2024, 8, 19), {code == "J" ? 20.0 : 21.0});
        eras.from(Day::of(2000, 1, 1), {10.0});
        return eras;
    }
    void answer(const Case& /*about*/, Rows<Everything> rows, Answer& out) const {
        for (const Everything& row : rows) {
            const Answer at = out.at(row.date);
            std::size_t series = 0;
            const auto tell = [&](const auto& maybe, auto number) {
                if (maybe) {
                    at.count(value[series], number(*maybe));
                }
                ++series;
            };
            const auto self = [](auto one) { return one; };
            const auto size = [](std::string_view one) { return one.size(); };
            tell(row.whole, self);
            tell(row.real, self);
            tell(row.flag, self);
            tell(row.day, [](Day one) { return one.number; });
            tell(row.instant, [](Instant one) { return one.microseconds; });
            tell(row.session, [](Session one) { return static_cast<int>(one); });
            tell(row.code, size);
            tell(std::optional(row.meaning.weight), self);
            tell(std::optional(row.era.weight), self);
            tell(row.text, size);
            tell(row.key, self);
            for (const auto& item : row.integers.value_or(List<std::int64_t>{})) {
                tell(item, self);
            }
            for (const auto& item : row.reals.value_or(List<double>{})) {
                tell(item, self);
            }
        }
    }

private:
    double factor_;
};

constexpr const char* columns =
    R"({"columns": {"column": [{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}})";

Scene reader_scene() {
    Scene scene(measure_table<Reader>());
    scene.parameters(columns).period("year",
                                     {.first = Day::of(2024, 1, 1), .last = Day::of(2024, 12, 31)});
    scene.add_case("anna");
    return scene;
}

}  // namespace

TEST_CASE("Values of every type are read, with and without Arrow offsets", "[sdk]") {
    Scene scene = reader_scene();
    scene.row("rows", "anna",
              {{"date", "2024-09-02"},
               {"whole", -7},
               {"real", 0.25},
               {"flag", true},
               {"day", "1970-01-03"},
               {"instant", "1970-01-01T00:00:02Z"},
               {"session", "PM"},
               {"code", "C1"},
               {"meaning", "abc"},
               {"era", "J"},
               {"text", "a longer text"},
               {"key", "zebra"},
               {"integers", {5, nullptr, 3}},
               {"reals", {1.5, 2.5}}});
    scene.row("rows", "anna",
              {{"date", "2024-03-01"}, {"meaning", "d"}, {"era", "J"}, {"key", "ape"}});

    const auto outcome = scene.run();
    INFO(outcome);
    REQUIRE(outcome.status == WM_OK);
    const auto at = [&](std::uint32_t series) {
        std::vector<double> found;
        for (const auto& one : outcome.contributions) {
            if (one.series == series) {
                found.push_back(one.a);
            }
        }
        return found;
    };
    using List = std::vector<double>;
    CHECK(at(0) == List{-7});
    CHECK(at(1) == List{0.25});
    CHECK(at(2) == List{1});
    CHECK(at(3) == List{2});
    CHECK(at(4) == List{2'000'000});
    CHECK(at(5) == List{1});
    CHECK(at(6) == List{2});
    CHECK(at(7) == List{2, 6});    // sorted by date: "d" before "abc", twice their lengths
    CHECK(at(8) == List{10, 20});  // the era before and after 19 August 2024
    CHECK(at(9) == List{13});
    CHECK(at(10) == List{0, 1});  // keys are ordered as the source's ids
    CHECK(at(11) == List{5});
    CHECK(at(12).empty());
    CHECK(at(13) == List{3});
    CHECK(at(14) == List{1.5});
    CHECK(at(15) == List{2.5});

    CHECK(scene.run({.offset = 1}) == outcome);
    CHECK(scene.run({.rows = 1, .cases = 1, .offset = 13}) == outcome);
}

TEST_CASE("A null in a column declared without is refused by name", "[sdk]") {
    Scene scene = reader_scene();
    scene.row("rows", "anna", {{"date", "2024-09-02"}, {"era", "J"}});
    const auto outcome = scene.run();
    CHECK(outcome.status == WM_E_INPUT);
    CHECK(outcome.message == "column \"meaning\" has a null but was declared without");
}

TEST_CASE("A number too large for its member is refused, not cut", "[sdk]") {
    Scene scene = reader_scene();
    scene.row("rows", "anna",
              {{"date", "2024-09-02"}, {"meaning", "a"}, {"era", "J"}, {"whole", 1LL << 40}});
    CHECK(scene.run().status == WM_E_INPUT);
}

TEST_CASE("A code that was not declared is refused by an enumeration", "[sdk]") {
    Scene scene = reader_scene();
    scene.row("rows", "anna",
              {{"date", "2024-09-02"}, {"meaning", "a"}, {"era", "J"}, {"session", "EVE"}});
    const auto outcome = scene.run();
    CHECK(outcome.status == WM_E_INPUT);
    CHECK(outcome.message == "a category holds a code that was not declared");
}
