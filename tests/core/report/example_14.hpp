// SPDX-License-Identifier: MIT
// Example 14 of the statistics rules as a unit-cost document. Made up, like all money in it.
#pragma once

#include <fstream>
#include <string>

#include "config/unit_costs.hpp"
#include "core/sqlite/test_folder.hpp"

namespace waymark::test {

inline constexpr const char* example_14 = R"(
title = "Example 14"
version = "1.2"
currency = "GBP"
price_year = 2024
[discount]
source = "HM Treasury, The Green Book"
vintage = "2026-02"
band = [{ last_year = 30, rate = 0.035 }, { last_year = 75, rate = 0.030 }]
[optimism]
source = "grades"
standing = "background"
grade = [
  { evidence = "best", benefit_cut = 0.0, cost_rise = 0.0 },
  { evidence = "third", benefit_cut = 0.10, cost_rise = 0.10 },
  { evidence = "fourth", benefit_cut = 0.15, cost_rise = 0.15 },
]
[[outcome]]
id = "better"
title = "People better off"
referred = { value = 120, source = "example" }
engaged = { value = 0.8, source = "example" }
retained = { value = 0.75, source = "example" }
impact = { value = 0.30, source = "example" }
deadweight = { value = 0.10, source = "example" }
grade = 3
[[outcome.benefit]]
agency = "NHS"
title = "first year"
unit_value = 2500
price_year = 2024
cashable = 0.4
grade = 1
source = "example"
standing = "synthetic"
[[outcome.benefit]]
agency = "NHS"
title = "half of it in the next"
unit_value = 1250
price_year = 2024
cashable = 0.4
from = 1
grade = 1
source = "example"
standing = "synthetic"
[[cost]]
service = "north"
grain = "calendar_year"
period = "2024"
amounts = [40000]
price_year = 2024
grade = 2
source = "example"
)";

/// The text with one part replaced; the part must be there.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? "the test's text has no " + from
                                   : text.replace(at, from.size(), to);
}

/// Reads a document of this text.
inline config::UnitCosts document_of(const std::string& text) {
    const Folder folder;
    const auto file = folder / "unit_costs.toml";
    std::ofstream(file) << text;
    return config::read_unit_costs(file);
}

}  // namespace waymark::test
