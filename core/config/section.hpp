// SPDX-License-Identifier: MIT
// One TOML table read by its option table; every fault is noted at its place. Only for this room.
#pragma once

#include <toml++/toml.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/error_list.hpp"
#include "config/config.hpp"
#include "config/keys.hpp"

namespace waymark::config {

/// Where something stands, in whichever file of the configuration it does.
[[nodiscard]] Place place_of(const toml::source_region& source);

/// What all sections of one configuration share.
struct Reading {
    std::string file;  ///< the main one
    ErrorList errors;
    std::vector<SettingSection> settings;
};

/// The keys of one table. Unknown keys, missing mandatory ones and values of the wrong type are
/// noted at once; a getter then gives the value, or the key's default, or nothing. One thread; the
/// table and the reading outlive it.
class Section {
public:
    /// `header` is as TOML writes it, "[store]"; "" for the top.
    Section(const toml::table& table, const TableKeys& keys, std::string header, Reading& reading);

    [[nodiscard]] const std::string& header() const noexcept { return header_; }
    [[nodiscard]] Reading& reading() const noexcept { return reading_; }

    /// The value given under a key if it is of the key's type; null otherwise.
    [[nodiscard]] const toml::node* given(std::string_view key) const;

    /// Whether the file has the key, but not of the key's type: told already, judge no further.
    [[nodiscard]] bool is_faulty(std::string_view key) const;

    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
    [[nodiscard]] std::vector<std::int64_t> wholes(std::string_view key) const;
    [[nodiscard]] double real(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key) const;
    [[nodiscard]] std::optional<Date> date(std::string_view key) const;
    [[nodiscard]] std::chrono::milliseconds duration(std::string_view key) const;
    [[nodiscard]] std::optional<std::chrono::days> days(std::string_view key) const;
    [[nodiscard]] std::uint64_t size(std::string_view key) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> map(std::string_view key) const;

    /// A whole number in the range; outside it is a fault and gives `least`.
    [[nodiscard]] std::uint32_t whole(std::string_view key, std::uint32_t least,
                                      std::uint32_t greatest) const;

    /// The tables under a key of type table, tables or named_tables with their headers and names.
    struct Child {
        std::string name;  ///< of a named table
        Place place;
        const toml::table* table;
        std::string header;
    };
    [[nodiscard]] std::vector<Child> children(std::string_view key) const;

    [[nodiscard]] Place place() const;
    /// Of the value under the key; of the section when it is not given.
    [[nodiscard]] Place place(std::string_view key) const;

    void fault(std::string_view key, std::string_view sentence) const;

private:
    [[nodiscard]] const Key& key_of(std::string_view name) const;
    /// The given value or the default; null when there is neither.
    [[nodiscard]] const toml::node* value(std::string_view key) const;
    void refuse_unknown() const;
    void take(const Key& key, SettingSection& shown);

    const toml::table* table_;
    const TableKeys* keys_;
    std::string header_;
    Reading& reading_;
    std::map<std::string, const toml::node*, std::less<>> given_;
    toml::table presets_;
};

/// "[monitor.table.marks]" below "[[monitor]]" and so on; names that are not bare are quoted.
[[nodiscard]] std::string child_header(const std::string& parent, std::string_view name,
                                       bool is_array);

}  // namespace waymark::config
