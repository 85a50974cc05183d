// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cctype>

#include "config/readers.hpp"
#include "config/source_readers.hpp"

namespace waymark::config {

static constexpr std::array<std::string_view, 5> kind_words{"csv", "drop_folder", "sqlite", "odbc",
                                                            "http"};

std::string_view word(SourceKind kind) noexcept {
    return kind_words[static_cast<std::size_t>(kind)];
}

bool Source::is_per_service() const noexcept {
    const auto has_placeholder = [](const std::string& text) {
        return text.find("{service}") != std::string::npos;
    };
    return has_placeholder(path) || has_placeholder(reach.url) || has_placeholder(drop.pattern) ||
           query.uses("service");
}

void check_placeholders(const Section& section, std::string_view key) {
    const std::string text = section.text(key);
    for (std::size_t open = text.find('{'); open != std::string::npos;
         open = text.find('{', open + 1)) {
        const std::string rest = text.substr(open);
        if (!rest.starts_with("{as_of}") && !rest.starts_with("{service}")) {
            const std::size_t close = std::min(rest.find('}'), rest.size() - 1);
            section.fault(key, "\"" + rest.substr(0, close + 1) +
                                   "\" is no placeholder; expected {as_of} or {service}");
        }
    }
}

static char read_delimiter(const Section& section) {
    const std::string text = section.text("delimiter");
    const bool fits = text.size() == 1 && (text == "\t" || (text[0] > ' ' && text[0] <= '~')) &&
                      text != "\"" && std::isalnum(static_cast<unsigned char>(text[0])) == 0;
    if (!fits) {
        section.fault("delimiter",
                      "expected one ASCII character, not a quote, a letter or a digit");
        return ',';
    }
    return text.front();
}

static Thresholds read_thresholds(const Section& section) {
    Thresholds thresholds{.warn_refused = section.real("warn_refused"),
                          .max_refused = section.real("max_refused"),
                          .allow_partial = section.flag("allow_partial"),
                          .empty_is_valid = section.flag("empty_is_valid")};
    for (const std::string_view key : {"warn_refused", "max_refused"}) {
        if (!(section.real(key) >= 0.0 && section.real(key) <= 1.0)) {
            section.fault(key, "expected a share from 0 to 1");
        }
    }
    if (thresholds.warn_refused > thresholds.max_refused) {
        section.fault("warn_refused", "expected at most max_refused");
    }
    return thresholds;
}

// The kind a table says it is of; csv when it says nothing we know, which its keys' reader tells.
static SourceKind kind_of(const toml::table& table) {
    const toml::node* node = table.get("kind");
    const std::string text =
        node != nullptr && node->is_string() ? node->as_string()->get() : std::string();
    const auto found = std::find(kind_words.begin(), kind_words.end(), text);
    return found == kind_words.end() ? SourceKind::csv
                                     : static_cast<SourceKind>(found - kind_words.begin());
}

static const TableKeys& keys_of(SourceKind kind) {
    switch (kind) {
        case SourceKind::csv:
            break;
        case SourceKind::drop_folder:
            return drop_folder_keys;
        case SourceKind::sqlite:
            return sqlite_keys;
        case SourceKind::odbc:
            return odbc_keys;
        case SourceKind::http:
            return http_keys;
    }
    return source_keys;
}

static void read_path(const Section& section, const std::filesystem::path& folder, Source& source) {
    source.path = path_under(section, "path", folder).string();
    check_placeholders(section, "path");
}

static void read_text(const Section& section, Source& source) {
    source.delimiter = read_delimiter(section);
    source.encoding =
        section.text("encoding") == "windows-1252" ? Encoding::windows1252 : Encoding::utf8;
}

static void read_drop(const Section& section, Source& source) {
    source.drop = {section.text("pattern"), section.text("order") == "time",
                   section.duration("settle")};
    check_placeholders(section, "pattern");
    if (source.drop.pattern.empty() || source.drop.pattern.find('/') != std::string::npos) {
        section.fault("pattern", "expected names such as \"*.csv\", without a slash");
    }
}

static void read_own_keys(const Section& section, const std::filesystem::path& folder,
                          Source& source) {
    switch (source.kind) {
        case SourceKind::csv:
            read_path(section, folder, source);
            read_text(section, source);
            source.digest =
                section.text("digest") == "tree" ? DigestKind::tree : DigestKind::sha256;
            break;
        case SourceKind::drop_folder:
            read_path(section, folder, source);
            read_text(section, source);
            read_drop(section, source);
            break;
        case SourceKind::sqlite:
            read_path(section, folder, source);
            read_statement(section, folder, source);
            break;
        case SourceKind::odbc:
            read_odbc(section, folder, source);
            read_statement(section, folder, source);
            break;
        case SourceKind::http:
            read_http(section, folder, source);
            read_text(section, source);
            break;
    }
}

Source read_source(const Section::Child& child, Reading& reading,
                   const std::filesystem::path& folder) {
    const SourceKind kind = kind_of(*child.table);
    const Section section(*child.table, keys_of(kind), child.header, reading);
    if (!is_name(child.name)) {
        reading.errors.add(child.place, "\"" + child.name +
                                            "\" is no name of a source; expected "
                                            "lower-case letters, digits, - and _");
    }
    Source source;
    source.id = child.name;
    source.kind = kind;
    source.place = child.place;
    read_own_keys(section, folder, source);
    source.missing = section.texts("missing");
    source.thresholds = read_thresholds(section);
    return source;
}

}  // namespace waymark::config
