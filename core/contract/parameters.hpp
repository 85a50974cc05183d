// SPDX-License-Identifier: MIT
// The parameters a plugin is handed: the configured ones and the defaults, checked, documents read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "contract/description.hpp"

namespace waymark::contract {

/// What the configuration says for one monitor.
struct GivenParameters {
    std::string json = "{}";                ///< an object; documents as paths
    std::map<std::string, Place> places{};  ///< of each member
    Place place{};                          ///< of the monitor: for parameters that are missing
    std::filesystem::path folder{};         ///< relative document paths start here
};

/// A document as it was read: part of the run's proof.
struct DocumentUsed {
    std::string parameter;
    std::filesystem::path path;
    std::string sha256;  ///< of the file's bytes, hexadecimal

    friend bool operator==(const DocumentUsed&, const DocumentUsed&) = default;
};

/// What people write on a command line, as the JSON a configuration would have given: numbers and
/// truths where the parameter is one, else the text, which is told as misfitting where it does not
/// fit.
[[nodiscard]] std::string parameters_json(
    const Description& description, const std::vector<std::pair<std::string, std::string>>& texts);

struct ResolvedParameters {
    std::string json;  ///< for wm_measure.open: every parameter, keys ascending, documents embedded
    std::vector<DocumentUsed> documents;  ///< in the order of the description
};

/// Checks the given parameters against the description, fills in the defaults and reads the
/// documents; a default document is a path inside `plugin_folder`. Throws Error(configuration)
/// listing every fault at its place: unknown names, missing and misfitting values, documents that
/// are not there or against their schema. Error(permission) when a document may not be read.
[[nodiscard]] ResolvedParameters resolved_parameters(const Description& description,
                                                     const GivenParameters& given,
                                                     const std::filesystem::path& plugin_folder);

}  // namespace waymark::contract
