// SPDX-License-Identifier: MIT
// Each rule of plugin files by a plugin that breaks it and no other.
#include "worker/inspection.hpp"

#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "core/worker/small_run.hpp"

using namespace waymark;
using namespace waymark::worker;
using Catch::Contains;
using worker::test::test_plugin;

#ifndef WAYMARK_SANITIZED  // sanitized plugins need and export more
static std::string refusal(const std::string& name) {
    try {
        (void)describe(seal(test_plugin(name)), {});
        return "";
    } catch (const MeasureFailure& failure) {
        CHECK(failure.outcome() == Outcome::refused);
        return failure.what();
    }
}

TEST_CASE("A file that keeps the rules is described, others are refused unloaded", "[worker]") {
    CHECK(refusal("counting").empty());
    CHECK_THAT(refusal("counting_twice_named"), Contains("rule load.one_symbol") &&
                                                    Contains("second_name") &&
                                                    Contains("plugin.map"));
    CHECK_THAT(refusal("counting_with_library"),
               Contains("rule load.needed") && Contains("libz.so.1") && Contains("statically"));
    CHECK_THAT(refusal("counting_with_run_path"),
               Contains("rule load.plain") && Contains("-rpath"));
    CHECK_THAT(refusal("counting_with_stack"),
               Contains("rule load.plain") && Contains("noexecstack"));
}

TEST_CASE("A file is inspected in the layers a deployment requires", "[worker]") {
    CHECK(file_faults(seal(test_plugin("counting")), {"seccomp"}).empty());
}
#endif

TEST_CASE("What is no shared object is refused, wherever it was cut", "[worker]") {
    const std::string whole = file_text(test_plugin("counting"));
    for (std::size_t size = 0; size < whole.size(); size += 1 + size / 8) {
        const auto bytes = std::as_bytes(std::span(whole)).first(size);
        CHECK_THROWS_AS(shared_object(bytes), Error);
    }
    CHECK_THROWS_AS(file_faults(seal(std::filesystem::path(WAYMARK_SOURCE_DIR) / "LICENSE"), {}),
                    Error);
}

TEST_CASE("Text relocations are a fault by either of their signs", "[worker]") {
    SharedObject object;
    object.exports = {"waymark_measure"};
    CHECK(faults_of(object).empty());
    object.has_text_relocations = true;
    REQUIRE(faults_of(object).size() == 1);
    CHECK_THAT(faults_of(object)[0].sentence, Contains("-fPIC"));
}
