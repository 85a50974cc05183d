// SPDX-License-Identifier: MIT
// What a measure answered in a test, in an order that does not depend on how the answer came.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "waymark/abi.h"
#include "waymark/measure/handle.hpp"

namespace waymark::testing {

/// Names as the test gave them; "" for a case or period means all of them.
struct Contribution {
    std::string indicator = {};
    std::uint32_t series = 0;
    std::string period = {};
    std::string about = {};  ///< the case
    double a = 0.0;
    double b = 1.0;
    std::int64_t people = 1;
    std::int64_t units = 1;
    State state = State::observed;
    std::vector<std::string> strata = {};  ///< "kind=value"; "" where the kind has none

    friend bool operator==(const Contribution&, const Contribution&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Contribution& one) {
        out << one.indicator << '[' << one.series << "] " << one.period << ' ' << one.about
            << ": a " << one.a << " b " << one.b << " people " << one.people << " units "
            << one.units << " state " << static_cast<int>(one.state);
        for (const std::string& stratum : one.strata) {
            out << ' ' << stratum;
        }
        return out;
    }
};

struct ExclusionSeen {
    std::string reason = {};
    std::string indicator = {};
    std::string period = {};
    std::string about = {};

    friend bool operator==(const ExclusionSeen&, const ExclusionSeen&) = default;
    friend std::ostream& operator<<(std::ostream& out, const ExclusionSeen& one) {
        return out << one.reason << ": " << one.indicator << ' ' << one.period << ' ' << one.about;
    }
};

struct FindingSeen {
    std::string code = {};
    std::string period = {};
    std::string about = {};
    std::int64_t count = 0;
    std::int64_t of = 0;

    friend bool operator==(const FindingSeen&, const FindingSeen&) = default;
    friend std::ostream& operator<<(std::ostream& out, const FindingSeen& one) {
        return out << one.code << ": " << one.period << ' ' << one.about << ' ' << one.count
                   << " of " << one.of;
    }
};

/// Lists are sorted by indicator, series, period and case, as declared and given; what one case
/// gave to one cell keeps the order in which it came.
struct Outcome {
    wm_status status = WM_OK;
    std::string message = {};  ///< what the measure says when status is not WM_OK
    std::vector<Contribution> contributions = {};
    std::vector<ExclusionSeen> exclusions = {};
    std::vector<FindingSeen> findings = {};
    std::vector<std::string> log = {};  ///< lines, sorted: instances speak in no fixed order

    friend bool operator==(const Outcome&, const Outcome&) = default;

    [[nodiscard]] std::vector<Contribution> of(const std::string& indicator) const {
        std::vector<Contribution> found;
        std::copy_if(contributions.begin(), contributions.end(), std::back_inserter(found),
                     [&](const Contribution& one) { return one.indicator == indicator; });
        return found;
    }
    friend std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
        out << "status " << outcome.status << ' ' << outcome.message << '\n';
        const auto print = [&](const auto& list) {
            for (const auto& one : list) {
                out << one << '\n';
            }
        };
        print(outcome.contributions);
        print(outcome.exclusions);
        print(outcome.findings);
        print(outcome.log);
        return out;
    }
};

}  // namespace waymark::testing
