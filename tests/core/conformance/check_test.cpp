// SPDX-License-Identifier: MIT
// The kit finds what it is for: a sound measure passes every check, and each fault built into it is
// found by the check that should find it.
#include "conformance/check.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

using namespace waymark::conformance;

namespace {

std::filesystem::path plugin(const std::string& fault) {
    return std::filesystem::path(CONFORMANCE_PLUGINS) / (fault + ".so");
}

Result result_of(const std::string& fault, const std::string& id, std::uint64_t seed = 1) {
    const Subject subject({.library = plugin(fault), .seed = seed});
    const std::vector<Check> all = checks();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Check& check) { return check.id == id; });
    REQUIRE(found != all.end());
    return waymark::conformance::result_of(*found, subject);
}

struct Fault {
    std::string name;
    std::string check;
    Verdict verdict;
    std::string cause;  ///< words the probable cause has
};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all{
        {"extra_symbol", "load.one_symbol", Verdict::fail, "counted_marks"},
        {"needs_library", "load.needed", Verdict::fail, "libz.so.1"},
        {"executable_stack", "load.plain", Verdict::fail, "executable stack"},
        {"slow_start", "load.time", Verdict::warning, "static constructors"},
        {"bad_description", "description.valid", Verdict::fail, "/indicators/0/kind"},
        {"shifting", "description.stable", Verdict::fail, "constant text"},
        {"wordless", "description.words", Verdict::warning, "author"},
        {"reads_clock", "algebra.repeatable", Verdict::fail, "clock"},
        {"per_batch", "algebra.batches", Verdict::fail, "once per batch"},
        {"per_block", "algebra.blocks", Verdict::fail, "asked about with it"},
        {"spread", "algebra.shards", Verdict::fail, "spread over instances"},
        {"static_total", "algebra.clean_start", Verdict::fail, "static or global"},
        {"odd_numbers", "algebra.case_order", Verdict::fail, "its number"},
        {"fixed_size", "algebra.later_host", Verdict::fail, "are larger"},
        {"first_cases", "algebra.late_cases", Verdict::fail, "appear between rows"},
        {"last_row_wins", "algebra.row_order", Verdict::fail, "order of rows"},
        {"most_rows", "algebra.neighbours", Verdict::fail, "other people's rows"},
        {"percent", "values.in_range", Verdict::fail, "coded"},
        {"not_a_number", "values.in_range", Verdict::fail, "coded"},
        {"nobody", "values.empty", Verdict::crashed, "SIGABRT"},
        {"only_nulls", "values.all_null", Verdict::crashed, "SIGABRT"},
        {"code_table", "values.unknown_codes", Verdict::crashed, "SIGABRT"},
        {"silent_codes", "values.unknown_codes", Verdict::warning, "typing error"},
        {"overflow", "values.extreme", Verdict::fail, "amounts"},
        {"narrow", "values.long_case", Verdict::fail, "too narrow"},
        {"bad_parameter", "values.parameters", Verdict::crashed, "\"scale\":100"},
        {"wrong_grain", "values.periods", Verdict::fail, "does not allow"},
        {"drops_cases", "values.every_case", Verdict::warning, "neither counted nor excluded"},
        {"sends", "conduct.forbidden_calls", Verdict::fail, "system call socket;"},
        {"chatty", "conduct.quiet", Verdict::fail, "counting marks"},
        {"gossip", "conduct.discreet", Verdict::fail, "unheard"},
        {"deaf", "conduct.cancels", Verdict::fail, "poll cancelled()"},
        {"hungry", "conduct.memory", Verdict::fail, "512 MiB"},
        {"slow", "conduct.time", Verdict::warning, "a row costs"}};
    return all;
}

}  // namespace

TEST_CASE("A sound measure passes every check, whatever the seed", "[conformance]") {
    for (const std::uint64_t seed : {1U, 20261127U}) {
        const Subject subject({.library = plugin("none"), .seed = seed});
        for (const Check& check : checks()) {
            const Result result = waymark::conformance::result_of(check, subject);
            CAPTURE(result.id, seed, result.judgement.cause);
            // What is measured in milliseconds may be a warning where the machine is busy.
            const bool may_warn = result.id == "load.time" || result.id == "conduct.time" ||
                                  result.id == "conduct.cancels";
            CHECK((result.judgement.verdict == Verdict::pass ||
                   (may_warn && result.judgement.verdict == Verdict::warning)));
        }
    }
}

TEST_CASE("Each fault is found by the check that should find it", "[conformance]") {
    for (const Fault& fault : faults()) {
        const Result result = result_of(fault.name, fault.check);
        CAPTURE(fault.name, result.id, result.judgement.cause);
        CHECK(word(result.judgement.verdict) == word(fault.verdict));
        CHECK(result.judgement.cause.find(fault.cause) != std::string::npos);
    }
}

TEST_CASE("Every check finds some fault, or a test of its own shows that it can", "[conformance]") {
    for (const Check& check : checks()) {
        const bool is_shown =
            check.id == "description.sidecar" ||
            std::any_of(faults().begin(), faults().end(),
                        [&](const Fault& fault) { return fault.check == check.id; });
        CAPTURE(check.id);
        CHECK(is_shown);
    }
}

TEST_CASE("The ids of checks differ and their sentences end", "[conformance]") {
    std::vector<std::string_view> ids;
    for (const Check& check : checks()) {
        CHECK(std::find(ids.begin(), ids.end(), check.id) == ids.end());
        CHECK(check.sentence.ends_with('.'));
        ids.push_back(check.id);
    }
}

TEST_CASE("A plugin without a description is told once, and no other check is tried",
          "[conformance]") {
    const Subject subject({.library = plugin("bad_description")});
    for (const Check& check : checks()) {
        if (check.needs_description) {
            const Result result = waymark::conformance::result_of(check, subject);
            CHECK(word(result.judgement.verdict) == word(Verdict::skipped));
        }
    }
}

TEST_CASE("A sidecar of another build is found, and a missing one is told", "[conformance]") {
    const auto folder = std::filesystem::path(CONFORMANCE_PLUGINS) / "stale";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::filesystem::copy_file(plugin("wordless"), folder / "none.so");
    const auto judged = [&] {
        const std::vector<Check> all = checks();
        const auto check = std::find_if(all.begin(), all.end(), [](const Check& one) {
            return one.id == "description.sidecar";
        });
        const Subject subject({.library = folder / "none.so"});
        return waymark::conformance::result_of(*check, subject).judgement;
    };
    CHECK(word(judged().verdict) == word(Verdict::warning));
    std::filesystem::copy_file(std::filesystem::path(CONFORMANCE_PLUGINS) / "none.measure.json",
                               folder / "none.measure.json");
    CHECK(word(judged().verdict) == word(Verdict::fail));
    std::filesystem::remove_all(folder);
}
