// SPDX-License-Identifier: MIT
#include "run/standing.hpp"

#include <algorithm>
#include <chrono>

#include "base/error.hpp"
#include "run/plan.hpp"
#include "source/unchanged.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

// Not its bytes, which would take as long to hash as a small table.
static std::string identity_of(const std::filesystem::path& program) {
    const auto changed = std::filesystem::last_write_time(program).time_since_epoch();
    return std::to_string(std::filesystem::file_size(program)) + ' ' +
           std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(changed).count());
}

std::string host_build() {
    return identity_of(std::filesystem::read_symlink("/proc/self/exe")) + "; " +
           identity_of(worker::worker_program());
}

// Of everything a run begins with, only this does not matter to its figures.
static ledger::RunStart without_circumstances(ledger::RunStart start) {
    start.plugin_path.clear();
    start.due.reset();
    start.threads = 0;
    start.workers = 0;
    return start;
}

static const config::Source* source_of(const Plan& plan, const std::string& id) {
    const auto found = std::find_if(plan.config->sources.begin(), plan.config->sources.end(),
                                    [&](const config::Source& source) { return source.id == id; });
    return found == plan.config->sources.end() ? nullptr : &*found;
}

static bool is_of_files(const Plan& plan, const ledger::PullRecord& pull) {
    const config::Source* const source = source_of(plan, pull.source_id);
    return source != nullptr && source->kind == config::SourceKind::csv;
}

std::optional<Standing> standing(const Plan& plan, const ledger::RunRecord& now,
                                 const ledger::LedgerReader& ledger,
                                 const store::ReleaseReader& store) {
    const auto before = ledger.last_measured_run(plan.monitor->id, plan.plugin->id);
    if (!before || before->start.forget_requests < 0 ||
        without_circumstances(before->start) != without_circumstances(now.start)) {
        return std::nullopt;
    }
    const auto told = store.newest_run(plan.plugin->id);
    if (!told || told->notice.run_id != before->run_id) {
        return std::nullopt;
    }
    Standing found{before->run_id, ledger.pulls(before->run_id)};
    const bool all_of_files =
        std::all_of(found.pulls.begin(), found.pulls.end(),
                    [&](const ledger::PullRecord& pull) { return is_of_files(plan, pull); });
    return all_of_files ? std::optional(std::move(found)) : std::nullopt;
}

// The files the source names now, in the order in which a pull would read them.
static std::vector<std::filesystem::path> files_now(const Plan& plan,
                                                    const config::Source& source) {
    const std::vector<std::string> services =
        source.is_per_service() ? plan.services.ids : std::vector<std::string>{""};
    std::vector<std::filesystem::path> files;
    for (const std::string& service : services) {
        const auto found =
            source::expand_path(source, plan.config->file.parent_path(), plan.as_of, service);
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

bool still_stands(const Plan& plan, const Standing& standing, const EvaluationOptions& options) {
    std::vector<source::FileProof> proofs;
    for (const ledger::PullRecord& pull : standing.pulls) {
        std::vector<std::filesystem::path> files;
        try {
            files = files_now(plan, *source_of(plan, pull.source_id));
        } catch (const Error&) {
            return false;  // the pull will tell
        }
        const bool are_named =
            std::equal(files.begin(), files.end(), pull.files.begin(), pull.files.end(),
                       [](const std::filesystem::path& file, const ledger::PullFile& known) {
                           return file.string() == known.path;
                       });
        if (!are_named) {
            return false;
        }
        for (const ledger::PullFile& file : pull.files) {
            const auto proof = source::proof_of(file.path, file.bytes, file.sha256);
            if (!proof) {
                return false;
            }
            proofs.push_back(*proof);
        }
    }
    options.progress("compared with last time", 0.0);
    return source::are_unchanged(proofs, plan.config->machine.parser_threads(), options.cancelled);
}

static std::map<std::string, source::Reason> reasons_of(
    const std::vector<ledger::PullReason>& reasons) {
    std::map<std::string, source::Reason> found;
    for (const ledger::PullReason& reason : reasons) {
        source::Reason& seen = found[reason.reason];
        seen.count = reason.count;
        for (const std::string& place : reason.places) {
            seen.samples.push_back({.file = place});
        }
    }
    return found;
}

std::vector<PullRecord> repeated_pulls(const Standing& standing) {
    std::vector<PullRecord> pulls;
    for (const ledger::PullRecord& kept : standing.pulls) {
        PullRecord pull{kept.input, kept.source_id, {}, {}, {}};
        pull.account.rows_read = kept.rows_read;
        pull.account.used = kept.rows_used;
        pull.account.refused = reasons_of(kept.refused);
        pull.account.out_of_scope = reasons_of(kept.out_of_scope);
        pull.judgement.why = kept.why;
        for (const auto verdict : {source::Verdict::complete, source::Verdict::partial,
                                   source::Verdict::refused, source::Verdict::empty}) {
            if (source::word(verdict) == kept.verdict) {
                pull.judgement.verdict = verdict;
            }
        }
        for (const ledger::PullFile& file : kept.files) {
            if (auto proof = source::proof_of(file.path, file.bytes, file.sha256)) {
                pull.files.push_back(std::move(*proof));
            }
        }
        pulls.push_back(std::move(pull));
    }
    return pulls;
}

}  // namespace waymark::run
