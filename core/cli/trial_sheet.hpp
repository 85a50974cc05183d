// SPDX-License-Identifier: MIT
// What plugin run prints of a trial: cells, exclusions, findings, and the story of one case.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <vector>

namespace waymark::run {
struct Evaluation;
struct Plan;
struct TrialFigure;
}  // namespace waymark::run

namespace waymark::cli {

void print_trial(const run::Plan& plan, const run::Evaluation& evaluation,
                 const std::vector<run::TrialFigure>& figures, std::ostream& out);

/// {"schema": 1, "measure", "version", "cells": [], "exclusions": [], "findings": [], "refused":
/// []} and, of a person who was watched, "case".
[[nodiscard]] nlohmann::ordered_json trial_json(const run::Plan& plan,
                                                const run::Evaluation& evaluation,
                                                const std::vector<run::TrialFigure>& figures);

}  // namespace waymark::cli
