// SPDX-License-Identifier: MIT
// The template files of a new measure, as text; @WORD@ stands for what scaffold.cpp puts there.
#pragma once

#include <span>
#include <string_view>

namespace waymark::scaffold {

struct TemplateText {
    std::string_view name;  ///< "case/measure.cpp"
    std::string_view text;
};

/// Every template; any thread.
[[nodiscard]] std::span<const TemplateText> templates();

}  // namespace waymark::scaffold
