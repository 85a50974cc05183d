// SPDX-License-Identifier: MIT
#include "serious_offences.hpp"

namespace reoffending {

SeriousOffences::SeriousOffences(const waymark::Json& document, const OffenceGroups& groups) {
    for (const waymark::Json& item : document.at("class").items()) {
        const waymark::Json& code = item.at("code");
        if (groups.of_class(code.text()) == OffenceGroup::unmapped) {
            code.refuse("\"" + code.text() + "\" is no class of the document offence_groups");
        }
        if (!codes_.insert(code.text()).second) {
            code.refuse("\"" + code.text() + "\" stands twice");
        }
    }
}

}  // namespace reoffending
