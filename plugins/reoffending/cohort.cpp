// SPDX-License-Identifier: MIT
#include "cohort.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace reoffending {
namespace {

const Offence* offence_of(const Record& record, std::uint32_t number) {
    const auto found = std::lower_bound(
        record.offences.begin(), record.offences.end(), number,
        [](const Offence& offence, std::uint32_t wanted) { return offence.number < wanted; });
    return found != record.offences.end() && found->number == number ? &*found : nullptr;
}

bool qualifies(const Offence& offence) {
    return offence.is_recordable && !offence.is_breach && offence.place == Place::england_and_wales;
}

// Walks the events of one person in order; remembers which sentences ended in a release before.
class Selection {
public:
    Selection(const Record& record, const CohortRules& rules) : record_(record), rules_(rules) {}

    // Why the event is no index event; null when it is one, which then stands in entry().
    std::optional<waymark::Finding> refusal(const Event& event) {
        if (const auto why = refusal_by_type(event)) {
            return why;
        }
        if (event.date < rules_.first_day) {
            return before_entry;
        }
        const Offence* principal = nullptr;
        bool is_known = false;
        for (const std::uint32_t number : event.offences) {
            const Offence* offence = offence_of(record_, number);
            is_known = is_known || offence != nullptr;
            if (offence != nullptr && qualifies(*offence) &&
                (principal == nullptr || seriousness(*offence) < seriousness(*principal))) {
                principal = offence;
            }
        }
        entry_ = {&event, principal};
        if (principal != nullptr) {
            return std::nullopt;
        }
        return is_known ? index_offence_unfit : index_offence_unknown;
    }

    [[nodiscard]] const Entry& entry() const { return entry_; }

private:
    std::optional<waymark::Finding> refusal_by_type(const Event& event) {
        switch (event.type) {
            case EventType::none:
            case EventType::custody_start:
            case EventType::custody_end:
                return not_an_event;
            case EventType::re_release:
                return after_recall;
            case EventType::drug_test:
                return rules_.takes_drug_tests ? std::nullopt : std::optional(drug_test_left_out);
            case EventType::caution:
                return std::nullopt;
            case EventType::conviction:
                if (event.disposal == unknown_disposal) {
                    return disposal_unknown;
                }
                return rules_.disposals.is_immediate_custody(event.disposal)
                           ? std::optional(immediate_custody)
                           : std::nullopt;
            case EventType::custody_release:
                return is_first_release(event) ? std::nullopt : std::optional(after_recall);
        }
        return not_an_event;
    }

    // A release from a sentence that was released from before follows a recall.
    bool is_first_release(const Event& event) {
        bool is_first = true;
        for (const std::uint32_t offence : event.offences) {
            is_first = released_.insert(offence).second && is_first;
        }
        return is_first;
    }

    [[nodiscard]] int seriousness(const Offence& offence) const {
        return rules_.groups.seriousness(offence.group);
    }

    const Record& record_;
    const CohortRules& rules_;
    std::set<std::uint32_t> released_;
    Entry entry_;
};

// Numbers quarters through.
int quarter_of(waymark::Day day) {
    const waymark::Civil civil = day.civil();
    return civil.year * 4 + static_cast<int>(civil.month - 1) / 3;
}

}  // namespace

std::vector<Entry> eligible_entries(const Record& record, const CohortRules& rules, Notes& notes) {
    std::vector<Entry> entries;
    Selection selection(record, rules);
    for (const Event& event : record.events) {
        if (const auto why = selection.refusal(event)) {
            notes.push_back({*why, event.date});
        } else {
            entries.push_back(selection.entry());
        }
    }
    return entries;
}

std::vector<Entry> first_of_quarters(const std::vector<Entry>& entries,
                                     const std::function<bool(const Entry&)>& is_wanted) {
    std::vector<Entry> first;
    for (const Entry& entry : entries) {
        const bool is_new =
            first.empty() || quarter_of(first.back().index()) != quarter_of(entry.index());
        if (is_new && is_wanted(entry)) {
            first.push_back(entry);
        }
    }
    return first;
}

}  // namespace reoffending
