// SPDX-License-Identifier: MIT
// attendance_table ORDER FILE [PUPILS DAYS SCHOOLS SEED]: writes a made-up attendance table.
#include <cstdlib>
#include <memory>

#include "base/error.hpp"
#include "bench/attendance_table.hpp"

int main(int argc, char** argv) {
    using namespace waymark::bench;
    const auto order = argc < 3 ? std::nullopt : row_order(argv[1]);
    if (!order) {
        std::fputs("attendance_table date|pupil|shuffled FILE [PUPILS DAYS SCHOOLS SEED]\n",
                   stderr);
        return 2;
    }
    const auto number = [&](int i, std::uint64_t otherwise) {
        return argc > i ? std::strtoull(argv[i], nullptr, 10) : otherwise;
    };
    AttendanceTable table{.order = *order};
    table.pupils = static_cast<std::uint32_t>(number(3, table.pupils));
    table.days = static_cast<std::uint32_t>(number(4, table.days));
    table.schools = static_cast<std::uint32_t>(number(5, table.schools));
    table.seed = number(6, table.seed);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(argv[2], "wb"),
                                                               &std::fclose);
    try {
        if (!file) {
            throw waymark::system_error(waymark::ErrorKind::store, argv[2]);
        }
        write_attendance(table, file.get());
    } catch (const waymark::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return waymark::exit_code(error.kind());
    }
    return 0;
}
