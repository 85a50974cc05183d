// SPDX-License-Identifier: MIT
// The one gate: exact observations in, what may leave out. Nothing else makes a release (ADR 0004).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "contract/description.hpp"
#include "disclosure/alarms.hpp"
#include "disclosure/exact.hpp"
#include "disclosure/notices.hpp"
#include "disclosure/profile.hpp"
#include "observation/observation.hpp"
#include "release/release.hpp"

namespace waymark::disclosure {

class History;

/// Under which rules a deployment publishes, and who answers for it.
struct Terms {
    std::string profile;
    std::string approved_by;  ///< mandatory
    std::string reason;       ///< mandatory for profiles that need one
};

/// One run of one measure at the gate.
struct Submission {
    const observation::Observations& observed;
    const contract::Description& description;
    release::RunNotice run;  ///< measure, profile, approval and reason are filled in by the gate
    std::vector<std::pair<std::string, std::string>> services;  ///< id, name
    std::vector<PullFacts> pulls;
    /// The current releases of the keys in scope of this run. Those of them that the run does not
    /// produce any more are withdrawn.
    std::vector<Earlier> earlier;
    /// Why figures may differ for the whole run: definition or plugin_version.
    Restatement asked = Restatement::none;
    std::vector<Alarm> alarms = {};
    /// The store has figures of an older definition of the measure: the first period of each series
    /// is flagged as a break.
    bool begins_anew = false;
};

/// What leaves, and the exact parts behind it for the ledger.
struct Passed {
    release::Publication publication;
    std::vector<Behind> behind;  ///< one per release, in the same order
};

/// What a derived figure rests on.
struct Ingredient {
    const release::Release* release = nullptr;  ///< null: nobody published it, it is missing
    bool is_told = true;  ///< the number taken from it is there; else it counts as suppressed
};

/// What was worked out; limits stand only beside a value.
struct Derived {
    std::optional<double> value;
    std::optional<double> lower = {};
    std::optional<double> upper = {};
};

/// Decides what of a run may leave. Immutable; any thread.
class Gate {
public:
    /// Throws Error (configuration): an unknown profile, nobody who approved, or no reason where
    /// the profile needs one.
    explicit Gate(Terms terms);

    [[nodiscard]] const Profile& profile() const noexcept { return profile_; }

    /// In this order: which cells hide (pattern.hpp), what the others show (figures.hpp), what
    /// earlier vintages demand (history.hpp), what is told of pulls and findings (notices.hpp).
    /// Releases are ascending by key; the definition version is the major version of the measure.
    /// Throws Error (configuration) when the profile publishes exact totals and cells add up in
    /// more than one way.
    [[nodiscard]] Passed pass(const Submission& submission) const;

    /// A release worked out from releases and from numbers of public documents alone, which gives
    /// nothing away that those do not: its value, when all inputs are observed. Otherwise its state
    /// is theirs, a suppressed one before all others; an absent value of observed inputs is
    /// not_applicable. Maturity is that of the least settled input, flags are those of all.
    [[nodiscard]] static release::Release derive(release::Key key,
                                                 std::span<const Ingredient> inputs,
                                                 const Derived& derived);

private:
    /// A release in the making.
    struct Draft {
        release::Key key;
        release::Figures figures;
        ExactParts parts;
    };

    [[nodiscard]] std::vector<bool> kept_hidden(const Submission& submission,
                                                const History& history) const;
    [[nodiscard]] Draft draft_of(const Submission& submission, std::size_t cell, bool is_hidden,
                                 const std::string& point, const History& history) const;
    static void heed(const Earlier& earlier, const Profile& rules, Restatement asked, Draft& draft);
    [[nodiscard]] const Profile& rules_of(const contract::Indicator& indicator) const;
    static void mark_breaks(std::vector<Draft>& drafts);
    void withdraw_absent(const Submission& submission, std::vector<Draft>& drafts) const;
    [[nodiscard]] release::RunNotice run_notice(const Submission& submission) const;

    Terms terms_;
    Profile profile_;
    Profile attrition_rules_;
};

}  // namespace waymark::disclosure
