// SPDX-License-Identifier: MIT
// A whole run of a test plugin over literal rows: what a run does with a crew, without anything
// else.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "contract/description.hpp"
#include "worker/worker.hpp"

namespace waymark::worker::test {

/// A row of the input "marks": the case is a number within the whole run; "" is no code.
struct Mark {
    std::uint32_t person = 0;
    std::string code;
};

/// Everything a crew told, in a canonical order.
struct Told {
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, double>>
        contributions;  ///< shard, case, indicator, period, a
    std::vector<std::pair<std::uint32_t, std::uint32_t>> exclusions;  ///< shard, case
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::int64_t, std::int64_t>> findings;
    std::vector<std::string> log;
    Layers layers;

    [[nodiscard]] bool same_answers(const Told& other) const {
        return contributions == other.contributions && exclusions == other.exclusions &&
               findings == other.findings;
    }
};

/// A person's shard is person mod shards, its case there person / shards.
class SmallRun {
public:
    /// The plugin by its file name in the build's folder of test plugins.
    explicit SmallRun(const std::string& plugin);

    Opening opening;
    std::uint32_t people = 40;
    std::vector<Mark> marks;
    std::size_t rows_per_slice = 1000;
    std::size_t cases_per_question = 1000;
    bool asks_between = false;  ///< each shard as soon as its rows are there

    /// The whole run. Throws as the crew does.
    [[nodiscard]] Told told();

private:
    using Codes = std::map<std::string, std::int32_t>;  ///< a worker's dictionary
    void feed(Crew& crew, std::uint32_t shard, Codes& codes) const;
    void feed_cases(Crew& crew, std::uint32_t shard) const;
    [[nodiscard]] std::uint32_t cases_of(std::uint32_t shard) const;

    Image image_;
    contract::Description description_;
};

/// Marks of `people` people in a fixed irregular order.
[[nodiscard]] std::vector<Mark> some_marks(std::uint32_t people, std::size_t count);

[[nodiscard]] std::filesystem::path test_plugin(const std::string& name);

}  // namespace waymark::worker::test
