// SPDX-License-Identifier: MIT
// A build of a plugin that keeps failing is left alone for a while: which, when, and for how long.
// Pure decisions; the runner acts on them and the ledger remembers.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "ledger/record.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

/// Whether an outcome speaks against the build that had it. What it said itself, and what we
/// refused before it ran, does not.
[[nodiscard]] bool is_misconduct(worker::Outcome outcome) noexcept;

/// What is known of a build after one more failure at `now`. It is put into quarantine by as many
/// in a row as the rules say, and at once by what the sandbox forbids or by speaking out of turn;
/// after each quarantine one failure is enough, and it lasts twice as long.
[[nodiscard]] ledger::Conduct after_failure(ledger::Conduct before, worker::Outcome outcome,
                                            Instant now, const config::PluginRules& rules);

/// What is known of a build; nullptr when nothing is.
[[nodiscard]] const ledger::Conduct* conduct_of(std::span<const ledger::Conduct> known,
                                                std::string_view measure_id,
                                                std::string_view plugin_sha256) noexcept;

[[nodiscard]] bool is_in_quarantine(const ledger::Conduct& conduct, Instant now) noexcept;

/// Why the build is not run, and what to do: `measure` is the id to unquarantine.
[[nodiscard]] std::string quarantine_sentence(const ledger::Conduct& conduct);

}  // namespace waymark::run
