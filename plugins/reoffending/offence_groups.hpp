// SPDX-License-Identifier: MIT
// Which group an offence class belongs to and which group is the more serious, from the document
// `offence_groups`.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "rows.hpp"
#include "waymark/measure/json.hpp"

namespace reoffending {

/// Immutable once built; any thread.
class OffenceGroups {
public:
    /// Reads the document. Throws waymark::BadParameter naming the entry that cannot be used.
    explicit OffenceGroups(const waymark::Json& document);

    /// The group of an offence class; `unmapped` when the document does not have the class.
    [[nodiscard]] OffenceGroup of_class(std::string_view code) const;

    /// 0 for the most serious group; `unmapped` is as serious as `other`.
    [[nodiscard]] int seriousness(OffenceGroup group) const {
        return seriousness_.at(static_cast<std::size_t>(std::min(group, OffenceGroup::other)));
    }

private:
    static constexpr std::size_t group_count = 13;

    std::map<std::string, OffenceGroup, std::less<>> groups_;
    std::array<int, group_count> seriousness_{};
};

}  // namespace reoffending
