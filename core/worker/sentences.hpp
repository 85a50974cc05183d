// SPDX-License-Identifier: MIT
// What is told to people when a plugin's run ends badly: what happened, where, and what to do next.
#pragma once

#include <string>
#include <string_view>

#include "worker/wire.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

/// The failure of `plugin` (its file name) while `doing` ("opening", "reading rows of \"marks\"");
/// `what` says what was seen.
[[nodiscard]] MeasureFailure failure(Outcome outcome, const std::string& plugin,
                                     const std::string& doing, const std::string& what);

/// The failure for what the plugin's side of the border reported; its words are cleaned.
[[nodiscard]] MeasureFailure failure(TroubleCode code, const std::string& plugin,
                                     const std::string& doing, std::string_view said);

/// The failure for the signal that ended a worker.
[[nodiscard]] MeasureFailure signal_failure(int signal, const std::string& plugin,
                                            const std::string& doing);

/// Foreign text made fit for a log: valid UTF-8, no control characters, at most `most_bytes`.
[[nodiscard]] std::string cleaned(std::string_view text, std::size_t most_bytes);

}  // namespace waymark::worker
