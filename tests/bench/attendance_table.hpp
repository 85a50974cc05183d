// SPDX-License-Identifier: MIT
// Made-up attendance marks. Nobody in them exists.
#pragma once

#include <cstdint>
#include <cstdio>

namespace waymark::bench {

/// In which order the same rows are written.
enum class RowOrder : std::uint8_t { by_date, by_pupil, shuffled };

/// How a row is written.
enum class RowForm : std::uint8_t {
    plain,   ///< pupil_id,school_id,date,session,code; 32 bytes a row
    quoted,  ///< the same with quotes around every field; 42 bytes a row
    ragged,  ///< CRLF, ids of 6 to 20 characters, three more columns, notes with quotes and line
             ///< ends inside
};

/// pupils x days x 2 rows: 10.64 million with these numbers, 340 MB when plain.
struct AttendanceTable {
    RowOrder order = RowOrder::by_date;
    RowForm form = RowForm::plain;
    std::uint32_t pupils = 28'000;
    std::uint32_t first_pupil = 0;  ///< so that several tables may have different pupils
    std::uint32_t days = 190;       ///< school days of 2023/24, from 4 September; at most 190
    std::uint32_t schools = 70;
    std::uint64_t seed = 1;
    /// Of a million sessions so many have a second row with the same mark, as many one with another
    /// mark, and as many a code that nobody knows. Half of the second rows stand right behind the
    /// first, half at the table's end. At most 333,333.
    std::uint32_t dirt_per_million = 0;
};

/// What a table holds; what a run must find in it.
struct PlantedMarks {
    std::uint64_t rows = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t unknown = 0;
};

/// Writes the table. A row's mark depends on the seed, the pupil and the session alone, so the
/// tables of one seed have the same rows in every order and form. Throws Error (store) when the
/// file cannot be written.
PlantedMarks write_attendance(const AttendanceTable& table, std::FILE* file);

}  // namespace waymark::bench
