// SPDX-License-Identifier: MIT
#include "base/error_list.hpp"

#include <algorithm>
#include <tuple>

namespace waymark {

void ErrorList::add(const Place& place, std::string_view sentence) {
    entries_.push_back({place, std::string(sentence)});
}

void ErrorList::throw_if_any() const {
    if (entries_.empty()) {
        return;
    }
    std::vector<Entry> sorted = entries_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Entry& left, const Entry& right) {
        return std::tie(left.place.file, left.place.line, left.place.column) <
               std::tie(right.place.file, right.place.line, right.place.column);
    });
    std::string text;
    for (const Entry& entry : sorted) {
        const std::string where = entry.place.text();
        text += (where.empty() ? where : where + ": ") + "error: " + entry.sentence + "\n";
    }
    text += std::to_string(sorted.size()) + (sorted.size() == 1 ? " error." : " errors.");
    throw Error(ErrorKind::configuration, text + " Nothing was changed.");
}

}  // namespace waymark
