// SPDX-License-Identifier: MIT
// School attendance from session marks: the measure, and how its indicators, exclusions and
// findings are numbered.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "census.hpp"
#include "code_table.hpp"
#include "mark_string.hpp"
#include "register.hpp"
#include "waymark/measure.hpp"

namespace attendance {

inline constexpr waymark::Ratio attendance_rate{0};
inline constexpr waymark::Ratio overall_absence_rate{1};
inline constexpr waymark::Ratio authorised_absence_rate{2};
inline constexpr waymark::Ratio unauthorised_absence_rate{3};
inline constexpr waymark::Proportion persistent_absence{4};
inline constexpr waymark::Proportion severe_absence{5};
inline constexpr waymark::Count possible_sessions{6};
// Told with `details`.
inline constexpr waymark::Ratio reason_rate{7};  ///< one series per reason of the code table
inline constexpr waymark::Ratio absent_excluding_c2{8};
inline constexpr waymark::Count suspension_sessions{9};
inline constexpr waymark::Ratio suspension_rate{10};
inline constexpr waymark::Count late_before{11};
inline constexpr waymark::Count late_after{12};
inline constexpr waymark::Count late_sessions{13};
inline constexpr waymark::Proportion ten_unauthorised{14};
// Told of the statistical population.
inline constexpr waymark::Ratio overall_absence_rate_age_4{15};
// Told with `child_view`.
inline constexpr waymark::Ratio child_attendance_rate{16};
inline constexpr waymark::Ratio child_overall_absence_rate{17};
inline constexpr waymark::Proportion child_persistent_absence{18};
inline constexpr waymark::Proportion child_severe_absence{19};
// Told with `details`.
inline constexpr waymark::Ratio late_before_rate{20};
inline constexpr waymark::Ratio no_reason_rate{21};
inline constexpr waymark::Ratio not_required_rate{22};

inline constexpr waymark::Exclusion no_sessions{0};
inline constexpr waymark::Exclusion age_unknown{1};
inline constexpr waymark::Exclusion not_5_to_15{2};
inline constexpr waymark::Exclusion started_late{3};

inline constexpr waymark::Finding dup_identical{0};
inline constexpr waymark::Finding dup_conflict{1};
inline constexpr waymark::Finding unknown_marks{2};
inline constexpr waymark::Finding incomplete{3};
inline constexpr waymark::Finding off_calendar{4};
inline constexpr waymark::Finding code_out_of_period{5};
inline constexpr waymark::Finding off_roll{6};
inline constexpr waymark::Finding code_age_mismatch{7};
inline constexpr waymark::Finding double_count{9};
inline constexpr waymark::Finding unfit_strings{8};

/// One row: a mark of one pupil at one school for one session.
struct Mark {
    waymark::Day date;
    waymark::Half session = waymark::Half::morning;
    std::optional<Meaning> code;  ///< none: no mark was entered
    std::optional<waymark::Instant> recorded_at;
};

/// A pupil's spell with a service. Being on a school's roll is another thing, told by its own
/// dates.
struct Pupil : waymark::Case {
    std::optional<waymark::Day> on_roll_from;
    std::optional<waymark::Day> on_roll_to;  ///< inclusive
    std::optional<waymark::Day> born;
};

/// By the rules of School attendance (England). An instance answers about enrolments one by one.
class Attendance : public waymark::SheetMeasure<Cell, Mark, MarkString> {
public:
    using Case = Pupil;
    using Note = attendance::Note;

    explicit Attendance(const waymark::Parameters& parameters);

    static void describe(waymark::Definition& definition);

    [[nodiscard]] waymark::Eras<Meaning> meanings(std::string_view code) const {
        return codes_.meanings(code);
    }
    [[nodiscard]] waymark::Half half(const Mark& mark) const { return mark.session; }

    /// Two marks a day. A text that does not fit its days is one mark that is told of.
    template <class Put>
    void spread(const MarkString& row, Put put) const {
        const auto mark_of = [](waymark::Day day, waymark::Half half, Meaning meaning) {
            return Mark{day, half, meaning, std::nullopt};
        };
        if (!fits_its_days(row, has_weekends_)) {
            put(row.first, waymark::Half::morning,
                mark_of(row.first, waymark::Half::morning,
                        {CodeTable::unfit_entry, Category::unknown}));
            return;
        }
        StringDays days(row.first, has_weekends_);
        waymark::Half half = waymark::Half::morning;
        for (std::string_view text = row.marks; !text.empty();) {
            const std::string_view mark = next_mark(text);
            text.remove_prefix(mark.size());
            put(days.day(), half, mark_of(days.day(), half, meanings_.on(mark, days.day())));
            if (half == waymark::Half::afternoon) {
                days.advance();
            }
            half =
                half == waymark::Half::morning ? waymark::Half::afternoon : waymark::Half::morning;
        }
    }

    void mark(Cell& cell, const waymark::Margin<Note>& margin, const Mark& mark,
              const Pupil& /*pupil*/) const {
        if (!mark.code) {
            return;
        }
        std::uint32_t recorded = 0;
        if (mark.recorded_at) {
            // A day early so that marks made in advance are after it; later than 136 years is not
            // told.
            constexpr std::int64_t second = 1'000'000;
            const std::int64_t from = (std::int64_t{mark.date.number} - 1) * 86'400;
            recorded = static_cast<std::uint32_t>(std::clamp<std::int64_t>(
                mark.recorded_at->microseconds / second - from, 1, 0xFFFFFFFF));
        }
        add_mark(cell, margin, *mark.code, recorded, codes_);
    }

    void answer(const Pupil& pupil, const waymark::Unit& enrolment, const waymark::Period& period,
                const Sheet& sheet, waymark::Answer& out) const;
    /// The view of the child: its enrolments as one.
    void answer_together(const Pupil& pupil, const waymark::Period& period,
                         std::span<const Sheet> sheets, waymark::Answer& out) const;

private:
    /// What a sheet adds up to in a period, by the rules of the population.
    struct Headline {
        Sheet sheet;
        Days days{waymark::far_future, waymark::far_past};  ///< from the first to the last counted
        Tally tally;
        Tally age_4;                           ///< apart, with `population = "statistical"`
        waymark::Exclusion why = no_sessions;  ///< where no session is possible
    };
    [[nodiscard]] Headline statistical(const Pupil& pupil, const Days& on_roll,
                                       const Sheet& sheet) const;
    void answer_enrolment(const Pupil& pupil, const waymark::Period& period,
                          const Headline& counted, const waymark::Answer& out) const;
    void answer_persistent(waymark::Proportion indicator, const Pupil& pupil,
                           const waymark::Period& period, const Headline& counted,
                           const waymark::Answer& out) const;
    void answer_details(const Pupil& pupil, const Days& days, const Sheet& sheet,
                        const Tally& tally, const waymark::Answer& out) const;
    void tell_off_roll(const Pupil& pupil, const waymark::Period& period, const Sheet& sheet,
                       const Tally& on_roll, const waymark::Answer& out) const;

    CodeTable codes_;
    MarkMeanings meanings_;
    CensusRules census_;
    PersistentRule rule_;
    bool is_statistical_;
    bool has_details_;
    bool has_child_view_;
    bool has_weekends_;  ///< mark strings have seven days a week
};

}  // namespace attendance
