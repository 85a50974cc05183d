// SPDX-License-Identifier: MIT
// One run of a scene: the calls of abi.h in the order a host makes them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "waymark/testing.hpp"

namespace waymark::testing {

class Scene::Run {
public:
    Run(const Scene& scene, const Cut& cut)
        : scene_(scene),
          cut_(cut),
          almanac_(scene.almanac_),
          polls_left_(cut.cancel_after),
          recorder_(scene.shape_, almanac_, scene.case_names_) {
        host_.size = sizeof host_;
        host_.abi_minor = WM_ABI_MINOR;
        host_.ctx = this;
        host_.log = [](const wm_host* host, std::int32_t /*level*/, const char* line) {
            static_cast<Run*>(host->ctx)->log_.emplace_back(line);
        };
        host_.cancelled = [](const wm_host* host) -> std::int32_t {
            auto& run = *static_cast<Run*>(host->ctx);
            return run.polls_left_ == 0 ? 1 : (run.polls_left_ -= run.polls_left_ > 0 ? 1 : 0, 0);
        };
        host_.extension = [](const wm_host*, const char*) -> const void* { return nullptr; };
        sort_rows();
        number_keys();
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() {
        if (instance_ != nullptr) {
            scene_.measure_.close(instance_);
        }
    }

    [[nodiscard]] Outcome outcome() {
        Outcome outcome;
        outcome.status = play();
        if (outcome.status != WM_OK) {
            outcome.message = recorder_.refusal().empty() ? error_.message : recorder_.refusal();
        }
        recorder_.give(outcome);
        std::sort(log_.begin(), log_.end());
        outcome.log = log_;
        return outcome;
    }

private:
    // by_case inputs come case by case, sorted by their date.
    void sort_rows() {
        for (std::size_t table = 0; table < scene_.rows_.size(); ++table) {
            rows_.push_back(scene_.rows_[table]);
            const InputShape& input = scene_.shape_.inputs[table];
            if (input.is_by_case) {
                const auto day = [&](const GivenRow& row) {
                    const Value& date = value_of(row.values, input.date);
                    return date.is_null() ? far_past : date.day();
                };
                std::stable_sort(rows_.back().begin(), rows_.back().end(),
                                 [&](const GivenRow& one, const GivenRow& other) {
                                     return std::pair(one.case_number, day(one)) <
                                            std::pair(other.case_number, day(other));
                                 });
            }
        }
    }

    void number_keys() {
        for (std::size_t table = 0; table < rows_.size(); ++table) {
            for (const ColumnShape& column : scene_.shape_.inputs[table].columns) {
                for (const GivenRow& row : rows_[table]) {
                    const Value& value = value_of(row.values, column.name);
                    if (column.type == "key" && !value.is_null()) {
                        numbering_.note_key(column.space, value);
                    }
                }
            }
        }
    }

    [[nodiscard]] wm_status play() {
        const std::vector<wm_calendar>& calendars = almanac_.build();
        wm_status status =
            scene_.measure_.open(&host_, scene_.parameters_.c_str(), calendars.data(),
                                 static_cast<std::uint32_t>(calendars.size()), &instance_, &error_);
        const bool by_block = scene_.shape_.goes_by_block();
        for_each_block([&](std::uint32_t first, std::uint32_t count) {
            status = status != WM_OK ? status : send_cases(first, count);
            status = status != WM_OK || !by_block ? status : send_rows(true, first, count);
            status = status != WM_OK || !by_block ? status : answer(first, count);
        });
        if (!by_block) {
            const auto all = static_cast<std::uint32_t>(scene_.cases_.size());
            status = status != WM_OK ? status : send_rows(true, 0, all);
            status = status != WM_OK ? status : send_rows(false, 0, all);
            for_each_block([&](std::uint32_t first, std::uint32_t count) {
                status = status != WM_OK ? status : answer(first, count);
            });
        }
        return status;
    }

    template <class Step>
    void for_each_block(Step step) const {
        for (std::size_t first = 0; first < scene_.cases_.size(); first += cut_.cases) {
            step(static_cast<std::uint32_t>(first),
                 static_cast<std::uint32_t>(std::min(cut_.cases, scene_.cases_.size() - first)));
        }
    }

    [[nodiscard]] wm_status answer(std::uint32_t first, std::uint32_t count) {
        recorder_.expect_block(first, count);
        return scene_.measure_.answer(instance_, &recorder_.sink(), first, count, &error_);
    }

    [[nodiscard]] wm_status send_cases(std::uint32_t first, std::uint32_t count) {
        struct CaseRow {
            const Values& values;
        };
        std::vector<CaseRow> rows;
        BatchBuilder batch(cut_.offset);
        ColumnBuilder& numbers = batch.column("case", "I");
        ColumnBuilder& people = batch.column("person", "I");
        ColumnBuilder& services = batch.column("service", "I");
        ColumnBuilder& calendars = batch.column("calendar", "I");
        ColumnBuilder& starts = batch.column("start", "tdD");
        ColumnBuilder& ends = batch.column("end", "tdD");
        for (std::uint32_t number = first; number < first + count; ++number) {
            const CaseOptions& one = scene_.cases_[number];
            const std::string person =
                one.person.empty() ? "case " + std::to_string(number) : "person " + one.person;
            numbers.append_number(number);
            people.append_number(
                people_.emplace(person, static_cast<std::uint32_t>(people_.size())).first->second);
            services.append_number(one.service);
            calendars.append_number(almanac_.calendar_index(one.calendar));
            starts.append_number(one.start.number);
            one.end ? ends.append_number(one.end->number) : ends.append_null();
            rows.push_back({one.columns});
        }
        write_columns(batch, scene_.shape_.case_columns, rows, "case", numbering_);
        write_windows(batch, first, count);
        return scene_.measure_.cases(
            instance_, &batch.finish(WM_TABLE_CASES, count, first + count, numbering_.unit_count()),
            &error_);
    }

    void write_windows(BatchBuilder& batch, std::uint32_t first, std::uint32_t count) const {
        const std::size_t windows = almanac_.window_count();
        if (windows == 0) {
            return;
        }
        ColumnBuilder& column = batch.column("windows", "+w");
        column.make_list("tdD", 2 * windows);
        for (std::uint32_t number = first; number < first + count; ++number) {
            const auto& given = scene_.cases_[number].windows;
            std::vector<Value> days(2 * windows, Value(nullptr));
            for (std::size_t at = 0; at < std::min(windows, given.size()); ++at) {
                if (given[at]) {
                    days[2 * at] = given[at]->first;
                    days[2 * at + 1] = given[at]->second;
                }
            }
            column.append_items(days, [](ColumnBuilder& items, const Value& day) {
                items.append_number(day.day().number);
            });
        }
    }

    // Cuts the rows of cases [first, first + count) of every table of the wanted order into
    // batches.
    [[nodiscard]] wm_status send_rows(bool by_case, std::uint32_t first, std::uint32_t count) {
        for (std::size_t table = 0; table < rows_.size(); ++table) {
            if (scene_.shape_.inputs[table].is_by_case != by_case) {
                continue;
            }
            std::vector<GivenRow> wanted;
            for (const GivenRow& row : rows_[table]) {
                if (first <= row.case_number && row.case_number < first + count) {
                    wanted.push_back(row);
                }
            }
            for (std::size_t from = 0; from < wanted.size();) {
                std::size_t to = std::min(wanted.size(), from + cut_.rows);
                while (by_case && to < wanted.size() &&
                       wanted[to].case_number == wanted[to - 1].case_number) {
                    ++to;
                }
                const std::span<const GivenRow> piece(wanted.data() + from, to - from);
                if (const wm_status status = send_batch(table, piece, first + count);
                    status != WM_OK) {
                    return status;
                }
                from = to;
            }
        }
        return WM_OK;
    }

    [[nodiscard]] wm_status send_batch(std::size_t table, std::span<const GivenRow> rows,
                                       std::uint32_t cases) {
        const InputShape& input = scene_.shape_.inputs[table];
        BatchBuilder batch(cut_.offset);
        ColumnBuilder& numbers = batch.column("case", "I");
        ColumnBuilder* units = input.has_unit ? &batch.column("unit", "I") : nullptr;
        ColumnBuilder* periods = input.is_aggregate ? &batch.column("period", "I") : nullptr;
        std::vector<std::uint32_t> case_first;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const GivenRow& row = rows[at];
            numbers.append_number(row.case_number);
            if (input.is_by_case && (at == 0 || rows[at - 1].case_number != row.case_number)) {
                case_first.push_back(static_cast<std::uint32_t>(at));
            }
            if (units != nullptr) {
                units->append_number(
                    numbering_.unit(row.case_number, value_of(row.values, "unit").label()));
            }
            if (periods != nullptr) {
                const Value& period = value_of(row.values, "period");
                periods->append_number(period.is_null() ? WM_ALL
                                                        : almanac_.period_index(period.text()));
            }
        }
        if (input.is_by_case) {
            case_first.push_back(static_cast<std::uint32_t>(rows.size()));
        }
        write_columns(batch, input.columns, rows, input.name, numbering_);
        const wm_batch& made =
            batch.finish(static_cast<std::uint32_t>(table), static_cast<std::int64_t>(rows.size()),
                         cases, numbering_.unit_count(), std::move(case_first));
        return scene_.measure_.rows(instance_, &made, &error_);
    }

    const Scene& scene_;
    Cut cut_;
    Almanac almanac_;
    std::int32_t polls_left_;
    std::vector<std::vector<GivenRow>> rows_;
    Numbering numbering_;
    std::map<std::string, std::uint32_t> people_;
    std::vector<std::string> log_;
    Recorder recorder_;
    wm_host host_{};
    wm_error error_{};
    wm_instance* instance_ = nullptr;
};

inline Outcome Scene::run(const Cut& cut) const {
    return Run(*this, cut).outcome();
}

}  // namespace waymark::testing
