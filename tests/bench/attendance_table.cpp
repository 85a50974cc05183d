// SPDX-License-Identifier: MIT
#include "bench/attendance_table.hpp"

#include <array>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "bench/random_numbers.hpp"
#include "bench/text_file.hpp"

namespace waymark::bench {
namespace {

struct Span {
    Date first, last;
};

// Weekdays of the half terms of 2023/24 as many authorities have them; the May bank holiday is
// shut.
std::vector<std::string> school_days(std::size_t count) {
    const std::array<Span, 6> terms{{{date_of(2023, 9, 4), date_of(2023, 10, 20)},
                                     {date_of(2023, 10, 30), date_of(2023, 12, 21)},
                                     {date_of(2024, 1, 8), date_of(2024, 2, 9)},
                                     {date_of(2024, 2, 19), date_of(2024, 3, 28)},
                                     {date_of(2024, 4, 15), date_of(2024, 5, 24)},
                                     {date_of(2024, 6, 3), date_of(2024, 7, 23)}}};
    std::vector<std::string> days;
    for (const Span& term : terms) {
        for (Date day = term.first; day <= term.last && days.size() < count;
             day += std::chrono::days{1}) {
            if (std::chrono::weekday{day}.iso_encoding() <= 5 && day != date_of(2024, 5, 6)) {
                days.push_back(date_text(day));
            }
        }
    }
    check(days.size() == count, "the school year is long enough");
    return days;
}

// About 94 % present, the rest ill, at the doctor's, late, without leave, or not yet explained.
char mark(std::uint64_t bits, bool is_morning) noexcept {
    const std::uint64_t thousandth = bits % 1000;
    return thousandth < 940   ? (is_morning ? '/' : '\\')
           : thousandth < 970 ? 'I'
           : thousandth < 980 ? 'M'
           : thousandth < 990 ? 'L'
           : thousandth < 997 ? 'O'
                              : 'N';
}

char other_mark(std::uint64_t bits, bool is_morning, char first) noexcept {
    for (;;) {
        bits = mixed(bits);
        if (const char other = mark(bits, is_morning); other != first) {
            return other;
        }
    }
}

struct Cell {
    std::uint32_t pupil;
    std::uint32_t session;

    [[nodiscard]] bool is_morning() const noexcept { return session % 2 == 0; }
};

enum class Dirt : std::uint8_t { none, duplicate, conflict, unknown };

// A table's rows as text.
class Rows {
public:
    Rows(const AttendanceTable& table, std::FILE* file)
        : table_(table), days_(school_days(table.days)), file_(file) {
        for (std::uint32_t pupil = 0; pupil < table.pupils; ++pupil) {
            const std::uint64_t number = table.first_pupil + pupil;
            // The width follows from the number, so that no two ids are the same text.
            const std::size_t width = is_ragged() ? 5 + mixed(number ^ 0x1d) % 15 : 7;
            pupils_.push_back("P" + padded(number, width));
            schools_.push_back(padded(100'000 + mixed(number) % table.schools, 6));
        }
    }

    void write_header() {
        file_ << (table_.form == RowForm::plain ? "pupil_id,school_id,date,session,code"
                  : is_ragged() ? "staff,pupil_id,note,school_id,date,session,code,device"
                                : R"("pupil_id","school_id","date","session","code")");
        file_.end_line(is_ragged() ? "\r\n" : "\n");
    }

    void write(const Cell& cell, char code) {
        if (is_ragged()) {
            return write_ragged(cell, code);
        }
        const std::string_view quote = quotes();
        file_ << quote << pupils_[cell.pupil] << quote << ',' << quote << schools_[cell.pupil]
              << quote << ',' << quote << days_[cell.session / 2] << quote << ',' << quote
              << session(cell) << quote << ',' << quote << code << quote;
        file_.end_line();
    }

    void finish() { file_.finish(); }

private:
    [[nodiscard]] bool is_ragged() const noexcept { return table_.form == RowForm::ragged; }
    [[nodiscard]] std::string_view quotes() const noexcept {
        return table_.form == RowForm::quoted ? "\"" : "";
    }
    static std::string_view session(const Cell& cell) noexcept {
        return cell.is_morning() ? "AM" : "PM";
    }

    void write_ragged(const Cell& cell, char code) {
        static constexpr std::array<std::string_view, 16> notes{
            "\"late bus, back at 10\"",
            "\"said \"\"not well\"\" on the phone\"",
            "\"seen by the nurse\r\nsent home\r\n\"",
            "caf\xc3\xa9 trip",
        };
        const std::uint64_t bits = mixed(std::uint64_t{cell.pupil} << 32 | cell.session);
        file_ << "staff-" << bits % 100 << ",\"" << pupils_[cell.pupil] << "\","
              << notes[bits / 100 % notes.size()] << ',' << schools_[cell.pupil] << ','
              << days_[cell.session / 2] << ',' << session(cell) << ',' << code << ",tablet-"
              << bits / 1600 % 10'000;
        file_.end_line("\r\n");
    }

    const AttendanceTable& table_;
    std::vector<std::string> days_;
    std::vector<std::string> pupils_;
    std::vector<std::string> schools_;
    TextFile file_;
};

// Cell by cell: the mark, and what is wrong with it.
class Writer {
public:
    Writer(const AttendanceTable& table, std::FILE* file) : table_(table), rows_(table, file) {}

    PlantedMarks write() {
        rows_.write_header();
        const std::uint64_t sessions = 2 * std::uint64_t{table_.days};
        const std::uint64_t cells = table_.pupils * sessions;
        const Permutation shuffled(cells, table_.seed);
        for (std::uint64_t row = 0; row < cells; ++row) {
            const std::uint64_t at = table_.order == RowOrder::shuffled ? shuffled(row) : row;
            const bool by_pupil = table_.order == RowOrder::by_pupil;
            write_cell({static_cast<std::uint32_t>(by_pupil ? at / sessions : at % table_.pupils),
                        static_cast<std::uint32_t>(by_pupil ? at % sessions : at / table_.pupils)});
        }
        for (std::uint64_t at = 0; table_.dirt_per_million > 0 && at < cells; ++at) {
            const Cell cell{static_cast<std::uint32_t>(at % table_.pupils),
                            static_cast<std::uint32_t>(at / table_.pupils)};
            if (is_late(cell)) {
                write_second_row(cell);
            }
        }
        rows_.finish();
        return planted_;
    }

private:
    [[nodiscard]] std::uint64_t bits(const Cell& cell) const noexcept {
        return mixed(mixed(table_.seed ^ (table_.first_pupil + cell.pupil)) + cell.session);
    }
    [[nodiscard]] char first_mark(const Cell& cell) const noexcept {
        return mark(bits(cell), cell.is_morning());
    }
    [[nodiscard]] std::uint64_t dirt_bits(const Cell& cell) const noexcept {
        return mixed(bits(cell) ^ 0xd127);
    }
    [[nodiscard]] Dirt dirt(const Cell& cell) const noexcept {
        const std::uint64_t drawn = dirt_bits(cell) % 1'000'000;
        const std::uint64_t share = table_.dirt_per_million;
        return drawn < share       ? Dirt::duplicate
               : drawn < 2 * share ? Dirt::conflict
               : drawn < 3 * share ? Dirt::unknown
                                   : Dirt::none;
    }
    [[nodiscard]] bool is_late(const Cell& cell) const noexcept {
        return (dirt_bits(cell) >> 63) == 1;
    }

    void write_row(const Cell& cell, char code) {
        rows_.write(cell, code);
        ++planted_.rows;
    }

    void write_cell(const Cell& cell) {
        if (dirt(cell) == Dirt::unknown) {
            write_row(cell, '?');
            ++planted_.unknown;
            return;
        }
        write_row(cell, first_mark(cell));
        if (!is_late(cell)) {
            write_second_row(cell);
        }
    }

    void write_second_row(const Cell& cell) {
        const char first = first_mark(cell);
        if (dirt(cell) == Dirt::duplicate) {
            write_row(cell, first);
            ++planted_.duplicates;
        } else if (dirt(cell) == Dirt::conflict) {
            write_row(cell, other_mark(bits(cell), cell.is_morning(), first));
            ++planted_.conflicts;
        }
    }

    const AttendanceTable& table_;
    Rows rows_;
    PlantedMarks planted_;
};

}  // namespace

PlantedMarks write_attendance(const AttendanceTable& table, std::FILE* file) {
    return Writer(table, file).write();
}

}  // namespace waymark::bench
