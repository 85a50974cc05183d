// SPDX-License-Identifier: MIT
// The verdict before execution: which plugins a deployment lets run, judged on the sealed bytes
// that would.
#pragma once

#include <optional>
#include <string>

#include "config/config.hpp"
#include "run/catalogue.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

/// Throws worker::MeasureFailure (refused) naming the rule of [plugins] that is not kept and what
/// to do: require_signed, trusted_keys, no_rollback, pins, pinned_only. `last_version`: of the
/// measure as it ran last here; absent when it never did.
void expect_trusted(const Plugin& plugin, const worker::Image& image,
                    const config::PluginRules& rules,
                    const std::optional<std::string>& last_version);

}  // namespace waymark::run
