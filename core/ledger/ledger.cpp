// SPDX-License-Identifier: MIT
#include "ledger/ledger.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/error.hpp"
#include "ledger/audit_rows.hpp"
#include "ledger/conduct_rows.hpp"
#include "ledger/exact_figures.hpp"
#include "ledger/exact_rows.hpp"
#include "ledger/forgotten_rows.hpp"
#include "ledger/run_id.hpp"
#include "ledger/run_rows.hpp"
#include "ledger/schedule_rows.hpp"
#include "ledger/schema.hpp"
#include "sqlite/database.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

static std::string process_in(int lock_file) {
    std::array<char, 16> text{};
    const ssize_t length = ::pread(lock_file, text.data(), text.size() - 1, 0);
    return length > 0 ? " (process " + std::string(text.data(), std::size_t(length)) + ")" : "";
}

// A lock of the kernel on a file beside the ledger: it ends with the process however that ends,
// which no entry in the ledger could. Workers do not inherit it (O_CLOEXEC).
static FileDescriptor running_lock(const std::filesystem::path& path) {
    const std::string name = path.string() + ".lock";
    FileDescriptor lock(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock.is_open()) {
        const ErrorKind kind = errno == EACCES || errno == EPERM || errno == EROFS
                                   ? ErrorKind::permission
                                   : ErrorKind::store;
        throw system_error(kind, name + ": cannot create the ledger's lock");
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            throw system_error(ErrorKind::store, name + ": cannot lock the ledger");
        }
        throw Error(ErrorKind::try_later,
                    "another Waymark is running on this ledger" + process_in(lock.get()) +
                        "; nothing was done; wait for its end or stop it, then run the same "
                        "command again",
                    {.file = path.string()});
    }
    const std::string process = std::to_string(::getpid());
    if (::ftruncate(lock.get(), 0) != 0 ||
        ::pwrite(lock.get(), process.data(), process.size(), 0) < 0) {
        throw system_error(ErrorKind::store, name + ": cannot write the ledger's lock");
    }
    return lock;
}

Ledger::Ledger(const std::filesystem::path& path, const Clock& clock, sqlite::Options options)
    : clock_(clock),
      lock_(running_lock(path)),
      reader_(std::make_unique<sqlite::Database>(path, schema(), clock, std::move(options))) {}

// Runs an update that must hit exactly the one run it is about.
template <class... Values>
static void update_run(SQLite::Database& connection, const std::string& sql,
                       const Values&... values) {
    SQLite::Statement update(connection, sql);
    sqlite::run(update, values...);
    check(connection.getChanges() == 1, "the run is in the state this step starts from");
}

std::string Ledger::begin(const RunStart& start) {
    sqlite::Database& database = *reader_.database_;
    const Instant now = clock_.now();
    const std::string run_id = ledger::run_id(now);
    database.write([&](SQLite::Database& connection) {
        insert_run(connection, run_id, start, now);
        database.step("begin inserted");
    });
    database.step("begin written");
    return run_id;
}

void Ledger::add_pull(const std::string& run_id, PullRecord pull, const Forgotten& forgotten) {
    reader_.database_->write([&](SQLite::Database& connection) {
        if (selected_forget_requests(connection) != forgotten.requests()) {
            for (auto* reasons : {&pull.refused, &pull.out_of_scope}) {
                for (PullReason& reason : *reasons) {
                    reason.places.clear();
                }
            }
        }
        insert_pull(connection, run_number(connection, run_id), pull);
    });
}

void Ledger::set_sandbox(const std::string& run_id, const std::string& layers) {
    reader_.database_->write([&](SQLite::Database& connection) {
        update_run(connection, "UPDATE run SET sandbox = ? WHERE run_id = ? AND state = 'running'",
                   layers, run_id);
    });
}

void Ledger::prepare(const std::string& run_id, const Prepared& prepared) {
    sqlite::Database& database = *reader_.database_;
    database.write([&](SQLite::Database& connection) {
        const auto runs = selected_runs(connection, "WHERE run_id = ?1", {run_id});
        check(runs.size() == 1, "the run was begun in this ledger");
        const RunStart& start = runs.front().start;
        ExactRows rows(connection, run_number(connection, run_id),
                       {.measure_id = start.measure_id,
                        .definition_version = start.definition_version,
                        .description = prepared.description,
                        .observations = prepared.observations});
        rows.insert_figures();
        insert_indicators(connection, start.measure_id, start.definition_version,
                          prepared.description);
        const Leaving leaving = prepared.leaving();
        rows.insert_parts(leaving.parts);
        update_run(connection,
                   "UPDATE run SET state = 'prepared', publication_sha256 = ?"
                   " WHERE run_id = ? AND state = 'running'",
                   leaving.publication_sha256, run_id);
        database.step("prepare inserted");
    });
    database.step("prepare written");
}

void Ledger::commit(const std::string& run_id, const std::optional<std::string>& vintage_id) {
    sqlite::Database& database = *reader_.database_;
    const RunState state = vintage_id ? RunState::committed : RunState::unchanged;
    database.write([&](SQLite::Database& connection) {
        update_run(connection,
                   "UPDATE run SET state = ?, vintage_id = ?, finished_us = ?"
                   " WHERE run_id = ? AND state = 'prepared'",
                   std::string(word(state)), vintage_id, clock_.now(), run_id);
        end_due_of_run(connection, run_id);
        database.step("commit inserted");
    });
    database.step("commit written");
}

void Ledger::repeat(const std::string& run_id, const std::string& measured_run_id,
                    const std::string& sentence) {
    sqlite::Database& database = *reader_.database_;
    database.write([&](SQLite::Database& connection) {
        for (const PullRecord& pull : selected_pulls(connection, measured_run_id)) {
            insert_pull(connection, run_number(connection, run_id), pull);
        }
        update_run(connection,
                   "UPDATE run SET state = 'unchanged', sentence = ?, finished_us = ?"
                   " WHERE run_id = ? AND state = 'running'",
                   sentence, clock_.now(), run_id);
        end_due_of_run(connection, run_id);
        database.step("repeat inserted");
    });
    database.step("repeat written");
}

void Ledger::fail(const std::string& run_id, Outcome outcome, const std::string& sentence) {
    sqlite::Database& database = *reader_.database_;
    const RunState state = outcome == Outcome::refused ? RunState::refused : RunState::failed;
    database.write([&](SQLite::Database& connection) {
        update_run(connection,
                   "UPDATE run SET state = ?, outcome = ?, sentence = ?, finished_us = ?"
                   " WHERE run_id = ? AND state IN ('running', 'prepared')",
                   std::string(word(state)), std::string(word(outcome)), sentence, clock_.now(),
                   run_id);
        database.step("fail inserted");
    });
    database.step("fail written");
}

void Ledger::set_conduct(const Conduct& conduct) {
    reader_.database_->write(
        [&](SQLite::Database& connection) { replace_conduct(connection, conduct); });
}

void Ledger::clear_conduct(const std::string& measure_id, const std::string& plugin_sha256) {
    reader_.database_->write([&](SQLite::Database& connection) {
        remove_conduct(connection, measure_id, plugin_sha256);
    });
}

void Ledger::set_schedules(const std::vector<ScheduleRecord>& schedules) {
    reader_.database_->write([&](SQLite::Database& connection) {
        for (const ScheduleRecord& schedule : schedules) {
            replace_schedule(connection, schedule);
        }
    });
}

void Ledger::audit(const std::string& who, const std::string& what) {
    reader_.database_->write([&](SQLite::Database& connection) {
        insert_audit(connection, clock_.now(), {.at = {}, .who = who, .what = what});
    });
}

}  // namespace waymark::ledger
