// SPDX-License-Identifier: MIT
#include "disclosure/alarms.hpp"

#include <array>
#include <cstdio>

namespace waymark::disclosure {
namespace {

std::string text_of(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4g", number);
    return text.data();
}

bool is_judged(const release::Release& release, const Alarm& alarm) {
    const release::Key& key = release.key();
    const release::Figures& figures = release.figures();
    return key.indicator_id == alarm.indicator && key.stratum_kind == "all" && key.point.empty() &&
           (alarm.series.empty() || key.series == alarm.series) && figures.value &&
           figures.people.value_or(0.0) >= alarm.people;
}

// What is wrong with a value; "" when it lies within the band.
std::string fault_of(double value, const Alarm& alarm) {
    if (alarm.least && value < *alarm.least) {
        return "below " + text_of(*alarm.least);
    }
    if (alarm.most && value > *alarm.most) {
        return "above " + text_of(*alarm.most);
    }
    return "";
}

}  // namespace

std::vector<release::FindingNotice> told_of_alarms(std::span<const release::Release> releases,
                                                   const std::vector<Alarm>& alarms,
                                                   const std::string& run_id) {
    std::vector<release::FindingNotice> notices;
    for (const Alarm& alarm : alarms) {
        for (const release::Release& release : releases) {
            if (!is_judged(release, alarm)) {
                continue;
            }
            const double value = release.figures().value.value_or(0.0);  // is_judged saw it
            const std::string fault = fault_of(value, alarm);
            if (fault.empty()) {
                continue;
            }
            release::FindingNotice notice;
            notice.run_id = run_id;
            notice.service_id = release.key().service_id;
            notice.kind = "finding";
            notice.code = alarm_code;
            notice.indicator_id = alarm.indicator;
            notice.period_key = release.key().period_key;
            notice.title = alarm.indicator +
                           (release.key().series.empty() ? "" : " " + release.key().series) +
                           " is " + text_of(value) + ", " + fault + " (" + alarm.source + ")";
            notices.push_back(std::move(notice));
        }
    }
    return notices;
}

}  // namespace waymark::disclosure
