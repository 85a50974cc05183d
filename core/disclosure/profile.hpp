// SPDX-License-Identifier: MIT
// Disclosure profiles: which counts may leave, and how. Data in configs/disclosure/profiles.toml,
// built into the library. Plain values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::disclosure {

/// One set of rules. The keys of profiles.toml, which explains them.
struct Profile {
    std::string id;
    std::string title;
    std::int64_t hide_up_to = 0;
    std::int64_t round_parts_to = 1;
    std::int64_t round_totals_to = 1;
    bool secondary = false;
    std::int64_t fewest_for_moments = 0;
    std::int64_t fewest_for_rates = 0;
    bool whole_percentages = false;
    bool needs_reason = false;
    std::string status;  ///< verified | background
    std::string source;

    [[nodiscard]] bool hides(std::int64_t count) const noexcept {
        return count >= 1 && count <= hide_up_to;
    }
    [[nodiscard]] bool rounds() const noexcept { return round_parts_to > 1 && round_totals_to > 1; }
    [[nodiscard]] bool shows_everything() const noexcept { return hide_up_to == 0; }
};

/// The rules for attrition under a profile. Steps, nested periods and strata are sets within sets,
/// whose differences no hiding of cells can protect at once (ADR 0013). So where a profile shows
/// exact counts the steps are rounded: to the least multiple of 5 that is at least hide_up_to + 2,
/// which leaves every difference open from few people to more than hide_up_to.
[[nodiscard]] Profile attrition_rules(const Profile& profile);

/// Every profile, by id.
[[nodiscard]] const std::vector<Profile>& profiles();

/// The profile with this id. Throws Error (configuration) naming the known ones.
[[nodiscard]] const Profile& profile_named(std::string_view id);

/// Reads profiles from TOML text; throws Error (configuration) for text that is wrong.
[[nodiscard]] std::vector<Profile> parse_profiles(std::string_view toml);

}  // namespace waymark::disclosure
