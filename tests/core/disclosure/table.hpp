// SPDX-License-Identifier: MIT
// A small language for tests of the gate: one service, a few cells, and what is released of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "disclosure/gate.hpp"

namespace waymark::disclosure::play {

/// Where a cell stands; the first service, series and indicator unless told otherwise.
struct At {
    std::uint32_t value = 0;  ///< of the kind of stratum
    std::uint32_t kind = 1;   ///< 0 = all
    std::uint32_t period = 0;
    std::uint32_t indicator = 0;
};

/// The total over strata.
inline constexpr At all{0, 0, 0, 0};

/// One service in January and February 2024 and the first quarter, in strata "a" to "f" of "band"
/// and "F" and "M" of "sex".
class Table {
public:
    explicit Table(contract::Kind kind);

    /// A further indicator of the same kind; returns its index.
    std::uint32_t add_indicator(const std::string& id, const std::string& part_of = "");

    /// An observed cell of `people`, of whom `contributors` contributed 1 each; b is people.
    observation::Observation& add(const At& at, std::int64_t people, std::int64_t contributors);
    /// A count of people: everybody contributes.
    observation::Observation& add(const At& at, std::int64_t people);

    /// Counts in strata of "band" and, under `all`, their sum.
    void add_line(const std::vector<std::int64_t>& counts);

    [[nodiscard]] Passed pass(const std::string& profile,
                              const std::vector<Earlier>& earlier = {}) const;

    bool begins_anew = false;  ///< the store has an older definition
    contract::Description description;
    observation::Observations observed;
    std::vector<PullFacts> pulls;
};

/// The figures released at a place; fails the test when there are none.
[[nodiscard]] const release::Figures& figures(const Passed& passed, const Table& table,
                                              const At& at, const std::string& point = "");

/// "3" or "-" per stratum of "band" and "| total" at the end: what an outsider reads.
[[nodiscard]] std::string line_text(const Passed& passed);

/// What was released, as the run hands it to the next gate.
[[nodiscard]] std::vector<Earlier> as_earlier(const Passed& passed);

}  // namespace waymark::disclosure::play
