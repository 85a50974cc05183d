// SPDX-License-Identifier: MIT
#include "disclosure/pattern.hpp"

#include <cstdint>

#include "disclosure/lines.hpp"
#include "disclosure/rounded_line.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using observation::Observation;

/// All of a group, or nobody, says something of each of its members; a larger group is not told
/// apart.
constexpr std::int64_t group_too_small_for_all_or_none = 10;

using Counts = std::vector<std::int64_t>;

// A value that was published elsewhere for more than persons: its publisher decided.
bool is_public_already(const Observation& cell, Kind kind) {
    return kind == Kind::published && cell.sums.from_aggregates;
}

class Pattern {
public:
    Pattern(const observation::Observations& observed, const contract::Description& description,
            const Profile& profile)
        : profile_(profile),
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
        } else if (profile.rounds()) {
            lines_.strata = strata_lines(observed, description);
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
        return hidden_;
    }

private:
    void hide_small(const Counts& counts, const std::vector<bool>& seeds) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (seeds[i] || profile_.hides(counts[i])) {
                hidden_[i] = true;
            }
        }
        if (profile_.rounds()) {
            for (const Line& line : lines_.strata) {
                widen_rounded_line(line, counts, profile_, hidden_);
            }
            return;
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
