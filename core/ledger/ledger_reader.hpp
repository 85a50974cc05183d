// SPDX-License-Identifier: MIT
// Reading the ledger, also while another process writes it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/forgotten.hpp"
#include "ledger/record.hpp"
#include "sqlite/options.hpp"

namespace waymark::sqlite {
class Database;
}

namespace waymark::ledger {

struct ExactCell;
struct ExactFigure;
struct FigureFilter;

/// Reads one ledger; never writes and takes no lock on running. One thread at a time. Each call
/// sees one consistent state. Calls throw Error (try_later, store).
class LedgerReader {
public:
    /// Throws Error: input_missing, permission (others may read the file), store, try_later.
    explicit LedgerReader(const std::filesystem::path& path, sqlite::Options options = {});
    LedgerReader(LedgerReader&&) noexcept;
    LedgerReader& operator=(LedgerReader&&) noexcept;
    LedgerReader(const LedgerReader&) = delete;
    LedgerReader& operator=(const LedgerReader&) = delete;
    ~LedgerReader();

    [[nodiscard]] std::optional<RunRecord> run(const std::string& run_id) const;

    /// The newest runs, newest first; of one measure, or of all when `measure_id` is "".
    [[nodiscard]] std::vector<RunRecord> runs(const std::string& measure_id,
                                              std::uint32_t limit) const;

    /// The newest run of a monitor; nullopt when it never ran.
    [[nodiscard]] std::optional<RunRecord> last_run(const std::string& monitor_id) const;

    /// The newest run of a monitor that published, or had nothing to; of this measure. nullopt when
    /// there is none.
    [[nodiscard]] std::optional<RunRecord> last_finished_run(const std::string& monitor_id,
                                                             const std::string& measure_id) const;

    /// The same, but for runs that measured nothing because nothing had changed.
    [[nodiscard]] std::optional<RunRecord> last_measured_run(const std::string& monitor_id,
                                                             const std::string& measure_id) const;

    /// Runs that are running or prepared, oldest first: what settle() asks about.
    [[nodiscard]] std::vector<RunRecord> unfinished() const;

    [[nodiscard]] std::vector<PullRecord> pulls(const std::string& run_id) const;
    [[nodiscard]] std::vector<ExclusionRecord> exclusions(const std::string& run_id) const;
    [[nodiscard]] std::vector<FindingRecord> findings(const std::string& run_id) const;

    /// Every exact observation of a run, ascending by name. Sums come back as doubles.
    /// Include ledger/exact_cell.hpp to look into one.
    void each_exact(const std::string& run_id,
                    const std::function<void(const ExactCell&)>& take) const;

    /// The newest exact observations of one service. Include ledger/exact_figures.hpp.
    void each_figure(const FigureFilter& filter,
                     const std::function<void(const ExactFigure&)>& take) const;

    /// Every service of which something was ever observed, ascending.
    [[nodiscard]] std::vector<std::string> services() const;

    /// Where each monitor that ever was scheduled stands, ascending by id.
    [[nodiscard]] std::vector<ScheduleRecord> schedules() const;

    /// Of every build of a plugin that behaved badly since it last went well: how. Ascending by
    /// measure and digest.
    [[nodiscard]] std::vector<Conduct> conduct() const;

    /// For the gate: the exact parts behind the last release of each key in these services, as of
    /// `as_of`. Services in ascending order, within one ascending by name and point.
    [[nodiscard]] std::vector<PartsBehind> parts_behind(const std::string& measure_id,
                                                        const std::string& definition_version,
                                                        std::span<const std::string> services,
                                                        Date as_of) const;

    /// People every run leaves out.
    [[nodiscard]] Forgotten forgotten() const;

    /// The whole audit, oldest first.
    [[nodiscard]] std::vector<AuditRow> audit() const;

private:
    friend class Ledger;
    explicit LedgerReader(std::unique_ptr<sqlite::Database> database);

    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace waymark::ledger
