// SPDX-License-Identifier: MIT
// The sink and host of a test: writes down what the measure answers, and refuses what a host would.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "waymark/abi.h"
#include "waymark/testing/almanac.hpp"
#include "waymark/testing/outcome.hpp"
#include "waymark/testing/shape.hpp"

namespace waymark::testing {

/// Collects one run. What breaks the contract is refused with WM_E_INTERNAL and kept in refusal().
class Recorder {
public:
    Recorder(const MeasureShape& shape, const Almanac& almanac,
             const std::vector<std::string>& cases)
        : shape_(shape), almanac_(almanac), cases_(cases) {
        sink_.size = sizeof sink_;
        sink_.ctx = this;
        sink_.contribute = [](const wm_sink* sink, const wm_contributions* given) {
            return of(sink).contribute(*given);
        };
        sink_.exclude = [](const wm_sink* sink, std::uint32_t indicator, std::uint32_t about,
                           std::uint32_t period, std::uint32_t reason) {
            return of(sink).exclude(indicator, about, period, reason);
        };
        sink_.finding = [](const wm_sink* sink, std::uint32_t code, std::uint32_t about,
                           std::uint32_t period, std::int64_t count, std::int64_t of_chances) {
            return of(sink).find(code, about, period, count, of_chances);
        };
    }
    ~Recorder() = default;
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    [[nodiscard]] const wm_sink& sink() const { return sink_; }
    void expect_block(std::uint32_t first, std::uint32_t count) {
        first_ = first;
        end_ = first + count;
    }
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

    /// Everything so far, sorted.
    void give(Outcome& outcome) {
        const auto by_key = [](const auto& one, const auto& other) {
            return one.first < other.first;
        };
        std::stable_sort(contributions_.begin(), contributions_.end(), by_key);
        std::stable_sort(exclusions_.begin(), exclusions_.end(), by_key);
        std::stable_sort(findings_.begin(), findings_.end(), by_key);
        move_into(contributions_, outcome.contributions);
        move_into(exclusions_, outcome.exclusions);
        move_into(findings_, outcome.findings);
    }

private:
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;
    template <class Seen>
    using Keyed = std::vector<std::pair<Key, Seen>>;

    [[nodiscard]] static Recorder& of(const wm_sink* sink) {
        return *static_cast<Recorder*>(sink->ctx);
    }
    template <class Seen>
    static void move_into(Keyed<Seen>& from, std::vector<Seen>& into) {
        for (auto& [key, seen] : from) {
            into.push_back(std::move(seen));
        }
        from.clear();
    }

    [[nodiscard]] wm_status refuse(const std::string& why) {
        refusal_ = refusal_.empty() ? why : refusal_;
        return WM_E_INTERNAL;
    }
    [[nodiscard]] bool is_period(std::uint32_t period) const {
        return period < almanac_.period_count();
    }
    [[nodiscard]] bool is_in_block(std::uint32_t about) const {
        return first_ <= about && about < end_;
    }
    [[nodiscard]] std::string period(std::uint32_t index) const {
        return index == WM_ALL ? std::string() : almanac_.period_name(index);
    }
    [[nodiscard]] std::string about(std::uint32_t index) const {
        return index == WM_ALL ? std::string() : cases_.at(index);
    }

    [[nodiscard]] wm_status contribute(const wm_contributions& given) {
        if (given.indicator >= shape_.indicators.size() || !is_period(given.period)) {
            return refuse("a contribution to an indicator or period that does not exist");
        }
        if (given.stratum != nullptr && given.n_own_strata != shape_.strata_kinds) {
            return refuse("contributions name another number of own strata than was declared");
        }
        for (std::uint32_t at = 0; at < given.n; ++at) {
            if (!is_in_block(given.cases[at])) {
                return refuse("a contribution of a case that was not asked for");
            }
            if (at > 0 && given.cases[at - 1] > given.cases[at]) {
                return refuse("contributions are not in ascending order of the case");
            }
            contributions_.push_back(
                {{given.indicator, given.series, given.period, given.cases[at]},
                 contribution(given, at)});
            const Contribution& one = contributions_.back().second;
            if (!std::isfinite(one.a) || !std::isfinite(one.b)) {
                return refuse("a contribution that is not finite");
            }
        }
        return WM_OK;
    }

    [[nodiscard]] Contribution contribution(const wm_contributions& given, std::uint32_t at) const {
        Contribution one;
        one.indicator = shape_.indicators[given.indicator];
        one.series = given.series;
        one.period = period(given.period);
        one.about = about(given.cases[at]);
        one.a = given.a[at];
        one.b = given.b != nullptr ? given.b[at] : 1.0;
        one.people = given.people != nullptr ? given.people[at] : 1;
        one.units = given.units != nullptr ? given.units[at] : 1;
        one.state = given.state != nullptr ? static_cast<State>(given.state[at]) : State::observed;
        for (std::uint32_t kind = 0; given.stratum != nullptr && kind < given.n_own_strata;
             ++kind) {
            const std::uint32_t value = given.stratum[at * given.n_own_strata + kind];
            one.strata.push_back(value == WM_ALL ? std::string() : shape_.strata.at(value));
        }
        return one;
    }

    [[nodiscard]] wm_status exclude(std::uint32_t indicator, std::uint32_t case_number,
                                    std::uint32_t in, std::uint32_t reason) {
        if (reason >= shape_.exclusions.size() || !is_in_block(case_number) ||
            (in != WM_ALL && !is_period(in)) ||
            (indicator != WM_ALL && indicator >= shape_.indicators.size())) {
            return refuse("an exclusion of something that does not exist or was not asked for");
        }
        exclusions_.push_back({{indicator, 0, in, case_number},
                               {shape_.exclusions[reason],
                                indicator == WM_ALL ? std::string() : shape_.indicators[indicator],
                                period(in), about(case_number)}});
        return WM_OK;
    }

    [[nodiscard]] wm_status find(std::uint32_t code, std::uint32_t case_number, std::uint32_t in,
                                 std::int64_t count, std::int64_t of_chances) {
        if (code >= shape_.findings.size() || (in != WM_ALL && !is_period(in)) ||
            (case_number != WM_ALL && !is_in_block(case_number))) {
            return refuse("a finding about something that does not exist or was not asked for");
        }
        findings_.push_back(
            {{code, 0, in, case_number},
             {shape_.findings[code], period(in), about(case_number), count, of_chances}});
        return WM_OK;
    }

    const MeasureShape& shape_;
    const Almanac& almanac_;
    const std::vector<std::string>& cases_;
    wm_sink sink_{};
    std::uint32_t first_ = 0;
    std::uint32_t end_ = 0;
    std::string refusal_;
    Keyed<Contribution> contributions_;
    Keyed<ExclusionSeen> exclusions_;
    Keyed<FindingSeen> findings_;
};

}  // namespace waymark::testing
