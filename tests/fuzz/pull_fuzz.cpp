// SPDX-License-Identifier: MIT
// Any bytes as a table, plain or packed: rows or an Error, the account adds up, and neither blocks
// nor threads nor vector instructions change anything.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "source/pull.hpp"

using namespace waymark;
using contract::ColumnType;

namespace {

source::Wanted wanted(const char* name, ColumnType type) {
    source::Wanted column;
    column.column.name = name;
    column.column.type = type;
    column.column.nullable = true;
    column.map.columns = {name};
    return column;
}

source::PullRequest request(const std::string& file, std::uint8_t choice) {
    source::PullRequest request;
    request.source.id = "fuzz";
    request.source.encoding =
        (choice & 1) != 0 ? config::Encoding::windows1252 : config::Encoding::utf8;
    request.source.delimiter = (choice & 2) != 0 ? ';' : ',';
    request.source.missing = {"NA"};
    request.files = {file};
    request.wanted = {wanted("a", ColumnType::key),      wanted("b", ColumnType::category),
                      wanted("c", ColumnType::text),     wanted("a", ColumnType::integer),
                      wanted("b", ColumnType::date),     wanted("c", ColumnType::real),
                      wanted("c", ColumnType::instant),  wanted("n", ColumnType::key),
                      wanted("ab", ColumnType::boolean), wanted("l", ColumnType::list_integer)};
    request.wanted[4].map.format = (choice & 4) != 0 ? "%d %b %y" : "";
    request.wanted[7].map = {};
    request.wanted[7].map.row_number = true;
    request.wanted[8].map.columns = {"a", "b"};
    request.wanted[9].map.columns = {"a", "b", "c"};
    request.filters = {{.column = "c", .keep = {}, .drop = {"drop"}, .place = {}}};
    request.unique = {0, 1};
    request.refuse_duplicates = (choice & 8) != 0;
    return request;
}

// What a pull gave, as one text.
std::string told(const source::PullRequest& request) {
    std::string out;
    try {
        source::Pull pull(request);
        while (const batch::RowBlock* block = pull.next()) {
            for (std::size_t row = 0; row < block->rows; ++row) {
                out += std::to_string(block->lines[row]) + ":";
                out += block->text_of(block->columns[0], row);
                out += block->text_of(block->columns[2], row);
                out += std::to_string(block->columns[3].as<std::int64_t>()[row]);
                out += block->text_of(block->columns[7], row);
            }
        }
        const source::Account& account = pull.account();
        check(account.used + account.refused_rows() + account.out_of_scope_rows() ==
                  account.rows_read,
              "the account adds up");
        for (const auto& [reason, rows] : account.refused) {
            out += reason + std::to_string(rows.count);
        }
    } catch (const Error& error) {
        out = error.what();
    }
    return out;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const int fd = memfd_create("table", MFD_CLOEXEC);
    check(fd >= 0 && write(fd, data + 1, size - 1) == static_cast<ssize_t>(size - 1),
          "a file in memory holds the bytes");
    source::PullRequest first = request("/proc/self/fd/" + std::to_string(fd), data[0]);
    source::PullRequest second = first;
    second.block_bytes = 16 + data[0];
    second.threads = 2;
    second.portable = true;
    check(told(first) == told(second), "blocks, threads and instructions change nothing");
    close(fd);
    return 0;
}
