// SPDX-License-Identifier: MIT
// What earlier vintages demand of a new one: figures held, cells kept hidden, restatements flagged.
#pragma once

#include <map>
#include <vector>

#include "disclosure/exact.hpp"
#include "disclosure/profile.hpp"

namespace waymark::disclosure {

/// The current releases of the store by key. Refers to the list it is made of.
class History {
public:
    explicit History(const std::vector<Earlier>& earlier);

    /// The current release of a key; nullptr when there is none, or it was withdrawn.
    [[nodiscard]] const Earlier* find(const release::Key& key) const;

    /// An earlier vintage hid the cell and its exact parts have not changed by more than the
    /// profile's threshold since: shown now, it would tell what was hidden then.
    [[nodiscard]] static bool keeps_hidden(const Earlier& earlier, const ExactParts& now,
                                           const Profile& profile);

    /// The exact people or numerator differ by 1 to the threshold from those behind the figures
    /// last shown: shown exactly, the difference would tell of a few people. Never for rounding
    /// profiles.
    [[nodiscard]] static bool holds(const Earlier& earlier, const ExactParts& now,
                                    const Profile& profile);

    /// Marks a restated figure with its reason. The growth of a period that was open then is no
    /// restatement; a mark once set stays until the figures change without being restated. `asked`
    /// is the reason that holds for the whole run, if any. Whether data came late or left is told
    /// from the released numbers alone, so that the reason says no more than they do.
    static void mark_restated(release::Figures& figures, const Earlier& earlier, Restatement asked);

private:
    std::map<release::Key, const Earlier*> by_key_;
};

/// True when the figures hold any number: an observed value, or counts beside a withheld rate.
[[nodiscard]] bool tells_numbers(const release::Figures& figures);

/// A release of a key that is no longer produced: where it was, and that it is withdrawn.
[[nodiscard]] release::Figures withdrawn(const release::Figures& earlier,
                                         const std::string& profile_id);

}  // namespace waymark::disclosure
