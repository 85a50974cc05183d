// SPDX-License-Identifier: MIT
// Crisis contacts: emergency attendances and police call-outs per person-year, in calendar periods
// while people are with a service, in windows before their entry and after it.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Ratio crisis_contacts{0};
constexpr Ratio emergency_attendances{1};
constexpr Ratio police_callouts{2};
constexpr Proportion people_in_crisis{3};
constexpr Change change_after_entry{4};

constexpr Exclusion no_start{0};
constexpr Exclusion no_days{1};
constexpr Exclusion not_observed_in_both{2};

constexpr Finding same_contact_twice{0};
constexpr Finding outside_of_life{1};

constexpr double days_of_year = 365.25;

enum class Kind : std::uint8_t { emergency, police };
constexpr std::size_t kinds = 2;

struct Contact {
    Day date;
    Kind kind = Kind::emergency;
    std::optional<std::uint32_t> number;  ///< the same contact told in several rows has one number
};

struct Person : Case {
    std::optional<Day> born;
    std::optional<Day> died;
};

/// Days from `first` to `last`, both inclusive; none when first > last.
struct Span {
    Day first;
    Day last;

    [[nodiscard]] int days() const { return first > last ? 0 : last - first + 1; }
    [[nodiscard]] bool contains(Day day) const { return first <= day && day <= last; }
    [[nodiscard]] Span within(const Span& other) const {
        return {std::max(first, other.first), std::min(last, other.last)};
    }
};

struct CrisisContacts : CaseMeasure<Contact> {
    using Case = Person;

    static void describe(Definition& definition);

    void answer(const Person& person, Rows<Contact> rows, Answer& out) const {
        if (person.start == far_past) {
            return out.exclude(no_start);
        }
        const Span life{person.born.value_or(far_past),
                        std::min(person.died.value_or(far_future), out.as_of())};
        const std::vector<Contact> contacts = counted(rows, life, out);
        for (const Period& period : out.periods()) {
            if (period.first <= period.last) {
                answer_period(person, contacts, life, period, out.in(period));
            }
        }
    }

private:
    static std::vector<Contact> counted(Rows<Contact> rows, const Span& life, const Answer& out) {
        std::vector<Contact> contacts;
        std::set<std::uint32_t> known;
        std::int64_t again = 0;
        std::int64_t outside = 0;
        std::vector<Contact> in_order(rows.begin(), rows.end());
        std::sort(in_order.begin(), in_order.end(), [](const Contact& one, const Contact& other) {
            return std::tie(one.date, one.kind) < std::tie(other.date, other.kind);
        });
        for (const Contact& contact : in_order) {
            if (!life.contains(contact.date)) {
                ++outside;
            } else if (contact.number && !known.insert(*contact.number).second) {
                ++again;
            } else {
                contacts.push_back(contact);
            }
        }
        const auto of = static_cast<std::int64_t>(rows.size());
        if (of > 0) {
            out.finding(same_contact_twice, again, of);
            out.finding(outside_of_life, outside, of);
        }
        return contacts;
    }

    static std::array<int, kinds> contacts_in(const std::vector<Contact>& contacts,
                                              const Span& days) {
        std::array<int, kinds> found{};
        for (const Contact& contact : contacts) {
            if (days.contains(contact.date)) {
                ++found.at(static_cast<std::size_t>(contact.kind));
            }
        }
        return found;
    }

    // In a calendar period somebody is observed while with the service, in a window on all its
    // days.
    static void answer_period(const Person& person, const std::vector<Contact>& contacts,
                              const Span& life, const Period& period, const Answer& out) {
        const Span asked{period.first, period.last};
        const bool is_window = period.grain == Grain::window;
        const Span observed =
            (is_window ? asked : asked.within({person.start, person.end})).within(life);
        if (observed.days() == 0) {
            return out.exclude(no_days);
        }
        const auto [emergency, police] = contacts_in(contacts, observed);
        out.ratio(crisis_contacts, emergency + police, observed.days());
        out.ratio(emergency_attendances, emergency, observed.days());
        out.ratio(police_callouts, police, observed.days());
        out.proportion(people_in_crisis, emergency + police > 0);
        if (is_window && period.first == person.start) {
            answer_change(contacts, asked, life, out);
        }
    }

    // As many days before the entry as the window has after it, with all of both in the person's
    // life: a baby has no year before.
    static void answer_change(const std::vector<Contact>& contacts, const Span& after,
                              const Span& life, const Answer& out) {
        const Span before{after.first - after.days(), after.first - 1};
        const bool has_both = before.within(life).days() == before.days() &&
                              after.within(life).days() == after.days();
        if (!has_both && after.last <= out.as_of()) {
            return out.exclude(not_observed_in_both, change_after_entry);
        }
        const auto yearly = [&](const Span& span) {
            const auto [emergency, police] = contacts_in(contacts, span);
            return (emergency + police) * days_of_year / span.days();
        };
        out.change(change_after_entry, yearly(before), yearly(after));
    }
};

const char* const source_text =
    "rules of this project: events over days observed, as PHE's crude rates; the interval is that "
    "of a ratio over persons, since contacts of one person are not independent";

IndicatorOptions per_year(std::string title, std::string definition) {
    return {.title = std::move(title),
            .unit = "contacts per person-year",
            .display_multiplier = days_of_year,
            .decimals = 2,
            .direction = Direction::down,
            .definition = std::move(definition),
            .source = source_text,
            .min_people_for_rate = 10};
}

void CrisisContacts::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.crisis_contacts",
                        .version = "1.0.0",
                        .title = "Crisis contacts",
                        .summary = "Emergency attendances and police call-outs per person-year, "
                                   "before the entry into a service and after it",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<Contact>("contacts", {.order = Order::by_case,
                                     .date = "date",
                                     .history_days = 3653,
                                     .whole_record = true,
                                     .doc = "one row per contact; people without rows had none"})
        .date<&Contact::date>("date", {.doc = "day of the contact"})
        .category<&Contact::kind>("kind",
                                  {.codes = {"emergency", "police"},
                                   .doc = "emergency: an attendance at an emergency department or "
                                          "an ambulance; police: a call-out"})
        .key<&Contact::number>(
            "contact_id",
            {.space = "contact", .optional = true, .doc = "rows with one id count once"});
    definition.case_columns<Person>()
        .date<&Person::born>("born", {.doc = "no day before it is observed"})
        .date<&Person::died>("died", {.doc = "nor any after it"});
    definition.indicator(
        crisis_contacts, "crisis_contacts",
        per_year("Crisis contacts", "emergency attendances and police call-outs / days observed"));
    definition.indicator(
        emergency_attendances, "emergency_attendances",
        per_year("Emergency attendances", "emergency attendances / days observed"));
    definition.indicator(police_callouts, "police_callouts",
                         per_year("Police call-outs", "police call-outs / days observed"));
    definition.indicator(people_in_crisis, "people_in_crisis",
                         {.title = "People with a crisis contact",
                          .unit = "people",
                          .display_multiplier = 100,
                          .decimals = 1,
                          .direction = Direction::down,
                          .definition = "people with at least one contact / people observed on "
                                        "some day of the period",
                          .source = source_text,
                          .min_people_for_rate = 10});
    definition.indicator(
        change_after_entry, "change_after_entry",
        {.title = "Change in crisis contacts after entry",
         .unit = "contacts per person-year",
         .decimals = 2,
         .direction = Direction::down,
         .definition = "per person, contacts a year in the window from the entry less those in as "
                       "many days before it; people observed on all days of both",
         .source = source_text,
         .grains = {Grain::window}});
    definition.exclusion(no_start, "no_start", "no entry into the service");
    definition.exclusion(no_days, "no_days", "not observed on any day of the period");
    definition.exclusion(not_observed_in_both, "not_observed_in_both",
                         "born less than a window before the entry, or died in the window");
    definition.finding(same_contact_twice, "same_contact_twice",
                       "rows of a contact that was told before; it counts once");
    definition.finding(outside_of_life, "outside_of_life",
                       "contacts before birth or after death; they do not count", 0.05);
}

}  // namespace

WAYMARK_MEASURE(CrisisContacts)
