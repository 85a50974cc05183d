// SPDX-License-Identifier: MIT
#include "base/cell.hpp"

#include <catch2/catch.hpp>

namespace waymark {

TEST_CASE("Every state and maturity is read back from its word", "[base]") {
    for (int i = 0; i <= static_cast<int>(State::rounds_to_zero); ++i) {
        const auto state = static_cast<State>(i);
        CHECK(state_of(word(state)) == state);
    }
    for (int i = 0; i <= static_cast<int>(Maturity::apart); ++i) {
        const auto maturity = static_cast<Maturity>(i);
        CHECK(maturity_of(word(maturity)) == maturity);
    }
    CHECK(word(State::suppressed_at_source) == "suppressed_at_source");
    CHECK_FALSE(state_of("zero").has_value());
    CHECK_FALSE(maturity_of("").has_value());
}

TEST_CASE("Every set of flags is read back from its text, unknown words aside", "[base]") {
    for (Flags flags = 0; flags < 32; ++flags) {
        CHECK(flags_of(flags_text(flags)) == flags);
    }
    const Flags both = with(with(0, Flag::series_break), Flag::held);
    CHECK(flags_text(both) == "break held");
    CHECK(has(both, Flag::held));
    CHECK_FALSE(has(both, Flag::revised));
    CHECK(flags_of("held shiny break") == both);
}

}  // namespace waymark
