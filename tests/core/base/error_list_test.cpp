// SPDX-License-Identifier: MIT
#include "base/error_list.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace waymark {

static std::string told(const ErrorList& list) {
    try {
        list.throw_if_any();
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::configuration);
        return error.what();
    }
    return "";
}

TEST_CASE("All faults are told at once, by place", "[base]") {
    ErrorList list;
    list.add({"b.toml", 1, 1}, "Late file.");
    list.add({"a.toml", 10, 2}, "Late line.");
    list.add({"a.toml", 9, 7}, "Late column.");
    list.add({"a.toml", 9, 1}, "First.");
    list.add({}, "Nowhere.");
    CHECK(list.size() == 5);
    CHECK(told(list) ==
          "error: Nowhere.\n"
          "a.toml:9:1: error: First.\n"
          "a.toml:9:7: error: Late column.\n"
          "a.toml:10:2: error: Late line.\n"
          "b.toml:1:1: error: Late file.\n"
          "5 errors. Nothing was changed.");
}

TEST_CASE("Without a fault nothing is thrown", "[base]") {
    CHECK(told(ErrorList()).empty());
}

}  // namespace waymark
