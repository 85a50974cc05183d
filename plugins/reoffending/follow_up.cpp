// SPDX-License-Identifier: MIT
#include "follow_up.hpp"

#include <algorithm>

namespace reoffending {

using waymark::Day;

Stage stage_of(Day index, Day cut, int entry_lag_days) {
    if (cut < index.plus_months(follow_up_months)) {
        return Stage::follow_up;
    }
    const Day last_proof = index.plus_months(proof_months);
    if (cut < last_proof) {
        return Stage::waiting;
    }
    return cut < last_proof + entry_lag_days ? Stage::final : Stage::settled;
}

static void add_reoffence(FollowUp& result, const Offence& offence, Day date) {
    if (offence.is_breach) {
        ++result.breach;
    } else if (!offence.is_recordable) {
        ++result.not_recordable;
    } else if (offence.place != Place::england_and_wales) {
        ++result.elsewhere;
    } else {
        ++result.reoffences;
        result.convictions += offence.is_conviction ? 1 : 0;
        result.serious += offence.is_serious.value_or(false) ? 1 : 0;
        result.class_unknown += offence.is_serious ? 0 : 1;
        result.first = std::min(result.first.value_or(date), date);
    }
}

// An offence proven after the index date.
static void add_later_proof(FollowUp& result, const Offence& offence, Day index,
                            bool includes_day_0) {
    const bool is_in_time = offence.proven_on <= index.plus_months(proof_months);
    result.in_time += is_in_time ? 1 : 0;
    if (!offence.date) {
        result.without_date += is_in_time ? 1 : 0;
    } else if (*offence.date < index) {
        ++result.pseudo;
    } else if (*offence.date == index && !includes_day_0) {
        ++result.same_day;
    } else if (*offence.date > index.plus_months(follow_up_months)) {
        return;
    } else if (!is_in_time) {
        ++result.late_proven;
    } else {
        add_reoffence(result, offence, *offence.date);
    }
}

FollowUp followed(const Entry& entry, const std::vector<Offence>& offences, bool includes_day_0) {
    FollowUp result;
    const auto& own = entry.event->offences;
    for (const Offence& offence : offences) {
        if (offence.proven_on > entry.index()) {
            add_later_proof(result, offence, entry.index(), includes_day_0);
        } else if (offence.proven_on < entry.index() && offence.is_recordable &&
                   !std::binary_search(own.begin(), own.end(), offence.number)) {
            ++result.previous;
        }
    }
    return result;
}

int alleged_in_follow_up(Day index, const std::vector<Offence>& alleged, bool includes_day_0) {
    return static_cast<int>(
        std::count_if(alleged.begin(), alleged.end(), [&](const Offence& offence) {
            const Day first = includes_day_0 ? index : index + 1;
            return offence.is_recordable && !offence.is_breach &&
                   offence.place == Place::england_and_wales && *offence.date >= first &&
                   *offence.date <= index.plus_months(follow_up_months);
        }));
}

}  // namespace reoffending
