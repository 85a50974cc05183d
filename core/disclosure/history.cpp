// SPDX-License-Identifier: MIT
#include "disclosure/history.hpp"

#include <cmath>
#include <tuple>

namespace waymark::disclosure {
namespace {

auto numbers(const release::Figures& figures) {
    return std::tie(figures.state, figures.value, figures.numerator, figures.denominator,
                    figures.people, figures.lower, figures.upper);
}

bool is_small_change(double from, double to, const Profile& profile) {
    const double change = std::fabs(to - from);
    return change > 0.0 && change <= static_cast<double>(profile.hide_up_to);
}

bool is_large_change(double from, double to, const Profile& profile) {
    return std::fabs(to - from) > static_cast<double>(profile.hide_up_to);
}

}  // namespace

History::History(const std::vector<Earlier>& earlier) {
    for (const Earlier& one : earlier) {
        if (one.release.figures().state != State::withdrawn) {
            by_key_[one.release.key()] = &one;
        }
    }
}

const Earlier* History::find(const release::Key& key) const {
    const auto at = by_key_.find(key);
    return at == by_key_.end() ? nullptr : at->second;
}

bool History::keeps_hidden(const Earlier& earlier, const ExactParts& now, const Profile& profile) {
    return !profile.shows_everything() && earlier.release.figures().state == State::suppressed &&
           !is_large_change(earlier.parts.people, now.people, profile) &&
           !is_large_change(earlier.parts.numerator, now.numerator, profile);
}

bool History::holds(const Earlier& earlier, const ExactParts& now, const Profile& profile) {
    return !profile.shows_everything() && !profile.rounds() &&
           tells_numbers(earlier.release.figures()) &&
           (is_small_change(earlier.parts.people, now.people, profile) ||
            is_small_change(earlier.parts.numerator, now.numerator, profile));
}

static bool is_less(const std::optional<double>& now, const std::optional<double>& before) {
    return now && before && *now < *before;
}

static Restatement reason_of(const release::Figures& now, const release::Figures& before,
                             Restatement asked) {
    if (now.disclosure_profile != before.disclosure_profile) {
        return Restatement::disclosure_rule;
    }
    if (asked != Restatement::none) {
        return asked;
    }
    const bool left =
        is_less(now.people, before.people) || is_less(now.denominator, before.denominator);
    return left ? Restatement::correction : Restatement::late_data;
}

void History::mark_restated(release::Figures& figures, const Earlier& earlier, Restatement asked) {
    const release::Figures& before = earlier.release.figures();
    const bool is_same = numbers(figures) == numbers(before);
    if (is_same ? has(before.flags, Flag::revised) : before.maturity != Maturity::open) {
        figures.flags = with(figures.flags, Flag::revised);
        figures.restated = is_same ? before.restated : reason_of(figures, before, asked);
    }
}

bool tells_numbers(const release::Figures& figures) {
    return figures.value || figures.numerator || figures.people;
}

release::Figures withdrawn(const release::Figures& earlier, const std::string& profile_id) {
    release::Figures figures;
    figures.period_label = earlier.period_label;
    figures.period_start = earlier.period_start;
    figures.period_end = earlier.period_end;
    figures.state = State::withdrawn;
    figures.maturity = earlier.maturity;
    figures.disclosure_profile = profile_id;
    return figures;
}

}  // namespace waymark::disclosure
