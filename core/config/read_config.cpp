// SPDX-License-Identifier: MIT
#include "config/read_config.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "config/merge.hpp"
#include "config/readers.hpp"
#include "schedule/zone.hpp"

namespace waymark::config {

static constexpr std::int64_t known_version = 1;
static const toml::table absent;  // what an optional table holds when it is not given: its defaults

bool is_name(std::string_view text) noexcept {
    const auto is_first = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= 64 && is_first(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_first(c) || c == '-' || c == '_'; });
}

std::filesystem::path path_under(const Section& section, std::string_view key,
                                 const std::filesystem::path& folder) {
    const std::string text = section.text(key);
    if (text.empty()) {
        if (section.given(key) != nullptr) {
            section.fault(key, "expected a path");
        }
        return {};
    }
    return (folder / text).lexically_normal();
}

static void read_deployment(const Section& root, Config& config) {
    for (const Section::Child& child : root.children("deployment")) {
        const Section section(*child.table, deployment_keys, child.header, root.reading());
        config.deployment_id = section.text("id");
        config.deployment_name = section.text("name");
        config.timezone = section.text("timezone");
        if (section.given("id") != nullptr && !is_name(config.deployment_id)) {
            section.fault("id", "expected lower-case letters, digits, - and _");
        }
        if (config.deployment_name.empty()) {
            config.deployment_name = config.deployment_id;
        }
        if (section.given("timezone") != nullptr && !schedule::Zone::find(config.timezone)) {
            section.fault("timezone", "the system knows no zone \"" + config.timezone +
                                          "\"; expected a name such as \"Europe/London\"");
        }
    }
}

static void read_files(const Section& root, Config& config, const std::filesystem::path& folder) {
    for (const Section::Child& child : root.children("ledger")) {
        const Section section(*child.table, ledger_keys, child.header, root.reading());
        config.ledger = path_under(section, "path", folder);
    }
    for (const Section::Child& child : root.children("store")) {
        const Section section(*child.table, store_keys, child.header, root.reading());
        config.store = path_under(section, "path", folder);
        if (section.text("driver") != "sqlite") {
            section.fault("driver", "\"" + section.text("driver") +
                                        "\" is not there yet; the only driver is \"sqlite\"");
        }
        // Releases beside exact figures would be one `SELECT` away from each other.
        if (!config.store.empty() && config.store == config.ledger) {
            section.fault("path", "the ledger has this path; it is private and the store is not");
        }
    }
}

static void read_disclosure(const Section& root, Config& config) {
    for (const Section::Child& child : root.children("disclosure")) {
        const Section section(*child.table, disclosure_keys, child.header, root.reading());
        config.disclosure = {section.text("profile"), section.text("approved_by"),
                             section.text("reason"), section.place("profile")};
        for (const std::string_view key : {"profile", "approved_by", "reason"}) {
            if (section.given(key) != nullptr && section.text(key).empty()) {
                section.fault(key, "expected a text that is not empty");
            }
        }
        if (config.disclosure.profile == "open_data" && section.given("reason") == nullptr) {
            section.fault("profile",
                          "\"open_data\" shows everything; it needs a \"reason\" in [disclosure]");
        }
    }
}

// A table that may be left out: its keys, or their defaults.
static Section optional_section(const Section& root, std::string_view key, const TableKeys& keys) {
    const auto children = root.children(key);
    return Section(children.empty() ? absent : *children.front().table, keys,
                   child_header("", key, false), root.reading());
}

static void read_machine(const Section& root, Config& config, const std::filesystem::path& folder) {
    const Section plugins = optional_section(root, "plugins", plugins_keys);
    for (const std::string& text : plugins.texts("folders")) {
        config.plugin_folders.push_back((folder / text).lexically_normal());
    }
    for (const auto& [id, pin] : plugins.map("pins")) {
        if (!digest_of_hex(pin)) {
            plugins.fault("pins", "\"" + id + "\": expected a SHA-256 of 64 digits 0-9 a-f, as " +
                                      "waymark plugin list prints it");
        }
        config.plugin_rules.pins.emplace(id, pin);
    }
    config.plugin_rules.pinned_only = plugins.flag("pinned_only");
    config.plugin_rules.trusted_keys = plugins.texts("trusted_keys");
    config.plugin_rules.require_signed = plugins.flag("require_signed");
    config.plugin_rules.quarantine_after = plugins.whole("quarantine_after", 0, 1000);
    const auto seconds = [&](std::string_view key) {
        return std::chrono::ceil<std::chrono::seconds>(plugins.duration(key));
    };
    config.plugin_rules.quarantine_first = seconds("quarantine_first");
    config.plugin_rules.quarantine_longest = seconds("quarantine_longest");
    if (config.plugin_rules.quarantine_longest < config.plugin_rules.quarantine_first) {
        plugins.fault("quarantine_longest", "expected at least quarantine_first");
    }
    for (const std::string& key : config.plugin_rules.trusted_keys) {
        if (!key.starts_with("RW") || key.size() != 56) {
            plugins.fault("trusted_keys", "\"" + key + "\" is no public key of minisign: 56 " +
                                              "characters that begin with RW");
        }
    }
    if (config.plugin_rules.require_signed && config.plugin_rules.trusted_keys.empty()) {
        plugins.fault("require_signed", "needs trusted_keys: by whom?");
    }
    config.sandbox.require = optional_section(root, "sandbox", sandbox_keys).texts("require");
    const Section machine = optional_section(root, "machine", machine_keys);
    config.machine = {.threads = machine.whole("threads", 0, 256),
                      .workers = machine.whole("workers", 1, 256),
                      .shards = machine.whole("shards", 1, 256)};
    if (config.machine.workers > config.machine.shards) {
        machine.fault("workers", "expected at most as many workers as shards, " +
                                     std::to_string(config.machine.shards));
    }
}

static Service read_service(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, service_keys, child.header, reading);
    Service service{section.text("id"), section.text("name")};
    if (section.given("id") != nullptr && !is_name(service.id)) {
        section.fault("id", "expected lower-case letters, digits, - and _");
    }
    if (service.name.empty()) {
        service.name = service.id;
    }
    service.place = section.place("id");
    return service;
}

static CalendarFile read_calendar(const Section::Child& child, Reading& reading,
                                  const std::filesystem::path& folder) {
    const Section section(*child.table, calendar_keys, child.header, reading);
    if (!is_name(child.name)) {
        reading.errors.add(child.place, "\"" + child.name +
                                            "\" is no name of a calendar; expected "
                                            "lower-case letters, digits, - and _");
    }
    return {child.name, path_under(section, "path", folder), child.place};
}

static void check_version(const Section& root) {
    const toml::node* version = root.given("config_version");
    if (version != nullptr && version->as_integer()->get() != known_version) {
        root.fault("config_version", "expected 1, the only version there is");
    }
}

static Config read_tables(const toml::table& table, Reading& reading,
                          const std::filesystem::path& folder) {
    const Section root(table, root_keys, "", reading);
    Config config;
    check_version(root);
    read_deployment(root, config);
    read_files(root, config, folder);
    read_disclosure(root, config);
    read_machine(root, config, folder);
    config.daemon = read_daemon(root);
    for (const Section::Child& child : root.children("service")) {
        config.services.push_back(read_service(child, reading));
    }
    for (const Section::Child& child : root.children("source")) {
        config.sources.push_back(read_source(child, reading, folder));
    }
    for (const Section::Child& child : root.children("caseload")) {
        config.caseload = read_caseload(child, reading);
    }
    for (const Section::Child& child : root.children("calendar")) {
        config.calendars.push_back(read_calendar(child, reading, folder));
    }
    for (const Section::Child& child : root.children("monitor")) {
        config.monitors.push_back(read_monitor(child, reading));
    }
    if (root.given("monitor") != nullptr && config.monitors.empty()) {
        root.fault("monitor", "expected at least one [[monitor]]");
    }
    return config;
}

// Joins the file's keys to those of the files before it.
static void add_file(const std::filesystem::path& path, const std::string& text, toml::table& whole,
                     ErrorList& errors) {
    try {
        merge(whole, toml::parse(text, path.string()), errors);
    } catch (const toml::parse_error& error) {
        errors.add(place_of(error.source()), error.description());
    }
}

Config read_config(const std::filesystem::path& path) {
    Reading reading{.file = path.string(), .errors = {}, .settings = {}};
    const std::vector<std::filesystem::path> drop_ins = drop_ins_of(path);
    toml::table whole;
    std::string bytes = file_text(path);
    add_file(path, bytes, whole, reading.errors);
    for (const std::filesystem::path& drop_in : drop_ins) {
        const std::string text = file_text(drop_in);
        add_file(drop_in, text, whole, reading.errors);
        bytes += text;
    }
    Config config;
    if (reading.errors.size() == 0) {
        config = read_tables(whole, reading, std::filesystem::absolute(path).parent_path());
        check_across(config, reading.errors);
    }
    reading.errors.throw_if_any();
    config.file = path;
    config.drop_ins = drop_ins;
    config.sha256 = hex_text(sha256(bytes));
    config.settings = std::move(reading.settings);
    return config;
}

}  // namespace waymark::config
