// SPDX-License-Identifier: MIT
#include "tidy/include_chain.hpp"

#include <catch2/catch.hpp>

namespace waymark::tidy {

// core/base/h1.hpp includes h2.hpp, and so on to h<count>.hpp; a.cpp includes h1.hpp.
static Tree chain_of(int count) {
    Tree tree{{"core/base/a.cpp", "#include \"base/h1.hpp\"\n"}};
    for (int i = 1; i <= count; ++i) {
        const std::string next = "#include \"base/h" + std::to_string(i + 1) + ".hpp\"\n";
        tree.push_back({"core/base/h" + std::to_string(i) + ".hpp",
                        i < count ? "#include <vector>\n" + next : "int last;\n"});
    }
    return tree;
}

TEST_CASE("A chain of our headers may be eight long and not nine", "[tidy]") {
    CHECK(include_chains(chain_of(8)).empty());

    const auto found = include_chains(chain_of(9));
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "core/base/h1.hpp");
    CHECK(found[0].what.find("9 headers, at most 8: core/base/h1.hpp core/base/h2.hpp") !=
          std::string::npos);
}

TEST_CASE("A chain too long is told once, where it becomes too long", "[tidy]") {
    const auto found = include_chains(chain_of(12));
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "core/base/h4.hpp");
}

TEST_CASE("Headers of the SDK and beside the includer belong to the chain", "[tidy]") {
    Tree tree = chain_of(8);
    tree[8].text = "#include <waymark/abi.h>\n";
    tree.push_back({"sdk/include/waymark/abi.h", "#include \"local.h\"\n"});
    tree.push_back({"sdk/include/waymark/local.h", ""});
    REQUIRE(include_chains(tree).size() == 1);
    CHECK(include_chains(tree)[0].path == "core/base/h2.hpp");
}

TEST_CASE("To a plugin the SDK is one header", "[tidy]") {
    Tree tree = chain_of(8);
    for (SourceFile& file : tree) {
        file.path.replace(0, 9, "sdk/include/waymark");
    }
    tree.push_back({"plugins/x/y.hpp", "#include <waymark/h1.hpp>\n"});
    tree.push_back({"core/run/y.hpp", "#include <waymark/h1.hpp>\n"});
    for (std::size_t i = 1; i < tree.size(); ++i) {
        const auto at = tree[i].text.find("base/");
        if (at != std::string::npos) {
            tree[i].text.replace(at, 5, "waymark/");
        }
    }
    const auto found = include_chains(tree);
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "core/run/y.hpp");
}

TEST_CASE("A header that includes itself through another is found", "[tidy]") {
    const Tree tree{{"core/base/a.hpp", "\n#include \"base/b.hpp\"\n"},
                    {"core/base/b.hpp", "#include \"base/c.hpp\"\n"},
                    {"core/base/c.hpp", "#include \"base/a.hpp\"\n"}};
    const auto found = include_chains(tree);
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "core/base/c.hpp");
    CHECK(found[0].what == "includes itself through core/base/a.hpp");
}

TEST_CASE("A header and the header of its inline bodies may include each other", "[tidy]") {
    const Tree tree{{"core/base/a.hpp", "\n#include \"base/a_bodies.hpp\"\n"},
                    {"core/base/a_bodies.hpp", "#include \"base/a.hpp\"\n"}};
    CHECK(include_chains(tree).empty());
}

}  // namespace waymark::tidy
