// SPDX-License-Identifier: MIT
// Reading the store: releases as they were recorded, and the notices beside them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "release/release.hpp"
#include "sqlite/options.hpp"

namespace waymark::sqlite {
class Database;
}

namespace waymark::store {

/// A release and the vintage that brought it.
struct Recorded {
    release::Release release;
    std::string run_id;
    std::string vintage_id;
    Date as_of;
    Instant recorded_at;
    bool is_current = true;  ///< nothing later is known under its key (at Filter::as_of, if given)
};

/// Which releases are wanted; what is empty does not restrict.
struct Filter {
    std::optional<std::string> service_id = {};
    std::optional<std::string> measure_id = {};
    std::optional<std::string> definition_version = {};
    std::optional<std::string> indicator_id = {};
    std::optional<std::string> series = {};
    std::optional<std::string> grain = {};
    std::optional<std::string> stratum_kind = {};
    std::optional<std::string> stratum_value = {};
    std::optional<std::string> vintage_id = {};  ///< only what this vintage brought
    std::optional<Date> as_of = {};              ///< as known then: later vintages do not exist
    bool include_history = false;  ///< superseded releases too, each key's oldest first
};

/// A run the store has taken, whether it brought a vintage or not.
struct RecordedRun {
    release::RunNotice notice;
    std::optional<std::string> vintage_id;  ///< absent: nothing differed from what was current
    Instant recorded_at;
    std::string publication_sha256;
};

/// Reads one store. Never writes. One thread at a time; every thread opens its own. Each call sees
/// one consistent state of the store. Calls throw Error (try_later, store).
class ReleaseReader {
public:
    /// Opens a store file that exists. Throws Error: input_missing, store (not a store, another
    /// schema version), permission, try_later.
    explicit ReleaseReader(const std::filesystem::path& path, sqlite::Options options = {});
    ReleaseReader(ReleaseReader&&) noexcept;
    ReleaseReader& operator=(ReleaseReader&&) noexcept;
    ReleaseReader(const ReleaseReader&) = delete;
    ReleaseReader& operator=(const ReleaseReader&) = delete;
    ~ReleaseReader();

    /// Calls `take` with every release the filter lets through, ascending by key. A writer waits
    /// for its end to commit, so `take` must not wait for slow receivers.
    void each(const Filter& filter, const std::function<void(const Recorded&)>& take) const;

    /// What was current at `as_of` of one definition of a measure in these services, ascending by
    /// key: what the gate compares a publication with.
    [[nodiscard]] std::vector<release::Release> current_in_scope(
        const std::string& measure_id, const std::string& definition_version,
        std::span<const std::string> services, Date as_of) const;

    /// Id and name of every service, ascending by id.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> services() const;

    /// Every indicator's definition as last published, ascending by measure, indicator and version.
    [[nodiscard]] std::vector<release::IndicatorDefinition> definitions() const;

    /// The run with this id; nullopt when the store never took it.
    [[nodiscard]] std::optional<RecordedRun> run(const std::string& run_id) const;

    /// The newest run of a measure the store has taken; nullopt when there is none.
    [[nodiscard]] std::optional<RecordedRun> newest_run(const std::string& measure_id) const;

    /// The newest runs, newest first.
    [[nodiscard]] std::vector<RecordedRun> runs(std::uint32_t limit) const;

    [[nodiscard]] std::vector<release::PullNotice> pulls(const std::string& run_id) const;
    [[nodiscard]] std::vector<release::FindingNotice> findings(const std::string& run_id) const;

    /// A consistent copy of the store at `path`, put in place at once: for shares and dashboards.
    void snapshot(const std::filesystem::path& path) const;

private:
    friend class Store;
    explicit ReleaseReader(std::unique_ptr<sqlite::Database> database);

    class Rows;  // makes releases of rows; as a member it may call their private constructor

    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace waymark::store
