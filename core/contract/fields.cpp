// SPDX-License-Identifier: MIT
#include "contract/fields.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "base/nearest.hpp"

namespace waymark::contract {

using nlohmann::json;

static constexpr std::size_t most_lines = 100;
static constexpr std::size_t most_shown = 60;

void Faults::add(std::string_view pointer, std::string_view expected) {
    ++count_;
    // A hostile description may hold half a million faults; nobody reads past a hundred.
    if (lines_.size() < most_lines) {
        lines_.push_back((pointer.empty() ? std::string("(whole text)") : std::string(pointer)) +
                         ": " + std::string(expected));
    }
}

std::string Faults::text() const {
    std::string out;
    for (const std::string& line : lines_) {
        out += "\n  " + line;
    }
    if (count_ > lines_.size()) {
        out += "\n  ... and " + std::to_string(count_ - lines_.size()) + " more";
    }
    return out;
}

static std::string printable(std::string_view untrusted) {
    std::string out(untrusted.substr(0, most_shown));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return untrusted.size() > most_shown ? out + "..." : out;
}

std::string shown(std::string_view untrusted) {
    return '"' + printable(untrusted) + '"';
}

bool is_id(std::string_view text) noexcept {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_inner = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && text.size() <= 64 && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), is_inner);
}

static bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

Fields::Fields(const json& object, std::string pointer, Faults& faults)
    : object_(object.is_object() ? &object : nullptr),
      pointer_(std::move(pointer)),
      faults_(faults) {
    if (object_ == nullptr) {
        faults_.add(pointer_, "expected an object");
    }
}

std::string Fields::pointer_to(std::string_view name) const {
    std::string escaped;  // RFC 6901, section 3
    for (const char c : printable(name)) {
        escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return pointer_ + "/" + escaped;
}

void Fields::fault(std::string_view name, std::string_view expected) {
    faults_.add(name.empty() ? pointer_ : pointer_to(name), expected);
}

const json* Fields::find(std::string_view name) {
    known_.emplace_back(name);
    if (object_ == nullptr) {
        return nullptr;
    }
    const auto member = object_->find(std::string(name));
    return member == object_->end() ? nullptr : &*member;
}

const json* Fields::required(std::string_view name, Need need, std::string_view expected) {
    const json* member = find(name);
    if (member == nullptr && need == Need::mandatory && object_ != nullptr) {
        fault(name, "missing; expected " + std::string(expected));
    }
    return member;
}

std::string Fields::text(std::string_view name, Need need) {
    const json* member = required(name, need, "a text");
    if (member == nullptr) {
        return {};
    }
    if (!member->is_string()) {
        fault(name, "expected a text");
        return {};
    }
    const auto& value = member->get_ref<const std::string&>();
    if (has_control_character(value)) {
        fault(name, "expected a text of one line without control characters");
    } else if (value.empty() && need == Need::mandatory) {
        fault(name, "expected a text that is not empty");
    }
    return value;
}

std::string Fields::id(std::string_view name) {
    const std::size_t before = faults_.count();
    std::string value = text(name, Need::mandatory);
    if (object_ != nullptr && faults_.count() == before && !is_id(value)) {
        fault(name, shown(value) + " is no id; expected [a-z][a-z0-9_]*, at most 64 characters");
    }
    return value;
}

bool Fields::flag(std::string_view name) {
    const json* member = find(name);
    if (member != nullptr && !member->is_boolean()) {
        fault(name, "expected true or false");
        return false;
    }
    return member != nullptr && member->get<bool>();
}

std::optional<double> Fields::real(std::string_view name) {
    const json* member = find(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    if (!member->is_number() || !std::isfinite(member->get<double>())) {
        fault(name, "expected a number");
        return std::nullopt;
    }
    return member->get<double>();
}

std::int64_t Fields::whole(std::string_view name, std::int64_t greatest) {
    const json* member = find(name);
    if (member == nullptr) {
        return 0;
    }
    // get<double> first: an unsigned number above the signed range must not wrap into it.
    if (!member->is_number_integer() || member->get<double>() < 0.0 ||
        member->get<double>() > static_cast<double>(greatest)) {
        fault(name, "expected a whole number from 0 to " + std::to_string(greatest));
        return 0;
    }
    return member->get<std::int64_t>();
}

std::vector<std::string> Fields::texts(std::string_view name) {
    std::vector<std::string> values;
    std::set<std::string, std::less<>> seen;
    for (const Item& item : items(name, Need::optional, std::numeric_limits<std::size_t>::max())) {
        if (!item.value->is_string() || item.value->get_ref<const std::string&>().empty() ||
            has_control_character(item.value->get_ref<const std::string&>())) {
            faults_.add(item.pointer, "expected a text of one line that is not empty");
            continue;
        }
        values.push_back(item.value->get<std::string>());
        if (!seen.insert(values.back()).second) {
            faults_.add(item.pointer, shown(values.back()) + " stands here twice");
        }
    }
    return values;
}

std::vector<Item> Fields::items(std::string_view name, Need need, std::size_t limit) {
    const json* member = required(name, need, "an array");
    if (member == nullptr) {
        return {};
    }
    if (!member->is_array()) {
        fault(name, "expected an array");
        return {};
    }
    if (member->size() > limit) {
        fault(name, "has " + std::to_string(member->size()) + " entries; at most " +
                        std::to_string(limit) + " are allowed");
        return {};
    }
    if (member->empty() && need == Need::mandatory) {
        fault(name, "expected at least one entry");
    }
    std::vector<Item> entries;
    entries.reserve(member->size());
    for (std::size_t i = 0; i < member->size(); ++i) {
        entries.push_back({&(*member)[i], pointer_to(name) + "/" + std::to_string(i)});
    }
    return entries;
}

std::optional<std::size_t> Fields::word_index(std::string_view name,
                                              std::span<const std::string_view> words, Need need) {
    std::string expected = "one of";
    for (const std::string_view word : words) {
        expected += " " + std::string(word);
    }
    const json* member = required(name, need, expected);
    if (member == nullptr) {
        return std::nullopt;
    }
    if (!member->is_string()) {
        fault(name, "expected " + expected);
        return std::nullopt;
    }
    const auto& value = member->get_ref<const std::string&>();
    const auto found = std::find(words.begin(), words.end(), value);
    if (found == words.end()) {
        fault(name, shown(value) + " is not known; expected " + expected);
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - words.begin());
}

void Fields::refuse_unknown() {
    if (object_ == nullptr) {
        return;
    }
    for (const auto& member : object_->items()) {
        if (std::find(known_.begin(), known_.end(), member.key()) != known_.end()) {
            continue;
        }
        // The distance costs length times length: a name of a megabyte is not worth a suggestion.
        const auto near = member.key().size() <= 64 ? nearest(member.key(), known_) : std::nullopt;
        fault(member.key(), near ? "unknown member; did you mean \"" + *near + "\"?"
                                 : std::string("unknown member"));
    }
}

}  // namespace waymark::contract
