// SPDX-License-Identifier: MIT
#include "conformance/feeding.hpp"

#include <algorithm>
#include <numeric>

#include "conformance/draws.hpp"

namespace waymark::conformance {

using contract::ColumnType;

std::vector<batch::TableLayout> layouts(const Subject& subject) {
    const contract::Description& description = subject.description();
    std::vector<batch::TableLayout> all{batch::cases_layout(
        description, static_cast<std::uint32_t>(subject.periods().windows().size()))};
    for (std::uint32_t input = 0; input < description.inputs.size(); ++input) {
        std::vector<std::uint32_t> sizes;
        for (const contract::Column& column : description.inputs[input].columns) {
            const bool is_list =
                column.type == ColumnType::list_integer || column.type == ColumnType::list_real;
            sizes.push_back(is_list ? list_size : 0);
        }
        all.push_back(batch::rows_layout(description, input, sizes));
    }
    return all;
}

std::vector<std::vector<std::uint32_t>> seats(const Sample& sample, const Cut& cut) {
    std::vector<std::uint32_t> order(sample.cases.size());
    std::iota(order.begin(), order.end(), 0U);
    if (cut.is_reversed) {
        std::reverse(order.begin(), order.end());
    }
    std::vector<std::vector<std::uint32_t>> seats(cut.shards);
    for (const std::uint32_t number : order) {
        for (std::uint32_t shard = 0; shard < cut.shards; ++shard) {
            if (cut.everyone_everywhere || sample.cases[number].person % cut.shards == shard) {
                seats[shard].push_back(number);
            }
        }
    }
    return seats;
}

std::uint64_t slot_bytes(const std::vector<batch::TableLayout>& layouts, const Sample& sample,
                         const Cut& cut) {
    std::uint64_t most = std::uint64_t{8} << 20;
    for (std::size_t input = 0; input < sample.rows.size(); ++input) {
        std::map<std::uint32_t, std::uint64_t> rows_of;
        std::uint64_t largest = 0;
        for (const SampleRow& row : sample.rows[input]) {
            largest = std::max(largest, ++rows_of[row.of_case]);
        }
        const std::uint64_t rows =
            largest + std::min<std::uint64_t>(cut.rows_per_slice, sample.rows[input].size());
        constexpr std::uint64_t text_of_row = 64;
        most = std::max(
            most, batch::slice_bytes(layouts[input + 1], static_cast<std::uint32_t>(rows),
                                     static_cast<std::uint32_t>(rows) + 1, rows * text_of_row, 64));
    }
    return most;
}

Feeding::Feeding(const Subject& subject, const Sample& sample, const Cut& cut,
                 const std::vector<batch::TableLayout>& layouts, worker::Crew& crew)
    : subject_(subject),
      sample_(sample),
      cut_(cut),
      layouts_(layouts),
      crew_(crew),
      seats_(seats(sample, cut)),
      ordered_(sample.rows),
      units_of_shard_(cut.shards),
      known_cases_(cut.shards) {
    for (std::size_t input = 0; input < ordered_.size(); ++input) {
        const contract::Input& declared = subject.description().inputs[input];
        if (cut.row_order && declared.order == contract::RowOrder::any) {
            Draws(*cut.row_order + input).shuffle(ordered_[input]);
        }
    }
}

// Weekdays are open, as where they are observed in rows of every weekday.
static std::vector<std::uint8_t> weekdays(const calendar::DaySlots& slots) {
    std::vector<std::uint8_t> open;
    for (Date day = slots.days.first; day <= slots.days.last; day += std::chrono::days{1}) {
        const unsigned weekday = std::chrono::weekday(day).iso_encoding();
        open.push_back(weekday <= 5 ? calendar::whole_day : calendar::closed_day);
    }
    return open;
}

void Feeding::run(worker::Receiver& receiver) {
    crew_.open_sessions(0, weekdays(subject_.periods().slots(0)));
    const auto& inputs = subject_.description().inputs;
    const bool by_blocks = std::all_of(
        inputs.begin(), inputs.end(),
        [](const contract::Input& input) { return input.order == contract::RowOrder::by_case; });
    for (std::uint32_t shard = 0; shard < cut_.shards; ++shard) {
        if (by_blocks) {
            run_by_blocks(shard, receiver);
        } else {
            run_whole(shard, receiver);
        }
    }
}

void Feeding::know(std::uint32_t shard, std::uint32_t until) {
    if (until > known_cases_[shard]) {
        cases(shard, known_cases_[shard], until - known_cases_[shard]);
    }
}

void Feeding::tell_fed() const {
    if (cut_.fed) {
        cut_.fed();
    }
}

void Feeding::run_by_blocks(std::uint32_t shard, worker::Receiver& receiver) {
    const auto size = static_cast<std::uint32_t>(seats_[shard].size());
    for (std::uint32_t first = 0; first < size; first += cut_.cases_per_question) {
        const std::uint32_t count = std::min(cut_.cases_per_question, size - first);
        know(shard, first + count);
        for (std::uint32_t input = 0; input < ordered_.size(); ++input) {
            rows(shard, input, first, count);
        }
        tell_fed();
        const worker::Question question{shard, first, count};
        crew_.answer({&question, 1}, receiver);
    }
}

void Feeding::run_whole(std::uint32_t shard, worker::Receiver& receiver) {
    const auto size = static_cast<std::uint32_t>(seats_[shard].size());
    if (!cut_.cases_appear) {
        know(shard, size);
    }
    for (const auto order : {contract::RowOrder::by_case, contract::RowOrder::any}) {
        for (std::uint32_t input = 0; input < ordered_.size(); ++input) {
            if (subject_.description().inputs[input].order == order) {
                rows(shard, input, 0, size);
            }
        }
    }
    know(shard, size);
    std::vector<worker::Question> questions;
    for (std::uint32_t first = 0; first < size; first += cut_.cases_per_question) {
        questions.push_back({shard, first, std::min(cut_.cases_per_question, size - first)});
    }
    tell_fed();
    crew_.answer(questions, receiver);
}

// ------------------------------------------------------------------------------------------- rows

std::vector<Feeding::LocalRow> Feeding::local_rows(std::uint32_t shard, std::uint32_t input,
                                                   std::uint32_t first, std::uint32_t count) {
    std::map<std::uint32_t, std::uint32_t> numbers;
    for (std::uint32_t i = first; i < first + count; ++i) {
        numbers.emplace(seats_[shard][i], i);
    }
    const contract::Input& declared = subject_.description().inputs[input];
    std::vector<LocalRow> mine;
    for (const SampleRow& row : ordered_[input]) {
        if (const auto number = numbers.find(row.of_case); number != numbers.end()) {
            mine.push_back({&row, number->second, 0});
        }
    }
    if (declared.order == contract::RowOrder::by_case) {
        const auto day = [&](const LocalRow& row) {
            return declared.date_column ? row.row->cells[*declared.date_column].whole : 0;
        };
        std::stable_sort(mine.begin(), mine.end(), [&](const LocalRow& a, const LocalRow& b) {
            return std::pair(a.number, day(a)) < std::pair(b.number, day(b));
        });
    }
    for (LocalRow& row : mine) {
        const auto [place, is_new] =
            units_.try_emplace({shard, row.number, row.row->unit}, units_of_shard_[shard]);
        units_of_shard_[shard] += is_new && declared.has_unit ? 1 : 0;
        row.unit = place->second;
        if (!declared.has_unit) {
            units_.erase(place);
        }
    }
    return mine;
}

void Feeding::rows(std::uint32_t shard, std::uint32_t input, std::uint32_t first,
                   std::uint32_t count) {
    const bool by_case = subject_.description().inputs[input].order == contract::RowOrder::by_case;
    const std::vector<LocalRow> mine = local_rows(shard, input, first, count);
    for (std::size_t from = 0; from < mine.size();) {
        std::size_t to = std::min(mine.size(), from + cut_.rows_per_slice);
        while (by_case && to < mine.size() && mine[to].number == mine[to - 1].number) {
            ++to;
        }
        const std::span<const LocalRow> piece = std::span(mine).subspan(from, to - from);
        const auto last = std::max_element(
            piece.begin(), piece.end(),
            [](const LocalRow& a, const LocalRow& b) { return a.number < b.number; });
        know(shard, last->number + 1);
        slice(shard, input, piece);
        from = to;
    }
}

}  // namespace waymark::conformance
