// SPDX-License-Identifier: MIT
// What one shard keeps while it sums: cells in flat arrays, contributions that wait for more of
// their person, and the tallies of exclusions and findings.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "observation/running_cell.hpp"
#include "observation/sums.hpp"

namespace waymark::observation {

/// A contribution that waits until all of its person's are there.
struct Waiting {
    Part part;
    std::uint32_t case_number = 0;
    std::uint32_t own_row = 0;  ///< of Pile::own, when the measure declares strata
};

/// Waiting contributions to one slot, in order of arrival.
struct Pile {
    std::vector<Waiting> entries;
    std::vector<std::uint32_t> own;  ///< [own_row][own kinds], WM_ALL = none
    bool is_by_person = true;        ///< persons have not come in descending order so far
    std::uint32_t last_person = 0;
};

/// The cells of one (indicator, series, period). A cell is found without hashing: per kind of
/// stratum `numbers` is indexed by value * services + service and holds the cell's place plus 1, 0
/// = no cell. What comes to a slot whose cells are neither told nor roll up is passed over.
struct Slot {
    std::vector<std::vector<std::uint32_t>> numbers;
    std::vector<RunningCell> cells;
    Pile done;              ///< persons with one case: settled block by block
    Pile held;              ///< persons with more cases: settled at the end
    bool is_told = false;   ///< its cells are asked for, in a grain the indicator allows
    bool rolls_up = false;  ///< its cells add up to coarser ones
    bool is_touched = false;
};

/// Kinds of stratum as the slots number them: all, host kinds, own kinds, published totals.
struct KindCounts {
    std::uint32_t host = 0;
    std::uint32_t own = 0;

    [[nodiscard]] std::uint32_t first_own() const noexcept { return 1 + host; }
    [[nodiscard]] std::uint32_t totals() const noexcept { return 1 + host + own; }
    [[nodiscard]] std::uint32_t count() const noexcept { return 2 + host + own; }
};

/// What exclusions and findings are counted by; WM_ALL where they name no indicator or period.
struct TallyKey {
    std::uint32_t service = 0;
    std::uint32_t indicator = 0;
    std::uint32_t period = 0;
    std::uint32_t code = 0;

    auto operator<=>(const TallyKey&) const = default;
};

struct Tally {
    std::int64_t count = 0;
    std::int64_t of = 0;
    std::vector<std::uint32_t> cases;  ///< as told; may hold one several times

    [[nodiscard]] std::int64_t distinct_cases() const;
};

struct ShardSums::State {
    explicit State(Shape shape_of_run);

    void add(const Contributions& answer, const CaseColumns& columns);
    void count(const Counting& counting, const CaseColumns& columns);
    /// The tally of a key; findings come case by case, with the same few keys.
    [[nodiscard]] Tally& finding(const TallyKey& key);
    /// The periods a finding of this one counts for: as its figures, those it rolls up to, and
    /// itself if it is asked for or rolls up to none.
    [[nodiscard]] const std::vector<std::uint32_t>& told_periods(std::uint32_t period) const {
        return told_periods_[period];
    }
    /// Adds up what need not wait in the slots whose cells are told.
    void settle();
    /// Adds up all that waits in one slot.
    void settle_whole(std::size_t slot_number);

    Shape shape;
    KindCounts kinds;
    std::vector<std::uint32_t> own_first;  ///< per own kind: its first value among all own values
    std::vector<std::size_t> slot_first;   ///< per indicator; series and periods follow
    std::vector<Slot> slots;
    std::vector<std::vector<bool>> used;  ///< [asked period][case]: the measure answered a figure
    std::map<TallyKey, Tally> exclusions;
    std::map<TallyKey, Tally> findings;

private:
    /// What is kept of the shard's cases, since CaseColumns lives for one call only.
    struct Cases {
        std::vector<std::uint32_t> service;
        std::vector<std::uint32_t> person;
        std::vector<std::uint8_t> person_has_more;
        std::vector<std::uint8_t> is_total;
        std::vector<std::uint32_t> strata;  ///< [case][host kinds]
    };
    /// A part on its way to a cell of one kind.
    struct Aimed {
        std::uint32_t service = 0;
        std::uint32_t value = 0;
        Part part;

        auto operator<=>(const Aimed&) const = default;
    };

    void dedicate_slots();
    void take_over(const CaseColumns& columns);
    Slot* touched_slot(std::uint32_t indicator, std::uint32_t series, std::uint32_t period);
    void add_counts(const Counting& counting, std::span<Slot* const> its_slots, std::uint32_t kind);
    void pile_up(Slot& slot, const Waiting& entry, std::span<const std::uint32_t> own);
    void note_state(Slot& slot, contract::Kind kind, std::uint32_t case_number,
                    std::span<const std::uint32_t> own, std::int32_t state);
    RunningCell& cell(Slot& slot, std::uint32_t kind, std::uint32_t service, std::uint32_t value);
    RunningCell& new_cell(Slot& slot, std::uint32_t kind, std::size_t index);
    [[nodiscard]] std::uint32_t value_of(std::uint32_t kind, std::uint32_t case_number,
                                         std::span<const std::uint32_t> own) const;
    [[nodiscard]] bool goes_to(std::uint32_t kind, contract::Kind measured,
                               std::uint32_t case_number) const;
    void fold(std::size_t slot_number, Pile& pile);
    void fold_one(Slot& slot, contract::Kind kind, const Waiting& entry,
                  std::span<const std::uint32_t> own);
    void fold_person(Slot& slot, contract::Kind kind, const Pile& pile,
                     std::span<const Waiting> entries);
    [[nodiscard]] std::span<const std::uint32_t> own_of(const Pile& pile,
                                                        const Waiting& entry) const;
    [[nodiscard]] contract::Kind kind_of_slot(std::size_t slot_number) const;

    Cases cases_;
    std::vector<std::vector<std::uint32_t>> told_periods_;         ///< per period
    std::array<std::pair<TallyKey, Tally*>, 64> last_findings_{};  ///< by place of the key
    std::vector<std::size_t> touched_;
    std::vector<Aimed> aimed_;  ///< scratch of fold_person
    std::vector<Part> parts_;
    std::vector<std::uint32_t> counts_;  ///< scratch of add_counts
};

}  // namespace waymark::observation
