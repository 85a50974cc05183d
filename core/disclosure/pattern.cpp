// SPDX-License-Identifier: MIT
#include "disclosure/pattern.hpp"

#include <cstdint>

#include <map>
#include <utility>

#include "disclosure/lines.hpp"
#include "disclosure/rounding.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using observation::CellKey;
using observation::Observation;

/// All of a group, or nobody, says something of each of its members; a larger group is not told
/// apart.
constexpr std::int64_t group_too_small_for_all_or_none = 10;

using Counts = std::vector<std::int64_t>;

// A value that was published elsewhere for more than persons: its publisher decided.
bool is_public_already(const Observation& cell, Kind kind) {
    return kind == Kind::published && cell.sums.from_aggregates;
}

CellKey total_of(CellKey key) {
    key.stratum_kind = key.stratum_value = 0;
    return key;
}

std::int64_t rounded(std::int64_t count, std::int64_t base) {
    return static_cast<std::int64_t>(rounded_to(static_cast<double>(count), base));
}

class Pattern {
public:
    Pattern(const observation::Observations& observed, const contract::Description& description,
            const Profile& profile)
        : observed_(observed),
          description_(description),
          attrition_rules_(attrition_rules(profile)),
          profile_(profile),
          people_(observed.cells.size(), 0),
          contributors_(people_),
          others_(people_),
          hidden_(people_.size(), false),
          all_or_none_(people_.size(), false),
          is_withheld_(people_.size(), false) {
        for (std::size_t i = 0; i < observed.cells.size(); ++i) {
            const Observation& cell = observed.cells[i];
            const Kind kind = description.indicators[cell.key.indicator].kind;
            if (cell.state != State::observed || is_public_already(cell, kind)) {
                continue;
            }
            people_[i] = cell.sums.people;
            is_withheld_[i] = description.indicators[cell.key.indicator].is_attrition &&
                              cell.key.stratum_kind != 0 && !profile.rounds();
            contributors_[i] = cell.sums.contributors;
            if (kind == Kind::proportion) {
                others_[i] = cell.sums.people - cell.sums.contributors;
                all_or_none_[i] = (others_[i] == 0 || contributors_[i] == 0) && people_[i] > 0 &&
                                  people_[i] < group_too_small_for_all_or_none;
            }
        }
        if (profile.secondary) {
            refuse_crossing_lines(observed, description, profile.id);
            lines_ = lines_of(observed, description);
        }
    }

    // People come first and alone: the pattern they need is the same for all indicators that share
    // them, and what is hidden for one indicator's sake may not stand in for it.
    [[nodiscard]] std::vector<bool> hidden(const std::vector<bool>& kept_hidden) {
        const std::vector<bool> none(hidden_.size(), false);
        hide_small(people_, none);
        hide_small(people_, kept_hidden);
        hide_small(people_, all_or_none_);
        hide_small(contributors_, none);
        hide_small(others_, none);
        for (std::size_t i = 0; i < hidden_.size(); ++i) {
            hidden_[i] = hidden_[i] || is_withheld_[i];
        }
        hide_totals_that_tell();
        return hidden_;
    }

private:
    void hide_small(const Counts& counts, const std::vector<bool>& seeds) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (seeds[i] || profile_.hides(counts[i])) {
                hidden_[i] = true;
            }
        }
        for (const Line& line : lines_.strata) {
            suppress_line(line, counts, seeds, profile_.hide_up_to, hidden_);
        }
        for (const Line& line : lines_.periods) {
            suppress_line(line, counts, seeds, profile_.hide_up_to, hidden_);
        }
        // The whole and its parts have the same people; what adds up is who contributed.
        if (&counts == &contributors_) {
            for (const Line& line : lines_.part_of) {
                suppress_line(line, counts, seeds, profile_.hide_up_to, hidden_);
            }
        }
    }

    // Rounding leaves a total open by a few people. If even the most it can be has no more people
    // beside the shown strata than strata are hidden, each of these is one person; then it is
    // hidden too, and with it all its strata are left out (ADR 0016).
    void hide_totals_that_tell() {
        struct Strata {
            std::int64_t hidden = 0;
            std::int64_t least_shown = 0;  ///< people
        };
        std::map<CellKey, std::size_t> totals;
        std::map<std::pair<CellKey, std::uint32_t>, Strata> groups;  // by total and kind of strata
        for (std::size_t i = 0; i < observed_.cells.size(); ++i) {
            const CellKey& key = observed_.cells[i].key;
            const std::int64_t base = rules_of(key).round_parts_to;
            if (key.stratum_kind == 0) {
                totals.emplace(key, i);
            } else if (people_[i] > 0) {
                Strata& strata = groups[{total_of(key), key.stratum_kind}];
                strata.hidden += hidden_[i] ? 1 : 0;
                strata.least_shown += hidden_[i] ? 0 : rounded(people_[i], base) - base / 2;
            }
        }
        for (const auto& [group, strata] : groups) {
            const auto total = totals.find(group.first);
            const Profile& rules = rules_of(group.first);
            if (total == totals.end() || strata.hidden == 0 || !rules.rounds()) {
                continue;
            }
            const std::int64_t base = rules.round_totals_to;
            const std::int64_t most = rounded(people_[total->second], base) + (base - 1) / 2;
            if (most - strata.least_shown <= strata.hidden) {
                hidden_[total->second] = true;
            }
        }
    }

    [[nodiscard]] const Profile& rules_of(const CellKey& key) const {
        return description_.indicators[key.indicator].is_attrition ? attrition_rules_ : profile_;
    }

    const observation::Observations& observed_;
    const contract::Description& description_;
    Profile attrition_rules_;
    const Profile& profile_;
    Counts people_;
    Counts contributors_;
    Counts others_;
    std::vector<bool> hidden_;
    std::vector<bool> all_or_none_;
    std::vector<bool>
        is_withheld_;  ///< strata of attrition: they would add up to their rounded all
    Lines lines_;
};

}  // namespace

std::vector<bool> hidden_cells(const observation::Observations& observed,
                               const contract::Description& description, const Profile& profile,
                               const std::vector<bool>& kept_hidden) {
    if (profile.shows_everything()) {
        return std::vector<bool>(observed.cells.size(), false);
    }
    return Pattern(observed, description, profile).hidden(kept_hidden);
}

}  // namespace waymark::disclosure
