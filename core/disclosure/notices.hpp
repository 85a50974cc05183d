// SPDX-License-Identifier: MIT
// What may be told of pulls, findings and exclusions: their counts go through the profile too.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/description.hpp"
#include "disclosure/profile.hpp"
#include "observation/observation.hpp"
#include "release/release.hpp"

namespace waymark::disclosure {

/// Rows that were not used for one reason.
struct RowReason {
    std::string code;   ///< the reason as counted
    std::string title;  ///< for people
    std::uint64_t rows = 0;
};

/// The exact account of one pull. rows_read is used and all reasons together.
struct PullFacts {
    std::string input;
    std::string source_id;
    std::string file;  ///< name only
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string verdict;
    std::uint64_t rows_used = 0;
    std::vector<RowReason> refused;
    std::vector<RowReason> out_of_scope;
};

/// What may be told of a pull: its account, and one notice per reason.
struct PullTold {
    release::PullNotice pull;
    std::vector<release::FindingNotice> reasons;
};

/// Counts are hidden or rounded as the profile says; with exact totals nothing hidden can be found
/// from rows read, or from the reasons of a kind.
[[nodiscard]] PullTold told_of_pull(const PullFacts& facts, const std::string& run_id,
                                    const Profile& profile);

/// Findings and exclusions of a run. A finding is hidden when its cases are few, whatever its
/// count.
[[nodiscard]] std::vector<release::FindingNotice> told_of_findings(
    const observation::Observations& observed, const contract::Description& description,
    const std::string& run_id, const Profile& profile);

}  // namespace waymark::disclosure
