// SPDX-License-Identifier: MIT
// What a measure answers about one case: contributions, exclusions and findings.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "waymark/measure/case.hpp"
#include "waymark/measure/handle.hpp"
#include "waymark/measure/outbox.hpp"

namespace waymark {

/// A number of any arithmetic type, as contributions carry it.
class Number {
public:
    template <class Arithmetic>
        requires std::is_arithmetic_v<Arithmetic>
    constexpr Number(Arithmetic value) : value_(static_cast<double>(value)) {}  // NOLINT: it is one

    [[nodiscard]] constexpr double value() const { return value_; }

private:
    double value_;
};

/// Speaks about one case at one place in time: a period, all asked periods that contain a day, or
/// the whole run. The functions in the first group give an Answer for another place or with
/// something added, so `out.at(day).provisional().rate(...)`; the others tell the host. An
/// indicator is told only for periods of its allowed grains. Valid during the call of answer().
class Answer {
public:
    static constexpr std::size_t most_own_strata = 8;

    Answer(detail::Outbox& outbox, const Case& about, std::span<const Period> periods)
        : outbox_(&outbox), about_(&about), periods_(periods) {
        strata_.fill(WM_ALL);
    }

    /// The asked periods, with the days they have for this case. A window the case does not have
    /// contains no day.
    [[nodiscard]] std::span<const Period> periods() const { return periods_; }
    [[nodiscard]] Day as_of() const { return about_->calendar().as_of(); }

    [[nodiscard]] Answer in(const Period& period) const {
        Answer there = *this;
        there.where_ = Where::period;
        there.period_ = period.index;
        there.grain_ = period.grain;
        return there;
    }
    [[nodiscard]] Answer at(Day day) const {
        Answer there = *this;
        there.where_ = Where::day;
        there.day_ = day;
        return there;
    }
    [[nodiscard]] Answer people(std::int64_t people) const {
        Answer with = *this;
        with.usual_.people = people;
        return with;
    }
    [[nodiscard]] Answer units(std::int64_t units) const {
        Answer with = *this;
        with.usual_.units = units;
        return with;
    }
    [[nodiscard]] Answer provisional(bool is_provisional = true) const {
        Answer with = *this;
        with.usual_.state = is_provisional ? State::provisional : State::observed;
        return with;
    }
    [[nodiscard]] Answer stratum(OwnStrata kind, std::size_t value) const {
        Answer with = *this;
        with.strata_.at(kind.index) = outbox_->stratum(kind, value);
        return with;
    }

    void count(Count indicator, Number value) const { tell(indicator, value.value(), 1.0); }
    void proportion(Proportion indicator, bool success) const {
        tell(indicator, success ? 1.0 : 0.0, 1.0);
    }
    /// One person who stands for `weight` people: both parts of the proportion are weighted.
    void proportion(Proportion indicator, bool success, Number weight) const {
        tell(indicator, success ? 1.0 : 0.0, weight.value());
    }
    /// `successes` among the people set with people().
    void successes(Proportion indicator, Number successes) const {
        tell(indicator, successes.value(), 1.0);
    }
    void ratio(Ratio indicator, Number a, Number b) const { tell(indicator, a.value(), b.value()); }
    void rate(Rate indicator, Number events, Number exposure) const {
        tell(indicator, events.value(), exposure.value());
    }
    void mean(Mean indicator, Number value, Number weight = 1.0) const {
        tell(indicator, value.value(), weight.value());
    }
    void change(Change indicator, Number first, Number last) const {
        tell(indicator, first.value(), last.value());
    }
    void time_to_event(TimeToEvent indicator, Number time, bool is_event) const {
        tell(indicator, time.value(), is_event ? 1.0 : 0.0);
    }
    void quantile(Quantile indicator, Number value) const { tell(indicator, value.value(), 1.0); }
    void published(Published indicator, Number value) const { tell(indicator, value.value(), 1.0); }

    /// Cells of a published table: a state in place of a value is told as that state.
    template <class Value>
    void count(Count indicator, const Stated<Value>& value) const {
        tell(indicator, value, Stated<double>(1.0));
    }
    template <class Value>
    void successes(Proportion indicator, const Stated<Value>& successes) const {
        tell(indicator, successes, Stated<double>(1.0));
    }
    template <class Value>
    void ratio(Ratio indicator, const Stated<Value>& a, const Stated<Value>& b) const {
        tell(indicator, a, b);
    }
    template <class Value>
    void published(Published indicator, const Stated<Value>& value) const {
        tell(indicator, value, Stated<double>(1.0));
    }

    /// The indicator has no value here, and why: `out.without_value(rate, State::not_due)`.
    template <Kind kind>
    void without_value(Indicator<kind> indicator, State state) const {
        Answer with = *this;
        with.usual_.state = state;
        with.tell(indicator, 0.0, 0.0);
    }

    /// The case does not count, for all indicators or one.
    void exclude(Exclusion reason) const {
        for_each_period([&](std::uint32_t period, Grain) {
            outbox_->exclude(WM_ALL, about_->number, period, reason);
        });
    }
    template <Kind kind>
    void exclude(Exclusion reason, Indicator<kind> indicator) const {
        for_each_period([&](std::uint32_t period, Grain grain) {
            if (period == WM_ALL || outbox_->allows(indicator.index, grain)) {
                outbox_->exclude(indicator.index, about_->number, period, reason);
            }
        });
    }

    /// Something worth telling was seen `count` times, of `of` chances (0 = not a share).
    void finding(Finding code, std::int64_t count, std::int64_t of = 0) const {
        for_each_period([&](std::uint32_t period, Grain) {
            outbox_->find(code, about_->number, period, count, of);
        });
    }

    /// A line for the people who run the host; never a value of a row, never who the case is. The
    /// host cuts long lines and passes over those beyond a few hundred; figures to be counted are
    /// findings.
    void log(LogLevel level, const std::string& line) const { outbox_->log(level, line); }

private:
    enum class Where : std::uint8_t { run, period, day };

    template <class Tell>
    void for_each_period(Tell tell) const {
        if (where_ == Where::period) {
            tell(period_, grain_);
        } else if (where_ == Where::run) {
            tell(WM_ALL, Grain::day);
        } else {
            for_each_period_of_day(tell);
        }
    }

    template <class Tell>
    void for_each_period_of_day(Tell tell) const {
        const Calendar& calendar = about_->calendar();
        if (const auto slot = calendar.slot_of(day_)) {
            for (const std::uint32_t index : calendar.periods_of(*slot)) {
                const Period& period = calendar.periods()[index];
                if (period.is_asked && period.grain != Grain::window) {
                    tell(index, period.grain);
                }
            }
        }
        for (const Period& period : periods_) {
            if (period.grain == Grain::window && period.contains(day_)) {
                tell(period.index, Grain::window);
            }
        }
    }

    template <Kind kind>
    void tell(Indicator<kind> indicator, double a, double b) const {
        if (where_ == Where::run) {
            throw std::logic_error("an answer needs a place: out.at(day) or out.in(period)");
        }
        detail::Contribution one = usual_;
        one.a = a;
        one.b = b;
        for_each_period([&](std::uint32_t period, Grain grain) {
            if (outbox_->allows(indicator.index, grain)) {
                outbox_->add({indicator.index, indicator.series, period}, about_->number, one,
                             strata_.data());
            }
        });
    }

    template <Kind kind, class A, class B>
    void tell(Indicator<kind> indicator, const Stated<A>& a, const Stated<B>& b) const {
        if (!a.is_observed()) {
            without_value(indicator, a.state());
        } else if (!b.is_observed()) {
            without_value(indicator, b.state());
        } else {
            tell(indicator, static_cast<double>(a.value()), static_cast<double>(b.value()));
        }
    }

    detail::Outbox* outbox_;
    const Case* about_;
    std::span<const Period> periods_;
    Where where_ = Where::run;
    std::uint32_t period_ = WM_ALL;
    Grain grain_ = Grain::day;
    Day day_;
    detail::Contribution usual_;
    std::array<std::uint32_t, most_own_strata> strata_;
};

}  // namespace waymark
