// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::source {
namespace {

Account account(std::uint64_t used, std::uint64_t refused, std::uint64_t out_of_scope = 0) {
    Account account;
    account.rows_read = used + refused + out_of_scope;
    account.used = used;
    account.refused["why"].count = refused;
    account.out_of_scope["elsewhere"].count = out_of_scope;
    return account;
}

Verdict verdict(const Account& counts, const std::vector<std::string>& absent = {}) {
    return judge(counts, {}, absent).verdict;
}

TEST_CASE("The share of refused rows decides the verdict, its bounds included", "[source]") {
    CHECK(verdict(account(1000, 0)) == Verdict::complete);
    CHECK(verdict(account(995, 5)) == Verdict::complete);
    CHECK(verdict(account(994, 6)) == Verdict::partial);
    CHECK(verdict(account(950, 50)) == Verdict::partial);
    CHECK(verdict(account(949, 51)) == Verdict::refused);
    CHECK(verdict(account(0, 1)) == Verdict::refused);
}

TEST_CASE("Rows out of scope do not hide refused ones", "[source]") {
    CHECK(verdict(account(90, 10, 100'000)) == Verdict::refused);
}

TEST_CASE("A pull without usable rows is empty, one without an expected service partial",
          "[source]") {
    CHECK(verdict(account(0, 0)) == Verdict::empty);
    CHECK(judge(account(0, 0), {}, {"north"}).why == "there were no rows");
    CHECK(verdict(account(0, 0, 7)) == Verdict::empty);
    CHECK(verdict(account(10, 0), {"north"}) == Verdict::partial);
    CHECK(judge(account(10, 0), {}, {"north", "south"}).why ==
          "there were no rows of north, south");
    CHECK(judge(account(994, 6), {}, {}).why ==
          "6 of 1000 rows in scope were refused (0.6 %), more than the 0.5 % of warn_refused");
}

TEST_CASE("A row taken back later stays in the account", "[source]") {
    Account counts = account(10, 0);
    for (std::uint64_t line = 1; line <= 7; ++line) {
        counts.move_to_out_of_scope("no case", Place{.file = "t.csv", .line = line});
    }
    counts.move_to_refused("two cases", {.file = "t.csv", .line = 9});
    CHECK(counts.used == 2);
    CHECK(counts.out_of_scope["no case"].count == 7);
    CHECK(counts.out_of_scope["no case"].samples.size() == 5);
    CHECK(counts.used + counts.refused_rows() + counts.out_of_scope_rows() == counts.rows_read);
}

}  // namespace
}  // namespace waymark::source
