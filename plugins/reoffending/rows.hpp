// SPDX-License-Identifier: MIT
// The rows the measure reads, as they come: events and offences of one person.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "waymark/measure/case.hpp"

namespace reoffending {

/// What happened on the day of an event. Of two events of one day the earlier in this list is the
/// index event. From `re_release` on they are never events.
enum class EventType : std::uint8_t {
    custody_release,
    conviction,
    caution,
    drug_test,
    re_release,
    none,
    custody_start,  ///< sentence, remand or recall
    custody_end,    ///< of a remand, say
};

/// How an offence was proven; `none` for anything that is no proof (a charge, an acquittal, a
/// penalty notice, a community resolution, an offence taken into consideration); `pending` for an
/// allegation that is not decided yet.
enum class Proof : std::uint8_t {
    conviction,
    caution,
    youth_caution,
    youth_conditional_caution,
    reprimand,
    final_warning,
    none,
    pending,
};

enum class Place : std::uint8_t { england_and_wales, scotland, northern_ireland, abroad };

/// The offence groups of the national tables, in the order of `offence_group_codes`.
enum class OffenceGroup : std::uint8_t {
    violence,
    sexual,
    robbery,
    theft,
    criminal_damage,
    drug,
    weapons,
    public_order,
    miscellaneous,
    fraud,
    summary_non_motoring,
    summary_motoring,
    other,
    unmapped,  ///< of no known group; shown as `other`
};

[[nodiscard]] const std::vector<std::string>& event_type_codes();
[[nodiscard]] const std::vector<std::string>& proof_codes();
[[nodiscard]] const std::vector<std::string>& place_codes();
[[nodiscard]] const std::vector<std::string>& offence_group_codes();

/// What a class code stands for.
struct OffenceClass {
    OffenceGroup group = OffenceGroup::unmapped;
    bool is_serious = false;
};

/// The place of a disposal in the document `disposals`, most severe first.
using DisposalRank = std::uint8_t;
inline constexpr DisposalRank unknown_disposal = 255;

/// One offence of one event; an event with several offences has several rows.
struct EventRow {
    std::uint32_t event = 0;
    EventType type = EventType::none;
    std::optional<waymark::Day> date;
    std::optional<DisposalRank> disposal;
    std::optional<std::int64_t> custody_days;
    std::optional<std::uint32_t> offence;
};

struct OffenceRow {
    std::uint32_t offence = 0;
    std::optional<waymark::Day> date;  ///< the start, where only a range is known
    std::optional<waymark::Day> proven_on;
    Proof proof = Proof::none;
    std::optional<OffenceGroup> group;  ///< as the extract gives it; goes before that of the class
    std::optional<OffenceClass> offence_class;
    bool is_recordable = false;
    bool is_breach = false;
    Place place = Place::england_and_wales;
};

struct Person : waymark::Case {
    std::optional<waymark::Day> born;
    std::optional<waymark::Day> died;
    std::optional<waymark::Day> deported;
};

}  // namespace reoffending
