// SPDX-License-Identifier: MIT
// Everything between the sources and the crew: pulls, linking, grouping, and the account of each
// pull.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "batch/gathered.hpp"
#include "calendar/calendar.hpp"
#include "caseload/case_table.hpp"
#include "caseload/caseload.hpp"
#include "caseload/spell_links.hpp"
#include "run/feed.hpp"
#include "run/pull_record.hpp"
#include "source/locate.hpp"
#include "source/pull.hpp"

namespace waymark::run {

struct CaseloadPlan;
struct CaseloadTable;
struct EarlyBlock;
struct Plan;
struct TablePlan;

/// What a table asks of its source, for one service or for all: everything but where it is.
[[nodiscard]] source::PullRequest pull_request(const Plan& plan, const TablePlan& table);

/// What its source may be told of the run. `service` is "" unless it is read service by service.
[[nodiscard]] source::Asked asked_of(const Plan& plan, const TablePlan& table,
                                     const std::string& service);

/// What an intake is handed beside its plan.
struct IntakeOptions {
    Progress progress;
    caseload::IsForgotten is_forgotten;  ///< people to leave out; empty: nobody
    const Clock* clock = nullptr;        ///< drop folders ask it; outlives the intake
    std::function<bool()> cancelled;     ///< the user wants to stop; may be empty
};

/// Reads the tables of a plan. Construct, gather(), then stream() into a feed; afterwards the cases
/// are complete. One thread at a time.
class Intake {
public:
    Intake(const Plan& plan, IntakeOptions options);

    /// Pulls the by_case tables and groups them. Throws Error(refused) when a verdict forbids the
    /// run, and what source::Pull throws.
    void gather();

    /// Hands the gathered rows to the feed, all cases at once. For runs that also stream.
    void feed_gathered(Feed& feed);

    /// Pulls the `any` tables and feeds their rows as they come.
    void stream(Feed& feed);

    /// The case with the most rows decides how large a slot must be: bytes of its slice, at least.
    [[nodiscard]] std::uint64_t largest_case_bytes(
        const std::vector<batch::TableLayout>& layouts) const;

    /// Tells the feed the dictionaries of the gathered tables; once, before any of their rows.
    void prepare(Feed& feed) const;

    /// Cases [first, first + count) of a shard with their gathered rows, for block by block runs.
    void feed_block(Feed& feed, std::uint32_t shard, std::uint32_t first, std::uint32_t count);

    [[nodiscard]] const caseload::CaseTable& cases() const noexcept { return cases_; }
    [[nodiscard]] const std::vector<PullRecord>& pulls() const noexcept { return pulls_; }
    [[nodiscard]] bool streams() const noexcept;

    /// Per calendar: the open sessions of every day of its day tables, as its file knows them, and
    /// elsewhere as observed: both sessions of the weekdays on which some row is dated, or of all
    /// weekdays where rows stand for several days.
    [[nodiscard]] std::vector<std::vector<calendar::Sessions>> open_sessions() const;

    /// Identifiers of the caseload that stand for two people.
    [[nodiscard]] std::uint64_t ambiguous_identifiers() const noexcept {
        return caseload_ ? caseload_->ambiguous_identifiers() : 0;
    }

    /// For people: files that are waited for.
    [[nodiscard]] const std::vector<std::string>& remarks() const noexcept { return remarks_; }

    /// Cases left without their rows because one had more than a million of them, per service
    /// index.
    [[nodiscard]] const std::vector<std::uint64_t>& too_many_rows() const noexcept {
        return too_many_rows_;
    }

private:
    struct Gathered {
        const TablePlan* table;
        batch::GatheredTable rows;
        std::vector<batch::Dictionary> dictionaries;
        std::vector<batch::ShardRows> shards;
    };
    using OnBlock = std::function<void(const batch::RowBlock&, const caseload::RowLinks&,
                                       const std::vector<std::uint32_t>& periods)>;
    using Files = std::vector<std::filesystem::path>;
    using OnPart = std::function<void(const batch::RowBlock&, source::Account&, const Files&)>;
    /// What of a table is pulled at once: all, or what is one service's.
    struct Part {
        std::uint32_t service = 0;
        std::uint32_t first_file = 0;  ///< its files' first among those of all parts
    };
    /// Takes a block of one of the caseload's tables.
    using TakeBlock =
        std::function<void(const batch::RowBlock&, Part, const caseload::Caseload::OnRow&)>;
    /// Ends such a table; gives the services that should be there and are not.
    using Finish = std::function<std::vector<std::string>(PullRecord&)>;

    void read_caseload();
    void read_lists(const CaseloadPlan& plan, const Finish& no_absent);
    [[nodiscard]] std::unordered_map<std::string, std::string> quintiles();
    void pull_caseload_table(const CaseloadTable& table,
                             const std::vector<config::RowFilter>& filters, const TakeBlock& take,
                             const Finish& finish);
    [[nodiscard]] std::vector<std::string> services_without_spells() const;
    void pull_part(source::PullRequest request, source::Asked asked, PullRecord& record,
                   const OnPart& on_part);

    /// Pulls all of a table, or what is one service's.
    using PullPart =
        std::function<void(const caseload::Roles& roles, source::Asked asked, PullRecord& record)>;
    void pull(const TablePlan& table, const PullPart& pull_its_part);
    void pull_linked(const TablePlan& table, const OnBlock& on_block);
    void stream_late(const TablePlan& table, Feed& feed);
    void stream_early(const TablePlan& table, Feed& feed);
    void feed_early(EarlyBlock& early, std::uint32_t input, Feed& feed) const;
    /// The links of a block's rows: one, or one a pass when the caseload made them.
    [[nodiscard]] std::span<const caseload::RowLinks> link(
        const TablePlan& table, const batch::RowBlock& block, const caseload::Roles& roles,
        source::Account& account, const std::vector<std::filesystem::path>& files);
    /// Counts a row as refused or out of scope after all.
    static void take_back(source::Account& account, bool is_refused, const std::string& reason,
                          Place place);
    /// Counts a row as out of scope and keeps where it is, unless its person is forgotten.
    static void leave_out(source::Account& account, const std::string& reason, Place place);
    void observe(const std::vector<std::int32_t>& days);
    void observe(const TablePlan& table, const batch::RowBlock& block,
                 const caseload::RowLinks& links);
    void find_periods(const TablePlan& table, const batch::RowBlock& block,
                      const caseload::Roles& roles, source::Account& account,
                      const std::vector<std::filesystem::path>& files);
    [[nodiscard]] std::vector<std::string> services_without_rows(
        const TablePlan& table, const std::vector<std::uint64_t>& rows_before) const;
    void judge(PullRecord& record, const config::Thresholds& thresholds,
               const std::vector<std::string>& absent) const;
    void gather_table(const TablePlan& table);
    void rank_keys();
    void drop_cases_with_too_many_rows(Gathered& gathered);
    [[nodiscard]] Rows rows_of(const Gathered& gathered) const;

    const Plan& plan_;
    Progress progress_;
    double share_read_ = 0.0;  ///< of the part that is being pulled
    caseload::IsForgotten is_forgotten_;
    const Clock* clock_;
    std::uint64_t key_seed_;  ///< of the keys' hashes: nobody can make keys that collide
    std::function<bool()> cancelled_;
    std::vector<std::string> remarks_;
    caseload::CaseTable cases_;
    std::optional<caseload::Caseload> caseload_;
    std::optional<caseload::SpellLinks> links_of_spells_;
    caseload::RowLinks links_;
    std::vector<std::uint32_t> periods_of_rows_;
    std::vector<std::int32_t> days_;  ///< scratch of observe()
    std::vector<Gathered> gathered_;
    std::vector<std::pair<std::string, batch::KeySpace>> spaces_;
    std::vector<PullRecord> pulls_;
    std::vector<std::vector<calendar::Sessions>>
        observed_;  ///< per calendar, per day of its tables
    std::vector<std::uint64_t> too_many_rows_;
};

}  // namespace waymark::run
