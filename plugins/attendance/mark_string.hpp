// SPDX-License-Identifier: MIT
// Marks of one pupil as one text, two a day from a first day on, as management systems export them
// (School attendance, section 6.2).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "code_table.hpp"
#include "waymark/measure.hpp"

namespace attendance {

/// One row: the marks of one pupil at one school.
struct MarkString {
    waymark::Day first;                ///< the day of the first two marks
    std::optional<waymark::Day> last;  ///< of the last two; with it the length is checked
    std::string_view marks;
};

/// The next mark of a text: a letter with a digit behind it, else one character, however many bytes
/// it has. A blank and "-" are marks like all others. Not empty unless the text is.
[[nodiscard]] std::string_view next_mark(std::string_view text);

/// The days that have marks, in their order.
class StringDays {
public:
    /// Weeks of five days begin on a Monday and pass over the weekend.
    StringDays(waymark::Day first, bool has_weekends) : day_(first), has_weekends_(has_weekends) {}

    [[nodiscard]] waymark::Day day() const { return day_; }
    void advance();

private:
    waymark::Day day_;
    bool has_weekends_;
};

/// Whether the text has two marks for each day from the first to the last; without a last day, an
/// even number of them. A first day on a weekend fits weeks of seven days only.
[[nodiscard]] bool fits_its_days(const MarkString& row, bool has_weekends);

/// What marks mean, looked up once.
class MarkMeanings {
public:
    explicit MarkMeanings(const CodeTable& codes);

    [[nodiscard]] Meaning on(std::string_view mark, waymark::Day day) const;

private:
    const CodeTable& codes_;
    std::array<waymark::Eras<Meaning>, 128> of_character_;
    std::array<std::array<waymark::Eras<Meaning>, 10>, 26> of_letter_and_digit_;
};

}  // namespace attendance
