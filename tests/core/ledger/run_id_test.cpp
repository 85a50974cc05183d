// SPDX-License-Identifier: MIT
#include "ledger/run_id.hpp"

#include <catch2/catch.hpp>

using namespace waymark;

static const Instant noon = date_of(2024, 10, 10) + std::chrono::hours{12};

TEST_CASE("A run id is the ULID of its time and randomness", "[ledger]") {
    // The ULID specification: 1469918176385 ms is "01ARYZ6S41"; its greatest id is 7ZZ...Z.
    const Instant moment{std::chrono::milliseconds{1469918176385}};
    CHECK(ledger::run_id(moment, {}) == "01ARYZ6S410000000000000000");
    std::array<std::uint8_t, 10> ones{};
    ones.fill(0xFF);
    const Instant last{std::chrono::milliseconds{(std::int64_t{1} << 48) - 1}};
    CHECK(ledger::run_id(last, ones) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    CHECK(ledger::run_id(Instant{}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 33}) ==
          "00000000000000000000000011");
}

TEST_CASE("Run ids sort as their times and never repeat", "[ledger]") {
    const std::string first = ledger::run_id(noon);
    CHECK(first.size() == 26);
    CHECK(first < ledger::run_id(noon + std::chrono::milliseconds{1}));
    CHECK(first != ledger::run_id(noon));
}
