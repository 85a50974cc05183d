// SPDX-License-Identifier: MIT
#include "config/show.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace waymark::config {

using nlohmann::ordered_json;

static std::string origin_text(const Setting& setting) {
    return setting.origin.line == 0 ? "default" : setting.origin.text();
}

static bool is_watched(const Monitor& monitor, const Service& service) {
    return std::any_of(
        monitor.services.begin(), monitor.services.end(),
        [&](const std::string& wanted) { return wanted == "*" || wanted == service.id; });
}

static std::vector<std::string> services_of(const Config& config, const Monitor& monitor) {
    std::vector<std::string> ids;
    for (const Service& service : config.services) {
        if (is_watched(monitor, service)) {
            ids.push_back(service.id);
        }
    }
    return ids;
}

// One row per service, one column per monitor: x where the monitor watches the service.
static std::string matrix_text(const Config& config) {
    static constexpr std::string_view from_data = "(from the data)";
    std::size_t width = from_data.size();
    for (const Service& service : config.services) {
        width = std::max(width, service.id.size());
    }
    std::string out = "#" + std::string(width + 1, ' ');
    for (const Monitor& monitor : config.monitors) {
        out += "  " + monitor.id;
    }
    const auto row = [&](std::string_view name, const auto& is_marked) {
        out += "\n# " + std::string(name) + std::string(width - name.size(), ' ');
        for (const Monitor& monitor : config.monitors) {
            out += "  " + std::string(is_marked(monitor) ? "x" : "-") +
                   std::string(monitor.id.size() - 1, ' ');
        }
        out.erase(out.find_last_not_of(' ') + 1);
    };
    for (const Service& service : config.services) {
        row(service.id, [&](const Monitor& monitor) { return is_watched(monitor, service); });
    }
    if (config.services.empty()) {
        row(from_data, [](const Monitor&) { return true; });
    }
    return out + "\n";
}

static std::vector<std::string> names_of(const std::vector<std::filesystem::path>& files) {
    std::vector<std::string> names;
    for (const std::filesystem::path& file : files) {
        names.push_back(file.filename().string());
    }
    return names;
}

std::string config_text(const Config& config) {
    std::string out = "# " + config.file.string();
    for (const std::string& name : names_of(config.drop_ins)) {
        out += " + " + name;
    }
    out += ", SHA-256 " + config.sha256 + "\n";
    for (const SettingSection& section : config.settings) {
        out += section.header.empty() ? "" : "\n" + section.header + "\n";
        for (const Setting& setting : section.settings) {
            out += setting.key + " = " + setting.value + "  # " + origin_text(setting) + "\n";
        }
    }
    return out + "\n# Services and the monitors that watch them:\n" + matrix_text(config);
}

std::string config_json(const Config& config) {
    ordered_json sections = ordered_json::array();
    for (const SettingSection& section : config.settings) {
        ordered_json values = ordered_json::array();
        for (const Setting& setting : section.settings) {
            values.push_back({{"key", setting.key},
                              {"value", ordered_json::parse(setting.value_json)},
                              {"origin", origin_text(setting)}});
        }
        sections.push_back({{"header", section.header}, {"values", std::move(values)}});
    }
    ordered_json matrix = ordered_json::array();
    for (const Monitor& monitor : config.monitors) {
        const bool is_from_data = config.services.empty() && monitor.services.front() == "*";
        matrix.push_back({{"monitor", monitor.id},
                          {"measure", monitor.measure},
                          {"services", is_from_data ? ordered_json("*")
                                                    : ordered_json(services_of(config, monitor))}});
    }
    const ordered_json out{{"file", config.file.string()},
                           {"drop_ins", names_of(config.drop_ins)},
                           {"sha256", config.sha256},
                           {"sections", std::move(sections)},
                           {"matrix", std::move(matrix)}};
    return out.dump(2);
}

}  // namespace waymark::config
