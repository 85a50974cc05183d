// SPDX-License-Identifier: MIT
#include "bench/attendance_table.hpp"

#include <array>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"

namespace waymark::bench {
namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): 64 bits to 64 well mixed ones.
std::uint64_t mixed(std::uint64_t bits) noexcept {
    bits += 0x9e3779b97f4a7c15;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

// A permutation of 0 to size - 1 that needs no memory: four Feistel rounds over the next even
// number of bits, walked until the number is in range (Black and Rogaway, CT-RSA 2002).
class Permutation {
public:
    Permutation(std::uint64_t size, std::uint64_t seed) : size_(size), seed_(seed) {
        while ((std::uint64_t{1} << (2 * half_bits_)) < size) {
            ++half_bits_;
        }
    }

    [[nodiscard]] std::uint64_t operator()(std::uint64_t index) const noexcept {
        const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
        do {
            std::uint64_t left = index >> half_bits_;
            std::uint64_t right = index & mask;
            for (std::uint64_t round = 0; round < 4; ++round) {
                const std::uint64_t next = left ^ (mixed(seed_ + (right << 2) + round) & mask);
                left = right;
                right = next;
            }
            index = (left << half_bits_) | right;
        } while (index >= size_);
        return index;
    }

private:
    std::uint64_t size_;
    std::uint64_t seed_;
    unsigned half_bits_ = 1;
};

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

}  // namespace

std::optional<RowOrder> row_order(std::string_view word) noexcept {
    return word == "date"       ? std::optional(RowOrder::by_date)
           : word == "pupil"    ? std::optional(RowOrder::by_pupil)
           : word == "shuffled" ? std::optional(RowOrder::shuffled)
                                : std::nullopt;
}

void write_attendance(const AttendanceTable& table, std::FILE* file) {
    const std::vector<std::string> days = school_days(table.days);
    const std::uint64_t sessions = 2 * std::uint64_t{table.days};
    const std::uint64_t rows = table.pupils * sessions;
    const Permutation shuffled(rows, table.seed);
    bool is_written = std::fputs("pupil_id,school_id,date,session,code\n", file) >= 0;
    for (std::uint64_t row = 0; row < rows && is_written; ++row) {
        const std::uint64_t at = table.order == RowOrder::shuffled ? shuffled(row) : row;
        const bool by_pupil = table.order == RowOrder::by_pupil;
        const auto pupil = static_cast<unsigned>(by_pupil ? at / sessions : at % table.pupils);
        const std::uint64_t session = by_pupil ? at % sessions : at / table.pupils;
        const bool is_morning = session % 2 == 0;
        const std::uint64_t bits = mixed(mixed(table.seed ^ pupil) + session);
        is_written = std::fprintf(file, "P%07u,%06u,%s,%s,%c\n", pupil,
                                  static_cast<unsigned>(100'000 + mixed(pupil) % table.schools),
                                  days[session / 2].c_str(), is_morning ? "AM" : "PM",
                                  mark(bits, is_morning)) > 0;
    }
    if (!is_written || std::fflush(file) != 0) {
        throw system_error(ErrorKind::store, "the table cannot be written");
    }
}

}  // namespace waymark::bench
