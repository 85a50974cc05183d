// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>
#include <numeric>

#include "base/error.hpp"
#include "source/chunk.hpp"
#include "source/pull.hpp"

namespace waymark::source {

static std::uint64_t rows_of(const std::map<std::string, Reason>& reasons) {
    return std::accumulate(
        reasons.begin(), reasons.end(), std::uint64_t{0},
        [](std::uint64_t sum, const auto& entry) { return sum + entry.second.count; });
}

std::uint64_t Account::refused_rows() const {
    return rows_of(refused);
}
std::uint64_t Account::out_of_scope_rows() const {
    return rows_of(out_of_scope);
}

static void move_row(std::uint64_t& used, Reason& reason, std::optional<Place> place) {
    check(used > 0, "a row that is dropped was used");
    --used;
    ++reason.count;
    if (place && reason.samples.size() < max_samples) {
        reason.samples.push_back(std::move(*place));
    }
}

void Account::move_to_out_of_scope(const std::string& reason, std::optional<Place> place) {
    move_row(used, out_of_scope[reason], std::move(place));
}

void Account::move_to_refused(const std::string& reason, Place place) {
    move_row(used, refused[reason], std::move(place));
}

std::string_view word(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::complete:
            return "complete";
        case Verdict::partial:
            return "partial";
        case Verdict::refused:
            return "refused";
        case Verdict::empty:
            return "empty";
    }
    return "refused";
}

static std::string percent(double share) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), 100 * share,
                                   std::chars_format::general, 3)
                         .ptr;
    return std::string(text.data(), end) + " %";
}

static std::string listed(const std::vector<std::string>& words) {
    return std::accumulate(words.begin(), words.end(), std::string(),
                           [](const std::string& text, const std::string& word) {
                               return text.empty() ? word : text + ", " + word;
                           });
}

Judgement judge(const Account& account, const config::Thresholds& thresholds,
                const std::vector<std::string>& absent_services) {
    const std::uint64_t refused = account.refused_rows();
    const std::uint64_t in_scope = account.used + refused;
    const double share =
        in_scope == 0 ? 0.0 : static_cast<double>(refused) / static_cast<double>(in_scope);
    const std::string counts = std::to_string(refused) + " of " + std::to_string(in_scope) +
                               " rows in scope were refused (" + percent(share) + ")";
    if (share > thresholds.max_refused) {
        return {Verdict::refused,
                counts + ", more than the " + percent(thresholds.max_refused) + " of max_refused"};
    }
    if (account.used == 0) {
        return {Verdict::empty,
                account.rows_read == 0
                    ? "there were no rows"
                    : "none of the " + std::to_string(account.rows_read) +
                          " rows could be used: " + std::to_string(account.out_of_scope_rows()) +
                          " were out of scope, " + std::to_string(refused) + " refused"};
    }
    if (!absent_services.empty()) {
        return {Verdict::partial, "there were no rows of " + listed(absent_services)};
    }
    if (share > thresholds.warn_refused) {
        return {Verdict::partial, counts + ", more than the " + percent(thresholds.warn_refused) +
                                      " of warn_refused"};
    }
    return {Verdict::complete, counts};
}

}  // namespace waymark::source
