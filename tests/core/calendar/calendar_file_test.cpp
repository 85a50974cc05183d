// SPDX-License-Identifier: MIT
#include "calendar/calendar_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "base/error.hpp"
#include "base/sha256.hpp"

namespace waymark::calendar {

// A folder of its own for the files of one test, removed with it.
class Folder {
public:
    Folder() : path_(std::filesystem::path(WAYMARK_BINARY_DIR) / "calendar_file_test") {
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }

    std::filesystem::path write(const char* name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

static const std::string head =
    "id = \"exampleshire\"\nversion = \"2024.1\"\nauthority = \"Exampleshire\"\n"
    "basis = \"school_calendar\"\nsource = \"made up\"\n";

static const std::string autumn =
    "[[term]]\nordinal = 1\nfirst = 2024-09-02\nlast = 2024-12-20\nname = \"Michaelmas\"\n"
    "[[half_term]]\nordinal = 1\nfirst = 2024-09-02\nlast = 2024-10-25\n"
    "[[half_term]]\nordinal = 2\nfirst = 2024-11-04\nlast = 2024-12-20\n";

static std::string fault_of(const std::filesystem::path& path) {
    try {
        (void)read_calendar(path);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::configuration);
        const std::string folder = path.parent_path().string() + "/";
        std::string text = error.what();
        for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
            text.erase(at, folder.size());
        }
        return text;
    }
    return "no fault";
}

TEST_CASE("A calendar file says what an authority's terms are", "[calendar]") {
    const Folder folder;
    const Calendar calendar = read_calendar(folder.write("c.toml", head + autumn));
    CHECK(calendar.id == "exampleshire");
    CHECK(calendar.version == "2024.1");
    CHECK(calendar.sha256 == hex_text(sha256(head + autumn)));
    const Period term = calendar.period({Grain::term, 2024, 1});
    CHECK(term.days == DateRange{date_of(2024, 9, 2), date_of(2024, 12, 20)});
    CHECK(term.basis == Basis::school_calendar);
    CHECK(term.name == "Michaelmas");
    CHECK(calendar.key_of(Grain::half_term, date_of(2024, 11, 4))->text() == "202425-H2");
    CHECK_FALSE(calendar.key_of(Grain::half_term, date_of(2024, 10, 28)).has_value());
    CHECK_FALSE(calendar.period({Grain::term, 2024, 2}).days.has_value());
    CHECK(calendar.period({Grain::academic_year, 2024, 0}).basis == Basis::civil);
}

TEST_CASE("Open are the weekdays of half terms, less closures, plus openings", "[calendar]") {
    const Folder folder;
    const Calendar calendar = read_calendar(folder.write(
        "c.toml",
        head + autumn +
            "[[closure]]\ndate = 2024-09-02\nreason = \"INSET\"\n"
            "[[closure]]\ndate = 2024-12-20\nsession = \"afternoon\"\n"
            "[[open]]\ndate = 2024-11-09\nsession = \"morning\"\nreason = \"open day\"\n"));
    CHECK(calendar.sessions(date_of(2024, 9, 2)) == closed_day);
    CHECK(calendar.sessions(date_of(2024, 9, 3)) == whole_day);
    CHECK(calendar.sessions(date_of(2024, 9, 7)) == closed_day);
    CHECK(calendar.sessions(date_of(2024, 10, 30)) == closed_day);
    CHECK(calendar.sessions(date_of(2024, 11, 9)) == morning);
    CHECK(calendar.sessions(date_of(2024, 12, 20)) == morning);
    CHECK(calendar.sessions(date_of(2024, 8, 1)) == closed_day);
    // The spring term is not given yet, so nothing is known after the autumn term.
    CHECK_FALSE(calendar.sessions(date_of(2024, 12, 21)).has_value());
    CHECK_FALSE(calendar.sessions(date_of(2024, 7, 31)).has_value());
}

TEST_CASE("A list beside the file says exactly which days were open", "[calendar]") {
    const Folder folder;
    const std::string list = "date\r\n2013-09-09\r\n2013-09-14\r\n2013-09-16";
    folder.write("days.csv", list);
    const std::string text = head + "open_days = \"days.csv\"\n";
    const Calendar calendar = read_calendar(folder.write("c.toml", text));
    CHECK(calendar.sessions(date_of(2013, 9, 9)) == whole_day);
    CHECK(calendar.sessions(date_of(2013, 9, 10)) == closed_day);
    CHECK(calendar.sessions(date_of(2013, 9, 14)) == whole_day);
    CHECK_FALSE(calendar.sessions(date_of(2013, 9, 17)).has_value());
    CHECK(calendar.sha256 == hex_text(sha256(text + list)));
    // Without terms of its own the census windows hold.
    CHECK(calendar.period({Grain::term, 2013, 1}).days->first == date_of(2013, 8, 1));
}

TEST_CASE("Every fault of a calendar file is told at once, with its place", "[calendar]") {
    const Folder folder;
    CHECK(fault_of(folder.write(
              "c.toml",
              "id = \"Example Shire\"\nbasis = \"civil\"\nsource = 3\nauthorty = \"x\"\n"
              "[[term]]\nordinal = 4\nfirst = 2024-09-02\nlast = 2024-08-20\n"
              "[[closure]]\ndate = \"2024-09-02\"\nsession = \"noon\"\n"
              "[[spring_bank_holiday]]\ndate = 2024-08-26\n")) ==
          "c.toml:1:1: error: \"version\" is missing; give a text.\n"
          "c.toml:1:1: error: \"authority\" is missing; give a text.\n"
          "c.toml:1:6: error: \"id\" may hold lower-case letters, digits, - and _ only.\n"
          "c.toml:2:9: error: \"basis\" must be census, feed, school_calendar or observed, not "
          "\"civil\".\n"
          "c.toml:3:10: error: \"source\" must be a text that is not empty.\n"
          "c.toml:4:1: error: \"authorty\" is not known here; did you mean \"authority\"?\n"
          "c.toml:6:11: error: \"ordinal\" must be a whole number from 1 to 3.\n"
          "c.toml:8:8: error: \"last\" must be a day from \"first\" to one year later.\n"
          "c.toml:10:8: error: \"date\" must be a date like 2024-09-02, without quotation marks.\n"
          "c.toml:11:11: error: \"session\" must be morning or afternoon.\n"
          "c.toml:12:1: error: \"standing\" is missing; give a text.\n"
          "c.toml:12:1: error: The spring bank holiday falls in May or June.\n"
          "12 errors. Nothing was changed.");
    CHECK(fault_of(folder.write("c.toml", "id = \n")).starts_with("c.toml:1:6: "));
    CHECK(fault_of(folder.write("c.toml", head + "term = 3\n[[closure]]\ndate = 2024-09-02\n")) ==
          "c.toml:6:8: error: Write \"term\" as [[term]] tables.\n1 error. Nothing was changed.");
}

TEST_CASE("Terms that overlap, repeat or leave one out are refused", "[calendar]") {
    const Folder folder;
    const auto term = [](const char* ordinal, const char* first, const char* last) {
        return std::string("[[term]]\nordinal = ") + ordinal + "\nfirst = " + first +
               "\nlast = " + last + "\n";
    };
    const auto fault = [&](const std::string& terms) {
        const std::string all = fault_of(folder.write("c.toml", head + terms));
        return all.substr(0, all.find('\n'));
    };
    CHECK(fault(term("1", "2024-09-02", "2024-12-20") + term("2", "2024-12-20", "2025-04-04")) ==
          "c.toml:10:1: error: Spring term 2024/25 begins before Autumn term 2024/25 has ended.");
    CHECK(fault(term("1", "2024-09-02", "2024-12-20") + term("1", "2024-09-03", "2024-12-20")) ==
          "c.toml:10:1: error: Autumn term 2024/25 is given twice.");
    CHECK(fault(term("1", "2024-09-02", "2024-12-20") + term("3", "2025-04-21", "2025-07-22")) ==
          "c.toml:10:1: error: The term before Summer term 2024/25 is missing.");
    CHECK(fault(term("3", "2025-04-21", "2025-08-01")) ==
          "c.toml:6:1: error: A term lies inside one academic year, 1 August to 31 July.");
    CHECK(fault("[[half_term]]\nordinal = 1\nfirst = 2024-09-02\nlast = 2024-10-25\n") ==
          "c.toml:6:1: error: Autumn term 2024/25, first half has no [[term]] around it.");
    CHECK(fault(term("1", "2024-09-02", "2024-10-20") +
                "[[half_term]]\nordinal = 1\nfirst = 2024-09-02\nlast = 2024-10-25\n") ==
          "c.toml:10:1: error: Autumn term 2024/25, first half is not inside its term.");
    CHECK(fault(autumn + "[[open]]\ndate = 2025-02-01\n") ==
          "c.toml:19:1: error: Not all of these days are among those the terms or the list cover.");
    CHECK(fault("[[closure]]\ndate = 2025-02-01\n") ==
          "c.toml:6:1: error: Closures need [[term]] tables or a list of open days.");
}

TEST_CASE("Terms under the census basis are refused", "[calendar]") {
    const Folder folder;
    std::string text = head + autumn;
    text.replace(text.find("school_calendar"), 15, "census");
    CHECK(fault_of(folder.write("c.toml", text))
              .starts_with("c.toml:4:9: error: The census basis has its own windows"));
}

TEST_CASE("A list of open days tells the line that is wrong", "[calendar]") {
    const Folder folder;
    const auto path = folder.write("c.toml", head + "open_days = \"days.csv\"\n");
    folder.write("days.csv", "day\n2024-09-03\n2024-09-03\nsoon\n");
    CHECK(fault_of(path) ==
          "days.csv:1:1: error: The first line must be the column name, date.\n"
          "days.csv:3:1: error: The days must ascend, each once.\n"
          "days.csv:4:1: error: This is no date like 2024-09-02.\n"
          "3 errors. Nothing was changed.");
    folder.write("days.csv", "date\n");
    CHECK(fault_of(path) ==
          "days.csv: error: The list of open days holds no day.\n"
          "1 error. Nothing was changed.");
    const auto missing = folder.write("c.toml", head + "open_days = \"none.csv\"\n");
    CHECK_THROWS_AS(read_calendar(missing), Error);
}

TEST_CASE("The census calendar of England moves the halves of summer 2012", "[calendar]") {
    const auto file =
        std::filesystem::path(WAYMARK_SOURCE_DIR) / "configs/calendars/england-census.toml";
    const Calendar calendar = read_calendar(file);
    CHECK(calendar.basis == Basis::census);
    CHECK(calendar.period({Grain::half_term, 2011, 6}).days->first == date_of(2012, 6, 4));
    CHECK(calendar.period({Grain::half_term, 2023, 6}).days->first == date_of(2024, 5, 27));
    CHECK(calendar.period({Grain::term, 2024, 2}).days->last == date_of(2025, 4, 20));
    CHECK(calendar.known_days.empty());
}

}  // namespace waymark::calendar
