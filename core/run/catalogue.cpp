// SPDX-License-Identifier: MIT
#include "run/catalogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"

namespace waymark::run {

namespace fs = std::filesystem;

static constexpr std::string_view sidecar_ending = ".measure.json";

// The sidecars in a folder, sorted so that the same deployment always picks the same plugin.
static std::vector<fs::path> sidecars_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder, failure)) {
        if (entry.path().filename().string().ends_with(sidecar_ending)) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

Catalogue::Catalogue(const std::vector<fs::path>& folders) : folders_(folders) {
    for (const fs::path& folder : folders_) {
        std::vector<fs::path> places{folder};
        std::error_code failure;
        for (const auto& entry : fs::directory_iterator(folder, failure)) {
            if (entry.is_directory()) {
                places.push_back(entry.path());
            }
        }
        std::sort(places.begin() + 1, places.end());
        for (const fs::path& place : places) {
            for (const fs::path& sidecar : sidecars_in(place)) {
                add(sidecar);
            }
        }
    }
}

void Catalogue::add(const fs::path& sidecar) {
    const std::string name = sidecar.filename().string();
    Plugin plugin;
    plugin.library =
        sidecar.parent_path() / (name.substr(0, name.size() - sidecar_ending.size()) + ".so");
    try {
        plugin.sidecar = sidecar;
        plugin.sidecar_text = file_text(sidecar);
        const nlohmann::json json = nlohmann::json::parse(plugin.sidecar_text);
        plugin.sha256 = json.at("sha256").get<std::string>();
        plugin.description_json = json.at("description").dump();
        plugin.description = contract::parse_description(plugin.description_json);
    } catch (const nlohmann::json::exception& failure) {
        unusable_.push_back({sidecar, "not a sidecar as waymark-worker --describe writes it (" +
                                          std::string(failure.what()) +
                                          "); build the plugin again"});
        return;
    } catch (const Error& failure) {
        unusable_.push_back({sidecar, failure.what()});
        return;
    }
    plugin.id = plugin.description.id;
    plugin.version = plugin.description.version;
    const bool is_known = std::any_of(plugins_.begin(), plugins_.end(),
                                      [&](const Plugin& other) { return other.id == plugin.id; });
    if (!is_known) {
        plugins_.push_back(std::move(plugin));
    }
}

static std::string_view last_part(std::string_view id) {
    return id.substr(id.rfind('.') + 1);
}

const Plugin& Catalogue::find(std::string_view measure) const {
    std::vector<const Plugin*> matches;
    std::vector<std::string> ids;
    for (const Plugin& plugin : plugins_) {
        if (plugin.id == measure) {
            return plugin;
        }
        if (last_part(plugin.id) == measure) {
            matches.push_back(&plugin);
        }
        ids.push_back(plugin.id);
        ids.emplace_back(last_part(plugin.id));
    }
    if (matches.size() == 1) {
        return *matches.front();
    }
    std::string sentence = "no plugin for measure \"" + std::string(measure) + "\"";
    if (matches.size() > 1) {
        sentence = "measure \"" + std::string(measure) +
                   "\" names more than one plugin; give the whole id";
    } else if (const auto suggestion = nearest(measure, ids)) {
        sentence += "; did you mean \"" + *suggestion + "\"?";
    }
    sentence += "; searched:";
    for (const fs::path& folder : folders_) {
        sentence += " " + folder.string();
    }
    for (const UnusablePlugin& plugin : unusable_) {
        sentence += "\n  passed over " + plugin.sidecar.string() + ": " + plugin.why;
    }
    throw Error(ErrorKind::measure, sentence);
}

std::vector<fs::path> plugin_folders(const std::vector<fs::path>& configured) {
    std::vector<fs::path> folders = configured;
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure).parent_path();
    for (const fs::path& beside : {program / "../plugins", program / "../lib/waymark/plugins"}) {
        folders.push_back(beside.lexically_normal());
    }
    folders.insert(folders.end(), {"/etc/waymark/plugins.d", "/usr/local/lib/waymark/plugins",
                                   "/usr/lib/x86_64-linux-gnu/waymark/plugins"});
    return folders;
}

static std::array<int, 3> version_parts(std::string_view version) {
    std::array<int, 3> parts{};
    const char* at = version.data();
    const char* const end = at + version.size();
    for (int& part : parts) {
        const auto [next, failure] = std::from_chars(at, end, part);
        if (failure != std::errc{} || next == end) {
            break;
        }
        at = next + 1;
    }
    return parts;
}

bool version_satisfies(std::string_view version, std::string_view wanted) {
    if (wanted.empty()) {
        return true;
    }
    if (wanted.front() == '~') {
        const auto have = version_parts(version);
        const auto least = version_parts(wanted.substr(1));
        return have[0] == least[0] && have >= least;
    }
    return version == wanted || (version.starts_with(wanted) && version[wanted.size()] == '.');
}

}  // namespace waymark::run
