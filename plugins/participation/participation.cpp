// SPDX-License-Identifier: MIT
// Participation in education, employment or training: on the last day of every period asked for,
// and throughout the months up to it. Nothing is known of a day that no row covers.
#include <algorithm>
#include <array>
#include <optional>

#include "days_covered.hpp"
#include "waymark/measure.hpp"

namespace {

using namespace waymark;
using participation::DaysCovered;
using participation::Span;

constexpr Proportion participating{0};
constexpr Proportion in_education{1};
constexpr Proportion in_employment{2};
constexpr Proportion in_training{3};
constexpr Proportion sustained{4};
constexpr Proportion status_known{5};

constexpr Exclusion no_start{0};
constexpr Exclusion not_in_service{1};
constexpr Exclusion died_before{2};
constexpr Exclusion not_known{3};

constexpr Finding ends_before_start{0};
constexpr Finding none_beside_activity{1};

enum class Activity : std::uint8_t { education, employment, training, none };
constexpr std::size_t activities = 3;  // those that count as participation

/// One spell of an activity, or of known inactivity. No last day: it goes on.
struct Spell {
    Day first;
    std::optional<Day> last;
    Activity activity = Activity::none;
};

struct Person : Case {
    std::optional<Day> died;
};

/// What is known of one case until as_of.
struct Record {
    std::array<DaysCovered, activities> of_activity;
    DaysCovered participation;
    DaysCovered inactivity;
};

class Participation : public CaseMeasure<Spell> {
public:
    using Case = Person;

    explicit Participation(const Parameters& parameters)
        : months_(static_cast<int>(parameters.integer("sustained_months"))),
          break_days_(static_cast<int>(parameters.days("break_days"))) {}

    static void describe(Definition& definition);

    void answer(const Person& person, Rows<Spell> spells, Answer& out) const {
        if (person.start == far_past) {
            return out.exclude(no_start);
        }
        const Record record = record_of(spells, out);
        for (const Period& period : out.periods()) {
            if (period.first <= period.last) {
                answer_period(person, record, period, out.in(period));
            }
        }
    }

private:
    // A spell still going on is known to go on until today.
    static Record record_of(Rows<Spell> spells, const Answer& out) {
        Record record;
        for (const Spell& spell : spells) {
            const Span days{spell.first, std::min(spell.last.value_or(far_future), out.as_of())};
            if (spell.last && *spell.last < spell.first) {
                out.finding(ends_before_start, 1);
            } else if (spell.activity == Activity::none) {
                record.inactivity.add(days);
            } else {
                record.participation.add(days);
                record.of_activity.at(static_cast<std::size_t>(spell.activity)).add(days);
            }
        }
        return record;
    }

    // The point is the period's last day; of a calendar period that is still running, today. The
    // host holds windows back until they are over.
    void answer_period(const Person& person, const Record& record, const Period& period,
                       const Answer& out) const {
        const bool is_window = period.grain == Grain::window;
        const Day point = is_window ? period.last : std::min(period.last, out.as_of());
        if (!is_window && (point < person.start || person.end < point)) {
            return out.exclude(not_in_service);
        }
        if (person.died && *person.died <= point) {
            return out.exclude(died_before);
        }
        const bool participates = record.participation.contains(point);
        const bool is_idle = record.inactivity.contains(point);
        if (participates && is_idle) {
            out.finding(none_beside_activity, 1);
        }
        out.proportion(status_known, participates || is_idle);
        if (!participates && !is_idle) {
            return out.exclude(not_known);
        }
        out.proportion(participating, participates);
        constexpr std::array each{in_education, in_employment, in_training};
        for (std::size_t kind = 0; kind < activities; ++kind) {
            out.proportion(each.at(kind), record.of_activity.at(kind).contains(point));
        }
        answer_sustained(record, point, participates, out);
    }

    void answer_sustained(const Record& record, Day point, bool participates,
                          const Answer& out) const {
        const Span asked{point.plus_months(-months_) + 1, point};
        bool is_broken = !participates;
        bool has_unknown = false;
        for (const Span& gap : record.participation.gaps(asked)) {
            if (gap.days() > break_days_) {
                const bool is_known = longest_inactivity(record, gap) > break_days_;
                (is_known ? is_broken : has_unknown) = true;
            }
        }
        if (!is_broken && has_unknown) {
            return out.exclude(not_known, sustained);
        }
        out.proportion(sustained, !is_broken);
    }

    // The longest stretch of `gap` in which the person was known to do nothing.
    static int longest_inactivity(const Record& record, const Span& gap) {
        int longest = 0;
        Day next = gap.first;
        for (const Span& unknown : record.inactivity.gaps(gap)) {
            longest = std::max(longest, unknown.first - next);
            next = unknown.last + 1;
        }
        return std::max(longest, gap.last - next + 1);
    }

    int months_;
    int break_days_;
};

IndicatorOptions share(std::string title, std::string definition) {
    return {.title = std::move(title),
            .unit = "people",
            .display_multiplier = 100,
            .decimals = 1,
            .direction = Direction::up,
            .definition = std::move(definition),
            .source =
                "rules of this project, after the DfE's measures of participation and of "
                "destinations; what those count exactly is not verified here",
            .standing = Standing::background,
            .min_people_for_rate = 10};
}

void Participation::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.participation",
                        .version = "1.0.0",
                        .title = "Education, employment or training",
                        .summary = "Who takes part in education, employment or training on the "
                                   "last day of each period, and for how long before it",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<Spell>("activities", {.order = Order::by_case,
                                     .date = "first_day",
                                     .history_days = 3653,
                                     .whole_record = true,
                                     .doc = "one row per spell of an activity or of inactivity"})
        .date<&Spell::first>("first_day", {.doc = "first day of the spell"})
        .date<&Spell::last>("last_day", {.optional = true, .doc = "last day; empty: it goes on"})
        .category<&Spell::activity>("activity",
                                    {.codes = {"education", "employment", "training", "none"},
                                     .doc = "none: known to do none of them"});
    definition.case_columns<Person>().date<&Person::died>("died", {.doc = "day of death"});
    definition.integer("sustained_months",
                       {.default_value = 6,
                        .min = 1,
                        .max = 60,
                        .doc = "months up to the point that `sustained` asks for; the DfE's "
                               "destination measures ask for six (background)"});
    definition.days("break_days",
                    {.default_value = 0,
                     .min = 0,
                     .max = 92,
                     .doc = "breaks of up to so many days do not end what is sustained"});
    definition.indicator(participating, "participating",
                         share("In education, employment or training",
                               "people with an activity on the period's last day / people whose "
                               "status that day is known"));
    definition.indicator(in_education, "in_education",
                         share("In education",
                               "people in education on the period's last day / "
                               "people whose status that day is known"));
    definition.indicator(in_employment, "in_employment",
                         share("In employment",
                               "people in employment on the period's last day / "
                               "people whose status that day is known"));
    definition.indicator(in_training, "in_training",
                         share("In training",
                               "people in training on the period's last day / "
                               "people whose status that day is known"));
    definition.indicator(
        sustained, "sustained",
        share("Sustained participation",
              "people with an activity on the period's last day and on every day of the "
              "`sustained_months` up to it, but for breaks of `break_days` / people of whom it "
              "is known whether they had"));
    definition.indicator(status_known, "status_known",
                         share("Status known",
                               "people whose status on the period's last day is "
                               "known / people who count that day"));
    definition.exclusion(no_start, "no_start", "no entry into the service");
    definition.exclusion(not_in_service, "not_in_service",
                         "not in the service on the last day of the calendar period");
    definition.exclusion(died_before, "died_before", "died by the period's last day");
    definition.exclusion(not_known, "not_known", "no row covers the days in question");
    definition.finding(ends_before_start, "ends_before_start",
                       "spells whose last day is before their first; they do not count");
    definition.finding(none_beside_activity, "none_beside_activity",
                       "an activity and none of them on the same day; the activity holds");
}

}  // namespace

WAYMARK_MEASURE(Participation)
