// SPDX-License-Identifier: MIT
// The smallest real measure: how many contacts a service had with each person it was working with.
#include <cstdint>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Count contacts{0};
constexpr Proportion seen{1};

struct Contact {
    Day date;
};

struct Tally {
    std::int64_t contacts = 0;
    Tally& operator+=(const Tally& other) {
        contacts += other.contacts;
        return *this;
    }
};

struct Hello : FoldMeasure<Tally, Contact> {
    static void describe(Definition& is) {
        is.measure({.id = "org.example.hello",
                    .version = "1.0.0",
                    .title = "Contacts",
                    .summary = "How often people were seen while a service was working with them.",
                    .licence = "MIT"});
        is.input<Contact>("contacts", {.date = "date", .doc = "one row per contact"})
            .date<&Contact::date>("date", {.doc = "day of the contact"});
        is.indicator(contacts, "contacts",
                     {.title = "Contacts",
                      .unit = "contacts",
                      .definition = "rows dated in the period, of cases open in it",
                      .source = "this example"});
        is.indicator(seen, "seen",
                     {.title = "People seen at least once",
                      .unit = "people",
                      .display_multiplier = 100,
                      .direction = Direction::up,
                      .definition = "cases with a contact / cases open in the period",
                      .source = "this example"});
    }
    void add(Tally& tally, const Contact& /*contact*/) const { ++tally.contacts; }
    void answer(const Case& /*about*/, const Unit& /*unit*/, const Period& /*period*/,
                const Tally& tally, Answer& out) const {
        out.count(contacts, tally.contacts);
        out.proportion(seen, tally.contacts > 0);
    }
};

}  // namespace

WAYMARK_MEASURE(Hello)
