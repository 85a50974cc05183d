// SPDX-License-Identifier: MIT
// SHA-256 of bytes as they stream by (OpenSSL, which uses the processor's instructions).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace waymark {

using Digest = std::array<std::uint8_t, 32>;

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hex_text(const Digest& digest);

/// A running digest. One thread at a time.
class Sha256 {
public:
    Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);

    /// The digest of all bytes so far; the object may not be used again afterwards.
    [[nodiscard]] Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The digest of one text.
[[nodiscard]] Digest sha256(std::string_view text);

/// HMAC-SHA-256 of a text (RFC 2104): a digest nobody can guess their way to without the key.
[[nodiscard]] Digest keyed_digest(const Digest& key, std::string_view text);

/// 32 bytes from the system's random source.
[[nodiscard]] Digest random_key();

/// What hex_text wrote; nullopt for any other text.
[[nodiscard]] std::optional<Digest> digest_of_hex(std::string_view text);

}  // namespace waymark
