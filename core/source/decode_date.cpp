// SPDX-License-Identifier: MIT
// The decoder of dates. A table has few different days, so what a text means is remembered.
#include <string>
#include <vector>

#include "base/error.hpp"
#include "source/date_format.hpp"
#include "source/decoder.hpp"
#include "source/numbers.hpp"
#include "source/text_memo.hpp"

namespace waymark::source {
namespace {

class DateDecoder final : public Decoder {
public:
    DateDecoder(const Wanted& wanted, const config::Source& source, Reasons& reasons)
        : Decoder(wanted, source, reasons),
          format_(wanted.map.format, wanted.map.place),
          unit_(wanted.map.plus_unit),
          is_derived_(!wanted.map.plus_column.empty()),
          has_scope_(wanted.scope.has_value()) {
        const std::string what = column_words(wanted);
        bad_ = reasons.refusal(what + ": not a date like " + format_.example(false));
        if (is_derived_) {
            bad_plus_ = reasons.refusal(what + ": '" + wanted.map.plus_column +
                                        "', which is to be added, is not a whole number in reach");
        }
        if (has_scope_) {
            first_day_ = day_number(wanted.scope->first);
            last_day_ = day_number(wanted.scope->second);
            out_of_scope_ = reasons.out_of_scope(wanted.scope_reason);
        }
    }

protected:
    void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
              RowMarks marks) override {
        std::int32_t* days = out.as<std::int32_t>().data();
        const ColumnText plus_text(rows, binding.plus_column, true);
        const auto day_of = [&](std::string_view text) { return worked_out(text); };
        if (days_.size() > most_remembered) {
            fields_.clear();
            days_.clear();
        }
        Words last_words{};  // those of the empty field
        Day last = worked_out({});
        const auto memo = [&](std::string_view field, Words words, const auto& compute) {
            if (words != last_words) {  // mostly it is the day of the row before
                const std::int32_t* known = fields_.known(words);
                last_words = words;
                last = known != nullptr ? days_[static_cast<std::size_t>(*known)]
                                        : remembered(field, words, compute(field));
            }
            return last;
        };
        const auto take = [&](std::uint32_t row, Day day) {
            if (is_derived_ && day.kind == MeaningKind::value && day.reason == 0) {
                add(day, plus_text.text(row, plus_scratch_));
            }
            days[row] = day.number;
            if (day.kind != MeaningKind::value) [[unlikely]] {
                absent(row, day.kind, day.state, out, marks);
            } else if (day.reason != 0) [[unlikely]] {
                mark(marks, row, day.reason);
            } else if (has_scope_ && (day.number < first_day_ || day.number > last_day_)) {
                mark(marks, row, out_of_scope_);
            }
        };
        source().each_remembered(rows, binding.columns, memo, day_of, take);
    }

private:
    struct Day {
        std::int32_t number = 0;
        std::uint32_t reason = 0;
        std::int32_t state = 0;
        MeaningKind kind = MeaningKind::value;
    };

    [[gnu::noinline]] Day remembered(std::string_view field, Words words, Day day) {
        fields_.kept(field, words, static_cast<std::int32_t>(days_.size()));
        days_.push_back(day);
        return day;
    }

    [[nodiscard]] Day worked_out(std::string_view found) const {
        const Meant meant = meaning()(found);
        Day day{.state = meant.state, .kind = meant.kind};
        if (meant.kind == MeaningKind::value) {
            const std::optional<Date> date = format_.date(meant.text);
            day.number = date ? day_number(*date) : 0;
            day.reason = date ? 0 : bad_;
        }
        return day;
    }

    void add(Day& day, std::string_view plus) const {
        if (plus.empty() || is_one_of(plus, meaning().missing())) {
            day = {.state = state_missing, .kind = MeaningKind::missing};
            return;
        }
        constexpr std::int64_t reach = 100'000;  // days, weeks or months: no date is lost
        std::int64_t count = 0;
        if (!parse_number(plus, count) || count < -reach || count > reach) {
            day = {.reason = bad_plus_};
            return;
        }
        const auto units = static_cast<std::int32_t>(count);
        if (unit_ == config::DateUnit::months) {
            day.number = day_number(add_months(date_of(day.number), units));
        } else {
            day.number += units * (unit_ == config::DateUnit::weeks ? 7 : 1);
        }
    }

    DateFormat format_;
    config::DateUnit unit_;
    bool is_derived_;
    bool has_scope_;
    std::int32_t first_day_ = 0;
    std::int32_t last_day_ = 0;
    std::uint32_t bad_ = 0;
    std::uint32_t bad_plus_ = 0;
    std::uint32_t out_of_scope_ = 0;
    static constexpr std::size_t most_remembered = 4096;
    TextIndex fields_;       // by the bytes in the file, from block to block
    std::vector<Day> days_;  // by their numbers there
    std::string plus_scratch_;
};

}  // namespace

MadeDecoder make_date_decoder(const Wanted& wanted, const config::Source& source,
                              Reasons& reasons) {
    return std::make_unique<DateDecoder>(wanted, source, reasons);
}

}  // namespace waymark::source
