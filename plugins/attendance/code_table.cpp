// SPDX-License-Identifier: MIT
#include "code_table.hpp"

#include <algorithm>
#include <utility>

namespace attendance {

using waymark::Day;
using waymark::Json;

static constexpr std::array<std::pair<std::string_view, Category>, 6> category_words{
    {{"present", Category::present},
     {"activity", Category::activity},
     {"authorised", Category::authorised},
     {"unauthorised", Category::unauthorised},
     {"not_possible", Category::not_possible},
     {"covid", Category::covid}}};

static Category category_of(const Json& entry) {
    const Json& word = entry.at("category");
    const auto found = std::find_if(category_words.begin(), category_words.end(),
                                    [&](const auto& known) { return known.first == word.text(); });
    if (found == category_words.end()) {
        word.refuse("\"" + word.text() +
                    "\" is no category; use present, activity, authorised, unauthorised, "
                    "not_possible or covid");
    }
    return found->second;
}

static Day day_or(const Json& entry, std::string_view key, Day otherwise) {
    const Json* day = entry.find(key);
    return day != nullptr ? day->day() : otherwise;
}

CodeTable::CodeTable(const Json& document) {
    categories_[unknown_entry] = Category::unknown;
    const Json& codes = document.at("code");
    if (codes.items().size() >= unknown_entry) {
        codes.refuse("more than 254 codes");
    }
    for (const Json& item : codes.items()) {
        const auto number = static_cast<std::uint8_t>(entries_.size() + 1);
        const Category category = category_of(item);
        entries_.push_back({plain_code(item.at("code").text()), {number, category}});
        categories_[number] = category;
        validities_[number] = {day_or(item, "valid_from", waymark::far_past),
                               day_or(item, "valid_to", waymark::far_future)};
        const Json* reason = item.find("reason");
        no_reason_yet_[number] = reason != nullptr && reason->text() == "no_reason_yet";
        administrative_[number] = reason != nullptr && reason->text() == "administrative";
    }
}

waymark::Eras<Meaning> CodeTable::meanings(std::string_view code) const {
    const std::string plain = plain_code(code);
    waymark::Eras<Meaning> eras;
    if (plain.empty() || plain == "-") {
        return eras.from(waymark::far_past, Meaning{});
    }
    for (const Entry& entry : entries_) {
        if (entry.code == plain) {
            eras.from(validities_[entry.meaning.entry].first, entry.meaning);
        }
    }
    if (eras.is_empty()) {
        eras.from(waymark::far_past, {unknown_entry, Category::unknown});
    }
    return eras;
}

std::string plain_code(std::string_view code) {
    // Slashes as word processors write them: fraction slash, division slash, full-width forms.
    constexpr std::array<std::pair<std::string_view, char>, 5> slashes{
        {{"\u2044", '/'}, {"\u2215", '/'}, {"\uFF0F", '/'}, {"\uFF3C", '\\'}, {"\u2216", '\\'}}};
    std::string plain;
    while (!code.empty()) {
        const auto slash = std::find_if(slashes.begin(), slashes.end(), [&](const auto& known) {
            return code.starts_with(known.first);
        });
        if (slash != slashes.end()) {
            plain += slash->second;
            code.remove_prefix(slash->first.size());
            continue;
        }
        const char c = code.front();
        if (c != ' ' && c != '\t') {
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        code.remove_prefix(1);
    }
    return plain;
}

}  // namespace attendance
