// SPDX-License-Identifier: MIT
#include "source/unchanged.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "base/tree_digest.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

struct Files {
    Files() { std::filesystem::create_directories(folder); }
    ~Files() { std::filesystem::remove_all(folder); }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    [[nodiscard]] std::filesystem::path write(const std::string& name,
                                              const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }

    std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                   ("waymark-unchanged-" + hex_text(random_key()).substr(0, 12));
};

Digest tree_digest(std::string_view text) {
    TreeDigest tree;
    tree.update(std::as_bytes(std::span(text)));
    return tree.finish();
}

FileProof proof(const std::filesystem::path& path, const std::string& text, bool is_tree) {
    return {.path = path,
            .bytes = text.size(),
            .sha256 = is_tree ? tree_digest(text) : sha256(text),
            .is_tree = is_tree};
}

TEST_CASE("Files are unchanged while size and digest are those of their proofs",
          "[source][unchanged]") {
    const Files files;
    const bool is_tree = GENERATE(false, true);
    // Nothing, less than a leaf, whole blocks, and blocks with a rest.
    const std::size_t size = GENERATE(std::size_t{0}, std::size_t{7}, std::size_t{1} << 20,
                                      (std::size_t{1} << 20) + 32768 + 5);
    std::string text(size, 'x');
    for (std::size_t i = 0; i < size; i += 101) {
        text[i] = static_cast<char>('a' + i % 23);
    }
    std::vector<FileProof> proofs;
    for (const char* const name : {"one", "two", "three"}) {
        proofs.push_back(proof(files.write(name, text), text, is_tree));
    }
    for (const std::uint32_t threads : {1U, 2U, 5U}) {
        CHECK(are_unchanged(proofs, threads, {}));
    }
    for (const FileProof& one : proofs) {
        const auto read = proof_of(one.path, one.bytes, digest_text(one));
        REQUIRE(read);
        CHECK(read->sha256 == one.sha256);
        CHECK(read->is_tree == is_tree);
    }
    SECTION("a byte differs, in the last file") {
        if (size > 0) {
            std::string other = text;
            other[size / 2] ^= 1;
            static_cast<void>(files.write("three", other));
            CHECK_FALSE(are_unchanged(proofs, 2, {}));
        }
    }
    SECTION("a file grew") {
        static_cast<void>(files.write("two", text + "y"));
        CHECK_FALSE(are_unchanged(proofs, 2, {}));
    }
    SECTION("a file is gone, or is no file") {
        std::filesystem::remove(proofs[0].path);
        CHECK_FALSE(are_unchanged(proofs, 2, {}));
        std::filesystem::create_directory(proofs[0].path);
        CHECK_FALSE(are_unchanged(proofs, 2, {}));
    }
    SECTION("the digests of the two kinds are not taken for each other") {
        proofs[1].is_tree = !is_tree;
        CHECK_FALSE(are_unchanged(proofs, 2, {}));
    }
}

TEST_CASE("Comparing files ends when it is asked to, and proofs are only read as written",
          "[source][unchanged]") {
    const Files files;
    const std::string text = "a,b\n1,2\n";
    const std::vector<FileProof> proofs{proof(files.write("one", text), text, false)};
    CHECK_THROWS_AS(are_unchanged(proofs, 1, [] { return true; }), Error);
    CHECK_FALSE(proof_of("one", 8, "sha256-tree-64k:" + hex_text(sha256(text))));
    CHECK_FALSE(proof_of("one", 8, "none"));
    CHECK(are_unchanged({}, 1, {}));
}

}  // namespace
}  // namespace waymark::source
