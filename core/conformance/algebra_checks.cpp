// SPDX-License-Identifier: MIT
// A measure is a function of its rows: however they are cut, and whoever else is there, the answers
// are the same.
#include <algorithm>

#include "conformance/check.hpp"
#include "conformance/rehearsal.hpp"

namespace waymark::conformance {

// Sums of reals may round otherwise in another order.
static constexpr double rounding = 1e-9;

static Judgement compared(const Subject& subject, const Told& one, const Told& other,
                          const std::string& cause, double tolerance = 0) {
    const auto differs = difference(subject, one, other, tolerance);
    return differs ? Judgement{Verdict::fail, cause + ": " + *differs} : Judgement{};
}

// The same sample by the usual cut and by others.
static Judgement same_by(const Subject& subject, const std::vector<Cut>& cuts,
                         const std::string& cause, double tolerance = 0) {
    const Sample rows = subject.sample({.seed = 1});
    const Told usual = told(subject, rows);
    for (const Cut& cut : cuts) {
        Judgement judgement = compared(subject, usual, told(subject, rows, cut), cause, tolerance);
        if (judgement.verdict != Verdict::pass) {
            return judgement;
        }
    }
    return {};
}

static Judgement repeatable(const Subject& subject) {
    return same_by(
        subject, {Cut{}, Cut{}},
        "the answer depends on something else than the rows, such as a clock, an address "
        "or memory that was never written");
}

static Judgement batches(const Subject& subject) {
    return same_by(subject, {{.rows_per_slice = 1}, {.rows_per_slice = 7}},
                   "something is done once per batch, or kept from one batch to the next, that "
                   "belongs to the rows");
}

static Judgement blocks(const Subject& subject) {
    return same_by(subject, {{.cases_per_question = 1}, {.cases_per_question = 5}},
                   "the answer about a case depends on which cases are asked about with it");
}

static Judgement shards(const Subject& subject) {
    return same_by(subject, {{.shards = 1}, {.shards = 7}, {.shards = 8, .workers = 2}},
                   "the answer about a case depends on how people are spread over instances");
}

static Judgement later_host(const Subject& subject) {
    return same_by(
        subject, {{.is_later_host = true}},
        "structs of a later host are larger: walk arrays of calendars and periods by the "
        "size their first one states");
}

static Judgement case_order(const Subject& subject) {
    return same_by(subject, {{.is_reversed = true}},
                   "the answer about a case depends on its number, or on who came before it");
}

static bool has_order(const Subject& subject, contract::RowOrder order) {
    const auto& inputs = subject.description().inputs;
    return std::any_of(inputs.begin(), inputs.end(),
                       [&](const contract::Input& input) { return input.order == order; });
}

static Judgement late_cases(const Subject& subject) {
    if (!has_order(subject, contract::RowOrder::any)) {
        return {Verdict::skipped, "every input is by_case: cases come block by block"};
    }
    return same_by(
        subject, {{.rows_per_slice = 5, .cases_appear = true}},
        "cases that appear between rows, as they do where rows stream, are not all known");
}

static Judgement row_order(const Subject& subject) {
    if (!has_order(subject, contract::RowOrder::any)) {
        return {Verdict::skipped, "every input is by_case: the host sorts its rows"};
    }
    return same_by(subject, {{.row_order = 1}, {.row_order = 2}},
                   "the answer depends on the order of rows, yet the input says `any`; sort what "
                   "you keep, or declare the input by_case",
                   rounding);
}

// Of half the people of each shard only: what is told of them must not change.
static Judgement neighbours(const Subject& subject) {
    Sample all = subject.sample({.seed = 1});
    Told whole = told(subject, all);
    const auto is_left_out = [&](std::uint32_t of_case) {
        return of_case == WM_ALL || all.cases[of_case].person / Cut{}.shards % 2 == 1;
    };
    Sample half = all;
    for (auto& rows : half.rows) {
        std::erase_if(rows, [&](const SampleRow& row) { return is_left_out(row.of_case); });
    }
    std::vector<SampleCase> kept;
    std::vector<std::uint32_t> number_of(all.cases.size(), WM_ALL);
    std::vector<std::uint32_t> case_of;
    for (std::uint32_t i = 0; i < all.cases.size(); ++i) {
        if (!is_left_out(i)) {
            number_of[i] = static_cast<std::uint32_t>(kept.size());
            kept.push_back(all.cases[i]);
            case_of.push_back(i);
        }
    }
    half.cases = std::move(kept);
    for (auto& rows : half.rows) {
        for (SampleRow& row : rows) {
            row.of_case = number_of[row.of_case];
        }
    }
    Told alone = told(subject, half);
    const auto rename = [&](auto& list) {
        for (auto& one : list) {
            one.of_case = one.of_case == WM_ALL ? WM_ALL : case_of[one.of_case];
        }
        std::erase_if(list, [&](const auto& one) { return is_left_out(one.of_case); });
        std::sort(list.begin(), list.end(),
                  [](const auto& a, const auto& b) { return (a <=> b) < 0; });
    };
    const auto leave_out = [&](auto& list) {
        std::erase_if(list, [&](const auto& one) { return is_left_out(one.of_case); });
    };
    leave_out(whole.contributions);
    leave_out(whole.exclusions);
    leave_out(whole.findings);
    rename(alone.contributions);
    rename(alone.exclusions);
    rename(alone.findings);
    return compared(subject, whole, alone,
                    "the answer about a case depends on other people's rows");
}

// Every shard has the same people, so every instance of the worker must answer the same.
static Judgement clean_start(const Subject& subject) {
    const Sample rows = subject.sample({.seed = 1});
    const std::vector<Told> told = told_by_shard(subject, rows, {.shards = 3});
    for (std::size_t shard = 1; shard < told.size(); ++shard) {
        Judgement judgement =
            compared(subject, told[0], told[shard],
                     "an instance does not start clean; look for static or global variables");
        if (judgement.verdict != Verdict::pass) {
            return judgement;
        }
    }
    return {};
}

std::vector<Check> algebra_checks() {
    return {
        {"algebra.repeatable", "Fresh workers given the same rows answer the same.", repeatable},
        {"algebra.batches", "The same rows in other batches are answered the same.", batches},
        {"algebra.blocks", "Cases asked for in other blocks are answered the same.", blocks},
        {"algebra.shards",
         "The same people in more or fewer shards and workers are answered the same.", shards},
        {"algebra.later_host",
         "A host of a later minor, whose structs are larger, is told the same.", later_host},
        {"algebra.clean_start", "A second instance in the same process starts clean.", clean_start},
        {"algebra.case_order", "Cases that come in another order are answered the same.",
         case_order},
        {"algebra.late_cases", "Cases may appear between rows.", late_cases},
        {"algebra.row_order", "Rows of inputs of order `any` may come in any order.", row_order},
        {"algebra.neighbours", "A case is answered the same whoever else is there.", neighbours}};
}

}  // namespace waymark::conformance
