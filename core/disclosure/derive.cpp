// SPDX-License-Identifier: MIT
// Figures worked out from releases.
#include <algorithm>
#include <set>

#include "disclosure/gate.hpp"

namespace waymark::disclosure {
namespace {

// The states of inputs that leave no value, the one that is told first at the front.
constexpr State telling[] = {
    State::suppressed, State::suppressed_at_source, State::withdrawn,      State::not_due,
    State::missing,    State::unavailable,          State::rounds_to_zero, State::not_applicable};

// From the most settled to the least; a tracker's figure makes all it touches a tracker's.
constexpr Maturity settling[] = {Maturity::final, Maturity::provisional, Maturity::open,
                                 Maturity::apart};

State state_of_input(const Ingredient& input) {
    if (input.release == nullptr) {
        return State::missing;
    }
    const State state = input.release->figures().state;
    return state == State::observed && !input.is_told ? State::suppressed : state;
}

State state_of_all(std::span<const Ingredient> inputs) {
    for (const State state : telling) {
        if (std::any_of(inputs.begin(), inputs.end(),
                        [&](const Ingredient& input) { return state_of_input(input) == state; })) {
            return state;
        }
    }
    return State::observed;
}

std::ptrdiff_t place_of(Maturity maturity) {
    return std::find(std::begin(settling), std::end(settling), maturity) - std::begin(settling);
}

}  // namespace

release::Release Gate::derive(release::Key key, std::span<const Ingredient> inputs,
                              const Derived& derived) {
    release::Figures figures;
    figures.period_label = key.period_key;
    figures.state = state_of_all(inputs);
    if (figures.state == State::observed) {
        figures.state = derived.value ? State::observed : State::not_applicable;
        figures.value = derived.value;
        figures.lower = derived.lower;
        figures.upper = derived.upper;
    }
    std::set<std::string> profiles;
    for (const Ingredient& input : inputs) {
        if (input.release == nullptr) {
            continue;
        }
        const release::Key& from = input.release->key();
        const release::Figures& its = input.release->figures();
        if (from.grain == key.grain && from.period_key == key.period_key) {
            figures.period_label = its.period_label;
            figures.period_start = its.period_start;
            figures.period_end = its.period_end;
        }
        if (place_of(its.maturity) > place_of(figures.maturity)) {
            figures.maturity = its.maturity;
        }
        figures.flags = static_cast<Flags>(figures.flags | its.flags);
        profiles.insert(its.disclosure_profile);
    }
    for (const std::string& profile : profiles) {
        figures.disclosure_profile += (figures.disclosure_profile.empty() ? "" : " ") + profile;
    }
    return {std::move(key), std::move(figures)};
}

}  // namespace waymark::disclosure
