// SPDX-License-Identifier: MIT
// Reoffending from an extract that gives, for each person, the day of the first reoffence or the
// day until which the person was followed. Windows are counted from the case's start, the index
// date.
#include <algorithm>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Proportion reoffended_in_window{0};
constexpr TimeToEvent not_reoffended{1};
constexpr Exclusion no_index_date{0};
constexpr Exclusion no_row{1};
constexpr Exclusion followed_too_short{2};
constexpr Finding before_index{0};

/// `last` is the day of the first reoffence if `reoffended`, else the last day the person was
/// followed; null: followed for the whole of `follow_up_days`.
struct Outcome {
    std::optional<Day> last;
    bool reoffended = false;
};

class ReoffendingFollowup : public CaseMeasure<Outcome> {
public:
    explicit ReoffendingFollowup(const Parameters& parameters)
        : follow_up_days_(static_cast<int>(parameters.days("follow_up_days"))) {}

    static void describe(Definition& definition);

    void answer(const Case& person, Rows<Outcome> outcomes, Answer& out) const {
        if (person.start == far_past) {
            return out.exclude(no_index_date);
        }
        if (outcomes.empty()) {
            return out.exclude(no_row);
        }
        const Outcome& outcome = outcomes.front();
        const Day last = outcome.last.value_or(person.start + follow_up_days_);
        if (last < person.start) {
            out.finding(before_index, 1);
        }
        for (const Period& window : out.periods()) {
            answer_window(person.start, last, outcome.reoffended, window, out.in(window));
        }
    }

private:
    // The strict start and the inclusive anniversary of the window are the host's (its bounds).
    static void answer_window(Day index, Day last, bool reoffended, const Period& window,
                              const Answer& out) {
        if (window.last > out.as_of()) {
            out.without_value(reoffended_in_window, State::not_due);
            out.without_value(not_reoffended, State::not_due);
            return;
        }
        const bool happened = reoffended && window.contains(last);
        const Day seen_until = std::min(last, window.last);
        if (seen_until >= index) {
            out.time_to_event(not_reoffended, seen_until - index, happened);
        }
        if (!happened && last < window.last) {
            out.exclude(followed_too_short, reoffended_in_window);
            return;
        }
        out.proportion(reoffended_in_window, happened);
    }

    int follow_up_days_;
};

void ReoffendingFollowup::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.reoffending_followup",
                        .version = "1.0.0",
                        .title = "Reoffending by follow-up time",
                        .summary = "Reoffended or not, and time to the first reoffence, from an "
                                   "extract of follow-up times",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<Outcome>("outcomes", {.order = Order::by_case,
                                     .unique = {"person"},
                                     .doc = "one row per person: when they reoffended, or until "
                                            "when they were followed"})
        .date<&Outcome::last>("last", {.doc = "first reoffence, or last day of follow-up; empty: "
                                              "followed for follow_up_days"})
        .boolean<&Outcome::reoffended>("reoffended", {.doc = "whether `last` is a reoffence"});
    definition.days("follow_up_days",
                    {.default_value = 365,
                     .min = 1,
                     .max = 36525,
                     .doc = "days a person without `last` was followed from the index date"});
    definition.indicator(
        reoffended_in_window, "reoffended",
        {.title = "Reoffended within the window",
         .unit = "people",
         .display_multiplier = 100,
         .decimals = 1,
         .direction = Direction::down,
         .definition =
             "people with a first reoffence after the index date and not after the end of "
             "the window / people followed to the end of the window or to a reoffence",
         .source = "rule of this project after proven reoffending: strict start, inclusive "
                   "anniversary",
         .standing = Standing::project,
         .grains = {Grain::window},
         .min_people_for_rate = 10});
    definition.indicator(
        not_reoffended, "not_reoffended",
        {.title = "Not reoffended by day (Kaplan-Meier)",
         .unit = "people",
         .display_multiplier = 100,
         .decimals = 1,
         .direction = Direction::up,
         .definition = "Kaplan-Meier estimate of the share without a reoffence t days after the "
                       "index date; people leave at the end of their follow-up",
         .source = "E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958) 457-481",
         .standing = Standing::verified,
         .grains = {Grain::window},
         .points = {"30", "90", "91", "180", "182", "270", "273", "364", "365", "548", "730",
                    "1095"}});
    definition.exclusion(no_index_date, "no_index_date", "no index date");
    definition.exclusion(no_row, "no_row", "no row in the extract");
    definition.exclusion(followed_too_short, "followed_too_short",
                         "no reoffence, and not followed to the end of the window");
    definition.finding(before_index, "before_index", "follow-up ends before the index date");
}

}  // namespace

WAYMARK_MEASURE(ReoffendingFollowup)
