// SPDX-License-Identifier: MIT
// What differs between two runs that should have told the same.
#include <waymark/abi.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "conformance/rehearsal.hpp"

namespace waymark::conformance {

static std::string period_text(const Subject& subject, std::uint32_t period) {
    return period == WM_ALL ? "all periods" : subject.periods().key(period).text();
}

static std::string case_text(std::uint32_t of_case) {
    return of_case == WM_ALL ? "" : ", case " + std::to_string(of_case) + " of the sample";
}

static std::string text_of(const Subject& subject, const ToldContribution& one) {
    std::ostringstream out;
    out.precision(17);
    out << subject.description().indicators[one.indicator].id << " in "
        << period_text(subject, one.period) << case_text(one.of_case) << ": a = " << one.a
        << ", b = " << one.b;
    if (one.people != 1) {
        out << ", people = " << one.people;
    }
    return out.str();
}

static std::string text_of(const Subject& subject, const ToldExclusion& one) {
    return "exclusion " + subject.description().exclusions[one.reason].id + " in " +
           period_text(subject, one.period) + case_text(one.of_case);
}

static std::string text_of(const Subject& subject, const ToldFinding& one) {
    return "finding " + subject.description().findings[one.code].id + " in " +
           period_text(subject, one.period) + case_text(one.of_case) + ": " +
           std::to_string(one.count) + " of " + std::to_string(one.of);
}

static bool is_near(double one, double other, double tolerance) {
    return one == other ||
           std::abs(one - other) <= tolerance * std::max({1.0, std::abs(one), std::abs(other)});
}

static bool is_same(const ToldContribution& one, const ToldContribution& other, double tolerance) {
    ToldContribution alike = other;
    alike.a = is_near(one.a, other.a, tolerance) ? one.a : other.a;
    alike.b = is_near(one.b, other.b, tolerance) ? one.b : other.b;
    return one == alike;
}

static bool is_same(const ToldExclusion& one, const ToldExclusion& other, double /*tolerance*/) {
    return one == other;
}

static bool is_same(const ToldFinding& one, const ToldFinding& other, double /*tolerance*/) {
    return one == other;
}

template <class Item>
static std::optional<std::string> first_difference(const Subject& subject,
                                                   const std::vector<Item>& one,
                                                   const std::vector<Item>& other,
                                                   double tolerance) {
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
        if (i >= other.size()) {
            return "once " + text_of(subject, one[i]) + ", then no such answer";
        }
        if (i >= one.size()) {
            return "once no such answer, then " + text_of(subject, other[i]);
        }
        if (!is_same(one[i], other[i], tolerance)) {
            return "once " + text_of(subject, one[i]) + ", then " + text_of(subject, other[i]);
        }
    }
    return std::nullopt;
}

std::optional<std::string> difference(const Subject& subject, const Told& one, const Told& other,
                                      double tolerance) {
    if (auto found = first_difference(subject, one.contributions, other.contributions, tolerance)) {
        return found;
    }
    if (auto found = first_difference(subject, one.exclusions, other.exclusions, tolerance)) {
        return found;
    }
    return first_difference(subject, one.findings, other.findings, tolerance);
}

}  // namespace waymark::conformance
