// SPDX-License-Identifier: MIT
#include "worker/answer_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "observation/sums.hpp"
#include "worker/sentences.hpp"

namespace waymark::worker {

using IndicatorKind = contract::Kind;

// Units of one case that may each contribute to a cell: school enrolments, episodes, offences.
static constexpr std::uint64_t most_per_cell = 64;

void AnswerCheck::reject(const std::string& what) const {
    throw failure(Outcome::rejected, opening_.image->path.filename().string(), "answering", what);
}

void AnswerCheck::begin(const Question& question) {
    check(opening_.description != nullptr, "answers are held against a description");
    question_ = question;
    const std::uint64_t series = std::accumulate(opening_.series_counts.begin(),
                                                 opening_.series_counts.end(), std::uint64_t{0});
    // At most 2^32 cases, and far fewer cells than 2^26, so this does not overflow.
    const std::uint64_t cells = std::min<std::uint64_t>(
        std::max<std::uint64_t>(series * opening_.periods, 1), std::uint64_t{1} << 25);
    contributions_left_ = question.count * cells * most_per_cell;
    // Findings may also be told of no case at all.
    remarks_left_ = (std::uint64_t{question.count} + 1) * cells * most_per_cell;
}

std::string AnswerCheck::name(std::uint32_t indicator) const {
    return "\"" + opening_.description->indicators[indicator].id + "\"";
}

void AnswerCheck::check_case(std::uint32_t case_number) const {
    if (case_number - question_.first >= question_.count) {
        reject("it answers for a case that it was not asked about");
    }
}

void AnswerCheck::take(Kind kind, std::span<const std::byte> payload, Receiver& receiver) {
    if (kind == Kind::contributions) {
        take_contributions(payload, receiver);
    } else if (kind == Kind::exclusions) {
        take_exclusions(payload, receiver);
    } else {
        check(kind == Kind::findings, "only answers are checked here");
        take_findings(payload, receiver);
    }
}

// ---------------------------------------------------------------------------------- contributions

namespace {

// Hands out the columns of one record, one after the other; its size has been checked.
class Columns {
public:
    Columns(std::span<const std::byte> bytes, const ContributionsHead& head)
        : rest_(bytes), head_(head) {}

    template <class T>
    [[nodiscard]] std::span<const T> next(bool is_there, std::size_t per_row = 1) {
        if (!is_there) {
            return {};
        }
        const std::span<const T> column{reinterpret_cast<const T*>(rest_.data()),
                                        head_.n * per_row};
        rest_ = rest_.subspan(column.size_bytes());
        return column;
    }
    [[nodiscard]] bool has(ContributionColumn column) const noexcept {
        return (head_.columns & column) != 0;
    }

private:
    std::span<const std::byte> rest_;
    const ContributionsHead& head_;
};

}  // namespace

static observation::Contributions columns_of(const ContributionsHead& head,
                                             std::span<const std::byte> bytes) {
    observation::Contributions answer;
    answer.indicator = head.indicator;
    answer.series = head.series;
    answer.period = head.period;
    Columns columns(bytes, head);
    answer.a = columns.next<double>(true);
    answer.b = columns.next<double>(columns.has(column_b));
    answer.people = columns.next<std::int64_t>(columns.has(column_people));
    answer.units = columns.next<std::int64_t>(columns.has(column_units));
    answer.cases = columns.next<std::uint32_t>(true);
    answer.states = columns.next<std::int32_t>(columns.has(column_state));
    answer.strata = columns.next<std::uint32_t>(columns.has(column_stratum), head.own_kinds);
    return answer;
}

void AnswerCheck::check_head(const ContributionsHead& head) {
    const contract::Description& description = *opening_.description;
    if (head.indicator >= description.indicators.size()) {
        reject("it answers for an indicator that its description does not have (number " +
               std::to_string(head.indicator) + " of " +
               std::to_string(description.indicators.size()) + ", counted from 0)");
    }
    if (head.series >= opening_.series_counts[head.indicator]) {
        reject("it answers for a series of " + name(head.indicator) + " that there is not");
    }
    if (head.period >= opening_.periods) {
        reject("it answers for a period that it was not given (indicator " + name(head.indicator) +
               ")");
    }
    const bool has_strata = (head.columns & column_stratum) != 0;
    if (!(head.own_kinds == (has_strata ? description.strata.size() : 0) &&
          (!has_strata || head.own_kinds > 0))) {
        reject("its strata for " + name(head.indicator) +
               " do not number one per kind that its description declares");
    }
    if (head.n > contributions_left_) {
        reject("it gives more than " + std::to_string(most_per_cell) +
               " contributions per case, indicator, series and period");
    }
    contributions_left_ -= head.n;
}

void AnswerCheck::take_contributions(std::span<const std::byte> payload, Receiver& receiver) {
    while (!payload.empty()) {
        ContributionsHead head{};
        if (payload.size() < sizeof head) {
            reject("a message of contributions is cut short");
        }
        std::memcpy(&head, payload.data(), sizeof head);
        check_head(head);
        const std::uint64_t bytes = record_bytes(head);
        if (bytes > payload.size()) {
            reject("a message of contributions is cut short");
        }
        const observation::Contributions answer =
            columns_of(head, payload.subspan(sizeof head, bytes - sizeof head));
        check_values(answer);
        check_strata(answer);
        receiver.contributions(question_.shard, answer);
        payload = payload.subspan(bytes);
    }
}

// What a and b may be for `people` people, by the kind of the indicator (abi.h, wm_contributions).
static bool fits(IndicatorKind kind, double a, double b, double people) {
    switch (kind) {
        case IndicatorKind::proportion:
            return a >= 0 && a <= people && b >= 0 && (people != 1 || a == 0 || a == 1);
        case IndicatorKind::count:
            return a >= 0;
        case IndicatorKind::ratio:
        case IndicatorKind::rate:
            return a >= 0 && b >= 0;
        case IndicatorKind::mean:
            return b >= 0;
        case IndicatorKind::time_to_event:
            return a >= 0 && (b == 0 || b == 1);
        case IndicatorKind::change:
        case IndicatorKind::quantile:
        case IndicatorKind::published:
            return true;
    }
    return false;
}

static const char* rule(IndicatorKind kind) {
    switch (kind) {
        case IndicatorKind::proportion:
            return "a proportion's a lies between 0 and people (0 or 1 for one person), its b is "
                   "not "
                   "negative";
        case IndicatorKind::time_to_event:
            return "a time to an event is not negative, and its b is 0 or 1";
        case IndicatorKind::mean:
            return "a mean's weight b is not negative";
        default:
            return "a and b are not negative";
    }
}

// One pass that only gathers what is wrong, so that the good case, millions of rows, stays fast.
void AnswerCheck::check_values(const observation::Contributions& answer) const {
    const IndicatorKind kind = opening_.description->indicators[answer.indicator].kind;
    const std::size_t n = answer.cases.size();
    bool is_finite = true;
    bool is_fitting = true;
    bool is_asked = true;
    bool is_state = true;
    bool is_count = true;
    for (std::size_t i = 0; i < n; ++i) {
        const double a = answer.a[i];
        const double b = answer.b.empty() ? 1.0 : answer.b[i];
        const std::int64_t people = answer.people.empty() ? 1 : answer.people[i];
        const std::int64_t units = answer.units.empty() ? 1 : answer.units[i];
        const std::int32_t state = answer.states.empty() ? WM_STATE_OBSERVED : answer.states[i];
        const bool is_void = state != WM_STATE_OBSERVED && state != WM_STATE_PROVISIONAL;
        is_finite &= std::isfinite(a) && std::isfinite(b);
        is_count &= people >= 0 && units >= 0;
        is_state &= state >= WM_STATE_OBSERVED && state <= WM_STATE_PROVISIONAL;
        is_fitting &= is_void || fits(kind, a, b, static_cast<double>(people));
        is_asked &= answer.cases[i] - question_.first < question_.count;
    }
    if (!is_asked) {
        reject("it answers for a case that it was not asked about");
    }
    if (!is_state) {
        reject("a state of " + name(answer.indicator) + " is none of WM_STATE_*");
    }
    if (!is_count) {
        reject("it tells a negative number of people or units for " + name(answer.indicator));
    }
    if (!is_finite) {
        reject("it answers with an infinite number or one that is none for " +
               name(answer.indicator));
    }
    if (!is_fitting) {
        reject("a value of " + name(answer.indicator) + " is out of range: " + rule(kind));
    }
}

void AnswerCheck::check_strata(const observation::Contributions& answer) const {
    if (answer.strata.empty()) {
        return;
    }
    const auto& kinds = opening_.description->strata;
    std::uint32_t first = 0;
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        const auto end = first + static_cast<std::uint32_t>(kinds[kind].values.size());
        for (std::size_t i = kind; i < answer.strata.size(); i += kinds.size()) {
            const std::uint32_t value = answer.strata[i];
            if (value != WM_ALL && (value < first || value >= end)) {
                reject("a stratum of " + name(answer.indicator) + " is none of the values of \"" +
                       kinds[kind].kind + "\"");
            }
        }
        first = end;
    }
}

// -------------------------------------------------------------------------------------- remarks

template <class Record>
std::span<const Record> AnswerCheck::records(std::span<const std::byte> payload) const {
    if (payload.size() % sizeof(Record) != 0) {
        reject("a message of exclusions or findings is cut short");
    }
    return {reinterpret_cast<const Record*>(payload.data()), payload.size() / sizeof(Record)};
}

void AnswerCheck::take_exclusions(std::span<const std::byte> payload, Receiver& receiver) {
    const contract::Description& description = *opening_.description;
    for (const Exclusion& exclusion : records<Exclusion>(payload)) {
        if (remarks_left_-- == 0) {
            reject("it excludes more often than there are cases to exclude");
        }
        if (exclusion.reason >= description.exclusions.size()) {
            reject("it excludes for a reason that its description does not have");
        }
        if (exclusion.indicator != WM_ALL && exclusion.indicator >= description.indicators.size()) {
            reject("it excludes from an indicator that its description does not have");
        }
        if (exclusion.period != WM_ALL && exclusion.period >= opening_.periods) {
            reject("it excludes from a period that it was not given");
        }
        check_case(exclusion.case_number);
        receiver.exclusion(question_.shard, exclusion.indicator, exclusion.case_number,
                           exclusion.period, exclusion.reason);
    }
}

void AnswerCheck::take_findings(std::span<const std::byte> payload, Receiver& receiver) {
    for (const Finding& finding : records<Finding>(payload)) {
        if (remarks_left_-- == 0) {
            reject("it has more findings than there are cases to find them in");
        }
        if (finding.code >= opening_.description->findings.size()) {
            reject("it has a finding that its description does not have");
        }
        if (finding.period != WM_ALL && finding.period >= opening_.periods) {
            reject("it has a finding for a period that it was not given");
        }
        if (!(finding.count >= 0 && finding.of >= 0 &&
              (finding.of == 0 || finding.count <= finding.of))) {
            reject("a finding was seen more often than there were chances, or less than never");
        }
        if (finding.case_number != WM_ALL) {
            check_case(finding.case_number);
        }
        receiver.finding(question_.shard, {finding.code, finding.case_number, finding.period,
                                           finding.count, finding.of});
    }
}

}  // namespace waymark::worker
