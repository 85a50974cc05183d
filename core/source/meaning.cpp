// SPDX-License-Identifier: MIT
#include "source/meaning.hpp"

#include "source/column_source.hpp"

namespace waymark::source {

Meaning::Meaning(const Wanted& wanted, const config::Source& source)
    : values_(wanted.map.values.begin(), wanted.map.values.end()),
      symbols_(wanted.symbols),
      missing_(source.missing) {
    missing_.insert(missing_.end(), wanted.map.missing.begin(), wanted.map.missing.end());
    is_plain_ = values_.empty() && symbols_.empty() && missing_.empty();
}

Meant Meaning::looked_up(std::string_view found) const {
    const auto mapped = values_.find(found);
    const std::string_view text =
        mapped == values_.end() ? found : std::string_view{mapped->second};
    for (const auto& [symbol, state] : symbols_) {
        if (symbol == text) {
            return {MeaningKind::symbol, state, {}};
        }
    }
    if (text.empty() || (mapped == values_.end() && is_one_of(text, missing_))) {
        return {MeaningKind::missing, state_missing, {}};
    }
    return {MeaningKind::value, state_observed, text};
}

}  // namespace waymark::source
