// SPDX-License-Identifier: MIT
#include "record.hpp"

#include <algorithm>
#include <tuple>

namespace reoffending {

using waymark::Day;

static auto content(const Offence& offence) {
    return std::tie(offence.number, offence.proven_on, offence.date, offence.is_recordable,
                    offence.is_breach, offence.place, offence.group, offence.is_serious,
                    offence.is_conviction);
}

static auto content(const EventRow& row) {
    return std::tie(row.event, row.date, row.type, row.disposal, row.custody_days, row.offence);
}

// Why a row is no proven offence known at the cut; null when it is one.
static std::optional<waymark::Finding> refusal(const OffenceRow& row, Day cut) {
    if (row.proof == Proof::none || row.proof == Proof::pending) {
        return not_proven;
    }
    if (!row.proven_on || (row.date && *row.proven_on < *row.date)) {
        return offence_rejected;
    }
    return *row.proven_on > cut ? std::optional(proven_after_cut) : std::nullopt;
}

static Offence offence_of(const OffenceRow& row) {
    Offence offence;
    offence.number = row.offence;
    offence.date = row.date;
    offence.is_recordable = row.is_recordable;
    offence.is_breach = row.is_breach;
    offence.place = row.place;
    const auto& known = row.offence_class;
    offence.group = row.group.value_or(known ? known->group : OffenceGroup::unmapped);
    offence.is_conviction = row.proof == Proof::conviction;
    offence.is_serious = known ? std::optional(known->is_serious) : std::nullopt;
    return offence;
}

// Each number once; of several under one number the first by content.
static void settle(std::vector<Offence>& found, Notes& notes) {
    std::sort(found.begin(), found.end(), [](const Offence& one, const Offence& other) {
        return content(one) < content(other);
    });
    const auto is_repeated = [&](const Offence& one, const Offence& other) {
        if (one.number != other.number) {
            return false;
        }
        const bool is_same = content(one) == content(other);
        notes.push_back({is_same ? duplicate_row : conflicting_rows, std::nullopt});
        return true;
    };
    found.erase(std::unique(found.begin(), found.end(), is_repeated), found.end());
}

static void read_offences(std::span<const OffenceRow> rows, Day cut, bool imputes_dates,
                          Record& record) {
    for (const OffenceRow& row : rows) {
        const auto why = refusal(row, cut);
        Offence offence = offence_of(row);
        if (!why) {
            offence.proven_on = *row.proven_on;
            if (!row.date && imputes_dates) {
                offence.date = row.proven_on;
            }
            record.offences.push_back(offence);
            continue;
        }
        record.notes.push_back({*why, std::nullopt});
        if (row.proof == Proof::pending && row.date && *row.date <= cut) {
            record.alleged.push_back(offence);
        }
    }
    settle(record.offences, record.notes);
    settle(record.alleged, record.notes);
    const auto is_proven = [&](const Offence& alleged) {
        return std::binary_search(
            record.offences.begin(), record.offences.end(), alleged,
            [](const Offence& one, const Offence& other) { return one.number < other.number; });
    };
    record.alleged.erase(std::remove_if(record.alleged.begin(), record.alleged.end(), is_proven),
                         record.alleged.end());
}

// Dated rows up to the cut, those of one event together, the first to count before the others.
static std::vector<EventRow> dated_rows(std::span<const EventRow> rows, Day cut, Notes& notes) {
    std::vector<EventRow> found;
    for (const EventRow& row : rows) {
        if (row.date && *row.date <= cut) {
            found.push_back(row);
        } else {
            notes.push_back({row.date ? event_after_cut : event_without_date, std::nullopt});
        }
    }
    std::sort(found.begin(), found.end(), [](const EventRow& one, const EventRow& other) {
        return content(one) < content(other);
    });
    return found;
}

static std::vector<Event> dated_events(std::span<const EventRow> rows, Day cut, Notes& notes) {
    std::vector<Event> events;
    const EventRow* before = nullptr;
    const std::vector<EventRow> found = dated_rows(rows, cut, notes);
    for (const EventRow& row : found) {
        if (events.empty() || events.back().number != row.event) {
            events.push_back({row.event,
                              row.type,
                              *row.date,
                              row.disposal.value_or(unknown_disposal),
                              row.custody_days,
                              {}});
        } else if (content(*before) == content(row)) {
            notes.push_back({duplicate_row, row.date});
        } else if (events.back().date != *row.date || events.back().type != row.type) {
            notes.push_back({conflicting_rows, row.date});
        }
        before = &row;
        Event& event = events.back();
        if (row.offence) {
            event.offences.push_back(*row.offence);
        }
    }
    for (Event& event : events) {
        std::sort(event.offences.begin(), event.offences.end());
        event.offences.erase(std::unique(event.offences.begin(), event.offences.end()),
                             event.offences.end());
    }
    std::sort(events.begin(), events.end(), [](const Event& one, const Event& other) {
        return std::tie(one.date, one.type, one.disposal, one.number) <
               std::tie(other.date, other.type, other.disposal, other.number);
    });
    return events;
}

Record cleaned(std::span<const EventRow> events, std::span<const OffenceRow> offences, Day cut,
               bool imputes_dates) {
    Record record;
    read_offences(offences, cut, imputes_dates, record);
    record.events = dated_events(events, cut, record.notes);
    return record;
}

}  // namespace reoffending
