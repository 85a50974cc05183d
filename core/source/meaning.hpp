// SPDX-License-Identifier: MIT
// What a text found in a column means: a value (perhaps written otherwise), a symbol, or nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "source/pull.hpp"

namespace waymark::source {

/// The states a column with symbols uses itself; the numbers of WM_STATE_* in abi.h.
inline constexpr std::int32_t state_observed = 0;
inline constexpr std::int32_t state_missing = 1;

enum class MeaningKind : std::uint8_t { value, missing, symbol };

struct Meant {
    MeaningKind kind = MeaningKind::value;
    std::int32_t state = state_observed;  ///< of a symbol
    std::string_view text;                ///< of a value
};

/// First the value map speaks, then the symbols, then the missing texts; the empty text is missing
/// unless the map says otherwise. Immutable; any thread.
class Meaning {
public:
    Meaning(const Wanted& wanted, const config::Source& source);

    [[nodiscard]] Meant operator()(std::string_view found) const {
        if (is_plain_) [[likely]] {
            return {found.empty() ? MeaningKind::missing : MeaningKind::value, state_missing,
                    found};
        }
        return looked_up(found);
    }

    /// True when every text but the empty one is a value as it stands.
    [[nodiscard]] bool is_plain() const noexcept { return is_plain_; }
    [[nodiscard]] const std::vector<std::string>& missing() const noexcept { return missing_; }

private:
    [[nodiscard]] Meant looked_up(std::string_view found) const;

    bool is_plain_;
    std::map<std::string, std::string, std::less<>> values_;
    std::vector<std::pair<std::string, std::int32_t>> symbols_;
    std::vector<std::string> missing_;
};

}  // namespace waymark::source
