// SPDX-License-Identifier: MIT
// Made-up attendance marks: pupil_id,school_id,date,session,code. Nobody in them exists.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>

namespace waymark::bench {

/// In which order the same rows are written.
enum class RowOrder : std::uint8_t { by_date, by_pupil, shuffled };

/// "date", "pupil" or "shuffled"; nullopt for other words.
[[nodiscard]] std::optional<RowOrder> row_order(std::string_view word) noexcept;

/// pupils x days x 2 rows of 32 bytes: 10.64 million with these numbers, 340 MB.
struct AttendanceTable {
    RowOrder order = RowOrder::by_date;
    std::uint32_t pupils = 28'000;
    std::uint32_t days = 190;  ///< school days of 2023/24, from 4 September; at most 190
    std::uint32_t schools = 70;
    std::uint64_t seed = 1;
};

/// Writes the table. A row's mark depends on the seed, the pupil and the session alone, so the
/// tables of one seed have the same rows in every order. Throws Error when the file cannot be
/// written.
void write_attendance(const AttendanceTable& table, std::FILE* file);

}  // namespace waymark::bench
