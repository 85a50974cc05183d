// SPDX-License-Identifier: MIT
// Which records a file has, and in which order they come.
#include <catch2/catch.hpp>

#include "base/sha256.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

using contract::ColumnType;
using Lines = std::vector<std::string>;

PullRequest two_texts() {
    return request_for({wanted("a", ColumnType::text, true), wanted("b", ColumnType::text, true)});
}

TEST_CASE("Rows come with the line they begin on", "[source]") {
    const Pulled got = pulled_text("a,b\n1,2\n\n3,4\r\n", two_texts());
    CHECK(got.error.empty());
    CHECK(got.rows == Lines{"2: 1|2", "4: 3|4"});
    CHECK(got.rows_read == 2);
}

TEST_CASE("Quoted fields hold delimiters, line ends and quotes", "[source]") {
    const Pulled got = pulled_text("a,b\r\n\"x,\"\"y\"\"\",\"1\r\n2\"\r\n\"\",z\r\n", two_texts());
    CHECK(got.error.empty());
    CHECK(got.rows == Lines{"2: x,\"y\"|1\r\n2", "4: -|z"});
}

TEST_CASE("A byte order mark and a last line without line end change nothing", "[source]") {
    const Pulled got = pulled_text(
        "\xEF\xBB\xBF"
        "b,a\n1,2",
        two_texts());
    CHECK(got.rows == Lines{"2: 2|1"});
}

TEST_CASE("Header names are found without case, in any order, beside columns nobody asked for",
          "[source]") {
    const Pulled got = pulled_text("C, B ,\"A\",\n1,2,3,4\n", two_texts());
    CHECK(got.error.empty());
    CHECK(got.rows == Lines{"2: 3|2"});
}

TEST_CASE("A row with another number of fields is refused alone", "[source]") {
    const Pulled got = pulled_text("a,b\n1,2\n3\n4,5,6\n7,8\n", two_texts());
    CHECK(got.rows == Lines{"2: 1|2", "5: 7|8"});
    CHECK(got.dropped == Lines{"refused 1: has 1 field, the header has 2 @ 3",
                               "refused 1: has 3 fields, the header has 2 @ 4"});
    CHECK(got.rows_read == 4);
}

TEST_CASE("A file of one column has blank lines and values like any other", "[source]") {
    const Pulled got =
        pulled_text("a\n1\n\n\"\"\n2\n", request_for({wanted("a", ColumnType::integer, true)}));
    CHECK(got.rows == Lines{"2: 1", "4: -", "5: 2"});
}

TEST_CASE("Several files are one table, each with its own header order", "[source]") {
    const TestFolder folder;
    PullRequest request = two_texts();
    request.files = {folder.file("1.csv", "a,b\n1,2\n"), folder.file("2.csv", "b,a\n3,4\n")};
    Wanted number = wanted("n", ColumnType::integer);
    number.map.columns.clear();
    number.map.row_number = true;
    request.wanted.push_back(number);
    const Pulled got = pulled(request);
    CHECK(got.rows == Lines{"2: 1|2|1", "2: 4|3|2"});
    REQUIRE(got.proofs.size() == 2);
    CHECK(got.proofs[1].bytes == 8);
    CHECK(hex_text(got.proofs[1].sha256) == hex_text(sha256("b,a\n3,4\n")));
}

TEST_CASE("Windows-1252 becomes UTF-8", "[source]") {
    PullRequest request = two_texts();
    request.source.encoding = config::Encoding::windows1252;
    const Pulled got = pulled_text(
        "a,b\ncaf\xE9,\x80"
        "5\n",
        request);
    CHECK(got.rows == Lines{"2: caf\xC3\xA9|\xE2\x82\xAC"
                            "5"});
}

TEST_CASE("A header without rows is a table without rows", "[source]") {
    const Pulled got = pulled_text("a,b\n", two_texts());
    CHECK(got.error.empty());
    CHECK(got.rows_read == 0);
    CHECK(got.proofs.size() == 1);
}

TEST_CASE("Rows stay whole and in order whatever the size of blocks and the number of threads",
          "[source]") {
    std::string text = "a,b\n";
    for (int i = 0; i < 500; ++i) {
        text += "\"r\n" + std::to_string(i) + "\",\"\"\"" + std::string(i % 90, 'x') + "\"\n";
    }
    const Pulled expected = pulled_text(text, two_texts());
    REQUIRE(expected.rows.size() == 500);
    for (const std::uint32_t bytes : {16U, 17U, 64U, 100U, 1024U}) {
        for (const std::uint32_t threads : {1U, 3U}) {
            PullRequest request = two_texts();
            request.block_bytes = bytes;
            request.threads = threads;
            CHECK(pulled_text(text, request) == expected);
        }
    }
}

}  // namespace
}  // namespace waymark::source
