// SPDX-License-Identifier: MIT
// Any bytes as a page of JSON: CSV that the parser takes, or an Error, never anything else.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "source/file_stream.hpp"
#include "source/json_records.hpp"

using namespace waymark;

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    config::Body body;
    body.format = (data[0] & 1) != 0 ? config::BodyFormat::jsonl : config::BodyFormat::json;
    body.records = (data[0] & 2) != 0 ? "/d/0" : "";
    body.next = (data[0] & 4) != 0 ? "/next" : "";
    body.may_be_absent = {"a", "b.0", "c"};
    const int fd = memfd_create("page", MFD_CLOEXEC);
    check(fd >= 0 && write(fd, data + 1, size - 1) == static_cast<ssize_t>(size - 1) &&
              lseek(fd, 0, SEEK_SET) == 0,
          "a file in memory holds the bytes");
    std::string csv;
    try {
        source::FileStream page(FileDescriptor(fd), "page");
        source::JsonRecords records(body, {"a", "b.0", "c"}, "page");
        (void)records.convert(page, [&](std::string_view text) { csv += text; });
        records.check_columns();
        check(csv.empty() || csv.back() == '\n', "records are whole");
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
