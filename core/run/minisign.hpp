// SPDX-License-Identifier: MIT
// Signatures in the format of minisign: who vouches for a sidecar. Pure but for sodium's own state;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::run {

/// Whether the text is a public key as minisign prints it: 56 characters that begin with "RW".
[[nodiscard]] bool is_minisign_key(std::string_view text);

/// What is wrong with a signature of `message`, a sentence without full stop; nullopt when one of
/// the keys made it. `signature` is the text of a .minisig file: both kinds of minisign are taken,
/// and the trusted comment is checked too.
[[nodiscard]] std::optional<std::string> signature_fault(std::string_view message,
                                                         std::string_view signature,
                                                         const std::vector<std::string>& keys);

}  // namespace waymark::run
