// SPDX-License-Identifier: MIT
// What becomes of values: types, what means missing, maps, filters, scopes, repeats.
#include <waymark/abi.h>

#include <catch2/catch.hpp>

#include "base/tree_digest.hpp"
#include "source/layout.hpp"
#include "source/meaning.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

using contract::ColumnType;
using Lines = std::vector<std::string>;

// One column, all of whose values are given; the rows without their lines.
Pulled column_of(const Wanted& column, const std::vector<std::string>& values) {
    std::string text = "a,b\n";
    for (const std::string& value : values) {
        text += value + ",1\n";
    }
    Pulled got = pulled_text(text, request_for({column}));
    for (std::string& row : got.rows) {
        row.erase(0, row.find(": ") + 2);
    }
    return got;
}

TEST_CASE("The states used here are those of the plugin contract", "[source]") {
    static_assert(state_observed == WM_STATE_OBSERVED && state_missing == WM_STATE_MISSING);
    SUCCEED();
}

TEST_CASE("Every type is read from its text, without the blanks around it", "[source]") {
    CHECK(column_of(wanted("a", ColumnType::integer), {" 12 ", "-3", "+4", "\" 7\""}).rows ==
          Lines{"12", "-3", "4", "7"});
    CHECK(column_of(wanted("a", ColumnType::real), {"1.5", "-2e3", " 7 ", "+.25"}).rows ==
          Lines{"1.5", "-2000", "7", "0.25"});
    CHECK(column_of(wanted("a", ColumnType::boolean), {"Yes", "0", "TRUE", "f", "n"}).rows ==
          Lines{"true", "false", "true", "false", "false"});
    CHECK(column_of(wanted("a", ColumnType::date), {"2024-02-29", " 1899-12-31"}).rows ==
          Lines{"2024-02-29", "1899-12-31"});
    CHECK(column_of(wanted("a", ColumnType::instant), {"1970-01-01T00:00:01Z"}).rows ==
          Lines{"1000000"});
    CHECK(
        column_of(wanted("a", ColumnType::category), {"x", " y", "a label of many letters"}).rows ==
        Lines{"x", "y", "a label of many letters"});
    CHECK(column_of(wanted("a", ColumnType::key), {" k 1 "}).rows == Lines{"k 1"});
    CHECK(column_of(wanted("a", ColumnType::text), {" t ", "\" \"\"q\""}).rows ==
          Lines{" t ", " \"q"});
}

TEST_CASE("A value of the wrong form is refused by column and rule, never by value", "[source]") {
    const auto why = [](ColumnType type, const std::string& value) {
        const Pulled got = column_of(wanted("a", type), {value});
        REQUIRE(got.dropped.size() == 1);
        return got.dropped.front();
    };
    const std::string column = "refused 1: column 'a': ";
    for (const char* value : {"1.0", "x", "-", "+-1", "9223372036854775808", "0x1", "1 2"}) {
        CHECK(why(ColumnType::integer, value) == column + "not a whole number @ 2");
    }
    for (const char* value : {"nan", "inf", "1e999", "\"1,5\"", "+-1", "1.5x"}) {
        CHECK(why(ColumnType::real, value) == column + "not a number @ 2");
    }
    CHECK(why(ColumnType::boolean, "yep") ==
          column + "not true or false (yes, no, y, n, t, f, 1, 0 will do) @ 2");
    CHECK(why(ColumnType::date, "2023-02-29") == column + "not a date like 2024-09-30 @ 2");
    CHECK(why(ColumnType::instant, "2024-01-01") ==
          column + "not an instant like 2024-09-30T13:45:00Z @ 2");
    CHECK(why(ColumnType::key, "") == column + "missing @ 2");
}

TEST_CASE("Ranges and codes bind, and the file's own name of a column is told", "[source]") {
    Wanted age = wanted("age", ColumnType::integer);
    age.map.columns = {"a"};
    age.column.min = 10;
    age.column.max = 17.5;
    const Pulled got = column_of(age, {"9", "10", "17", "18"});
    CHECK(got.rows == Lines{"10", "17"});
    CHECK(got.dropped == Lines{"refused 1: column 'age' ('a' in the file): above 17.5 @ 5",
                               "refused 1: column 'age' ('a' in the file): below 10 @ 2"});
    Wanted code = wanted("a", ColumnType::category);
    code.column.codes = {"AM", "PM"};
    const Pulled codes = column_of(code, {"AM", "am", "PM"});
    CHECK(codes.rows == Lines{"AM", "PM"});
    CHECK(codes.dropped == Lines{"refused 1: column 'a': not an allowed code @ 3"});
}

TEST_CASE("Missing texts are null where null may be, and refuse the row where not", "[source]") {
    for (const ColumnType type :
         {ColumnType::integer, ColumnType::real, ColumnType::boolean, ColumnType::date,
          ColumnType::instant, ColumnType::category, ColumnType::text, ColumnType::key}) {
        Wanted column = wanted("a", type, true);
        column.map.missing = {"NULL"};
        CHECK(column_of(column, {"", "NULL", "\"\""}).rows == Lines{"-", "-", "-"});
        column.column.nullable = false;
        CHECK(column_of(column, {"", "NULL"}).dropped ==
              Lines{"refused 2: column 'a': missing @ 2 3"});
    }
}

TEST_CASE("A value map speaks before missing texts and types do", "[source]") {
    Wanted column = wanted("a", ColumnType::integer, true);
    column.map.values = {{"none", "0"}, {"", "1"}, {"gone", ""}};
    column.map.missing = {"0"};
    CHECK(column_of(column, {"none", "", "gone", "0", "5"}).rows == Lines{"0", "1", "-", "-", "5"});
    Wanted code = wanted("a", ColumnType::category);
    code.map.values = {{"morning", "AM"}};
    code.column.codes = {"AM"};
    CHECK(column_of(code, {"morning", "AM", "morning"}).rows == Lines{"AM", "AM", "AM"});
}

TEST_CASE("Symbols of aggregates fill the state", "[source]") {
    for (const ColumnType type : {ColumnType::real, ColumnType::category}) {
        Wanted column = wanted("a", type, true);
        column.column.symbols = true;
        column.symbols = {{"c", WM_STATE_SUPPRESSED_AT_SOURCE}, {"z", WM_STATE_NOT_APPLICABLE}};
        CHECK(column_of(column, {"1", "c", "z", ""}).rows ==
              Lines{"1", "state 4", "state 3", "state 1"});
    }
}

TEST_CASE("Constants, joined columns and row numbers feed any type", "[source]") {
    Wanted constant = wanted("a", ColumnType::key);
    constant.map.columns.clear();
    constant.map.constant = "school 7";
    CHECK(column_of(constant, {"x", "y"}).rows == Lines{"school 7", "school 7"});
    Wanted joined = wanted("a", ColumnType::key, true);
    joined.map.columns = {"a", "b"};
    CHECK(column_of(joined, {" x", ""}).rows == Lines{"x 1", "-"});
    Wanted number = wanted("a", ColumnType::key);
    number.map.columns.clear();
    number.map.row_number = true;
    PullRequest request = request_for({number});
    request.block_bytes = 16;
    request.threads = 3;
    CHECK(pulled_text("a,b\n1,1\n\n2\n3,1\n4,1\n5,1\n6,1\n7,1\n8,1\n", request).rows ==
          Lines{"2: 1", "5: 3", "6: 4", "7: 5", "8: 6", "9: 7", "10: 8"});
}

TEST_CASE("A derived date adds a whole number of days, weeks or months", "[source]") {
    Wanted due = wanted("due", ColumnType::date, true);
    due.map.columns = {"a"};
    due.map.plus_column = "b";
    const auto dates = [&](config::DateUnit unit) {
        due.map.plus_unit = unit;
        return pulled_text("a,b\n2024-01-31,1\n2024-01-31,-1\n2024-01-31,\n,1\n2024-01-31,x\n",
                           request_for({due}));
    };
    CHECK(dates(config::DateUnit::days).rows ==
          Lines{"2: 2024-02-01", "3: 2024-01-30", "4: -", "5: -"});
    CHECK(dates(config::DateUnit::weeks).rows ==
          Lines{"2: 2024-02-07", "3: 2024-01-24", "4: -", "5: -"});
    const Pulled months = dates(config::DateUnit::months);
    CHECK(months.rows == Lines{"2: 2024-02-29", "3: 2023-12-31", "4: -", "5: -"});
    CHECK(months.dropped ==
          Lines{"refused 1: column 'due' ('a' in the file): 'b', which is to be added, "
                "is not a whole number in reach @ 6"});
}

TEST_CASE("A pattern gathers its columns into a list", "[source]") {
    Wanted items = wanted("items", ColumnType::list_integer, true);
    items.map.columns.clear();
    items.map.pattern = "F{1..3}";
    items.column.max = 4;
    const std::string text = "F3,F1,F2\n3,1,2\n,0,NA\n9,1,1\nx,1,1\n";
    PullRequest request = request_for({items});
    request.source.missing = {"NA"};
    const Pulled got = pulled_text(text, request);
    CHECK(got.rows == Lines{"2: 1 2 3", "3: 0 - -"});
    CHECK(got.dropped == Lines{"refused 1: column 'items': an item is above 4 @ 4",
                               "refused 1: column 'items': an item is not a whole number @ 5"});
    request.wanted[0].column.nullable = false;
    CHECK(pulled_text(text, request).dropped.at(1) ==
          "refused 1: column 'items': an item is missing @ 3");
    config::ColumnMap map;
    map.pattern = "q{08..10}x";
    CHECK(source_names(map) == Lines{"q08x", "q09x", "q10x"});
    map.pattern = "q{8}";
    CHECK_THROWS_WITH(source_names(map), Catch::Contains("F{1..33}"));
}

TEST_CASE(
    "Dropped rows are counted under one reason: fields, filters, scope, then columns in order",
    "[source]") {
    PullRequest request =
        request_for({wanted("n", ColumnType::integer), wanted("day", ColumnType::date)});
    request.wanted[1].scope = {date_of(2024, 1, 1), date_of(2024, 12, 31)};
    request.wanted[1].scope_reason = "before the first period";
    request.filters = {{.column = "phase", .keep = {"primary"}, .drop = {}, .place = {}}};
    const Pulled got = pulled_text(
        "n,day,phase\n"
        "x,2024-01-01,primary\n"    // refused: n
        "x,2023-01-01,primary\n"    // out of scope: day
        "x,2023-01-01,secondary\n"  // filtered
        "x,2023-01-01\n"            // refused: fields
        "x,x,primary\n"             // refused: day
        "1,2024-12-31, primary \n",
        request);
    CHECK(got.rows == Lines{"7: 1|2024-12-31"});
    CHECK(got.dropped == Lines{"refused 1: column 'day': not a date like 2024-09-30 @ 6",
                               "refused 1: column 'n': not a whole number @ 2",
                               "refused 1: has 2 fields, the header has 3 @ 5",
                               "out of scope 1: before the first period @ 3",
                               "out of scope 1: filtered by column 'phase' @ 4"});
}

TEST_CASE("Of rows that repeat the unique columns the first is used", "[source]") {
    PullRequest request =
        request_for({wanted("a", ColumnType::category), wanted("b", ColumnType::integer)});
    request.unique = {0, 1};
    request.refuse_duplicates = true;
    request.block_bytes = 16;
    request.threads = 2;
    const Pulled got = pulled_text("a,b\nx,1\ny,1\nx,01\n x ,1\nx,2\nx,bad\nx,2\n", request);
    CHECK(got.rows == Lines{"2: x|1", "3: y|1", "6: x|2"});
    CHECK(got.dropped == Lines{"refused 1: column 'b': not a whole number @ 7",
                               "refused 3: repeats an earlier row: the same 'a', 'b' @ 4 5 8"});
}

TEST_CASE("At most five places of a reason are kept, the first in the files", "[source]") {
    std::vector<std::string> values(40, "x");
    const Pulled got = column_of(wanted("a", ColumnType::integer), values);
    CHECK(got.dropped == Lines{"refused 40: column 'a': not a whole number @ 2 3 4 5 6"});
}

TEST_CASE("A dictionary has only what kept rows say, however the file is cut", "[source]") {
    const TestFolder folder;
    PullRequest request =
        request_for({wanted("a", ColumnType::category), wanted("b", ColumnType::integer)});
    request.files = {
        folder.file("t.csv", "a,b\nlost,x\nlast,1\nfirst,2\nlast,3\ngone,y\nfirst,4\n")};
    for (const std::uint32_t block : {16U, 1024U}) {
        request.block_bytes = block;
        std::vector<std::string> entries;
        Pull pull(request);
        while (const batch::RowBlock* rows = pull.next()) {
            for (const std::string& entry : rows->columns[0].dictionary) {
                if (std::find(entries.begin(), entries.end(), entry) == entries.end()) {
                    entries.push_back(entry);
                }
            }
        }
        CHECK(entries == std::vector<std::string>{"last", "first"});
    }
}

TEST_CASE("A file is proved by the same digest whatever reads it", "[source]") {
    const TestFolder folder;
    std::string text = "a\n";
    for (int row = 0; row < 20'000; ++row) {
        text += std::to_string(row * 7919) + "\n";
    }
    TreeDigest tree;
    tree.update(std::as_bytes(std::span(text)));
    const std::string expected_tree = "sha256-tree-32k:" + hex_text(tree.finish());
    PullRequest request = request_for({wanted("a", ColumnType::integer)});
    request.files = {folder.file("t.csv", text), folder.file("u.csv", "a")};
    for (const std::uint32_t block : {16U, 1000U, 32U * 1024, 96U * 1024}) {
        for (const std::uint32_t threads : {1U, 3U}) {
            request.block_bytes = block;
            request.threads = threads;
            request.source.digest = config::DigestKind::sha256;
            request.source.encoding =
                threads == 1 ? config::Encoding::windows1252 : config::Encoding::utf8;
            Pulled got = pulled(request);
            REQUIRE(got.proofs.size() == 2);
            CHECK(digest_text(got.proofs[0]) == hex_text(sha256(text)));
            CHECK(digest_text(got.proofs[1]) == hex_text(sha256("a")));
            request.source.digest = config::DigestKind::tree;
            got = pulled(request);
            REQUIRE(got.proofs.size() == 2);
            CHECK(digest_text(got.proofs[0]) == expected_tree);
        }
    }
}

TEST_CASE("An optional column that nothing is mapped to is absent, without a value a row",
          "[source]") {
    Wanted unmapped = wanted("a", ColumnType::instant, true);
    unmapped.map.columns.clear();
    unmapped.map.constant = "";
    const TestFolder folder;
    PullRequest request = request_for({unmapped, wanted("b", ColumnType::integer)});
    request.files = {folder.file("t.csv", "b\n1\n2\n")};
    Pull pull(request);
    const batch::RowBlock* rows = pull.next();
    REQUIRE(rows != nullptr);
    CHECK(rows->columns[0].is_absent);
    CHECK(rows->columns[0].is_null(1));
    CHECK_FALSE(rows->columns[1].is_absent);
}

}  // namespace
}  // namespace waymark::source
