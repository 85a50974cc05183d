// SPDX-License-Identifier: MIT
#include "core/worker/small_run.hpp"

#include <algorithm>
#include <utility>

#include "calendar/abi_calendars.hpp"
#include "observation/sums.hpp"

namespace waymark::worker::test {

std::filesystem::path test_plugin(const std::string& name) {
    return std::filesystem::path(WAYMARK_TEST_PLUGINS) / (name + ".so");
}

static std::vector<std::byte> january_2024() {
    calendar::AbiCalendar calendar;
    calendar.first_day = 19723;
    calendar.last_day = 19753;
    calendar.as_of_day = 19800;
    calendar.periods.push_back({.size = sizeof(wm_period),
                                .grain = WM_GRAIN_MONTH,
                                .year = 2024,
                                .ordinal = 1,
                                .basis = WM_BASIS_CIVIL,
                                .first_day = calendar.first_day,
                                .last_day = calendar.last_day,
                                .flags = WM_PERIOD_ASKED});
    calendar.slot_of_day.assign(31, 0);
    calendar.slot_first = {0, 1};
    calendar.slot_periods = {0};
    calendar.open_sessions.assign(31, 0);
    std::vector<calendar::AbiCalendar> calendars;
    calendars.push_back(std::move(calendar));
    return calendar::pack(calendar::AbiCalendars(std::move(calendars)));
}

SmallRun::SmallRun(const std::string& plugin)
    : image_(seal(test_plugin(plugin))), description_(contract::parse_description(R"({
  "id": "org.waymark.test.counting", "version": "1.0.0", "title": "Counting",
  "inputs": [{"name": "marks", "columns": [
    {"name": "day", "type": "date"}, {"name": "code", "type": "category", "nullable": true}]}],
  "indicators": [
    {"id": "marks", "kind": "count", "title": "Marks", "definition": "rows", "source": "none"},
    {"id": "coded", "kind": "proportion", "title": "Coded", "definition": "any", "source": "none"}],
  "exclusions": [{"id": "no_rows", "title": "no row"}],
  "findings": [{"id": "uncoded", "title": "rows without a code"}]})")) {
    opening.image = &image_;
    opening.description = &description_;
    opening.parameters_json = "{}";
    opening.calendars = january_2024();
    opening.layouts = {batch::cases_layout(description_, 0),
                       batch::rows_layout(description_, 0, std::vector<std::uint32_t>{0, 0})};
    opening.periods = 1;
    opening.series_counts = {1, 1};
    opening.shards = 4;
    opening.slot_bytes = std::uint64_t{1} << 16;
    opening.slots = 2;
    opening.wall_clock = std::chrono::seconds{20};
    opening.floor = std::chrono::seconds{10};
    marks = some_marks(people, 300);
}

std::vector<Mark> some_marks(std::uint32_t people, std::size_t count) {
    static const std::vector<std::string> codes{"A", "B", "", "longer", "C"};
    std::vector<Mark> marks;
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 1664525 + 1013904223;
        // Every seventh person has no row at all.
        const std::uint32_t person = (state >> 8) % people;
        if (person % 7 != 6) {
            marks.push_back({person, codes[(state >> 20) % codes.size()]});
        }
    }
    return marks;
}

std::uint32_t SmallRun::cases_of(std::uint32_t shard) const {
    return (people + opening.shards - 1 - shard) / opening.shards;
}

void SmallRun::feed_cases(Crew& crew, std::uint32_t shard) const {
    const std::uint32_t worker = shard % opening.workers;
    const std::uint32_t count = cases_of(shard);
    const batch::TableLayout& layout = opening.layouts[0];
    batch::SliceWriter writer(layout, crew.slot(worker), count, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
        writer.values<std::uint32_t>(0)[i] = i;
        writer.values<std::uint32_t>(1)[i] = i;
        writer.values<std::uint32_t>(2)[i] = 0;
        writer.values<std::uint32_t>(3)[i] = 0;
        writer.values<std::int32_t>(4)[i] = 19723;
        writer.values<std::int32_t>(5)[i] = 0;
        writer.valid(5)[i] = 0;
    }
    batch::SliceHeader header;
    header.shard = shard;
    header.table = WM_TABLE_CASES;
    header.rows = count;
    header.cases = count;
    header.bytes = writer.finish();
    crew.submit(worker, std::span(&header, 1));
}

// Row by row in order, in slices of at most rows_per_slice.
void SmallRun::feed(Crew& crew, std::uint32_t shard, Codes& codes) const {
    feed_cases(crew, shard);
    const std::uint32_t worker = shard % opening.workers;
    std::vector<Mark> mine;
    std::copy_if(marks.begin(), marks.end(), std::back_inserter(mine),
                 [&](const Mark& mark) { return mark.person % opening.shards == shard; });
    for (std::size_t from = 0; from < mine.size(); from += rows_per_slice) {
        const auto count = static_cast<std::uint32_t>(std::min(rows_per_slice, mine.size() - from));
        batch::SliceWriter writer(opening.layouts[1], crew.slot(worker), count, 0);
        batch::SliceHeader header;
        for (std::uint32_t i = 0; i < count; ++i) {
            const Mark& mark = mine[from + i];
            writer.values<std::uint32_t>(0)[i] = mark.person / opening.shards;
            writer.values<std::int32_t>(1)[i] = 19730;
            if (!mark.code.empty() && !codes.contains(mark.code)) {
                codes.emplace(mark.code, static_cast<std::int32_t>(codes.size()));
                writer.append_entry(2, mark.code);
                header.text_bytes += mark.code.size();
            }
            writer.valid(2)[i] = mark.code.empty() ? 0 : 1;
            writer.values<std::int32_t>(2)[i] = mark.code.empty() ? -1 : codes.at(mark.code);
        }
        header.shard = shard;
        header.rows = count;
        header.cases = cases_of(shard);
        header.bytes = writer.finish();
        crew.submit(worker, std::span(&header, 1));
    }
}

namespace {

class Collector final : public Receiver {
public:
    explicit Collector(Told& told) : told_(told) {}

    void contributions(std::uint32_t shard, const observation::Contributions& answer) override {
        for (std::size_t i = 0; i < answer.cases.size(); ++i) {
            told_.contributions.emplace_back(shard, answer.cases[i], answer.indicator,
                                             answer.period, answer.a[i]);
        }
    }
    void exclusion(std::uint32_t shard, std::uint32_t, std::uint32_t case_number, std::uint32_t,
                   std::uint32_t) override {
        told_.exclusions.emplace_back(shard, case_number);
    }
    void finding(std::uint32_t shard, const observation::Found& found) override {
        told_.findings.emplace_back(shard, found.case_or_all, found.count, found.of);
    }

private:
    Told& told_;
};

}  // namespace

Told SmallRun::told() {
    Told told;
    opening.log = [&](int, const std::string& line) { told.log.push_back(line); };
    Crew crew(opening);
    Collector collector(told);
    std::map<std::uint32_t, Codes> codes;
    std::vector<Question> questions;
    for (std::uint32_t shard = 0; shard < opening.shards; ++shard) {
        feed(crew, shard, codes[shard % opening.workers]);
        for (std::uint32_t first = 0; first < cases_of(shard);
             first += static_cast<std::uint32_t>(cases_per_question)) {
            questions.push_back({shard, first,
                                 std::min(static_cast<std::uint32_t>(cases_per_question),
                                          cases_of(shard) - first)});
        }
        if (asks_between) {
            for (const Question& question : std::exchange(questions, {})) {
                crew.ask(question, collector);
            }
        }
    }
    crew.answer(questions, collector);
    crew.finish();
    told.layers = crew.layers();
    std::ranges::sort(told.contributions);
    std::ranges::sort(told.exclusions);
    std::ranges::sort(told.findings);
    return told;
}

}  // namespace waymark::worker::test
