// SPDX-License-Identifier: MIT
// What may leave: releases and the gate's notices. Their constructors are private; only the gate
// makes one, and the store reads one back (ADR 0004). Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/cell.hpp"
#include "base/date.hpp"

namespace waymark::disclosure {
class Gate;
}
namespace waymark::store {
class ReleaseReader;
}

namespace waymark::release {

/// The identity of a released observation, all text: stable over runs, vintages and stores.
struct Key {
    std::string service_id;
    std::string measure_id;
    std::string indicator_id;
    std::string series;              ///< "" = the indicator has none
    std::string definition_version;  ///< major version of the measure's definition, e.g. "1"
    std::string grain;
    std::string period_key;
    std::string period_basis;
    std::string stratum_kind;  ///< "all" with value "all"
    std::string stratum_value;
    std::string point;  ///< "" = the main figure

    auto operator<=>(const Key&) const = default;
};

/// What a release says under its key. Natural units (0.914, not 91.4). `value` is present exactly
/// when the state is observed; the other figures may be absent even then (nothing to say, or not
/// safe).
struct Figures {
    std::string period_label;
    std::optional<Date> period_start;  ///< absent for windows
    std::optional<Date> period_end;    ///< inclusive
    State state = State::observed;
    Maturity maturity = Maturity::final;
    Flags flags = 0;
    Restatement restated = Restatement::none;  ///< set beside the flag revised
    std::optional<double> value;
    std::optional<double> numerator;
    std::optional<double> denominator;
    std::optional<double> people;
    std::optional<double> lower;  ///< 95 % limits; docs/methods.md names the method of each kind
    std::optional<double> upper;
    std::string disclosure_profile;

    bool operator==(const Figures&) const = default;
};

/// One protected figure.
class Release {
public:
    [[nodiscard]] const Key& key() const noexcept { return key_; }
    [[nodiscard]] const Figures& figures() const noexcept { return figures_; }

    bool operator==(const Release&) const = default;

private:
    friend class disclosure::Gate;
    friend class store::ReleaseReader;
    Release(Key key, Figures figures) : key_(std::move(key)), figures_(std::move(figures)) {}

    Key key_;
    Figures figures_;
};

/// The definition of an indicator as the store keeps it beside the numbers; public by nature.
struct IndicatorDefinition {
    std::string measure_id;
    std::string indicator_id;
    std::string definition_version;
    std::string measure_version;
    std::string kind;
    std::string title;
    std::string unit;
    double display_multiplier = 1.0;
    int decimals = 0;
    std::string direction;
    std::string definition;
    std::string source;
    std::string standing;  ///< verified | background | project

    bool operator==(const IndicatorDefinition&) const = default;
};

/// What the store may say of a run: no exact figure, no identifier, no path.
struct RunNotice {
    std::string run_id;
    std::string measure_id;
    std::string measure_version;
    std::string plugin_sha256;
    std::string config_sha256;
    std::string parameters_sha256;
    std::string calendars;  ///< "id@version sha256; …"
    std::string sandbox;    ///< layers that were active: "seccomp landlock rlimits …"
    std::string disclosure_profile;
    std::string approved_by;
    std::string reason;  ///< of open_data
    std::uint32_t shards = 0;
    std::string deployment_id;
    Date as_of{};  ///< what the run might know; with recorded_at it orders vintages

    bool operator==(const RunNotice&) const = default;
};

/// What the store may say of a pull: counts rounded by the profile, names without folders.
struct PullNotice {
    std::string run_id;
    std::string input;
    std::string source_id;
    std::string file;    ///< name only
    std::string sha256;  ///< of the bytes as stored
    std::uint64_t bytes = 0;
    std::string verdict;
    std::optional<double> rows_read;  ///< absent when hidden
    std::optional<double> rows_used;
    std::optional<double> rows_refused;
    std::optional<double> rows_out_of_scope;

    bool operator==(const PullNotice&) const = default;
};

/// What the store may say of findings, exclusions and refusals; counts rounded or hidden by the
/// profile.
struct FindingNotice {
    std::string run_id;
    std::string service_id;  ///< "" = the whole run
    std::string kind;        ///< finding | exclusion | refused | out_of_scope
    std::string code;
    std::string title;
    std::string indicator_id;  ///< "" = all
    std::string period_key;    ///< "" = all
    std::optional<double> count;

    bool operator==(const FindingNotice&) const = default;
};

/// All that one run lets out. Only the gate makes one.
class Publication {
public:
    [[nodiscard]] const RunNotice& run() const noexcept { return run_; }
    [[nodiscard]] const std::vector<PullNotice>& pulls() const noexcept { return pulls_; }
    [[nodiscard]] const std::vector<FindingNotice>& findings() const noexcept { return findings_; }
    [[nodiscard]] const std::vector<IndicatorDefinition>& definitions() const noexcept {
        return definitions_;
    }
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& services()
        const noexcept {
        return services_;
    }
    [[nodiscard]] const std::vector<Release>& releases() const noexcept { return releases_; }

private:
    friend class disclosure::Gate;
    Publication() = default;

    RunNotice run_;
    std::vector<PullNotice> pulls_;
    std::vector<FindingNotice> findings_;
    std::vector<IndicatorDefinition> definitions_;
    std::vector<std::pair<std::string, std::string>> services_;  ///< id, name
    std::vector<Release> releases_;  ///< ascending by key, each key once
};

}  // namespace waymark::release
