// SPDX-License-Identifier: MIT
#include "disposals.hpp"

#include <algorithm>

namespace reoffending {

using waymark::Json;

Disposals::Disposals(const Json& document) {
    const Json& disposals = document.at("disposal");
    if (disposals.items().size() >= unknown_disposal) {
        disposals.refuse("more than 254 disposals");
    }
    for (const Json& item : disposals.items()) {
        const Json& code = item.at("code");
        if (rank(code.text()) != unknown_disposal) {
            code.refuse("\"" + code.text() + "\" stands twice");
        }
        const Json* custody = item.find("immediate_custody");
        entries_.push_back({code.text(), custody != nullptr && custody->boolean()});
    }
    for (const Json& item : document.at("table").items()) {
        tables_.push_back(table_of(item));
    }
}

Disposals::Table Disposals::table_of(const Json& entry) const {
    Table table;
    for (const Json& word : entry.at("event_types").items()) {
        const auto& codes = event_type_codes();
        const auto found = std::find(codes.begin(), codes.end(), word.text());
        if (found == codes.end()) {
            word.refuse("\"" + word.text() + "\" is no event type");
        }
        table.types.push_back(static_cast<EventType>(found - codes.begin()));
    }
    for (const Json& word : entry.at("disposals").items()) {
        if (rank(word.text()) == unknown_disposal) {
            word.refuse("\"" + word.text() + "\" is none of the disposals above");
        }
        table.disposals.push_back(rank(word.text()));
    }
    return table;
}

DisposalRank Disposals::rank(std::string_view code) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.code == code; });
    return found == entries_.end() ? unknown_disposal
                                   : static_cast<DisposalRank>(found - entries_.begin());
}

bool Disposals::is_immediate_custody(DisposalRank rank) const {
    return rank < entries_.size() && entries_[rank].is_immediate_custody;
}

bool Disposals::is_in_table(std::size_t table, EventType type, DisposalRank rank) const {
    const Table& wanted = tables_[table];
    return std::find(wanted.types.begin(), wanted.types.end(), type) != wanted.types.end() ||
           std::find(wanted.disposals.begin(), wanted.disposals.end(), rank) !=
               wanted.disposals.end();
}

}  // namespace reoffending
