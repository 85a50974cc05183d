// SPDX-License-Identifier: MIT
// The texts of a category column over a whole run. Blocks bring dictionaries of their own; here
// they become one that only grows, in file order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace waymark::batch {

/// One thread at a time.
class Dictionary {
public:
    /// Entry i of the result is this dictionary's index of block_entries[i], added when new.
    void translate(std::span<const std::string> block_entries, std::vector<std::uint32_t>& result) {
        result.clear();
        for (const std::string& entry : block_entries) {
            const auto [place, is_new] =
                index_.emplace(entry, static_cast<std::uint32_t>(entries_.size()));
            if (is_new) {
                entries_.push_back(entry);
            }
            result.push_back(place->second);
        }
    }

    /// The same without adding: false when an entry is not known yet.
    [[nodiscard]] bool known(std::span<const std::string> block_entries,
                             std::vector<std::uint32_t>& result) const {
        result.clear();
        for (const std::string& entry : block_entries) {
            const auto place = index_.find(entry);
            if (place == index_.end()) {
                return false;
            }
            result.push_back(place->second);
        }
        return true;
    }

    [[nodiscard]] const std::vector<std::string>& entries() const noexcept { return entries_; }

private:
    std::vector<std::string> entries_;
    std::unordered_map<std::string, std::uint32_t> index_;
};

}  // namespace waymark::batch
