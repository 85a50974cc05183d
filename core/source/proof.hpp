// SPDX-License-Identifier: MIT
// What proves which bytes a file had.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/sha256.hpp"

namespace waymark::source {

struct FileProof {
    std::filesystem::path path;
    std::uint64_t bytes = 0;  ///< as stored, compressed or not
    Digest sha256{};          ///< of the bytes as stored
    std::string proved{};     ///< what the bytes are, when not the file as it is stored
    bool is_tree = false;     ///< the digest is the tree's (tree_digest.hpp)
    bool is_hashed = true;    ///< false: whoever reads the bytes fills the digest in
};

/// The digest as it is told: 64 hexadecimal digits, after "sha256-tree-32k:" if it is the tree's.
[[nodiscard]] inline std::string digest_text(const FileProof& proof) {
    return (proof.is_tree ? "sha256-tree-32k:" : "") + hex_text(proof.sha256);
}

}  // namespace waymark::source
