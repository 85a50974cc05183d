// SPDX-License-Identifier: MIT
// One run of the plugin over a sample, cut as a check wants it, and everything it told.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/sample.hpp"
#include "conformance/subject.hpp"

namespace waymark::conformance {

/// How the same rows are handed over. Another cut must give equal answers.
struct Cut {
    std::uint32_t shards = 4;
    std::uint32_t workers = 1;
    std::size_t rows_per_slice = 4096;  ///< whole cases where an input is by_case
    std::uint32_t cases_per_question = 8192;
    std::optional<std::uint64_t>
        row_order{};                   ///< a seed: rows of inputs of order `any` are shuffled
    bool is_reversed = false;          ///< the last person comes first
    bool everyone_everywhere = false;  ///< every shard has all the people
    bool cases_appear = false;      ///< where rows stream: a case is told just before its first row
    std::string parameters = "{}";  ///< instead of the defaults
    std::uint64_t memory_bytes = std::uint64_t{1} << 30;
    std::function<bool()> cancelled{};
    bool is_later_host = false;  ///< of a later minor of the ABI, whose structs are larger
    bool tells_calls = false;    ///< forbidden system calls are printed by their number
    std::function<void(const std::string& line)> printed{};  ///< told also of a run that fails
    std::function<void()> fed{};  ///< called when the rows before the first question have been sent
};

struct ToldContribution {
    std::uint32_t indicator = 0;
    std::uint32_t series = 0;
    std::uint32_t period = 0;
    std::uint32_t of_case = 0;  ///< number in the sample, whatever the shard
    std::int32_t state = 0;
    std::vector<std::uint32_t> strata;
    double a = 0;
    double b = 1;
    std::int64_t people = 1;
    std::int64_t units = 1;

    friend bool operator==(const ToldContribution&, const ToldContribution&) = default;
    friend auto operator<=>(const ToldContribution&, const ToldContribution&) = default;
};

struct ToldExclusion {
    std::uint32_t indicator = 0;  ///< WM_ALL = all
    std::uint32_t of_case = 0;
    std::uint32_t period = 0;
    std::uint32_t reason = 0;

    friend auto operator<=>(const ToldExclusion&, const ToldExclusion&) = default;
};

/// Findings of one code, case and period are added up.
struct ToldFinding {
    std::uint32_t code = 0;
    std::uint32_t of_case = 0;  ///< WM_ALL = the whole run
    std::uint32_t period = 0;
    std::int64_t count = 0;
    std::int64_t of = 0;

    friend auto operator<=>(const ToldFinding&, const ToldFinding&) = default;
};

/// Everything told, in an order of its own.
struct Told {
    std::vector<ToldContribution> contributions;
    std::vector<ToldExclusion> exclusions;  ///< each once
    std::vector<ToldFinding> findings;
    std::vector<std::string> log;
    std::vector<std::string> printed;  ///< on standard output and error
    std::uint64_t rows = 0;
    std::chrono::duration<double> seconds{0};  ///< in which rows were read and answered
};

/// Plays it in a fresh worker. Throws as the crew does.
[[nodiscard]] Told told(const Subject& subject, const Sample& sample, const Cut& cut = {});

/// Per shard, of a cut in which everyone is everywhere.
[[nodiscard]] std::vector<Told> told_by_shard(const Subject& subject, const Sample& sample,
                                              Cut cut);

/// The first difference of what was told, as half a sentence; nullopt: none. Numbers may differ by
/// `tolerance` of their size.
[[nodiscard]] std::optional<std::string> difference(const Subject& subject, const Told& one,
                                                    const Told& other, double tolerance = 0);

}  // namespace waymark::conformance
