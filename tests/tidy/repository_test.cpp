// SPDX-License-Identifier: MIT
// Every rule over every tracked file of this repository.
#include <catch2/catch.hpp>

#include <filesystem>
#include <iostream>

#include "tidy/function_length.hpp"
#include "tidy/include_chain.hpp"
#include "tidy/rooms.hpp"
#include "tidy/text_rules.hpp"
#include "tidy/tree_rules.hpp"

namespace waymark::tidy {

static Violations all_violations(const Tree& tree) {
    Violations all;
    for (const auto rule : {include_direction, link_lists, include_chains, long_functions,
                            long_files, openings, unguarded_headers, bare_marks, machine_paths,
                            unchecked_properties, drawers, dead_files, dead_links, unknown_verbs}) {
        const Violations found = rule(tree);
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

TEST_CASE("The repository keeps its house rules", "[tidy]") {
    const Tree tree = tracked_files(WAYMARK_SOURCE_DIR);
    REQUIRE(find(tree, "core/base/error.hpp") != nullptr);
    REQUIRE(find(tree, "dev") != nullptr);

    const Violations all = all_violations(tree);

    // Not by INFO, which would break the lines.
    for (const Violation& violation : all) {
        std::cerr << violation.path << ':' << violation.line << ": " << violation.what << '\n';
    }
    CHECK(all.empty());
}

TEST_CASE("A folder that is no git checkout is not taken for a tidy one", "[tidy]") {
    CHECK_THROWS(tracked_files(std::filesystem::path("/")));
}

}  // namespace waymark::tidy
