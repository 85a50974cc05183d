// SPDX-License-Identifier: MIT
// What a measure's own test looks like: literal rows in, contributions out, no host and no library.
#include <iostream>

#include "waymark/testing.hpp"

using waymark::Day;
using waymark::testing::Scene;

int main() {
    Scene scene(waymark_measure());
    scene.period("autumn", {.first = Day::of(2024, 9, 2), .last = Day::of(2024, 12, 20)});
    scene.add_case("seen twice").add_case("never seen");
    scene.row("contacts", "seen twice", {{"date", "2024-09-02"}});
    scene.row("contacts", "seen twice", {{"date", "2024-12-20"}});
    scene.row("contacts", "seen twice", {{"date", "2024-12-21"}});

    const auto outcome = scene.run();
    const auto contacts = outcome.of("contacts");
    const bool is_right = contacts.size() == 2 && contacts[0].a == 2 && contacts[1].a == 0 &&
                          outcome.of("seen")[1].a == 0 &&
                          outcome == scene.run({.rows = 1, .cases = 1});
    if (!is_right) {
        std::cerr << "expected 2 contacts and none, got\n" << outcome;
    }
    return is_right ? 0 : 1;
}
