// SPDX-License-Identifier: MIT
#include "base/tree_digest.hpp"

#include "base/sha256_pair.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace waymark {
namespace {

std::string some_bytes(std::size_t size) {
    std::mt19937_64 random(size);
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(random());
    }
    return bytes;
}

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

// Section by section, as the definition has it.
std::string defined(std::string_view text) {
    Sha256 root;
    do {
        const Digest leaf = sha256(text.substr(0, leaf_bytes));
        root.update(std::as_bytes(std::span(leaf)));
        text.remove_prefix(std::min(text.size(), leaf_bytes));
    } while (!text.empty());
    return hex_text(root.finish());
}

TEST_CASE("The tree digest is the SHA-256 of the leaves' SHA-256", "[base]") {
    // Reckoned with Python's hashlib, leaf by leaf.
    TreeDigest empty;
    CHECK(hex_text(empty.finish()) ==
          "5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456");
    TreeDigest abc;
    abc.update(bytes_of("abc"));
    CHECK(hex_text(abc.finish()) ==
          "4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358");
    const std::string zeros(100'000, '\0');
    TreeDigest four_leaves;
    four_leaves.update(bytes_of(zeros));
    CHECK(hex_text(four_leaves.finish()) ==
          "a580adb7c9cdfdce1ac1bde8460f7759013d9fea9f618a78b5166d932e35eaba");
}

TEST_CASE("A tree digest does not depend on how its bytes come", "[base]") {
    for (const std::size_t size : {std::size_t{1}, leaf_bytes - 1, leaf_bytes, leaf_bytes + 1,
                                   16 * leaf_bytes, 40 * leaf_bytes + 77}) {
        const std::string text = some_bytes(size);
        const std::string expected = defined(text);
        for (const std::size_t step : {std::size_t{1000}, leaf_bytes, 3 * leaf_bytes + 5}) {
            TreeDigest digest;
            for (std::size_t at = 0; at < text.size(); at += step) {
                digest.update(bytes_of(std::string_view(text).substr(at, step)));
            }
            CHECK(hex_text(digest.finish()) == expected);
        }
        TreeDigest by_leaves;
        const std::size_t first = std::min(size, 2 * leaf_bytes);
        by_leaves.add(leaf_digests(bytes_of(std::string_view(text).substr(0, first))));
        if (first < size) {
            by_leaves.add(leaf_digests(bytes_of(std::string_view(text).substr(first))));
        }
        CHECK(hex_text(by_leaves.finish()) == expected);
    }
}

TEST_CASE("Two texts hashed at once have the digests they have alone", "[base]") {
    if (!has_sha256_pair()) {
        WARN("this machine lacks the instructions: not tested");
        return;
    }
    for (const std::size_t size : {0U, 64U, 128U, 4096U, 32768U}) {
        const std::string first = some_bytes(size);
        const std::string second(first.rbegin(), first.rend());
        Digest one{}, two{};
        sha256_pair(bytes_of(first).data(), bytes_of(second).data(), size, one, two);
        CHECK(one == sha256(first));
        CHECK(two == sha256(second));
    }
}

}  // namespace
}  // namespace waymark
