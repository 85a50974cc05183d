// SPDX-License-Identifier: MIT
#include "statistics/reliability.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace waymark::statistics {

// Alpha of answers[person][item].
static std::optional<double> alpha(const std::vector<std::vector<double>>& answers) {
    std::vector<Moments> items(answers.empty() ? 0 : answers.front().size());
    Moments sum;
    for (const std::vector<double>& person : answers) {
        double total = 0.0;
        for (std::size_t item = 0; item < person.size(); ++item) {
            ++items[item].n;
            items[item].sum += person[item];
            items[item].squares += person[item] * person[item];
            total += person[item];
        }
        ++sum.n;
        sum.sum += total;
        sum.squares += total * total;
    }
    return cronbach_alpha(items, sum);
}

TEST_CASE("Items that say the same have alpha 1, unrelated ones 0, opposite ones less",
          "[statistics]") {
    CHECK(*alpha({{1, 1, 1}, {2, 2, 2}, {4, 4, 4}}) == Approx(1.0));
    CHECK(*alpha({{1, 1}, {1, 2}, {2, 1}, {2, 2}}) == Approx(0.0).margin(1e-12));
    CHECK(*alpha({{1, 3}, {2, 2}, {3, 2}}) < 0.0);
}

TEST_CASE("Alpha of two items is four times their covariance over the variance of the sum",
          "[statistics]") {
    // Both variances are 5/3 and the covariance 4/3, so the sum's variance is 6.
    CHECK(*alpha({{1, 2}, {2, 1}, {3, 3}, {4, 4}}) == Approx(4.0 * (4.0 / 3.0) / 6.0));
}

TEST_CASE("One item, one person or no spread have no alpha", "[statistics]") {
    CHECK_FALSE(alpha({{1}, {2}}));
    CHECK_FALSE(alpha({{1, 2}}));
    CHECK_FALSE(alpha({{1, 2}, {1, 2}}));
    CHECK_FALSE(alpha({}));
}

}  // namespace waymark::statistics
