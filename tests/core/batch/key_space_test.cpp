// SPDX-License-Identifier: MIT
#include "batch/key_space.hpp"

#include <rapidcheck.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

namespace waymark::batch {
namespace {

// The rule of KeySpace::ranks, by the simplest means.
std::map<std::string, std::uint32_t> expected_ranks(const std::set<std::string>& keys) {
    const auto is_plain = [](const std::string& key) {
        return !key.empty() && key.size() <= 18 && (key == "0" || key.front() != '0') &&
               key.find_first_not_of("0123456789") == std::string::npos;
    };
    std::vector<std::string> order(keys.begin(), keys.end());
    if (std::all_of(order.begin(), order.end(), is_plain)) {
        std::sort(order.begin(), order.end(), [](const std::string& a, const std::string& b) {
            return std::stoll(a) < std::stoll(b);
        });
    }
    std::map<std::string, std::uint32_t> ranks;
    for (const std::string& key : order) {
        ranks.emplace(key, static_cast<std::uint32_t>(ranks.size()));
    }
    return ranks;
}

void check_keys(const std::vector<std::string>& keys, std::uint64_t seed) {
    KeySpace space(seed);
    const std::vector<std::string_view> views(keys.begin(), keys.end());
    std::vector<std::uint32_t> numbers(keys.size());
    space.number(views, numbers);
    const std::vector<std::uint32_t> ranks = space.ranks();
    const auto expected = expected_ranks({keys.begin(), keys.end()});
    RC_ASSERT(ranks.size() == expected.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        RC_ASSERT(ranks[numbers[i]] == expected.at(keys[i]));
        RC_ASSERT(space.number(keys[i]) == numbers[i]);
    }
}

TEST_CASE("Keys are ranked by value if all are plain numbers, else by bytes", "[batch][key]") {
    const bool holds = rc::check("against sorting", [] {
        const auto digits = rc::gen::container<std::string>(rc::gen::inRange('0', ':'));
        const auto letters = rc::gen::container<std::string>(rc::gen::element('A', 'B', 'z', '0'));
        const auto prefixed = rc::gen::map(letters, [](const std::string& tail) {
            return "E0000000" + tail;  // alike in the first eight bytes
        });
        const bool with_texts = *rc::gen::arbitrary<bool>();
        const auto key = with_texts ? rc::gen::oneOf(digits, letters, prefixed) : digits;
        check_keys(*rc::gen::container<std::vector<std::string>>(key),
                   *rc::gen::arbitrary<std::uint64_t>());
    });
    CHECK(holds);
}

TEST_CASE("A key space grows, and leading zeros are no plain numbers", "[batch][key]") {
    std::vector<std::string> keys{"0", "00", "7", "07", "999999999999999999", "1000000000000000000",
                                  ""};
    for (int i = 0; i < 20'000; ++i) {
        keys.push_back(std::to_string(i * 7919 % 15'000));
    }
    const bool holds = rc::check("many keys", [&] {
        check_keys(keys, 1);
        check_keys({keys.begin() + 7, keys.end()}, 2);
    });
    CHECK(holds);
}

}  // namespace
}  // namespace waymark::batch
