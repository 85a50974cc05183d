// SPDX-License-Identifier: MIT
// Summing contributions to cells: per shard as they come, then over shards. Sums are exact, so a
// result is bit-identical for any order of answers and any number of threads, workers and shards.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "calendar/period.hpp"
#include "contract/description.hpp"
#include "observation/observation.hpp"

namespace waymark::observation {

/// A columnar answer of a measure, already checked by the worker room: indices in range, a and b
/// finite, cases within the block asked for. Empty spans mean the default of abi.h (1, 1, 1,
/// observed, none). Lives until the call returns. What a and b become in a cell:
///   proportion   a b of people b: the weight b counts successes and people alike
///   mean         a b of b: a is the value, b its weight
///   change       a, b; of a person with several pairs in one cell, their mean
///   all others   a, b
struct Contributions {
    std::uint32_t indicator = 0;
    std::uint32_t series = 0;
    std::uint32_t period = 0;
    std::span<const std::uint32_t> cases;
    std::span<const double> a;
    std::span<const double> b;
    std::span<const std::int64_t> people;
    std::span<const std::int64_t> units;
    std::span<const std::int32_t> states;   ///< WM_STATE_*, or window_not_over
    std::span<const std::uint32_t> strata;  ///< [cases][own kinds], value index over all own kinds
};

/// Cases that count or do not, for up to 64 indicators of kind count, or series of one, at once.
struct Counting {
    struct Target {
        std::uint32_t indicator = 0;
        std::uint32_t series = 0;
    };
    std::vector<Target> targets;
    std::uint32_t period = 0;
    std::vector<std::uint32_t> cases;
    std::vector<std::uint64_t> marks;  ///< of each case; bit t: it counts for target t
};

/// The host's own state of a contribution: the case's window ends after as_of.
inline constexpr std::int32_t window_not_over = 31;

/// What summing must know of the cases of one shard; every span is indexed by the case's number in
/// the shard and may grow between calls (give the spans anew with each call).
struct CaseColumns {
    std::span<const std::uint32_t> service;
    std::span<const std::uint32_t> person;          ///< number within the shard
    std::span<const std::uint8_t> person_has_more;  ///< the person has other cases in this run
    std::span<const std::uint8_t> published_total;  ///< aggregates: goes to stratum `all` in place
                                                    ///< of the sum; empty = none
    std::vector<std::span<const std::uint32_t>> strata;  ///< per host kind (from 1): value index
};

/// Which coarser period a fine one rolls up to. Only aggregates are rolled up, of the additive
/// kinds count, proportion, ratio, rate and mean, and only to cells that were told nothing
/// themselves. The people of a coarse cell are the most of its fine ones. Where nothing at all came
/// of the service for the last fine period, the coarse cell is open: it holds what there is to
/// date; where nothing came for an earlier one, it is flagged low_completion.
struct RollUp {
    std::uint32_t fine = 0;
    std::uint32_t coarse = 0;
};

/// Fixed for a run.
struct Shape {
    const contract::Description* description = nullptr;  ///< outlives the sums
    std::uint32_t services = 0;
    std::vector<calendar::Period> periods;     ///< cells are made for those asked for
    std::vector<std::uint32_t> series_counts;  ///< per indicator; 0 = no cells
    std::uint32_t host_strata = 0;             ///< kinds read from rows or caseload, without `all`
    bool aggregate = false;                    ///< cases are rows of published tables
    std::vector<RollUp> roll_ups;              ///< of aggregates
};

/// What the measure found: `count`, of `of` chances. Without a case (WM_ALL) it is of the whole
/// run. Of a period that rolls up it counts for the coarser ones, as its figures do.
struct Found {
    std::uint32_t code = 0;
    std::uint32_t case_or_all = 0;
    std::uint32_t period_or_all = 0;
    std::int64_t count = 0;
    std::int64_t of = 0;
};

/// The sums of one shard. One thread at a time; different shards may be summed by different
/// threads.
class ShardSums {
public:
    explicit ShardSums(Shape shape);
    ShardSums(const ShardSums&) = delete;
    ShardSums& operator=(const ShardSums&) = delete;
    ShardSums(ShardSums&&) noexcept;
    ShardSums& operator=(ShardSums&&) noexcept;
    ~ShardSums();

    /// Adds one answer. A person's several contributions to one cell are joined before squaring,
    /// also when they come in different calls.
    void add(const Contributions& answer, const CaseColumns& cases);

    /// The same as add() of a 1 for each case that counts for a target and a 0 for the others, at
    /// the cost of an increment for each: for cases that are told once, of persons with one case.
    void count(const Counting& counting, const CaseColumns& cases);

    /// Says that every case mentioned so far has been asked for in full, so that what waits for
    /// more of the same case can be added up. Call it after each block of cases: it bounds the
    /// memory and changes no result. Contributions that only roll up wait all the same: each takes
    /// far less than the cell it is for.
    void settle();

    /// A case excluded twice for the same reason counts once.
    void exclude(std::uint32_t indicator_or_all, std::uint32_t case_number,
                 std::uint32_t period_or_all, std::uint32_t reason, const CaseColumns& cases);

    void find(const Found& found, const CaseColumns& cases);

    /// Whether the measure has answered a figure for the case in the period, for any indicator; the
    /// host's own (is_attrition) do not count.
    [[nodiscard]] bool is_used(std::uint32_t case_number, std::uint32_t period) const;

    /// A case that the measure excluded.
    struct Excluded {
        std::uint32_t reason = 0;
        std::uint32_t period_or_all = 0;
        std::uint32_t case_number = 0;

        auto operator<=>(const Excluded&) const = default;
    };
    /// Every case excluded so far, for whatever indicator; ascending, each entry once.
    [[nodiscard]] std::vector<Excluded> excluded() const;

    struct State;
    [[nodiscard]] State& state() noexcept { return *state_; }

private:
    std::unique_ptr<State> state_;
};

/// The cells over all shards, which are empty afterwards. `frame` brings services, periods, series
/// and strata (host kinds, then the measure's own); cells, exclusions and findings are filled in.
/// Left out are cells of periods that were not asked for, which exist one period at a time if they
/// roll up and not at all otherwise, and those of grains the indicator does not allow (which do not
/// roll up either).
///
/// States of a cell from its contributions: any not_due makes it not_due; else the gravest of
/// suppressed_at_source, unavailable, missing, rounds_to_zero (the last only when nothing observed
/// stands beside it); not_applicable only when nothing else came. A provisional contribution makes
/// it observed and provisional, one that is not due makes it provisional; an open period makes it
/// open. Contributions of cases whose window is not over are left out and make the cell open;
/// not_due when there are no others.
///
/// Stratum `all` is the sum of the parts, or the published totals alone where any came. Values of
/// kind `published` are never summed: with strata, `all` has only the total. Throws Error(refused)
/// naming the cell for which two values came.
///
/// A finding declared with low_quality_above (low_completion_above) flags the cells of its service
/// and period when count / of is above that share; told without period or service it holds for all
/// of them.
[[nodiscard]] Observations summed(std::span<ShardSums> shards, Observations frame);

}  // namespace waymark::observation
