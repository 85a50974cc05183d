// SPDX-License-Identifier: MIT
#include "strata.hpp"

#include <algorithm>
#include <array>

namespace reoffending {

using namespace waymark;

static constexpr OwnStrata adult_juvenile{0};
static constexpr OwnStrata age_band{1};
static constexpr OwnStrata previous_offences{2};
static constexpr OwnStrata offence_group{3};
static constexpr OwnStrata index_event{4};
static constexpr OwnStrata custody_length{5};

// The first value of each band after the first one.
static constexpr std::array age_bounds{15, 18, 21, 25, 30, 35, 40, 45, 50};
static constexpr std::array history_bounds{1, 3, 7, 11};
// Days at which 6 and 12 months are reached or passed, then 2 and 4 years, and 10 years are passed.
static constexpr std::array<std::int64_t, 5> custody_bounds{184, 365, 730, 1461, 3654};

template <class Number, std::size_t count>
static std::size_t band(Number value, const std::array<Number, count>& bounds) {
    const auto above = std::upper_bound(bounds.begin(), bounds.end(), value);
    return static_cast<std::size_t>(above - bounds.begin());
}

std::optional<int> age_at_index(const Person& person, Day index) {
    if (!person.born || *person.born > index) {
        return std::nullopt;
    }
    return completed_years(*person.born, index);
}

void describe_strata(Definition& definition) {
    definition.strata(adult_juvenile, "adult_juvenile", {"juvenile", "adult", "unknown"});
    definition.strata(age_band, "age_at_index",
                      {"10-14", "15-17", "18-20", "21-24", "25-29", "30-34", "35-39", "40-44",
                       "45-49", "50+", "unknown"});
    definition.strata(previous_offences, "previous_offences", {"0", "1-2", "3-6", "7-10", "11+"});
    definition.strata(offence_group, "index_offence_group", offence_group_codes());
    definition.strata(index_event, "index_event",
                      {"custody_release", "conviction", "caution", "drug_test"});
    definition.strata(
        custody_length, "custody_length",
        {"6 months or less", "over 6, under 12 months", "12 months, under 2 years",
         "2, under 4 years", "4 to 10 years", "over 10 years", "not known", "not custody"});
}

static std::size_t custody_band(const Event& event) {
    constexpr std::size_t not_known = custody_bounds.size() + 1;
    constexpr std::size_t not_custody = not_known + 1;
    if (event.type != EventType::custody_release) {
        return not_custody;
    }
    return event.custody_days ? band(*event.custody_days, custody_bounds) : not_known;
}

Answer in_strata(const Answer& out, std::optional<int> age, const Entry& entry,
                 const FollowUp& follow_up) {
    constexpr std::size_t age_unknown = age_bounds.size() + 1;
    constexpr int adult_years = 18;
    const std::size_t side = !age ? 2 : (*age >= adult_years ? 1 : 0);
    const auto group = std::min(entry.principal->group, OffenceGroup::other);
    return out.stratum(adult_juvenile, side)
        .stratum(age_band, age ? band(*age, age_bounds) : age_unknown)
        .stratum(previous_offences, band(follow_up.previous, history_bounds))
        .stratum(offence_group, static_cast<std::size_t>(group))
        .stratum(index_event, static_cast<std::size_t>(entry.event->type))
        .stratum(custody_length, custody_band(*entry.event));
}

}  // namespace reoffending
