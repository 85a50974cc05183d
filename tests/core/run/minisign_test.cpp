// SPDX-License-Identifier: MIT
// The format of minisign; signatures by minisign itself are judged in the scenario plugin_trust.
#include "run/minisign.hpp"

#include <catch2/catch.hpp>

namespace waymark::run {
namespace {

// Made with minisign 0.11 for this test; the secret key was thrown away.
const std::string key = "RWTOsPXdWKdF6+owzWEtOBzBYtq5zVP6KAeVOdJpwqYe3j3VGGJKzdYs";
const std::string signature =
    "untrusted comment: signature from minisign secret key\n"
    "RUTOsPXdWKdF6/AqeM0HpxXLxhAA3Ae22FdRhSFj1ahfOvxZRn/UngWvaTHpTuP18Yj0/TNjxfQ/"
    "gum3nfW0feGx4ZNmSuGJNAs=\n"
    "trusted comment: checked by a test\n"
    "NOjSsQjTrgurSz+rASbpRaMeHZj9z0iNQGx7Cha4+vbAu8VJzOcqtgJ7thGCYUBYdugVcTsV9pPEt7gGsZbjAw==\n";
const std::string message = "a sidecar\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("A signature by a trusted key is good", "[run]") {
    CHECK_FALSE(signature_fault(message, signature, {key}));
    CHECK(is_minisign_key(key));
}

TEST_CASE("Any other message, comment, signature or key is not", "[run]") {
    CHECK_THAT(*signature_fault("a sidecar", signature, {key}), Catch::Contains("was changed"));
    CHECK_THAT(*signature_fault(message, with(signature, "checked", "Checked"), {key}),
               Catch::Contains("was changed"));
    CHECK(*signature_fault(message, signature, {}) == "is by none of the trusted keys");
    CHECK(*signature_fault(message, "", {key}) == "is no signature as minisign writes it");
    CHECK(*signature_fault(message, with(signature, "\ntrusted comment: ", "\ncomment: "), {key}) ==
          "is no signature as minisign writes it");
    for (std::size_t at = 0; at < signature.size(); ++at) {
        std::string flipped = signature;
        flipped[at] = flipped[at] == 'A' ? 'B' : 'A';
        // The untrusted comment, the first line, is nobody's word.
        const bool is_untrusted = at < signature.find('\n');
        CAPTURE(at);
        CHECK((is_untrusted || signature_fault(message, flipped, {key}).has_value()));
    }
}

TEST_CASE("What is no key is told apart", "[run]") {
    CHECK_FALSE(is_minisign_key(""));
    CHECK_FALSE(is_minisign_key("RW"));
    CHECK_FALSE(is_minisign_key(key.substr(1) + "A"));
    CHECK_FALSE(is_minisign_key(key + "A"));
}

}  // namespace waymark::run
