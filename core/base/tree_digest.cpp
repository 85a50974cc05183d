// SPDX-License-Identifier: MIT
#include "base/tree_digest.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "base/sha256_pair.hpp"

namespace waymark {

std::vector<Digest> leaf_digests(std::span<const std::byte> bytes) {
    std::vector<Digest> leaves;
    leaves.reserve((bytes.size() + leaf_bytes - 1) / leaf_bytes);
    for (; has_sha256_pair() && bytes.size() >= 2 * leaf_bytes;
         bytes = bytes.subspan(2 * leaf_bytes)) {
        Digest& first = leaves.emplace_back();
        Digest second{};
        sha256_pair(bytes.data(), bytes.data() + leaf_bytes, leaf_bytes, first, second);
        leaves.push_back(second);
    }
    while (!bytes.empty()) {
        const std::size_t size = std::min(bytes.size(), leaf_bytes);
        Sha256 leaf;
        leaf.update(bytes.first(size));
        leaves.push_back(leaf.finish());
        bytes = bytes.subspan(size);
    }
    return leaves;
}

void TreeDigest::update(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const std::size_t size = std::min(bytes.size(), leaf_bytes - begun_);
        leaf_.update(bytes.first(size));
        begun_ += size;
        bytes = bytes.subspan(size);
        if (begun_ == leaf_bytes) {
            const Digest leaf = std::exchange(leaf_, Sha256()).finish();
            begun_ = 0;
            add({&leaf, 1});
        }
    }
}

void TreeDigest::add(std::span<const Digest> leaves) {
    check(is_at_leaf(), "leaves follow whole leaves");
    root_.update(std::as_bytes(leaves));
    leaves_ += leaves.size();
}

Digest TreeDigest::finish() {
    if (begun_ > 0 || leaves_ == 0) {
        const Digest leaf = leaf_.finish();
        root_.update(std::as_bytes(std::span(&leaf, 1)));
    }
    return root_.finish();
}

}  // namespace waymark
