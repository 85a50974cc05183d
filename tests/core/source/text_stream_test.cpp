// SPDX-License-Identifier: MIT
#include "source/text_stream.hpp"

#include <catch2/catch.hpp>

#include "source/utf16.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

std::string record(std::initializer_list<std::optional<std::string_view>> fields) {
    CsvRecords csv(fields.size());
    std::string text;
    for (const auto& field : fields) {
        csv.add(field, text);
    }
    return text;
}

TEST_CASE("The canonical form quotes what needs it, and tells no value from an empty text",
          "[source]") {
    CHECK(record({"a", "b c", " d"}) == "a,b c, d\n");
    CHECK(record({"a,b", "say \"x\"", "two\nlines", "\r"}) ==
          "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"\r\"\n");
    CHECK(record({std::nullopt, "", std::nullopt}) == ",\"\",\n");
    CHECK(record({std::nullopt}) == "\"\"\n");
}

TEST_CASE("The parser reads the canonical form back, every text as it was", "[source]") {
    using contract::ColumnType;
    const std::string text = record({"a", "b"}) + record({"x,\"\n\"", "two\r\nlines"}) +
                             record({"y", std::nullopt}) + record({"z", ""});
    const Pulled found = pulled_text(
        text, request_for({wanted("a", ColumnType::text), wanted("b", ColumnType::text, true)}));
    CHECK(found.error.empty());
    REQUIRE(found.rows.size() == 3);
    CHECK(found.rows[0] == "2: x,\"\n\"|two\r\nlines");
    CHECK(found.rows[1].ends_with(": y|-"));
    CHECK(found.rows[2].ends_with(": z|-"));
}

TEST_CASE("UTF-16 becomes UTF-8; half a pair becomes the replacement character", "[source]") {
    const auto text = [](std::vector<unsigned short> units) {
        std::string out;
        append_utf8(units, out);
        return out;
    };
    CHECK(text({'a', 0xe9, 0x20ac, 0xd83d, 0xde00}) == "aé€😀");
    CHECK(text({0xd83d}) == "\xEF\xBF\xBD");
    CHECK(text({0xde00, 0xd83d, 'a'}) ==
          "\xEF\xBF\xBD\xEF\xBF\xBD"
          "a");
}

}  // namespace
}  // namespace waymark::source
