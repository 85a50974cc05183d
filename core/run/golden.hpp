// SPDX-License-Identifier: MIT
// Golden cases: a folder with the rows of a trial, what it was asked, and the figures its author
// worked out. A measure is right only where somebody has said what right is.
//
//   golden.json   {"schema": 1, "measure", "as_of", "inputs": {input: file}, and, where given,
//                 "parameters": {name: text}, "grains", "windows", "strata", "from", "to",
//                 "calendar"}
//   INPUT.csv     the rows
//   cells.csv     the figures expected: columns of TrialFigure by name. Only columns that stand
//   there
//                 are compared; rows must be the same ones.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace waymark::run {

struct Plan;
struct TrialFigure;
struct TrialRequest;

/// Writes a case that has just been tried; documents and calendar are copied into it. Throws Error:
/// usage when the folder is there already, permission when it cannot be written.
void save_golden(const std::filesystem::path& folder, const TrialRequest& request, const Plan& plan,
                 const std::vector<TrialFigure>& figures);

/// What a case asks of the plugin. Throws Error: input_missing; configuration with the place of
/// what cannot be read.
[[nodiscard]] TrialRequest golden_request(const std::filesystem::path& folder,
                                          const std::filesystem::path& library);

/// One sentence for each difference, with the place of the row in cells.csv; none: the figures are
/// those expected. Numbers may differ by 1e-9 of their size.
[[nodiscard]] std::vector<std::string> golden_differences(const std::filesystem::path& folder,
                                                          const std::vector<TrialFigure>& figures);

/// The cases in a folder: itself, if it is one, else its subfolders that are, by name.
[[nodiscard]] std::vector<std::filesystem::path> golden_cases(const std::filesystem::path& folder);

}  // namespace waymark::run
