// SPDX-License-Identifier: MIT
// Runs a measure over literal rows in an ordinary unit test; no host is needed. It works on the
// function table of abi.h, so it takes any plugin, in any language.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "waymark/abi.h"
#include "waymark/testing/almanac.hpp"
#include "waymark/testing/batch_builder.hpp"
#include "waymark/testing/outcome.hpp"
#include "waymark/testing/recorder.hpp"
#include "waymark/testing/rows.hpp"
#include "waymark/testing/shape.hpp"
#include "waymark/testing/value.hpp"

namespace waymark::testing {

struct CaseOptions {
    std::string person = {};  ///< "" = a person of its own
    std::uint32_t service = 0;
    std::string calendar = {};  ///< "" = the first
    Day start = Day::of(2024, 8, 1);
    std::optional<Day> end = {};  ///< nullopt = running
    Values columns = {};          ///< case columns the measure asked for
    std::vector<std::optional<std::pair<Day, Day>>> windows = {};  ///< one per window of the run
};

/// How the host cuts the same rows. Another cut must give an equal outcome.
struct Cut {
    std::size_t rows = 65536;        ///< per batch; whole cases where an input is by_case
    std::size_t cases = 65536;       ///< per block of cases
    std::int64_t offset = 0;         ///< of the Arrow arrays
    std::int32_t cancel_after = -1;  ///< the host asks to stop when polled this often; -1 = never
};

/// A scene: periods, cases and rows. Add them in any order, then run() as often as wanted.
/// Throws std::invalid_argument when the test itself is wrong: an unknown column, a bad date.
class Scene {
public:
    explicit Scene(const wm_measure* measure) : measure_(*measure) {
        shape_ = shape_of(measure_.description);
        rows_.resize(shape_.inputs.size());
    }

    Scene& parameters(std::string json) {
        parameters_ = std::move(json);
        return *this;
    }
    Scene& as_of(Day day) {
        almanac_.set_as_of(day);
        return *this;
    }
    Scene& period(std::string name, const PeriodOptions& options) {
        almanac_.add_period(std::move(name), options);
        return *this;
    }
    /// Gives `period` other days in another calendar.
    Scene& calendar(const std::string& calendar, const std::string& period, Day first, Day last) {
        almanac_.add_days(calendar, period, first, last);
        return *this;
    }
    Scene& open_day(Day day, OpenDay halves = {}) {
        almanac_.add_open_day(day, halves);
        return *this;
    }
    Scene& add_case(std::string name, CaseOptions options = {}) {
        expect_columns(options.columns, shape_.case_columns, {}, "the case");
        case_names_.push_back(std::move(name));
        cases_.push_back(std::move(options));
        return *this;
    }
    /// A row of a case added before. "unit" and "period" are named among the values.
    Scene& row(const std::string& input, const std::string& about, Values values) {
        const std::size_t table = table_named(input);
        expect_columns(values, shape_.inputs[table].columns, {"unit", "period"}, input);
        const auto found = std::find(case_names_.begin(), case_names_.end(), about);
        if (found == case_names_.end()) {
            throw std::invalid_argument("the test has no case \"" + about + "\"");
        }
        rows_[table].push_back(
            {static_cast<std::uint32_t>(found - case_names_.begin()), std::move(values)});
        return *this;
    }
    /// A row of an aggregate input: a case of its own, named `about`.
    Scene& aggregate_row(const std::string& input, const std::string& about, Values values) {
        add_case(about);
        return row(input, about, std::move(values));
    }

    [[nodiscard]] Outcome run(const Cut& cut = {}) const;

private:
    class Run;

    [[nodiscard]] std::size_t table_named(const std::string& input) const {
        const auto found =
            std::find_if(shape_.inputs.begin(), shape_.inputs.end(),
                         [&](const InputShape& shape) { return shape.name == input; });
        if (found == shape_.inputs.end()) {
            throw std::invalid_argument("the measure has no input \"" + input + "\"");
        }
        return static_cast<std::size_t>(found - shape_.inputs.begin());
    }

    const wm_measure& measure_;
    MeasureShape shape_;
    std::string parameters_ = "{}";
    Almanac almanac_;
    std::vector<std::string> case_names_;
    std::vector<CaseOptions> cases_;
    std::vector<std::vector<GivenRow>> rows_;
};

}  // namespace waymark::testing

#include "waymark/testing/run.hpp"
