// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>

#include "config/readers.hpp"

namespace waymark::config {

static void check_placeholders(const Section& section, const std::string& path) {
    for (std::size_t open = path.find('{'); open != std::string::npos;
         open = path.find('{', open + 1)) {
        const std::string rest = path.substr(open);
        if (!rest.starts_with("{as_of}") && !rest.starts_with("{service}")) {
            const std::size_t close = std::min(rest.find('}'), rest.size() - 1);
            section.fault("path", "\"" + rest.substr(0, close + 1) +
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

Source read_source(const Section::Child& child, Reading& reading,
                   const std::filesystem::path& folder) {
    const Section section(*child.table, source_keys, child.header, reading);
    if (!is_name(child.name)) {
        reading.errors.add(child.place, "\"" + child.name +
                                            "\" is no name of a source; expected "
                                            "lower-case letters, digits, - and _");
    }
    Source source;
    source.id = child.name;
    source.kind = section.text("kind");
    source.path = path_under(section, "path", folder).string();
    check_placeholders(section, section.text("path"));
    source.delimiter = read_delimiter(section);
    source.encoding =
        section.text("encoding") == "windows-1252" ? Encoding::windows1252 : Encoding::utf8;
    source.missing = section.texts("missing");
    source.thresholds = read_thresholds(section);
    source.place = child.place;
    return source;
}

}  // namespace waymark::config
