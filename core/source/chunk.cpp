// SPDX-License-Identifier: MIT
#include "source/chunk.hpp"

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "source/structure.hpp"

namespace waymark::source {

void Chunk::clear(std::size_t bytes) {
    begin = end = structure_padding;
    layout = nullptr;
    last_of_file = false;
    failure = nullptr;
    error = nullptr;
    rows_read = 0;
    dropped.clear();
    first_rows.clear();
    identities.clear();
    stored_before.clear();
    stored_begin = stored_end = 0;
    stored_tail.clear();
    leaves.clear();
    proof.reset();
    block.rows = 0;
    reserve(bytes);
}

void Chunk::reserve(std::size_t bytes) {
    const std::size_t needed = structure_padding + bytes + structure_padding;
    if (block.text_storage.size() < needed) {
        block.text_storage.resize(needed);
    }
}

void Chunk::seal() {
    reserve(end - structure_padding);
    std::memset(data() + end, '0', structure_padding);  // neither delimiter nor control character
    used_ = end + structure_padding;
    block.text = {data(), used_};
}

batch::TextSpan Chunk::append(std::string_view text) {
    check(text.size() <= UINT32_MAX - used_, "a block's text fits 32-bit offsets");
    if (block.text_storage.size() < used_ + text.size() + batch::text_padding) {
        block.text_storage.resize(used_ + text.size() + batch::text_padding +
                                  block.text_storage.size() / 2);
    }
    std::copy(text.begin(), text.end(), data() + used_);
    const batch::TextSpan span{static_cast<std::uint32_t>(used_),
                               static_cast<std::uint32_t>(text.size())};
    used_ += text.size();
    block.text = {data(), used_};
    return span;
}

}  // namespace waymark::source
