// SPDX-License-Identifier: MIT
// Gathers contributions in columns per indicator, series and period, and hands them to the host.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "waymark/abi.h"
#include "waymark/measure/declaration.hpp"
#include "waymark/measure/status.hpp"

namespace waymark::detail {

/// One contribution on its way. b, people, units and state stand at what they usually are.
struct Contribution {
    double a = 0.0;
    double b = 1.0;
    std::int64_t people = 1;
    std::int64_t units = 1;
    State state = State::observed;
};

/// A column that stays empty as long as every value is the usual one.
template <class Value>
class RareColumn {
public:
    explicit RareColumn(Value usual) : usual_(usual) {}

    /// Appends the value of row `row`; rows come in order from 0.
    void push(Value value, std::size_t row) {
        if (values_.empty()) {
            if (value == usual_) {
                return;
            }
            values_.assign(row, usual_);
        }
        values_.push_back(value);
    }
    [[nodiscard]] const Value* data() const { return values_.empty() ? nullptr : values_.data(); }
    void clear() { values_.clear(); }

private:
    Value usual_;
    std::vector<Value> values_;
};

/// The contributions to one indicator, series and period, in ascending order of the case.
struct ContributionColumns {
    std::vector<std::uint32_t> cases;
    std::vector<double> a;
    RareColumn<double> b{1.0};
    RareColumn<std::int64_t> people{1};
    RareColumn<std::int64_t> units{1};
    RareColumn<std::int32_t> state{WM_STATE_OBSERVED};
    std::vector<std::uint32_t> strata;

    void clear() {
        cases.clear();
        a.clear();
        b.clear();
        people.clear();
        units.clear();
        state.clear();
        strata.clear();
    }
};

/// What the outbox has to know of an indicator, worked out once per instance.
struct IndicatorPlan {
    const std::string* id;
    std::uint32_t series_count;
    std::uint32_t first_key;  ///< of the series and periods of this indicator
    std::uint32_t grains;     ///< bit per Grain that is allowed
};

/// One per instance. Memory: at most `flush_at` contributions and one case's, and one word per
/// indicator, series and period of the run.
class Outbox {
public:
    static constexpr std::size_t flush_at = 65536;

    /// `series_counts` has the number of series of each indicator.
    Outbox(const wm_host& host, const std::vector<IndicatorDeclaration>& indicators,
           const std::vector<StrataDeclaration>& kinds,
           const std::vector<std::size_t>& series_counts, std::size_t period_count)
        : host_(&host), period_count_(static_cast<std::uint32_t>(period_count)) {
        std::size_t keys = 0;
        for (const IndicatorDeclaration& declared : indicators) {
            const std::size_t series = series_counts.at(plans_.size());
            plans_.push_back({&declared.id, static_cast<std::uint32_t>(series),
                              static_cast<std::uint32_t>(keys), grain_mask(declared)});
            keys += series * period_count;
        }
        if (keys > 100'000'000) {
            throw BadParameter("indicators, series and periods make more than 100 million cells");
        }
        columns_of_key_.assign(keys, none);
        for (const StrataDeclaration& strata : kinds) {
            first_stratum_.push_back(stratum_end_);
            stratum_end_ += static_cast<std::uint32_t>(strata.values.size());
        }
        own_strata_ = static_cast<std::uint32_t>(kinds.size());
    }

    void send_to(const wm_sink& sink) { sink_ = &sink; }

    [[nodiscard]] std::uint32_t own_strata() const { return own_strata_; }

    /// The number of a value over all own kinds, as wm_contributions wants it.
    [[nodiscard]] std::uint32_t stratum(OwnStrata kind, std::size_t value) const {
        if (kind.index >= first_stratum_.size()) {
            throw std::logic_error("a kind of strata that was not declared");
        }
        const std::size_t next = kind.index + std::size_t{1};
        const std::uint32_t end =
            next < first_stratum_.size() ? first_stratum_[next] : stratum_end_;
        if (value >= end - first_stratum_[kind.index]) {
            throw std::logic_error("a stratum beyond the declared values");
        }
        return first_stratum_[kind.index] + static_cast<std::uint32_t>(value);
    }

    /// Whether the indicator may be told for periods of this grain.
    [[nodiscard]] bool allows(std::uint32_t indicator, Grain grain) const {
        return (plan(indicator).grains >> static_cast<unsigned>(grain) & 1U) != 0;
    }

    /// What an answer is about.
    struct Place {
        std::uint32_t indicator, series, period;
        friend auto operator<=>(const Place&, const Place&) = default;
    };

    /// `strata` points at own_strata() numbers.
    void add(const Place& place, std::uint32_t case_number, const Contribution& one,
             const std::uint32_t* strata) {
        const IndicatorPlan& its = plan(place.indicator);
        if (place.series >= its.series_count) {
            throw std::logic_error("indicator \"" + *its.id + "\" has no series " +
                                   std::to_string(place.series));
        }
        if (!std::isfinite(one.a) || !std::isfinite(one.b)) {
            throw std::logic_error("indicator \"" + *its.id +
                                   "\" was answered with a number that is not finite");
        }
        ContributionColumns& columns =
            columns_of(its.first_key + place.series * period_count_ + place.period, place);
        const std::size_t row = columns.cases.size();
        columns.cases.push_back(case_number);
        columns.a.push_back(one.a);
        columns.b.push(one.b, row);
        columns.people.push(one.people, row);
        columns.units.push(one.units, row);
        columns.state.push(static_cast<std::int32_t>(one.state), row);
        columns.strata.insert(columns.strata.end(), strata, strata + own_strata_);
        ++count_;
    }

    void exclude(std::uint32_t indicator, std::uint32_t case_number, std::uint32_t period,
                 Exclusion reason) {
        expect(sink_->exclude(sink_, indicator, case_number, period, reason.index));
    }
    /// What is found of one case again and again is told once, added up: a host takes a bounded
    /// number of findings for each case.
    void find(Finding finding, std::uint32_t case_number, std::uint32_t period, std::int64_t count,
              std::int64_t of) {
        if (!found_.empty() && found_.front().case_number != case_number) {
            send_findings();
        }
        const std::size_t key =
            finding.index * (period_count_ + std::size_t{1}) + std::min(period, period_count_);
        if (key >= found_at_.size()) {
            found_at_.resize(key + 1, none);
        }
        if (found_at_[key] == none) {
            found_at_[key] = static_cast<std::uint32_t>(found_.size());
            found_.push_back({key, finding.index, case_number, period, 0, 0});
        }
        found_[found_at_[key]].count += count;
        found_[found_at_[key]].of += of;
    }

    void log(LogLevel level, const std::string& line) const {
        if (host_->log != nullptr) {
            host_->log(host_, static_cast<std::int32_t>(level), line.c_str());
        }
    }

    /// Called between two cases, so that what waits stays bounded.
    void flush_if_full() {
        send_findings();
        if (count_ >= flush_at) {
            flush();
        }
    }

    void flush() {
        send_findings();
        std::sort(waiting_.begin(), waiting_.end());
        for (const auto& [key, place] : waiting_) {
            send(place, columns_[columns_of_key_[key]]);
            columns_[columns_of_key_[key]].clear();
            columns_of_key_[key] = none;
        }
        waiting_.clear();
        count_ = 0;
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFFU;
    [[nodiscard]] static std::uint32_t grain_mask(const IndicatorDeclaration& declared) {
        std::uint32_t mask = 0;
        for (const Grain grain : declared.options.grains) {
            mask |= 1U << static_cast<unsigned>(grain);
        }
        return mask != 0 ? mask : ~(1U << static_cast<unsigned>(Grain::day));
    }

    [[nodiscard]] const IndicatorPlan& plan(std::uint32_t indicator) const {
        if (indicator >= plans_.size()) {
            throw std::logic_error("an indicator that was not declared");
        }
        return plans_[indicator];
    }

    // Columns are used again from flush to flush, so a run settles on as many as are filled at
    // once.
    [[nodiscard]] ContributionColumns& columns_of(std::uint32_t key, const Place& place) {
        if (columns_of_key_[key] == none) {
            if (columns_.size() == waiting_.size()) {
                columns_.emplace_back();
            }
            columns_of_key_[key] = static_cast<std::uint32_t>(waiting_.size());
            waiting_.emplace_back(key, place);
        }
        return columns_[columns_of_key_[key]];
    }

    void send(const Place& place, const ContributionColumns& columns) const {
        wm_contributions out{};
        out.size = sizeof out;
        out.indicator = place.indicator;
        out.series = place.series;
        out.period = place.period;
        out.n = static_cast<std::uint32_t>(columns.cases.size());
        out.cases = columns.cases.data();
        out.a = columns.a.data();
        out.b = columns.b.data();
        out.people = columns.people.data();
        out.units = columns.units.data();
        out.state = columns.state.data();
        out.stratum = own_strata_ > 0 ? columns.strata.data() : nullptr;
        out.n_own_strata = own_strata_;
        expect(sink_->contribute(sink_, &out));
    }

    struct Found {
        std::size_t key;  ///< of finding and period
        std::uint32_t code, case_number, period;
        std::int64_t count, of;
    };

    void send_findings() {
        for (const Found& one : found_) {
            found_at_[one.key] = none;
            expect(sink_->finding(sink_, one.code, one.case_number, one.period, one.count, one.of));
        }
        found_.clear();
    }

    static void expect(wm_status status) {
        if (status != WM_OK) {
            throw Stopped{status};
        }
    }

    const wm_host* host_;
    const wm_sink* sink_ = nullptr;
    std::uint32_t period_count_;
    std::vector<IndicatorPlan> plans_;
    std::vector<std::uint32_t> first_stratum_;
    std::uint32_t stratum_end_ = 0;
    std::uint32_t own_strata_ = 0;
    std::vector<std::uint32_t> columns_of_key_;
    std::vector<ContributionColumns> columns_;
    std::vector<std::pair<std::uint32_t, Place>> waiting_;
    std::size_t count_ = 0;
    std::vector<Found> found_;             ///< of the case at hand
    std::vector<std::uint32_t> found_at_;  ///< per key: index into found_
};

}  // namespace waymark::detail
