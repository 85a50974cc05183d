// SPDX-License-Identifier: MIT
#include "run/minisign.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/error.hpp"

namespace waymark::run {
namespace {

using Bytes = std::vector<unsigned char>;

constexpr std::size_t algorithm_bytes = 2;
constexpr std::size_t id_bytes = 8;
constexpr std::size_t head_bytes = algorithm_bytes + id_bytes;
constexpr std::size_t key_bytes = head_bytes + crypto_sign_PUBLICKEYBYTES;
constexpr std::size_t signature_bytes = head_bytes + crypto_sign_BYTES;
constexpr std::string_view trusted_prefix = "trusted comment: ";

void start_sodium() {
    static const int started = sodium_init();
    check(started >= 0, "libsodium starts");
}

// nullopt unless the text is exactly so many bytes in base64.
std::optional<Bytes> decoded(std::string_view text, std::size_t size) {
    Bytes bytes(size);
    std::size_t got = 0;
    const char* end = nullptr;
    const bool is_base64 =
        sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &got, &end,
                          sodium_base64_VARIANT_ORIGINAL) == 0;
    const bool is_whole = is_base64 && got == size && end == text.data() + text.size();
    return is_whole ? std::optional(std::move(bytes)) : std::nullopt;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The parts of a .minisig file.
struct Signature {
    Bytes head_and_signature;
    std::string_view comment;
    Bytes of_comment;
    bool is_prehashed = false;
};

std::optional<Signature> parsed(std::string_view text) {
    const auto lines = lines_of(text);
    if (lines.size() < 4 || !lines[2].starts_with(trusted_prefix)) {
        return std::nullopt;
    }
    auto signature = decoded(lines[1], signature_bytes);
    auto of_comment = decoded(lines[3], crypto_sign_BYTES);
    if (!signature || !of_comment || (*signature)[0] != 'E') {
        return std::nullopt;
    }
    const unsigned char kind = (*signature)[1];
    if (kind != 'D' && kind != 'd') {
        return std::nullopt;
    }
    return Signature{std::move(*signature), lines[2].substr(trusted_prefix.size()),
                     std::move(*of_comment), kind == 'D'};
}

std::span<const unsigned char> bytes_of(std::string_view text) {
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

bool is_signed(std::span<const unsigned char> signature, std::span<const unsigned char> message,
               const Bytes& key) {
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       key.data() + head_bytes) == 0;
}

bool is_good(const Signature& signature, std::string_view message, const Bytes& key) {
    std::array<unsigned char, crypto_generichash_BYTES_MAX> hash{};
    std::span<const unsigned char> what = bytes_of(message);
    if (signature.is_prehashed) {
        crypto_generichash(hash.data(), hash.size(), what.data(), what.size(), nullptr, 0);
        what = hash;
    }
    const std::span<const unsigned char> own =
        std::span(signature.head_and_signature).subspan(head_bytes);
    Bytes commented(own.begin(), own.end());
    commented.insert(commented.end(), signature.comment.begin(), signature.comment.end());
    return is_signed(own, what, key) && is_signed(signature.of_comment, commented, key);
}

}  // namespace

bool is_minisign_key(std::string_view text) {
    start_sodium();
    const auto key = decoded(text, key_bytes);
    return key && (*key)[0] == 'E' && (*key)[1] == 'd';
}

std::optional<std::string> signature_fault(std::string_view message, std::string_view signature,
                                           const std::vector<std::string>& keys) {
    start_sodium();
    const auto read = parsed(signature);
    if (!read) {
        return "is no signature as minisign writes it";
    }
    const std::span<const unsigned char> id =
        std::span(read->head_and_signature).subspan(algorithm_bytes, id_bytes);
    for (const std::string& text : keys) {
        const auto key = decoded(text, key_bytes);
        if (!key || !std::equal(id.begin(), id.end(), key->begin() + algorithm_bytes)) {
            continue;
        }
        return is_good(*read, message, *key) ? std::nullopt
                                             : std::optional<std::string>(
                                                   "is not one of this sidecar: one of the two was "
                                                   "changed");
    }
    return "is by none of the trusted keys";
}

}  // namespace waymark::run
