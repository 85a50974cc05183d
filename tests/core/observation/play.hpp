// SPDX-License-Identifier: MIT
// A small language for tests of sums: a few cases, what is contributed for them, the cells that
// follow.
#pragma once

#include <waymark/abi.h>

#include <cstdint>
#include <string>
#include <vector>

#include "observation/sums.hpp"

namespace waymark::observation::play {

/// One case of a run over all shards.
struct Case {
    std::uint32_t person = 0;
    std::uint32_t service = 0;
    std::vector<std::uint32_t> strata = {};  ///< per host kind
    bool is_total = false;
};

/// One contribution; consecutive ones to the same slot can be handed over in one call.
struct Told {
    std::uint32_t case_number = 0;  ///< index into the cases of the run
    double a = 1;
    double b = 1;
    std::uint32_t indicator = 0;
    std::uint32_t period = 0;
    std::int64_t people = 1;
    std::int32_t state = WM_STATE_OBSERVED;
    std::vector<std::uint32_t> own = {};  ///< per own kind; empty = none
};

/// A run in memory: two services, three months (2024-01 to 2024-03) and the quarter of them.
struct Run {
    explicit Run(contract::Kind kind) : Run(std::vector<contract::Kind>{kind}) {}
    explicit Run(const std::vector<contract::Kind>& kinds);

    /// The cells when the contributions come in this order, `per_call` at a time (as far as they go
    /// to one slot), over `shards` shards.
    [[nodiscard]] Observations observed(const std::vector<Told>& told, std::uint32_t shards = 1,
                                        std::size_t per_call = 1000) const;

    /// The same with one case per call and settled after each case; `told` is ascending by case.
    [[nodiscard]] Observations observed_case_by_case(const std::vector<Told>& told) const;

    contract::Description description;
    Observations frame;
    std::vector<Case> cases;
    std::vector<RollUp> roll_ups;
    bool aggregate = false;

private:
    [[nodiscard]] Shape shape() const;
};

/// The cell of (service, indicator, period, stratum kind and value); nullptr when there is none.
[[nodiscard]] const Observation* find_cell(const Observations& observed, const CellKey& key);

/// Whether both have the same cells with the same sums and states, to the last bit.
[[nodiscard]] bool same_cells(const Observations& left, const Observations& right);

/// The sums of service 0, indicator 0, period 0, stratum all; fails the test when there are none.
[[nodiscard]] const Sums& first_sums(const Observations& observed);

}  // namespace waymark::observation::play
