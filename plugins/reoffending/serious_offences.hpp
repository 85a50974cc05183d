// SPDX-License-Identifier: MIT
// Which offence classes count as serious reoffences, from the document `serious_offences`.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "offence_groups.hpp"
#include "waymark/measure/json.hpp"

namespace reoffending {

/// Immutable once built; any thread.
class SeriousOffences {
public:
    /// Reads the document. Throws waymark::BadParameter naming the entry that cannot be used: a
    /// class that stands twice, or one the groups do not know, which could never be met.
    SeriousOffences(const waymark::Json& document, const OffenceGroups& groups);

    [[nodiscard]] bool has_class(std::string_view code) const { return codes_.count(code) > 0; }

private:
    std::set<std::string, std::less<>> codes_;
};

}  // namespace reoffending
