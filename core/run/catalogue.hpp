// SPDX-License-Identifier: MIT
// Which plugins there are: found by their sidecars, told apart by id, nothing of theirs executed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/description.hpp"

namespace waymark::run {

/// A plugin as its sidecar NAME.measure.json describes it.
struct Plugin {
    std::filesystem::path library;  ///< NAME.so
    std::string id;
    std::string version;
    std::string sha256;            ///< of the library, as the sidecar states it
    std::string description_json;  ///< canonical text of its `description` member
    contract::Description description;
    std::filesystem::path sidecar = {};
    std::string sidecar_text = {};  ///< as it was read, whole: what a signature is of
};

/// A sidecar that cannot be used, with the sentence why; other plugins are not affected.
struct UnusablePlugin {
    std::filesystem::path sidecar;
    std::string why;
};

/// The plugins of a deployment. Immutable; any thread.
class Catalogue {
public:
    /// Looks into each folder and its direct subfolders, in order; the first plugin of an id wins.
    /// Folders that do not exist are passed over.
    explicit Catalogue(const std::vector<std::filesystem::path>& folders);

    [[nodiscard]] const std::vector<Plugin>& plugins() const noexcept { return plugins_; }
    [[nodiscard]] const std::vector<UnusablePlugin>& unusable() const noexcept { return unusable_; }

    /// By whole id, or by its last part when only one plugin ends so. Throws Error(measure) naming
    /// the nearest id, the folders searched and what to do.
    [[nodiscard]] const Plugin& find(std::string_view measure) const;

private:
    void add(const std::filesystem::path& sidecar);

    std::vector<std::filesystem::path> folders_;
    std::vector<Plugin> plugins_;
    std::vector<UnusablePlugin> unusable_;
};

/// Where plugins are looked for: the configured folders, those beside this program (its build tree
/// or its prefix), then /etc/waymark/plugins.d and the system's library folders.
[[nodiscard]] std::vector<std::filesystem::path> plugin_folders(
    const std::vector<std::filesystem::path>& configured);

/// Whether `version` satisfies `wanted`: "" any, "1" or "1.2" a prefix, "~1.2" at least 1.2 and
/// below 2.
[[nodiscard]] bool version_satisfies(std::string_view version, std::string_view wanted);

}  // namespace waymark::run
