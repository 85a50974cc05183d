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

static constexpr std::array<std::pair<std::string_view, Reason>, 7> reason_words{
    {{"late_before", Reason::late_before},
     {"late_after", Reason::late_after},
     {"excluded", Reason::excluded},
     {"reduced_timetable", Reason::reduced_timetable},
     {"not_required", Reason::not_required},
     {"no_reason_yet", Reason::no_reason_yet},
     {"administrative", Reason::administrative}}};

static Reason reason_of(const Json* word) {
    const auto found = std::find_if(
        reason_words.begin(), reason_words.end(),
        [&](const auto& known) { return word != nullptr && known.first == word->text(); });
    return found == reason_words.end() ? Reason::other : found->second;
}

// The place among `reasons` of the one with this category and reason.
static std::optional<std::size_t> series_of(const Json* reasons, const Json& code) {
    const Json* reason = code.find("reason");
    if (reasons == nullptr || reason == nullptr) {
        return std::nullopt;
    }
    const auto& list = reasons->items();
    const auto found = std::find_if(list.begin(), list.end(), [&](const Json& one) {
        return one.at("category").text() == code.at("category").text() &&
               one.at("reason").text() == reason->text();
    });
    return found == list.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - list.begin()));
}

static Day day_or(const Json& entry, std::string_view key, Day otherwise) {
    const Json* day = entry.find(key);
    return day != nullptr ? day->day() : otherwise;
}

CodeTable::CodeTable(const Json& document) {
    categories_[unknown_entry] = Category::unknown;
    categories_[unfit_entry] = Category::unknown;
    const Json& codes = document.at("code");
    const Json* reasons = document.find("reason");
    series_count_ = reasons != nullptr ? reasons->items().size() : 0;
    if (codes.items().size() >= unfit_entry) {
        codes.refuse("more than 253 codes");
    }
    for (const Json& item : codes.items()) {
        const auto number = static_cast<std::uint8_t>(entries_.size() + 1);
        const Category category = category_of(item);
        entries_.push_back({plain_code(item.at("code").text()), {number, category}});
        categories_[number] = category;
        validities_[number] = {day_or(item, "valid_from", waymark::far_past),
                               day_or(item, "valid_to", waymark::far_future)};
        reasons_[number] = reason_of(item.find("reason"));
        series_[number] = series_of(reasons, item);
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
