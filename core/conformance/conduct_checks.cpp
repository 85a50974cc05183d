// SPDX-License-Identifier: MIT
// How a measure behaves as a guest: quiet, quick, discreet, and gone when it is asked to go.
#include <seccomp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/error.hpp"
#include "conformance/check.hpp"
#include "conformance/rehearsal.hpp"

namespace waymark::conformance {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// The name of the call that a worker's line tells.
static std::optional<std::string> called(const std::string& line) {
    constexpr std::string_view told = "forbidden system call ";
    if (!line.starts_with(told)) {
        return std::nullopt;
    }
    const int number = std::atoi(line.c_str() + told.size());
    const std::unique_ptr<char, decltype(&std::free)> name(
        ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), &std::free);
    return name ? name.get() : std::to_string(number);
}

static Judgement forbidden_calls(const Subject& subject) {
    std::string call = "one that could not be named";
    Cut cut{.tells_calls = true};
    cut.printed = [&](const std::string& line) { call = called(line).value_or(call); };
    try {
        (void)told(subject, subject.sample({.seed = 1}), cut);
    } catch (const worker::MeasureFailure& failure) {
        if (failure.outcome() == worker::Outcome::policy) {
            return {Verdict::fail, "it made the forbidden system call " + call +
                                       "; a measure opens, starts, asks and sends nothing"};
        }
        throw;
    }
    return subject.request().in_process
               ? Judgement{Verdict::skipped, "in this process there is no sandbox"}
               : Judgement{};
}

static Judgement quiet(const Subject& subject) {
    if (subject.request().in_process) {
        return {Verdict::skipped, "in this process its output is ours"};
    }
    const Told heard = told(subject, subject.sample({.seed = 1}));
    return heard.printed.empty()
               ? Judgement{}
               : Judgement{Verdict::fail, "it writes to its standard output or error, such as \"" +
                                              heard.printed.front() + "\"; use the host's log"};
}

// Texts of the sample that are long enough not to stand in a log by chance.
static std::vector<std::string> tell_tales(const Sample& sample) {
    std::vector<std::string> texts;
    for (const auto& columns : sample.entries) {
        for (const auto& entries : columns) {
            std::copy_if(entries.begin(), entries.end(), std::back_inserter(texts),
                         [](const std::string& entry) { return entry.size() >= 8; });
        }
    }
    return texts;
}

static Judgement discreet(const Subject& subject) {
    const Sample rows = subject.sample({.seed = 1, .values = Values::unknown});
    const std::vector<std::string> texts = tell_tales(rows);
    const Told heard = told(subject, rows);
    for (const std::string& line : heard.log) {
        for (const std::string& text : texts) {
            if (line.find(text) != std::string::npos) {
                return {Verdict::fail,
                        "a line of its log holds a value of a row: \"" + line + "\""};
            }
        }
    }
    return {};
}

// One batch as large as a host may make it, and the wish to stop as soon as it is being read.
static Judgement cancels(const Subject& subject) {
    if (subject.request().in_process) {
        return {Verdict::skipped, "in this process nobody could stop it"};
    }
    constexpr std::uint32_t rows = 300'000;
    const Sample sample = subject.sample({.seed = 5, .people = 50, .rows_per_case = rows / 50});
    std::optional<steady_clock::time_point> asked;
    bool is_fed = false;
    Cut cut{.shards = 1, .rows_per_slice = rows};
    cut.fed = [&] { is_fed = true; };
    cut.cancelled = [&] {
        if (is_fed && !asked) {
            asked = steady_clock::now();
        }
        return asked.has_value();
    };
    try {
        (void)told(subject, sample, cut);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::interrupted) {
            throw;
        }
    }
    const milliseconds took =
        asked ? std::chrono::duration_cast<milliseconds>(steady_clock::now() - *asked)
              : milliseconds{0};
    constexpr milliseconds promised{50};
    constexpr milliseconds too_long{500};
    if (took <= 2 * promised) {  // the host itself looks every 50 ms
        return {};
    }
    const std::string cause = "it went on for " + std::to_string(took.count()) +
                              " ms after it was asked to stop; poll cancelled() at least every "
                              "50 ms of work";
    return {took < too_long ? Verdict::warning : Verdict::fail, cause};
}

static Judgement memory(const Subject& subject) {
    constexpr std::uint64_t cap = std::uint64_t{512} << 20;
    try {
        (void)told(subject, subject.sample({.seed = 6, .people = 20'000, .rows_per_case = 8}),
                   {.shards = 1, .memory_bytes = cap});
    } catch (const worker::MeasureFailure& failure) {
        if (failure.outcome() == worker::Outcome::out_of_memory) {
            return {Verdict::fail,
                    "20,000 people with some eight rows each do not fit into 512 MiB"};
        }
        throw;
    }
    return {};
}

static Judgement time_per_row(const Subject& subject) {
    const Sample rows = subject.sample({.seed = 7, .people = 2000, .rows_per_case = 50});
    const Told heard = told(subject, rows, {.shards = 1, .rows_per_slice = 65'536});
    const double microseconds =
        heard.seconds.count() * 1e6 / static_cast<double>(std::max<std::uint64_t>(heard.rows, 1));
    constexpr double budget = 20;
    return microseconds <= budget
               ? Judgement{}
               : Judgement{Verdict::warning,
                           "a row costs " + std::to_string(microseconds) +
                               " µs with reading and answering, more than 20; a national "
                               "register has 50 million"};
}

std::vector<Check> conduct_checks() {
    return {{"conduct.forbidden_calls", "It makes no system call that the sandbox forbids.",
             forbidden_calls},
            {"conduct.quiet", "It writes nothing to its standard output or error.", quiet},
            {"conduct.discreet", "Its log holds no values of rows.", discreet},
            {"conduct.cancels", "It stops within 50 ms of being asked to.", cancels},
            {"conduct.memory", "20,000 people fit into 512 MiB.", memory},
            {"conduct.time", "A row costs less than 20 microseconds.", time_per_row}};
}

}  // namespace waymark::conformance
