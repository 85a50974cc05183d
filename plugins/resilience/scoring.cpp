// SPDX-License-Identifier: MIT
#include "scoring.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace resilience {

using waymark::Day;
using waymark::List;
using waymark::Rows;

bool is_valid(const Instrument& form, List<double> answers) {
    if (answers.size() < form.items) {
        throw waymark::BadInput("the table has " + std::to_string(answers.size()) +
                                " item columns, but instrument " + form.key + " has " +
                                std::to_string(form.items) + " items");
    }
    for (std::size_t item = 0; item < answers.size(); ++item) {
        if (answers[item] && (item >= form.items || !form.allows(*answers[item]))) {
            return false;
        }
    }
    return true;
}

double counted(const Instrument& form, std::size_t item, double answer) {
    return form.is_reversed[item]
               ? static_cast<double>(form.response_min + form.response_max) - answer
               : answer;
}

static std::optional<Score> sum_of_parts(const Instruments& instruments, const Scale& scale,
                                         List<double> answers) {
    Score sum;
    for (const std::size_t part : scale.parts) {
        const auto score = score_of(instruments, part, answers);
        if (!score) {
            return std::nullopt;
        }
        sum.value += score->value;
        sum.missing += score->missing;
    }
    return sum;
}

// Prorated: the items left out are taken to be like the mean of those answered.
static double combined(const Scale& scale, double sum, std::size_t answered) {
    const auto items = static_cast<double>(scale.items.size());
    const auto count = static_cast<double>(answered);
    switch (scale.combine) {
        case Combine::mean:
            return sum / count * scale.multiplier;
        case Combine::sum_lookup:
            return scale.lookup.at(std::llround(sum));
        default:
            return items * sum / count * scale.multiplier;
    }
}

std::optional<Score> score_of(const Instruments& instruments, std::size_t number,
                              List<double> answers) {
    const Scale& scale = instruments.scales()[number];
    const Instrument& form = instruments.instruments()[scale.instrument];
    if (scale.combine == Combine::parts) {
        return sum_of_parts(instruments, scale, answers);
    }
    double sum = 0.0;
    std::size_t answered = 0;
    for (const std::size_t item : scale.items) {
        if (answers[item]) {
            sum += counted(form, item, *answers[item]);
            ++answered;
        }
    }
    if (answered < scale.min_answered || answered == 0) {
        return std::nullopt;
    }
    Score score;
    score.value = combined(scale, sum, answered);
    if (scale.is_rounded) {
        score.value = rounded_half_up(score.value, 0);
    }
    score.missing = scale.items.size() - answered;
    return score;
}

std::optional<ItemsInBoth> items_in_both(const Instruments& instruments, std::size_t number,
                                         const Score& first, const Score& last) {
    const Scale& scale = instruments.scales()[number];
    const Instrument& form = instruments.instruments()[scale.instrument];
    ItemsInBoth both;
    if (first.items.empty() || last.items.empty()) {
        return std::nullopt;
    }
    for (const std::size_t item : scale.items) {
        if (!first.items[item] || !last.items[item]) {
            continue;
        }
        const double before = counted(form, item, *first.items[item]);
        const double after = counted(form, item, *last.items[item]);
        ++both.items;
        both.first += before;
        both.last += after;
        both.some_better = both.some_better || scale.improvement(before, after) > 0.0;
        both.some_worse = both.some_worse || scale.improvement(before, after) < 0.0;
    }
    if (both.items == 0) {
        return std::nullopt;
    }
    both.first = combined(scale, both.first, both.items);
    both.last = combined(scale, both.last, both.items);
    return both;
}

CaseScores::CaseScores(const Instruments& instruments, Day as_of)
    : instruments_(instruments), as_of_(as_of), scores_(instruments.scales().size()) {}

void CaseScores::add(Rows<Form> forms) {
    for (const Form& form : forms) {
        if (form.date > as_of_) {
            continue;
        }
        ++tally_.forms;
        const auto found =
            instruments_.find({form.instrument, form.version, form.informant, form.format});
        const Instrument* its = found ? &instruments_.instruments()[*found] : nullptr;
        if (its == nullptr || its->items == 0) {
            ++tally_.unknown;
        } else if (!is_valid(*its, form.answers())) {
            ++tally_.invalid;
        } else {
            entries_.push_back({*found, &form});
        }
    }
}

void CaseScores::add(Rows<GivenScore> scores) {
    for (const GivenScore& given : scores) {
        if (given.date <= as_of_) {
            ++tally_.forms;
            add_given(given);
        }
    }
}

void CaseScores::add_given(const GivenScore& given) {
    const auto found =
        instruments_.find({given.instrument, given.version, given.informant, given.format});
    std::optional<std::size_t> place;
    if (found) {
        for (const std::size_t scale : instruments_.instruments()[*found].scales) {
            const bool is_only = instruments_.instruments()[*found].scales.size() == 1;
            if (given.scale ? *given.scale == instruments_.scales()[scale].name : is_only) {
                place = scale;
            }
        }
    }
    if (!place) {
        ++tally_.unknown;
        return;
    }
    const Scale& scale = instruments_.scales()[*place];
    if (!given.score) {
        ++tally_.incomplete;
    } else if (*given.score < scale.score_min || *given.score > scale.score_max ||
               (scale.is_rounded && *given.score != std::floor(*given.score))) {
        ++tally_.invalid;
    } else {
        scores_[*place].push_back({given.date,
                                   given.language.value_or(std::string_view()),
                                   *given.score,
                                   0,
                                   given.record.value_or(0),
                                   {}});
    }
}

void CaseScores::add_scores(const Entry& entry) {
    for (const std::size_t scale : instruments_.instruments()[entry.instrument].scales) {
        auto score = score_of(instruments_, scale, entry.form->answers());
        if (!score) {
            ++tally_.incomplete;
            continue;
        }
        score->date = entry.form->date;
        score->language = entry.form->language.value_or(std::string_view());
        score->record = entry.form->record.value_or(0);
        score->items = entry.form->answers();
        scores_[scale].push_back(*score);
    }
}

static bool is_before(List<double> one, List<double> other) {
    return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end());
}

void CaseScores::settle() {
    // Identical forms stand together, the one with the highest record first.
    std::sort(entries_.begin(), entries_.end(), [](const Entry& one, const Entry& other) {
        const auto key = [](const Entry& entry) {
            return std::tuple(entry.instrument, entry.form->date, entry.form->language);
        };
        if (key(one) != key(other)) {
            return key(one) < key(other);
        }
        if (is_before(one.form->answers(), other.form->answers())) {
            return true;
        }
        return !is_before(other.form->answers(), one.form->answers()) &&
               one.form->record > other.form->record;
    });
    for (std::size_t at = 0; at < entries_.size(); ++at) {
        const Entry& entry = entries_[at];
        const bool is_again =
            at > 0 && entries_[at - 1].instrument == entry.instrument &&
            entries_[at - 1].form->date == entry.form->date &&
            entries_[at - 1].form->language == entry.form->language &&
            std::ranges::equal(entries_[at - 1].form->answers(), entry.form->answers());
        if (is_again) {
            ++tally_.duplicates;
        } else {
            add_scores(entry);
        }
    }
    entries_.clear();
    for (std::vector<Score>& scores : scores_) {
        std::sort(scores.begin(), scores.end(), [](const Score& one, const Score& other) {
            return std::tuple(one.date, one.language, one.missing, other.record, one.value) <
                   std::tuple(other.date, other.language, other.missing, one.record, other.value);
        });
        const auto extra =
            std::unique(scores.begin(), scores.end(), [](const Score& one, const Score& other) {
                return one.date == other.date && one.language == other.language;
            });
        tally_.same_day += scores.end() - extra;
        scores.erase(extra, scores.end());
    }
}

}  // namespace resilience
