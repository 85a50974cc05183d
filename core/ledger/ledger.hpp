// SPDX-License-Identifier: MIT
// The host's private record and the commit protocol's memory: begin, prepare, (the store commits),
// commit. Holds exact figures; mode 0600; never leaves the host.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "ledger/ledger_reader.hpp"
#include "ledger/record.hpp"

namespace waymark::contract {
struct Description;
}
namespace waymark::observation {
struct Observations;
}

namespace waymark::ledger {

/// What the ledger keeps of a publication that is to go to the store. References live for the call.
struct Leaving {
    const std::string& publication_sha256;
    const std::vector<PartsBehind>& parts;  ///< exact parts of its releases; a held key has none,
                                            ///< its earlier ones go on counting
};

/// What a run hands over before its publication goes to the store. References live for the call.
struct Prepared {
    const contract::Description& description;
    const observation::Observations& observations;
    /// Asked once the exact figures stand, so that whoever works the publication out can do so
    /// meanwhile. What it throws undoes the step.
    std::function<Leaving()> leaving;
};

/// The one writer of a ledger. While it lives no other process can open the ledger for writing, so
/// a run found unfinished at opening belongs to a process that is gone. One thread at a time. The
/// clock outlives it. Steps told, per call X of begin, prepare, commit, repeat, fail: "X inserted"
/// before its transaction is committed, "X written" after.
class Ledger {
public:
    /// Opens the ledger, creating or migrating it as needed. Throws Error: try_later when another
    /// process runs on it, permission when others may read it, store.
    Ledger(const std::filesystem::path& path, const Clock& clock, sqlite::Options options = {});

    /// Records a run as running and gives it its id.
    [[nodiscard]] std::string begin(const RunStart& start);

    /// Adds to a running run what became known: a pull, the sandbox layers in force. A pull is kept
    /// without its places if anybody asked to be forgotten after `forgotten` was read: such a
    /// request erases the places of all rows, and what it erased is not put back.
    void add_pull(const std::string& run_id, PullRecord pull, const Forgotten& forgotten);
    void set_sandbox(const std::string& run_id, const std::string& layers);

    /// Records the exact figures and makes the running run prepared: from here on the store
    /// decides.
    void prepare(const std::string& run_id, const Prepared& prepared);

    /// The store has taken the publication of the prepared run; without a vintage the run is
    /// unchanged. Ends the due time it was for, in the same transaction.
    void commit(const std::string& run_id, const std::optional<std::string>& vintage_id);

    /// Ends the running run as unchanged without figures of its own, because all it rests on is as
    /// the measured run had it, whose pulls become its own. Ends its due time like commit().
    void repeat(const std::string& run_id, const std::string& measured_run_id,
                const std::string& sentence);

    /// Ends an unfinished run that published nothing, with a plain sentence of what happened.
    void fail(const std::string& run_id, Outcome outcome, const std::string& sentence);

    /// Remembers how a build behaved, until it goes well.
    void set_conduct(const Conduct& conduct);
    void clear_conduct(const std::string& measure_id, const std::string& plugin_sha256);

    /// Puts these records in place of what was known of their monitors, all or none.
    void set_schedules(const std::vector<ScheduleRecord>& schedules);

    /// Adds to the audit, which is never changed.
    void audit(const std::string& who, const std::string& what);

    /// Reads through this connection, on the same thread.
    [[nodiscard]] const LedgerReader& reader() const noexcept { return reader_; }

private:
    const Clock& clock_;
    FileDescriptor lock_;  // held before the file is opened, until after it is closed
    LedgerReader reader_;
};

}  // namespace waymark::ledger
