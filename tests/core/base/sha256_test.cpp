// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace waymark {

TEST_CASE("SHA-256 gives the digests of its standard", "[base]") {
    // NIST FIPS 180-2, appendix B, and the digest of the empty message.
    CHECK(hex_text(sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex_text(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hex_text(sha256(std::string(1000000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(hex_text(sha256("")) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("A digest does not depend on how the bytes come in", "[base]") {
    Sha256 hash;
    hash.update("a");
    hash.update(std::string_view());
    hash.update("bc");
    Sha256 moved = std::move(hash);
    CHECK(moved.finish() == sha256("abc"));
}

TEST_CASE("A keyed digest is HMAC-SHA-256", "[base]") {
    // RFC 4231, test case 2, whose key "Jefe" stands for itself padded with zeros.
    Digest key{};
    key[0] = 'J';
    key[1] = 'e';
    key[2] = 'f';
    key[3] = 'e';
    CHECK(hex_text(keyed_digest(key, "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("A digest is read back from its text and from no other", "[base]") {
    const Digest digest = sha256("abc");
    CHECK(digest_of_hex(hex_text(digest)) == digest);
    CHECK_FALSE(digest_of_hex(hex_text(digest).substr(1)).has_value());
    CHECK_FALSE(digest_of_hex(std::string(64, 'g')).has_value());
    CHECK_FALSE(digest_of_hex("").has_value());
}

}  // namespace waymark
