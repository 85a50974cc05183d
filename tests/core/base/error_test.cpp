// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <catch2/catch.hpp>
#include <cerrno>
#include <string>

namespace waymark {

TEST_CASE("A place says what is known of it", "[base]") {
    CHECK(Place{}.text().empty());
    CHECK(Place{"a.csv"}.text() == "a.csv");
    CHECK(Place{"a.csv", 3}.text() == "a.csv:3");
    CHECK(Place{"a.csv", 3, 9}.text() == "a.csv:3:9");
    // A column without its line would point nowhere.
    CHECK(Place{"a.csv", 0, 9}.text() == "a.csv");
}

TEST_CASE("An error's message begins with its place", "[base]") {
    const Error error(ErrorKind::refused, "no column \"date\"", {"a.csv", 1});
    CHECK(std::string(error.what()) == "a.csv:1: no column \"date\"");
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(error.place().line == 1);
    CHECK(std::string(Error(ErrorKind::usage, "plain").what()) == "plain");
}

TEST_CASE("Exit codes are the frozen ones", "[base]") {
    CHECK(exit_code(ErrorKind::usage) == 2);
    CHECK(exit_code(ErrorKind::refused) == 65);
    CHECK(exit_code(ErrorKind::input_missing) == 66);
    CHECK(exit_code(ErrorKind::source_unavailable) == 69);
    CHECK(exit_code(ErrorKind::internal) == 70);
    CHECK(exit_code(ErrorKind::store) == 74);
    CHECK(exit_code(ErrorKind::try_later) == 75);
    CHECK(exit_code(ErrorKind::measure) == 76);
    CHECK(exit_code(ErrorKind::permission) == 77);
    CHECK(exit_code(ErrorKind::configuration) == 78);
    CHECK(exit_code(ErrorKind::interrupted) == 130);
}

TEST_CASE("An error of the system says what the system said", "[base]") {
    errno = ENOSPC;
    const Error error = system_error(ErrorKind::store, "waymark.db");
    CHECK(std::string(error.what()) == "waymark.db: No space left on device");
    CHECK(error.kind() == ErrorKind::store);
}

}  // namespace waymark
