// SPDX-License-Identifier: MIT
#include "disclosure/notices.hpp"

#include <numeric>
#include <optional>
#include <utility>

#include "disclosure/line.hpp"
#include "disclosure/rounding.hpp"

namespace waymark::disclosure {
namespace {

// Counts that add up to their last one, and which of them are hidden.
struct Account {
    std::vector<std::int64_t> counts;
    std::vector<bool> hidden;
};

Account account_of(std::vector<std::int64_t> parts) {
    Account account;
    account.counts = std::move(parts);
    account.counts.push_back(
        std::accumulate(account.counts.begin(), account.counts.end(), std::int64_t{0}));
    account.hidden.assign(account.counts.size(), false);
    return account;
}

void hide(Account& account, const std::vector<bool>& seeds, const Profile& profile) {
    for (std::size_t i = 0; i < account.counts.size(); ++i) {
        if (seeds[i] || profile.hides(account.counts[i])) {
            account.hidden[i] = true;
        }
    }
    if (profile.secondary) {
        Line line;
        line.parts.resize(account.counts.size() - 1);
        std::iota(line.parts.begin(), line.parts.end(), std::size_t{0});
        line.total = line.parts.size();
        suppress_line(line, account.counts, seeds, profile.hide_up_to, account.hidden);
    }
}

std::optional<double> told(std::int64_t count, bool is_hidden, const Profile& profile) {
    if (is_hidden) {
        return std::nullopt;
    }
    return rounded_to(static_cast<double>(count), profile.round_totals_to);
}

Account account_of_reasons(const std::vector<RowReason>& reasons, const Profile& profile) {
    std::vector<std::int64_t> rows;
    for (const RowReason& reason : reasons) {
        rows.push_back(static_cast<std::int64_t>(reason.rows));
    }
    Account account = account_of(std::move(rows));
    hide(account, std::vector<bool>(account.counts.size(), false), profile);
    return account;
}

// Reasons give away their total, so they are told only where it is. `notice` has what is common to
// all.
std::vector<release::FindingNotice> told_reasons(const std::vector<RowReason>& reasons,
                                                 const Account& account, bool is_total_hidden,
                                                 const Profile& profile,
                                                 release::FindingNotice notice) {
    std::vector<release::FindingNotice> told_of;
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        notice.code = reasons[i].code;
        notice.title = reasons[i].title;
        const bool would_tell = is_total_hidden && !profile.rounds();
        notice.count = told(account.counts[i], account.hidden[i] || would_tell, profile);
        told_of.push_back(notice);
    }
    return told_of;
}

}  // namespace

PullTold told_of_pull(const PullFacts& facts, const std::string& run_id, const Profile& profile) {
    const Account refused = account_of_reasons(facts.refused, profile);
    const Account out_of_scope = account_of_reasons(facts.out_of_scope, profile);
    Account rows = account_of({static_cast<std::int64_t>(facts.rows_used), refused.counts.back(),
                               out_of_scope.counts.back()});
    hide(rows, {false, refused.hidden.back(), out_of_scope.hidden.back(), false}, profile);

    PullTold told_of;
    release::PullNotice& pull = told_of.pull;
    pull.run_id = run_id;
    pull.input = facts.input;
    pull.source_id = facts.source_id;
    pull.file = facts.file;
    pull.sha256 = facts.sha256;
    pull.bytes = facts.bytes;
    pull.verdict = facts.verdict;
    pull.rows_used = told(rows.counts[0], rows.hidden[0], profile);
    pull.rows_refused = told(rows.counts[1], rows.hidden[1], profile);
    pull.rows_out_of_scope = told(rows.counts[2], rows.hidden[2], profile);
    pull.rows_read = told(rows.counts[3], rows.hidden[3], profile);

    release::FindingNotice notice;
    notice.run_id = run_id;
    notice.kind = "refused";
    told_of.reasons = told_reasons(facts.refused, refused, rows.hidden[1], profile, notice);
    notice.kind = "out_of_scope";
    const auto left_out =
        told_reasons(facts.out_of_scope, out_of_scope, rows.hidden[2], profile, notice);
    told_of.reasons.insert(told_of.reasons.end(), left_out.begin(), left_out.end());
    return told_of;
}

std::vector<release::FindingNotice> told_of_findings(const observation::Observations& observed,
                                                     const contract::Description& description,
                                                     const std::string& run_id,
                                                     const Profile& profile) {
    std::vector<release::FindingNotice> notices;
    for (const auto& finding : observed.findings) {
        release::FindingNotice notice;
        notice.run_id = run_id;
        notice.kind = "finding";
        notice.code = description.findings[finding.code].id;
        notice.title = description.findings[finding.code].title;
        notice.service_id = finding.service ? observed.services[*finding.service] : "";
        notice.period_key = finding.period ? observed.periods[*finding.period].key.text() : "";
        const bool is_hidden = profile.hides(finding.count) || profile.hides(finding.cases);
        notice.count = told(finding.count, is_hidden, profile);
        notices.push_back(notice);
    }
    for (const auto& exclusion : observed.exclusions) {
        release::FindingNotice notice;
        notice.run_id = run_id;
        notice.kind = "exclusion";
        notice.code = description.exclusions[exclusion.reason].id;
        notice.title = description.exclusions[exclusion.reason].title;
        notice.service_id = observed.services[exclusion.service];
        notice.indicator_id =
            exclusion.indicator ? description.indicators[*exclusion.indicator].id : "";
        notice.period_key = exclusion.period ? observed.periods[*exclusion.period].key.text() : "";
        notice.count = told(exclusion.cases, profile.hides(exclusion.cases), profile);
        notices.push_back(notice);
    }
    return notices;
}

}  // namespace waymark::disclosure
