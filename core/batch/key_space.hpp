// SPDX-License-Identifier: MIT
// Keys of one declared space: texts become dense numbers ordered as the source ids are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace waymark::batch {

/// Collects the keys of a run's tables, then ranks them. One thread at a time.
class KeySpace {
public:
    /// A provisional number for the key, the same for the same text.
    [[nodiscard]] std::uint32_t number(std::string_view key);

    /// ranks[provisional number] = place among all keys: by value when every key is a whole number
    /// of at most 18 digits without leading zeros, else by bytes.
    [[nodiscard]] std::vector<std::uint32_t> ranks() const;

private:
    std::vector<std::string> keys_;
    std::unordered_map<std::string, std::uint32_t> index_;
};

}  // namespace waymark::batch
