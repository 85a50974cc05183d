// SPDX-License-Identifier: MIT
// A case as a measure sees it: one spell of a person with a service, plus what the measure asked
// for.
#pragma once

#include <cstdint>

#include "waymark/abi.h"
#include "waymark/measure/period.hpp"

namespace waymark {

/// Derive from it to add the columns asked for with Definition::case_columns. Numbers are of this
/// run only and say nothing about anybody.
class Case {
public:
    std::uint32_t number = 0;
    std::uint32_t person = 0;
    std::uint32_t service = 0;
    Day start = far_past;
    Day end = far_future;  ///< inclusive; far_future while the case is running

    [[nodiscard]] const Calendar& calendar() const { return *calendar_; }

    /// Set by the glue; `calendar` lives as long as the instance.
    void use(const Calendar& calendar) { calendar_ = &calendar; }

private:
    const Calendar* calendar_ = nullptr;
};

/// A unit inside a case (an enrolment, an episode). Its number is of this run only.
struct Unit {
    std::uint32_t number = WM_ALL;

    /// False in the one answer about a case that has no rows in the period.
    [[nodiscard]] bool is_known() const { return number != WM_ALL; }
};

}  // namespace waymark
