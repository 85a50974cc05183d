// SPDX-License-Identifier: MIT
#include "config/section.hpp"

#include <algorithm>

#include "base/nearest.hpp"
#include "config/quantity.hpp"
#include "config/value_type.hpp"
#include "config/values.hpp"

namespace waymark::config {

Place place_of(const toml::source_region& source) {
    return {.file = source.path ? *source.path : std::string(),
            .line = source.begin.line,
            .column = source.begin.column};
}

static std::vector<std::string> split_words(std::string_view words) {
    std::vector<std::string> out;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        out.emplace_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return out;
}

static std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const auto near = nearest(word, known);
    return near ? "; did you mean \"" + *near + "\"?" : std::string();
}

static bool holds_children(ValueType type) {
    return type == ValueType::table || type == ValueType::tables ||
           type == ValueType::named_tables || type == ValueType::columns;
}

Section::Section(const toml::table& table, const TableKeys& keys, std::string header,
                 Reading& reading)
    : table_(&table), keys_(&keys), header_(std::move(header)), reading_(reading) {
    std::string presets;
    for (const Key& key : keys.keys) {
        if (!key.preset.empty()) {
            presets += std::string(key.name) + " = " + std::string(key.preset) + "\n";
        }
    }
    presets_ = toml::parse(presets);
    refuse_unknown();
    SettingSection shown{.header = header_, .place = place(), .settings = {}};
    for (const Key& key : keys.keys) {
        take(key, shown);
    }
    reading_.settings.push_back(std::move(shown));
}

void Section::refuse_unknown() const {
    std::vector<std::string> known;
    for (const Key& key : keys_->keys) {
        known.emplace_back(key.name);
    }
    for (const auto& [key, node] : *table_) {
        const std::string name(key.str());
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            reading_.errors.add(place_of(key.source()),
                                "unknown key \"" + name + "\" " +
                                    (header_.empty() ? "at the top" : "in " + header_) +
                                    suggestion(name, known));
        }
    }
}

void Section::take(const Key& key, SettingSection& shown) {
    const toml::node* node = table_->get(key.name);
    const std::string name(key.name);
    if (node == nullptr) {
        if (key.presence == Presence::must) {
            const bool is_table = holds_children(key.type);
            fault("", "missing " + std::string(is_table ? "table" : "key") + " \"" + name + "\" " +
                          (header_.empty() ? "at the top" : "in " + header_) + ": " +
                          std::string(key.doc));
        } else if (!key.preset.empty()) {
            const toml::node& preset = *presets_.get(key.name);
            shown.settings.push_back({name, toml_text(preset), json_text(preset), {}});
        }
        return;
    }
    const Place where = place_of(node->source());
    if (const auto expected = misfit(key.type, *node)) {
        reading_.errors.add(where, "\"" + name + "\": expected " + *expected);
        return;
    }
    if (!key.words.empty()) {
        const std::vector<std::string> words = split_words(key.words);
        for (const auto& [text, place] : texts_with_places(*node)) {
            if (std::find(words.begin(), words.end(), text) == words.end()) {
                std::string sentence = "\"" + name + "\": unknown word \"" + text;
                sentence += "\"; expected one of ";
                sentence += key.words;
                sentence += suggestion(text, words);
                reading_.errors.add(place_of(place), sentence);
                return;
            }
        }
    }
    given_.emplace(name, node);
    if (!holds_children(key.type) && !(key.type == ValueType::column && node->is_table())) {
        shown.settings.push_back({name, toml_text(*node), json_text(*node), where});
    }
}

const Key& Section::key_of(std::string_view name) const {
    const auto found = std::find_if(keys_->keys.begin(), keys_->keys.end(),
                                    [&](const Key& key) { return key.name == name; });
    check(found != keys_->keys.end(), "readers ask for keys of the option table");
    return *found;
}

const toml::node* Section::given(std::string_view key) const {
    const auto found = given_.find(key_of(key).name);
    return found == given_.end() ? nullptr : found->second;
}

bool Section::is_faulty(std::string_view key) const {
    return given(key) == nullptr && table_->contains(key);
}

const toml::node* Section::value(std::string_view key) const {
    const toml::node* node = given(key);
    return node != nullptr ? node : presets_.get(key);
}

std::string Section::text(std::string_view key) const {
    const toml::node* node = value(key);
    return node != nullptr ? node->as_string()->get() : std::string();
}

std::vector<std::string> Section::texts(std::string_view key) const {
    std::vector<std::string> out;
    if (const toml::node* node = value(key)) {
        for (const toml::node& entry : *node->as_array()) {
            out.push_back(entry.as_string()->get());
        }
    }
    return out;
}

std::vector<std::int64_t> Section::wholes(std::string_view key) const {
    std::vector<std::int64_t> out;
    if (const toml::node* node = value(key)) {
        for (const toml::node& entry : *node->as_array()) {
            out.push_back(entry.as_integer()->get());
        }
    }
    return out;
}

double Section::real(std::string_view key) const {
    const toml::node* node = value(key);
    return node != nullptr ? node->value<double>().value_or(0.0) : 0.0;
}

bool Section::flag(std::string_view key) const {
    const toml::node* node = value(key);
    return node != nullptr && node->as_boolean()->get();
}

std::optional<Date> Section::date(std::string_view key) const {
    const toml::node* node = value(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const toml::date day = node->as_date()->get();
    return date_of(day.year, day.month, day.day);
}

std::chrono::milliseconds Section::duration(std::string_view key) const {
    return parse_duration(text(key)).value_or(std::chrono::milliseconds{0});
}

std::optional<std::chrono::days> Section::days(std::string_view key) const {
    return parse_days(text(key));
}

std::uint64_t Section::size(std::string_view key) const {
    return parse_size(text(key)).value_or(0);
}

std::vector<std::pair<std::string, std::string>> Section::map(std::string_view key) const {
    std::vector<std::pair<std::string, std::string>> out;
    if (const toml::node* node = value(key)) {
        for (const auto& [name, entry] : *node->as_table()) {
            out.emplace_back(name.str(), entry.as_string()->get());
        }
    }
    return out;
}

std::uint32_t Section::whole(std::string_view key, std::uint32_t least,
                             std::uint32_t greatest) const {
    const toml::node* node = value(key);
    const std::int64_t number = node != nullptr ? node->as_integer()->get() : least;
    if (number < least || number > greatest) {
        fault(key, "expected a whole number from " + std::to_string(least) + " to " +
                       std::to_string(greatest));
        return least;
    }
    return static_cast<std::uint32_t>(number);
}

std::vector<Section::Child> Section::children(std::string_view key) const {
    std::vector<Child> out;
    const toml::node* node = given(key);
    if (node == nullptr) {
        return out;
    }
    switch (key_of(key).type) {
        case ValueType::tables:
            for (const toml::node& entry : *node->as_array()) {
                out.push_back({"", place_of(entry.source()), entry.as_table(),
                               child_header(header_, key, true)});
            }
            break;
        case ValueType::named_tables:
            for (const auto& [name, entry] : *node->as_table()) {
                const std::string parent = child_header(header_, key, false);
                out.push_back({std::string(name.str()), place_of(name.source()), entry.as_table(),
                               child_header(parent, name.str(), false)});
            }
            break;
        default:
            out.push_back({"", place_of(node->source()), node->as_table(),
                           child_header(header_, key, false)});
    }
    return out;
}

Place Section::place() const {
    return header_.empty() ? Place{.file = reading_.file} : place_of(table_->source());
}

Place Section::place(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return node != nullptr ? place_of(node->source()) : place();
}

void Section::fault(std::string_view key, std::string_view sentence) const {
    reading_.errors.add(key.empty() ? place() : place(key),
                        key.empty() ? std::string(sentence)
                                    : "\"" + std::string(key) + "\": " + std::string(sentence));
}

std::string child_header(const std::string& parent, std::string_view name, bool is_array) {
    const std::size_t first = std::min(parent.find_first_not_of('['), parent.size());
    const std::size_t last = std::max(parent.find_last_not_of(']') + 1, first);
    const std::string path =
        parent.substr(first, last - first) + (parent.empty() ? "" : ".") + key_text(name);
    return is_array ? "[[" + path + "]]" : "[" + path + "]";
}

}  // namespace waymark::config
