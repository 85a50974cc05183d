// SPDX-License-Identifier: MIT
#include "source/placeholders.hpp"

#include "base/error.hpp"

namespace waymark::source {

const std::string& path_part(const config::Source& source, const std::string& service) {
    if (service.find('/') != std::string::npos || service.find('\0') != std::string::npos ||
        service.starts_with('.')) {
        throw Error(ErrorKind::configuration,
                    "a service's id cannot stand in the path of source '" + source.id +
                        "': it has a slash, or begins with a dot. Give the service another id",
                    source.place);
    }
    return service;
}

std::string filled_in(const std::string& text, const config::Source& source, Date as_of,
                      const std::string& service, Encode encode) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
        const std::size_t close = text.find('}', open);
        const std::string word =
            close == std::string::npos ? text.substr(open) : text.substr(open, close - open + 1);
        out += text.substr(at, open - at);
        if (word == "{as_of}") {
            out += date_text(as_of);
        } else if (word != "{service}") {
            throw Error(ErrorKind::configuration,
                        "\"" + text + "\" has " + word +
                            ", which Waymark does not know. Use {as_of} or {service}",
                        source.place);
        } else if (service.empty()) {
            throw Error(ErrorKind::configuration,
                        "\"" + text +
                            "\" has {service}, but no service is read here. Name the monitor's "
                            "services, or take {service} out",
                        source.place);
        } else {
            out += encode(service);
        }
        at = close + 1;
    }
    return out + text.substr(at);
}

std::string plain(std::string_view text) {
    return std::string(text);
}

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool is_unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                   (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                                   c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

}  // namespace waymark::source
