// SPDX-License-Identifier: MIT
#include "run/quarantine.hpp"

#include <algorithm>

namespace waymark::run {

using worker::Outcome;

bool is_misconduct(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::crashed:
        case Outcome::timed_out:
        case Outcome::out_of_memory:
        case Outcome::policy:
        case Outcome::protocol:
        case Outcome::rejected:
            return true;
        case Outcome::ok:
        case Outcome::failed:
        case Outcome::refused:
            break;
    }
    return false;
}

ledger::Conduct after_failure(ledger::Conduct before, Outcome outcome, Instant now,
                              const config::PluginRules& rules) {
    ledger::Conduct conduct = std::move(before);
    ++conduct.failures;
    conduct.last = now;
    conduct.last_outcome =
        ledger::outcome_of(worker::word(outcome)).value_or(ledger::Outcome::failed);
    const bool is_grave = outcome == Outcome::policy || outcome == Outcome::protocol;
    const bool is_enough = conduct.failures >= rules.quarantine_after || is_grave;
    if (rules.quarantine_after == 0 || !is_enough) {
        return conduct;
    }
    std::chrono::seconds span = rules.quarantine_first;
    for (std::uint32_t i = 0; i < conduct.quarantines && span < rules.quarantine_longest; ++i) {
        span *= 2;
    }
    ++conduct.quarantines;
    conduct.until = now + std::min(span, rules.quarantine_longest);
    return conduct;
}

const ledger::Conduct* conduct_of(std::span<const ledger::Conduct> known,
                                  std::string_view measure_id,
                                  std::string_view plugin_sha256) noexcept {
    const auto found = std::ranges::find_if(known, [&](const ledger::Conduct& one) {
        return one.measure_id == measure_id && one.plugin_sha256 == plugin_sha256;
    });
    return found == known.end() ? nullptr : &*found;
}

bool is_in_quarantine(const ledger::Conduct& conduct, Instant now) noexcept {
    return conduct.until && now < *conduct.until;
}

std::string quarantine_sentence(const ledger::Conduct& conduct) {
    const bool is_one = conduct.failures == 1;
    return "rule plugins.quarantine_after: this build of " + conduct.measure_id + " failed " +
           (is_one ? "once" : std::to_string(conduct.failures) + " times in a row") +
           ", the last time (" + std::string(ledger::word(conduct.last_outcome)) + ") at " +
           instant_text(conduct.last) + ", and is not run before " +
           (conduct.until ? instant_text(*conduct.until) : "") +
           ". Install another build; or, once the cause is known and gone, waymark plugin "
           "unquarantine CONFIG " +
           conduct.measure_id + " --reason TEXT";
}

}  // namespace waymark::run
