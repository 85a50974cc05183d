// SPDX-License-Identifier: MIT
#include "batch/key_space.hpp"

#include <algorithm>
#include <numeric>

namespace waymark::batch {

std::uint32_t KeySpace::number(std::string_view key) {
    const auto [place, is_new] =
        index_.emplace(std::string(key), static_cast<std::uint32_t>(keys_.size()));
    if (is_new) {
        keys_.push_back(place->first);
    }
    return place->second;
}

static bool is_plain_number(std::string_view key) noexcept {
    return !key.empty() && key.size() <= 18 && (key.size() == 1 || key.front() != '0') &&
           std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::uint32_t> KeySpace::ranks() const {
    std::vector<std::uint32_t> order(keys_.size());
    std::iota(order.begin(), order.end(), 0u);
    const bool numeric = std::all_of(keys_.begin(), keys_.end(), is_plain_number);
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        const std::string& a = keys_[left];
        const std::string& b = keys_[right];
        // Without leading zeros, the longer number is the greater one.
        return numeric && a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    std::vector<std::uint32_t> ranks(keys_.size());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
        ranks[order[rank]] = rank;
    }
    return ranks;
}

}  // namespace waymark::batch
