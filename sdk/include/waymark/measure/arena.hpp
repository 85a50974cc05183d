// SPDX-License-Identifier: MIT
// Memory for the texts and lists of rows, given back all at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace waymark::detail {

/// Hands out memory from blocks that are kept and used again after release(). One thread.
class Arena {
public:
    /// Room for `count` items, uninitialised; valid until release(). Count may be 0.
    template <class Item>
    [[nodiscard]] Item* room(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<Item>, "nobody destroys what lies here");
        static_assert(alignof(Item) <= alignment, "blocks are aligned for ordinary types");
        const std::size_t size = (count * sizeof(Item) + alignment - 1) / alignment * alignment;
        while (block_ < blocks_.size() && size > blocks_[block_].second - used_) {
            ++block_;
            used_ = 0;
        }
        if (block_ == blocks_.size()) {
            const std::size_t wanted = size > block_size ? size : block_size;
            blocks_.emplace_back(std::make_unique<std::byte[]>(wanted), wanted);
        }
        std::byte* place = blocks_[block_].first.get() + used_;
        used_ += size;
        return reinterpret_cast<Item*>(place);
    }

    [[nodiscard]] std::string_view copy(std::string_view text) {
        char* place = room<char>(text.size());
        text.copy(place, text.size());
        return {place, text.size()};
    }

    void release() {
        block_ = 0;
        used_ = 0;
    }

private:
    static constexpr std::size_t alignment = alignof(std::max_align_t);
    static constexpr std::size_t block_size = 65536;

    std::vector<std::pair<std::unique_ptr<std::byte[]>, std::size_t>> blocks_;
    std::size_t block_ = 0;  ///< the one in use
    std::size_t used_ = 0;   ///< bytes of it
};

}  // namespace waymark::detail
