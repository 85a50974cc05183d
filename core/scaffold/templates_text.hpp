// SPDX-License-Identifier: MIT
// The template files of a new measure, as text; @WORD@ stands for what scaffold.cpp puts there.
#pragma once

#include <string_view>
#include <vector>

namespace waymark::scaffold {

struct TemplateText {
    std::string_view name;  ///< "case/measure.cpp"
    std::string_view text;
};

/// Every template; any thread.
[[nodiscard]] const std::vector<TemplateText>& templates();

}  // namespace waymark::scaffold
