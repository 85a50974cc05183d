// SPDX-License-Identifier: MIT
// Value for money: what the outcomes of a service were worth, from releases and a unit-cost
// document. docs/value.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/unit_costs.hpp"
#include "release/release.hpp"
#include "report/figure_finder.hpp"

namespace waymark::report {

/// A derived indicator. Its key: measure "value", the outcome's id as series ("" = of all
/// outcomes), the cost's service, grain and period, stratum all. Money is in the document's
/// currency and prices.
struct ValueFigure {
    release::Release release;
    std::string title;
    std::string unit;  ///< "outcomes", a currency, "ratio" or "year"
};

/// A number that went in, and where it is from.
struct ValueInput {
    std::string service;
    std::string outcome;
    std::string factor;  ///< referred, engaged, retained, impact or deadweight
    Found found;
};

struct ValueReport {
    std::vector<ValueFigure> figures;
    std::vector<ValueInput> inputs;
};

/// What every cost of the document brought; of one service, when one is named. A suppressed input
/// suppresses what rests on it. Throws as FigureFinder::find; Error (configuration) with the place
/// when a share is outside 0..1, the schedule of discounts ends too early, or the document has no
/// cost of the service. docs/methods.md, "Value for money".
[[nodiscard]] ValueReport value_for_money(const config::UnitCosts& document,
                                          const FigureFinder& finder,
                                          const std::optional<std::string>& service);

}  // namespace waymark::report
