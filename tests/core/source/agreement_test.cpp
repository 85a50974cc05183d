// SPDX-License-Identifier: MIT
// The fast reader and the reference reader agree on random tables, whole and damaged.
#include <catch2/catch.hpp>
#include <random>

#include "reference.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

// Random tables of one seed. Small alphabets, so that every odd thing happens often.
class RandomTable {
public:
    explicit RandomTable(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] std::string text() {
        line_end_ = one_in(2) ? "\n" : "\r\n";
        quoted_percent_ = std::array<unsigned, 3>{0, 5, 100}[below(3)];
        bool has_notes = one_in(2);
        std::vector<std::string> columns{"id", "day", "n", "code", "note", "x1", "x2"};
        columns.resize(5 + below(3));
        std::shuffle(columns.begin(), columns.end(), random_);
        if (one_in(12)) {
            columns[below(columns.size())] = one_in(2) ? "ID" : "other";
        }
        std::string out = one_in(3) ? "\xEF\xBB\xBF" : "";
        out += one_in(8) ? line_end_ : "";
        out += record(columns);
        const std::size_t rows = below(one_in(4) ? 200 : 12);
        for (std::size_t row = 0; row < rows; ++row) {
            std::vector<std::string> fields;
            for (const std::string& column : columns) {
                fields.push_back(value(column, has_notes));
            }
            if (one_in(25)) {
                fields.resize(1 + below(fields.size() + 2), "e");
            }
            out += record(fields);
            out += one_in(30) ? line_end_ : "";
        }
        if (one_in(3) && out.size() > 2) {
            out.resize(out.size() - 1 - below(line_end_.size()));
        }
        if (one_in(3)) {
            damage(out);
        }
        return out;
    }

private:
    std::size_t below(std::size_t end) { return random_() % end; }
    bool one_in(std::size_t n) { return below(n) == 0; }

    std::string one_of(std::initializer_list<const char*> texts) {
        return texts.begin()[below(texts.size())];
    }

    std::string value(const std::string& column, bool has_notes) {
        if (column == "id") {
            return one_in(20)
                       ? one_of({"", " ", "id with blanks ", "\xC3\xA9t\xC3\xA9"})
                       : "p" + std::to_string(below(500)) + std::string(one_in(10) ? 70 : 0, 'z');
        }
        if (column == "day") {
            return one_in(15)
                       ? one_of({"", "2024-02-30", "2024-1-1", "01/02/2024", "2023-05-05",
                                 " 2024-05-05 ", "2024-05-05 x"})
                       : "2024-0" + std::to_string(1 + below(9)) + "-1" + std::to_string(below(10));
        }
        if (column == "n") {
            return one_in(15) ? one_of({"NA", "", "x", "1.5", "100", "-1", "+7", "007", "--1"})
                              : std::to_string(below(100));
        }
        if (column == "code") {
            return one_in(20) ? one_of({"d", "", "NA", "A", "a code that is quite long"})
                              : one_of({"a", "b", "c", " b"});
        }
        return !has_notes
                   ? one_of({"", "n", "drop", "NA"})
                   : one_of({"", "n", " x ", "a \"b\"", "\"", "a\nb", "\r\n", ",", "drop",
                             "\xE2\x82\xAC\xE2\x82\xAC", "\xF0\x9F\x98\x80", "one, two\n\nthree"});
    }

    std::string record(const std::vector<std::string>& fields) {
        std::string out;
        for (const std::string& field : fields) {
            out += &field == fields.data() ? "" : ",";
            if (below(100) < quoted_percent_ ||
                field.find_first_of("\",\n\r") != std::string::npos) {
                out += '"';
                for (const char c : field) {
                    out += c == '"' ? "\"\"" : std::string(1, c);
                }
                out += '"';
            } else {
                out += field;
            }
        }
        return out + line_end_;
    }

    void damage(std::string& out) {
        const std::string bad =
            one_of({"\"", "\"", "\r", "\xFF", "\xC3", "\xED\xA0\x80", "\x01", "\n", ",", "N"});
        out.insert(below(out.size() + 1), bad == "N" ? std::string(1, '\0') : bad);
    }

    std::mt19937_64 random_;
    std::string line_end_;
    unsigned quoted_percent_ = 0;
};

TEST_CASE("The reader agrees with the reference on random tables in any blocks and threads",
          "[source][property]") {
    const TestFolder folder;
    for (std::uint64_t seed = 1; seed <= WAYMARK_AGREEMENT_TABLES; ++seed) {
        const std::string text = RandomTable(seed).text();
        const Pulled expected = reference_pull(text);
        PullRequest request = reference_request();
        request.files = {folder.file("t.csv", text)};
        request.hash_seed = seed;
        for (const std::uint32_t block : {16U, 64U, 1024U, 1500U, 8192U}) {
            request.block_bytes = block;
            request.threads = 1 + (seed + block / 16) % 2;
            request.portable = (seed / 2 + block / 16) % 2 == 0;
            Pulled got = pulled(request);
            if (!expected.error.empty() && got.error.starts_with(expected.error)) {
                got.error = expected.error;  // the reference knows how the sentence begins
            }
            if (!(got == expected)) {
                CAPTURE(seed, block, request.threads, request.portable, text);
                CHECK(got.error == expected.error);
                CHECK(got.rows == expected.rows);
                CHECK(got.dropped == expected.dropped);
                REQUIRE(got == expected);
            }
        }
    }
}

}  // namespace
}  // namespace waymark::source
