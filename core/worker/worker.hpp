// SPDX-License-Identifier: MIT
// Plugins at arm's length: a sealed image, a sandboxed process per worker, and everything that
// comes back checked. The in-process twin serves sanitizer builds and debuggers behind the same
// interface.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "batch/slice.hpp"
#include "contract/description.hpp"

namespace waymark::observation {
struct Contributions;
struct Found;
}  // namespace waymark::observation

namespace waymark::worker {

/// What became of a plugin in a run. Everything but ok is recorded in plain words; other measures
/// go on.
enum class Outcome : std::uint8_t {
    ok,
    crashed,        ///< a signal ended it
    timed_out,      ///< it did not answer in time and was killed
    out_of_memory,  ///< it met its memory cap
    policy,         ///< it did what the sandbox forbids
    protocol,       ///< it ended or spoke out of turn
    rejected,       ///< its answer does not fit its own description
    failed,         ///< it said itself that it cannot go on
    refused,        ///< we did not run it: ABI, description, file or missing sandbox layer
};
[[nodiscard]] std::string_view word(Outcome outcome) noexcept;

/// A plugin's misfortune, with a sentence for people. Kind measure (exit 76).
class MeasureFailure : public Error {
public:
    MeasureFailure(Outcome outcome, const std::string& sentence)
        : Error(ErrorKind::measure, sentence), outcome_(outcome) {}
    [[nodiscard]] Outcome outcome() const noexcept { return outcome_; }

private:
    Outcome outcome_;
};

/// A plugin file read once into a sealed memfd, so that what was hashed is what runs.
struct Image {
    std::filesystem::path path;
    FileDescriptor memory;
    Digest sha256{};
};

/// Opens once, checks owner and mode (not writable by group or others), copies, seals, hashes.
/// Throws MeasureFailure(refused), or Error input_missing.
[[nodiscard]] Image seal(const std::filesystem::path& plugin);

/// Layers of the sandbox, by their words: seccomp, landlock, rlimits, no_new_privs, namespaces,
/// uid.
using Layers = std::vector<std::string>;

/// Everything that fixes a worker's run.
struct Opening {
    const Image* image = nullptr;                        ///< outlives the crew
    const contract::Description* description = nullptr;  ///< answers must fit it; outlives the crew
    std::string expected_description;  ///< the plugin's text must equal it; "" = take what it says
    std::string parameters_json;
    std::vector<std::byte> calendars;         ///< calendar::pack
    std::vector<batch::TableLayout> layouts;  ///< the cases' first, then one per input
    std::uint32_t periods = 0;
    std::vector<std::uint32_t> series_counts;  ///< per indicator
    std::uint32_t shards = 8;
    std::uint32_t workers = 1;
    std::uint64_t slot_bytes = std::uint64_t{8} << 20;
    std::uint32_t slots = 8;
    std::chrono::milliseconds wall_clock{std::chrono::minutes{20}};
    std::chrono::milliseconds floor{std::chrono::seconds{30}};  ///< least patience for an answer
    std::uint64_t rows_per_second = 200'000;  ///< patience for rows and cases; from earlier runs
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;
    std::vector<std::string> require;  ///< layers without which the run is refused
    bool in_process = false;           ///< the twin: no sandbox, no process
    bool is_later_host = false;        ///< hands over structs as a later minor would: larger ones
    bool inspects = false;             ///< the file is judged and never loaded: file_faults
    bool tells_calls = false;  ///< a forbidden system call is printed before it ends the process
    std::function<void(int level, const std::string& line)> log;  ///< bounded; may be empty
    /// Lines the plugin writes to its standard output and error; empty: they are logged as
    /// warnings.
    std::function<void(const std::string& line)> printed;
    std::function<bool()> cancelled;  ///< asked every 50 ms while waiting; may be empty
};

/// One question: the cases [first, first + count) of a shard.
struct Question {
    std::uint32_t shard = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// Takes the checked answers. Called on the thread that uses the crew, shard by shard in the order
/// of the questions; answers of different shards may interleave.
class Receiver {
public:
    Receiver() = default;
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;
    virtual ~Receiver() = default;
    virtual void contributions(std::uint32_t shard, const observation::Contributions& answer) = 0;
    virtual void exclusion(std::uint32_t shard, std::uint32_t indicator_or_all,
                           std::uint32_t case_number, std::uint32_t period_or_all,
                           std::uint32_t reason) = 0;
    virtual void finding(std::uint32_t shard, const observation::Found& found) = 0;
    /// A question has been answered in full.
    virtual void answered(const Question& /*question*/) {}
};

/// The workers of one run: worker w hosts the instances of the shards s with s mod workers = w.
/// Every function may throw MeasureFailure, or Error(interrupted) once `cancelled` says so; after
/// that only destruction is allowed. Destruction kills and reaps what still lives. One thread at a
/// time, and the thread that made the crew must outlive it: Linux ends a worker when that thread
/// ends.
class Crew {
public:
    /// Starts the workers, loads the plugin, opens an instance per shard. Copies the opening.
    /// Throws Error(configuration) for a layer in `require` that nobody knows.
    explicit Crew(const Opening& opening);
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;
    ~Crew();

    /// The writable slot of worker w's ring, free to fill; waits until the plugin has read it.
    [[nodiscard]] std::span<std::byte> slot(std::uint32_t worker);
    /// Hands the slot filled last over: its slices are given to the plugin in this order.
    void submit(std::uint32_t worker, std::span<const batch::SliceHeader> slices);
    /// Replaces the open sessions of a calendar (index given to open), one entry per day: what was
    /// observed in the rows. Before the first answer().
    void open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions);
    /// Asks a question, of which a worker has two at a time at most. What was submitted before is
    /// read before it is answered, what is submitted after it after. Its answers are handed on
    /// during this and later calls, until await_answers() has returned; the receiver outlives them.
    /// A question gives at most 64 contributions per case, indicator, series and period; more are
    /// rejected.
    void ask(const Question& question, Receiver& receiver);
    /// Returns when all questions are answered.
    void await_answers();
    /// Asks all questions and awaits their answers.
    void answer(std::span<const Question> questions, Receiver& receiver);
    /// Closes the instances in good order; after this the answers may be used.
    void finish();

    [[nodiscard]] const Layers& layers() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A rule of plugin files that this one does not keep.
struct FileFault {
    std::string rule;      ///< "load.needed", as the conformance kit's check has it
    std::string sentence;  ///< what is wrong and what to do; no full stop
};

/// Judges the sealed file without loading it: what it exports, needs and asks of the loader. Its
/// bytes are read in a sandboxed worker, never here (sanitizer builds: here). Throws MeasureFailure
/// when it is no shared object or its reading ends badly.
[[nodiscard]] std::vector<FileFault> file_faults(const Image& image,
                                                 const std::vector<std::string>& require);

/// Throws MeasureFailure(refused) with every rule the file does not keep. Sanitizer builds load
/// plugins that are sanitized themselves, which need and export more: there it does nothing.
void expect_plain(const Image& image, const std::vector<std::string>& require);

/// What a plugin says of itself; of one that was inspected only, the faults of its file.
struct Introduction {
    std::string description;
    std::uint32_t abi_minor_needed = 0;
    std::vector<FileFault> faults = {};
};

/// Fetched in a sandboxed worker (sanitizer builds: in this process). Throws MeasureFailure.
[[nodiscard]] Introduction introduction(const Image& image,
                                        const std::vector<std::string>& require);

/// The description of a plugin whose file is plain. Throws as expect_plain() and introduction() do.
[[nodiscard]] std::string describe(const Image& image, const std::vector<std::string>& require);

/// The worker executable beside this program; WAYMARK_WORKER is not consulted (no environment).
[[nodiscard]] std::filesystem::path worker_program();

}  // namespace waymark::worker
