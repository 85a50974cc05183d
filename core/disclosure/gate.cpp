// SPDX-License-Identifier: MIT
#include "disclosure/gate.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"
#include "disclosure/figures.hpp"
#include "disclosure/history.hpp"
#include "disclosure/keys.hpp"
#include "disclosure/pattern.hpp"

namespace waymark::disclosure {
namespace {

void take_numbers(release::Figures& figures, const Shown& shown) {
    figures.state = shown.state;
    figures.value = shown.value;
    figures.numerator = shown.numerator;
    figures.denominator = shown.denominator;
    figures.people = shown.people;
    figures.lower = shown.lower;
    figures.upper = shown.upper;
}

Shown numbers_of(const release::Figures& figures) {
    return {figures.state,  figures.value, figures.numerator, figures.denominator,
            figures.people, figures.lower, figures.upper};
}

Shown suppressed() {
    Shown shown;
    shown.state = State::suppressed;
    return shown;
}

}  // namespace

Gate::Gate(Terms terms)
    : terms_(std::move(terms)),
      profile_(profile_named(terms_.profile)),
      attrition_rules_(attrition_rules(profile_)) {
    if (terms_.approved_by.empty()) {
        throw Error(ErrorKind::configuration,
                    "disclosure.approved_by is empty: name the role that answers for what is "
                    "published");
    }
    if (profile_.needs_reason && terms_.reason.empty()) {
        throw Error(ErrorKind::configuration,
                    "disclosure profile '" + profile_.id +
                        "' shows everything and needs disclosure.reason: say why these data are "
                        "public already");
    }
}

const Profile& Gate::rules_of(const contract::Indicator& indicator) const {
    return indicator.is_attrition ? attrition_rules_ : profile_;
}

// A cell was hidden when all its points were; a single point may have been hidden for its own sake.
std::vector<bool> Gate::kept_hidden(const Submission& submission, const History& history) const {
    const auto& cells = submission.observed.cells;
    std::vector<bool> kept(cells.size(), false);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].state != State::observed) {
            continue;
        }
        const auto& indicator = submission.description.indicators[cells[i].key.indicator];
        const auto points = points_of(indicator);
        const ExactParts parts = exact_parts(cells[i].sums);
        kept[i] = std::all_of(points.begin(), points.end(), [&](const std::string& point) {
            const Earlier* earlier = history.find(
                key_of(cells[i].key, point, submission.observed, submission.description));
            return earlier != nullptr &&
                   History::keeps_hidden(*earlier, parts, rules_of(indicator));
        });
    }
    return kept;
}

// Held figures and cells kept hidden rest on the parts they were decided by, not on today's.
void Gate::heed(const Earlier& earlier, const Profile& rules, Restatement asked, Draft& draft) {
    const bool tells = tells_numbers(draft.figures);
    if (History::keeps_hidden(earlier, draft.parts, rules) &&
        (tells || draft.figures.state == State::suppressed)) {
        take_numbers(draft.figures, suppressed());
        draft.parts = earlier.parts;
    } else if (tells && History::holds(earlier, draft.parts, rules)) {
        take_numbers(draft.figures, numbers_of(earlier.release.figures()));
        draft.figures.flags = with(draft.figures.flags, Flag::held);
        draft.parts = earlier.parts;
    }
    History::mark_restated(draft.figures, earlier, asked);
}

Gate::Draft Gate::draft_of(const Submission& submission, std::size_t cell_index, bool is_hidden,
                           const std::string& point, const History& history) const {
    const observation::Observation& cell = submission.observed.cells[cell_index];
    Draft draft;
    draft.key = key_of(cell.key, point, submission.observed, submission.description);
    draft.figures = bare_figures(cell, submission.observed, profile_.id);
    draft.parts = exact_parts(cell.sums);
    const auto& indicator = submission.description.indicators[cell.key.indicator];
    const Profile& rules = rules_of(indicator);
    if (cell.state == State::observed) {
        take_numbers(draft.figures,
                     is_hidden ? suppressed() : shown_figures(cell, indicator, point, rules));
    }
    if (const Earlier* earlier = history.find(draft.key)) {
        heed(*earlier, rules, submission.asked, draft);
    }
    return draft;
}

// Keys of another definition are another series: it ends, but nothing of it is taken back.
void Gate::withdraw_absent(const Submission& submission, std::vector<Draft>& drafts) const {
    std::set<release::Key> produced;
    for (const Draft& draft : drafts) {
        produced.insert(draft.key);
    }
    const std::string version = major_version(submission.description.version);
    for (const Earlier& earlier : submission.earlier) {
        const release::Key& key = earlier.release.key();
        if (key.measure_id == submission.description.id && key.definition_version == version &&
            earlier.release.figures().state != State::withdrawn && !produced.contains(key)) {
            drafts.push_back(
                {key, withdrawn(earlier.release.figures(), profile_.id), earlier.parts});
        }
    }
}

// Whoever draws the old series and the new one as one line must see where they meet. Windows are
// no line: each is a beginning.
void Gate::mark_breaks(std::vector<Draft>& drafts) {
    std::map<release::Key, Draft*> firsts;
    for (Draft& draft : drafts) {
        release::Key line = draft.key;
        const bool is_window = !draft.figures.period_start;
        if (!is_window) {
            line.period_key.clear();
        }
        Draft*& first = firsts[line];
        if (first == nullptr || draft.figures.period_start < first->figures.period_start) {
            first = &draft;
        }
    }
    for (const auto& [line, first] : firsts) {
        first->figures.flags = with(first->figures.flags, Flag::series_break);
    }
}

release::RunNotice Gate::run_notice(const Submission& submission) const {
    release::RunNotice notice = submission.run;
    notice.measure_id = submission.description.id;
    notice.measure_version = submission.description.version;
    notice.disclosure_profile = profile_.id;
    notice.approved_by = terms_.approved_by;
    notice.reason = terms_.reason;
    return notice;
}

Passed Gate::pass(const Submission& submission) const {
    const observation::Observations& observed = submission.observed;
    const History history(submission.earlier);
    const auto hidden =
        hidden_cells(observed, submission.description, profile_, kept_hidden(submission, history));
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < observed.cells.size(); ++i) {
        const auto& indicator = submission.description.indicators[observed.cells[i].key.indicator];
        for (const std::string& point : points_of(indicator)) {
            drafts.push_back(draft_of(submission, i, hidden[i], point, history));
        }
    }
    if (submission.begins_anew) {
        mark_breaks(drafts);
    }
    withdraw_absent(submission, drafts);
    std::sort(drafts.begin(), drafts.end(),
              [](const Draft& left, const Draft& right) { return left.key < right.key; });

    Passed passed{release::Publication(), {}};
    release::Publication& publication = passed.publication;
    publication.run_ = run_notice(submission);
    publication.definitions_ = definitions_of(submission.description);
    publication.services_ = submission.services;
    publication.findings_ =
        told_of_findings(observed, submission.description, submission.run.run_id, profile_);
    for (const PullFacts& facts : submission.pulls) {
        // Rows of one file in two vintages differ by those of whoever left in between, so they are
        // counted by the rules of what lies on no line.
        PullTold told = told_of_pull(facts, submission.run.run_id, attrition_rules_);
        publication.pulls_.push_back(std::move(told.pull));
        publication.findings_.insert(publication.findings_.end(), told.reasons.begin(),
                                     told.reasons.end());
    }
    for (Draft& draft : drafts) {
        passed.behind.push_back({draft.key, draft.parts});
        publication.releases_.push_back(
            release::Release(std::move(draft.key), std::move(draft.figures)));
    }
    const auto alarms =
        told_of_alarms(publication.releases_, submission.alarms, submission.run.run_id);
    publication.findings_.insert(publication.findings_.end(), alarms.begin(), alarms.end());
    return passed;
}

}  // namespace waymark::disclosure
