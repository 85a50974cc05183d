// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <charconv>

#include "base/error.hpp"

namespace waymark {

struct Sha256::State {
    State() : context(EVP_MD_CTX_new()) {
        check(context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1,
              "OpenSSL offers SHA-256");
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }

    EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
    check(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1, "bytes are hashed");
}

void Sha256::update(std::string_view text) {
    update(std::as_bytes(std::span(text.data(), text.size())));
}

Digest Sha256::finish() {
    Digest digest{};
    unsigned size = 0;
    check(EVP_DigestFinal_ex(state_->context, digest.data(), &size) == 1 && size == digest.size(),
          "the digest is complete");
    return digest;
}

Digest sha256(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.finish();
}

Digest keyed_digest(const Digest& key, std::string_view text) {
    Digest digest{};
    unsigned size = 0;
    const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                            digest.data(), &size);
    check(made != nullptr && size == digest.size(), "OpenSSL offers HMAC");
    return digest;
}

Digest random_key() {
    Digest key{};
    check(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1, "the system has random bytes");
    return key;
}

std::optional<Digest> digest_of_hex(std::string_view text) {
    Digest digest{};
    if (text.size() != 2 * digest.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const char* first = text.data() + 2 * i;
        const auto read = std::from_chars(first, first + 2, digest[i], 16);
        if (read.ec != std::errc{} || read.ptr != first + 2) {
            return std::nullopt;
        }
    }
    return digest;
}

std::string hex_text(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const std::uint8_t byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace waymark
