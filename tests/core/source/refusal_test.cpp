// SPDX-License-Identifier: MIT
// Files that are refused as a whole, and the sentence each is refused with.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "source/chunk.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using contract::ColumnType;

PullRequest two_texts() {
    return request_for({wanted("a", ColumnType::text, true), wanted("b", ColumnType::text, true)});
}

std::string error_of(std::string_view text, const PullRequest& request = two_texts()) {
    return pulled_text(text, request).error;
}

TEST_CASE("Text that is no CSV is refused at its line and column", "[source]") {
    CHECK_THAT(error_of("a,b\nx,y\"z\n"), StartsWith("t.csv:2:4: there is a quote inside a field"));
    CHECK_THAT(error_of("a,b\n\"x\"y,z\n"), StartsWith("t.csv:2:4: a closing quote is followed"));
    CHECK_THAT(error_of("a,b\n\"x\" ,z\n"), StartsWith("t.csv:2:4: a closing quote is followed"));
    CHECK_THAT(error_of("a,b\n \"x\",z\n"),
               StartsWith("t.csv:2:2: there is a quote inside a field"));
    CHECK_THAT(error_of("a,b\nx\ry,z\n"), StartsWith("t.csv:2:2: there is a carriage return"));
    CHECK_THAT(error_of(std::string_view("a,b\nx,\0\n", 8)),
               StartsWith("t.csv:2:3: there is a control character"));
    CHECK_THAT(error_of("a,b\n\xC3\xA9\xC3\xA9,\xC3(\n"),
               StartsWith("t.csv:2:4: the text is not UTF-8"));
    CHECK_THAT(error_of("a,b\nx,\"y\nz\n"),
               StartsWith("t.csv:2:3: the quote opened here is never closed"));
    CHECK_THAT(error_of("a,b\n\"\"\"x\"\"\",\"y\"\"\nz\n"),
               StartsWith("t.csv:2:9: the quote opened here is never closed"));
}

TEST_CASE("The header is held to the same grammar as the rows", "[source]") {
    CHECK_THAT(error_of("a,b\"\n1,2\n"), StartsWith("t.csv:1:4: there is a quote inside a field"));
    CHECK_THAT(error_of("a,\"b\n1,2\n"), StartsWith("t.csv:1:3: the quote opened here"));
    CHECK(pulled_text("\"a\",\"b\"\n1,2\n", two_texts()).rows.size() == 1);
}

TEST_CASE("Of several faults the first in the file is told, whatever the blocks and threads",
          "[source]") {
    std::string text = "a,b\n";
    for (int i = 0; i < 300; ++i) {
        text += "x,y\n";
    }
    text += "x,y\"\n";  // line 302
    for (int i = 0; i < 300; ++i) {
        text += "x\ry,\x01\n";
    }
    for (const std::uint32_t bytes : {16U, 100U, 4096U}) {
        PullRequest request = two_texts();
        request.block_bytes = bytes;
        request.threads = 3;
        CHECK_THAT(error_of(text, request), StartsWith("t.csv:302:4: there is a quote inside"));
    }
}

TEST_CASE("A record may have 1 MiB and not a byte more", "[source]") {
    const auto table = [](std::size_t bytes) {
        return "a,b\nx,y\n" + std::string(bytes - 3, 'x') + ",y\n";
    };
    for (const std::uint32_t block : {4096U, 1U << 19, 3U << 20}) {
        PullRequest request = two_texts();
        request.block_bytes = block;
        CHECK(pulled_text(table(max_record_bytes), request).rows.size() == 2);
        CHECK_THAT(error_of(table(max_record_bytes + 1), request),
                   StartsWith("t.csv:3:1: the record that begins here is longer than 1 MiB"));
        CHECK_THAT(error_of("a,b\n\"" + std::string(max_record_bytes, '\n'), request),
                   StartsWith("t.csv:2:1: the record that begins here is longer than 1 MiB"));
        CHECK_THAT(error_of(std::string(max_record_bytes, 'a') + ",b\n", request),
                   StartsWith("t.csv:1:1: the record that begins here is longer than 1 MiB"));
    }
}

TEST_CASE("In Windows-1252 the limit counts the bytes of the file, not those of UTF-8",
          "[source]") {
    PullRequest request = two_texts();
    request.source.encoding = config::Encoding::windows1252;
    const std::string most(max_record_bytes - 3, '\xE9');
    CHECK(pulled_text("a,b\n" + most + ",y\n", request).rows.size() == 1);
    CHECK_THAT(error_of("a,b\n" + most + "x,y\n", request), StartsWith("t.csv:2:1: the record"));
    CHECK_THAT(error_of("a,b\nx,\x81\n", request),
               StartsWith("t.csv:2:3: there is a byte that Windows-1252 does not have"));
}

TEST_CASE("A header without a wanted column is refused and the nearest name is told", "[source]") {
    CHECK(
        error_of("pupilid,b\n1,2\n", request_for({wanted("pupil_id", ColumnType::key)})) ==
        "t.csv:1: the header has no column 'pupil_id', needed for 'pupil_id'. Is it 'pupilid'? The "
        "header has 'pupilid', 'b'. Correct the file, or map the column");
    CHECK_THAT(error_of("a,b,A\n"), StartsWith("t.csv:1: the header has the column 'A' twice"));
    CHECK_THAT(error_of(""), StartsWith("t.csv: the file has no header line"));
    CHECK_THAT(error_of("\n\r\n"), StartsWith("t.csv: the file has no header line"));
}

TEST_CASE("A delimiter that fits better is named", "[source]") {
    CHECK_THAT(error_of("a;b\n1;2\n"), Contains("wrong delimiter?") && Contains("\";\" would fit"));
    CHECK_THAT(error_of("a\tb\n1\t2\n"), Contains("a tab would fit") && Contains("\"\\t\""));
    CHECK_THAT(error_of("\"a\";\"b\"\n"), Contains("or set delimiter to \";\" if that is what"));
    std::string text = "a,b\n";
    for (int i = 0; i < 150; ++i) {
        text += i % 20 == 3 ? "1,2\n" : "1;2\n";
    }
    for (const std::uint32_t bytes : {16U, 100U, 4096U}) {
        PullRequest request = two_texts();
        request.block_bytes = bytes;
        CHECK_THAT(error_of(text, request),
                   StartsWith("t.csv: wrong delimiter?") && Contains("\";\" would fit"));
    }
}

TEST_CASE("Rows of one field that no other delimiter would split are refused one by one",
          "[source]") {
    const Pulled got = pulled_text("a,b\nx\ny\n1,2\n", two_texts());
    CHECK(got.error.empty());
    CHECK(got.dropped ==
          std::vector<std::string>{"refused 2: has 1 field, the header has 2 @ 2 3"});
}

TEST_CASE("Files that are no text are told from CSV", "[source]") {
    CHECK_THAT(error_of("PK\x03\x04zip"), Contains("a workbook or a zip archive"));
    CHECK_THAT(error_of(std::string_view("\xFF\xFE"
                                         "a\0,\0",
                                         6)),
               Contains("UTF-16"));
    PullRequest request = two_texts();
    request.files = {"/nowhere/t.csv"};
    CHECK_THROWS_WITH(Pull(request), Contains("no such file"));
    const TestFolder folder;
    request.files = {folder.path()};
    CHECK_THROWS_WITH(Pull(request), Contains("this is a folder"));
}

TEST_CASE("A delimiter that cannot delimit is a fault of the configuration", "[source]") {
    for (const char delimiter : {'"', 'x', '\n', '\0'}) {
        PullRequest request = two_texts();
        request.source.delimiter = delimiter;
        CHECK_THROWS_WITH(Pull(request), Contains("must be one ASCII sign"));
    }
}

TEST_CASE("A pull may be given up before its end", "[source]") {
    const TestFolder folder;
    std::string text = "a,b\n";
    for (int i = 0; i < 5000; ++i) {
        text += "x,y\n";
    }
    PullRequest request = two_texts();
    request.files = {folder.file("t.csv", text)};
    request.block_bytes = 64;
    request.threads = 2;
    Pull pull(request);
    CHECK(pull.next() != nullptr);
    CHECK(pull.progress() <= 1.0);
}

}  // namespace
}  // namespace waymark::source
