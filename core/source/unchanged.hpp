// SPDX-License-Identifier: MIT
// Whether files are still what an earlier reading proved they were.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "source/proof.hpp"

namespace waymark::source {

/// The proof that digest_text() wrote as `digest`; nullopt for any other text.
[[nodiscard]] std::optional<FileProof> proof_of(std::filesystem::path path, std::uint64_t bytes,
                                                std::string_view digest);

/// True when every file has the size and the digest of its proof. Sizes are looked at first, so
/// that most files that changed cost nothing; then files are hashed beside each other on `threads`
/// threads. False for a file that is gone or cannot be read: whoever pulls it will say why.
/// `cancelled` is asked between blocks, may be empty, and is told as Error(interrupted).
[[nodiscard]] bool are_unchanged(std::span<const FileProof> files, std::uint32_t threads,
                                 const std::function<bool()>& cancelled);

}  // namespace waymark::source
