// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace waymark {

static ErrorKind kind_of_opening(const std::filesystem::path& path) {
    try {
        (void)open_for_reading(path);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST_CASE("A file's text is all of its bytes", "[base]") {
    const auto path = std::filesystem::path(WAYMARK_BINARY_DIR) / "base_file_test.bin";
    // Larger than one read, with bytes no text has.
    std::string bytes(200000, 'x');
    bytes[0] = '\0';
    bytes[199999] = '\xff';
    std::ofstream(path, std::ios::binary) << bytes;
    CHECK(file_text(path) == bytes);
    std::filesystem::remove(path);
    CHECK(kind_of_opening(path) == ErrorKind::input_missing);
    CHECK(kind_of_opening(path / "below") == ErrorKind::input_missing);
}

TEST_CASE("Folders, pipes and devices are no files to read", "[base]") {
    CHECK_THROWS_WITH(open_for_reading("/dev/null"), Catch::Contains("name a regular file"));
    CHECK_THROWS_WITH(open_for_reading("/"), Catch::Contains("name a regular file"));
}

TEST_CASE("A descriptor has one owner", "[base]") {
    FileDescriptor first = open_for_reading("/proc/self/exe");
    const int fd = first.get();
    FileDescriptor second = std::move(first);
    CHECK(second.get() == fd);
    CHECK(second.is_open());
    second.close();
    CHECK_FALSE(second.is_open());
}

}  // namespace waymark
