// SPDX-License-Identifier: MIT
#include "source/structure.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "base/key_hash.hpp"
#include "source/encoding.hpp"
#include "source/identity.hpp"
#include "source/text_memo.hpp"

namespace waymark::source {
namespace {

TEST_CASE("The portable and the vector index are equal, byte for byte", "[source]") {
    if (best_simd() == Simd::portable) {
        WARN("this machine has no AVX2: nothing to compare");
        return;
    }
    std::mt19937_64 random(7);
    const std::string signs = "\",,,\n\r\tab\x01\x1f \x7f\x80\xff";
    for (int round = 0; round < 2000; ++round) {
        const std::size_t size = random() % (round % 20 == 0 ? 20'000 : 300);
        const std::size_t kinds = 4 + random() % (signs.size() - 3);
        std::string text(structure_padding, '0');
        for (std::size_t i = 0; i < size; ++i) {
            text += random() % 3 == 0 ? signs[random() % kinds] : 'x';
        }
        const std::size_t end = text.size();
        text += std::string(structure_padding, '0');
        const std::string_view indexed(text.data() + structure_padding, size);
        Structure portable, vector;
        index_structure(text.data(), structure_padding, end, ',', Simd::portable, portable);
        index_structure(text.data(), structure_padding, end, ',', Simd::avx2, vector);
        const auto ends = [](const Structure& s) {
            return std::vector(s.ends.begin(),
                               s.ends.begin() + static_cast<std::ptrdiff_t>(s.count) + 1);
        };
        REQUIRE(ends(portable) == ends(vector));
        REQUIRE(portable.fault.kind == vector.fault.kind);
        REQUIRE(portable.fault.offset == vector.fault.offset);
        REQUIRE(portable.record_ends == vector.record_ends);
        REQUIRE(portable.newlines == vector.newlines);
        REQUIRE(portable.has_high_bytes == vector.has_high_bytes);
        REQUIRE(portable.newlines ==
                static_cast<std::size_t>(std::count(indexed.begin(), indexed.end(), '\n')));
        for (const Simd simd : {Simd::portable, Simd::avx2}) {
            const Marks marks = count_marks(indexed, simd);
            REQUIRE(marks.newlines == portable.newlines);
            REQUIRE(marks.quotes ==
                    static_cast<std::size_t>(std::count(indexed.begin(), indexed.end(), '"')));
        }
    }
}

TEST_CASE("UTF-8 is told from what only looks like it", "[source]") {
    // Markus Kuhn's UTF-8 stress test, sections 2 to 5: bounds, lonely bytes, overlong, surrogates.
    for (const std::string_view good :
         {"", "plain ascii text", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
          "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        CHECK(invalid_utf8(good) == std::string_view::npos);
    }
    for (const std::string_view bad :
         {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3",
          "\xE2\x82", "\xE2\x82\n", "\xF0\x9F\x98"}) {
        CHECK(invalid_utf8("text " + std::string(bad)) == 5);
    }
}

TEST_CASE("Short texts are equal exactly when their words are", "[source]") {
    std::vector<std::string> texts{""};
    for (std::size_t size = 1; size <= 16; ++size) {
        texts.push_back(std::string(size, 'a'));
        texts.push_back(std::string(size - 1, 'a') + "b");
        texts.push_back("b" + std::string(size - 1, 'a'));
    }
    for (const std::string& a : texts) {
        for (const std::string& b : texts) {
            CHECK((words_of(a) == words_of(b)) == (a == b));
            CHECK((key_hash(a, 1) == key_hash(b, 1)) == (a == b));
        }
        CHECK((key_hash(a, 1) != key_hash(a, 2)));
    }
}

TEST_CASE("An index of texts numbers each different text once, however many and long", "[source]") {
    TextIndex index;
    std::int32_t known = 0;
    const auto next = [&](std::string_view) { return known++; };
    for (int round = 0; round < 3; ++round) {
        for (std::int32_t i = 0; i < 3000; ++i) {
            const std::string text =
                std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i);
            REQUIRE(index.number(text, next) == i);
        }
    }
    CHECK(known == 3000);
}

TEST_CASE("A set of identities finds every repeat and nothing else", "[source]") {
    IdentitySet set;
    std::mt19937_64 random(3);
    std::vector<Words> identities{{0, 0}};
    for (int i = 0; i < 50'000; ++i) {
        identities.push_back({random(), random()});
    }
    CHECK(
        std::all_of(identities.begin(), identities.end(), [&](Words w) { return set.insert(w); }));
    CHECK(
        std::none_of(identities.begin(), identities.end(), [&](Words w) { return set.insert(w); }));
}

}  // namespace
}  // namespace waymark::source
