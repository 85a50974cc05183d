// SPDX-License-Identifier: MIT
#include "offence_groups.hpp"

#include <algorithm>

namespace reoffending {

using waymark::Json;

static OffenceGroup group_named(const Json& word) {
    const auto& codes = offence_group_codes();
    const auto found = std::find(codes.begin(), codes.end(), word.text());
    if (found == codes.end()) {
        word.refuse("\"" + word.text() + "\" is no offence group");
    }
    return static_cast<OffenceGroup>(found - codes.begin());
}

OffenceGroups::OffenceGroups(const Json& document) {
    seriousness_.fill(-1);
    const Json& order = document.at("seriousness");
    int place = 0;
    for (const Json& word : order.items()) {
        int& rank = seriousness_.at(static_cast<std::size_t>(group_named(word)));
        if (rank >= 0) {
            word.refuse("\"" + word.text() + "\" stands twice");
        }
        rank = place++;
    }
    if (static_cast<std::size_t>(place) != group_count) {
        order.refuse("expected every offence group once, most serious first");
    }
    for (const Json& item : document.at("class").items()) {
        const Json& code = item.at("code");
        if (!groups_.emplace(code.text(), group_named(item.at("group"))).second) {
            code.refuse("\"" + code.text() + "\" stands twice");
        }
    }
}

OffenceGroup OffenceGroups::of_class(std::string_view code) const {
    const auto found = groups_.find(code);
    return found == groups_.end() ? OffenceGroup::unmapped : found->second;
}

}  // namespace reoffending
