// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "config/readers.hpp"
#include "config/secret.hpp"
#include "config/source_readers.hpp"

namespace waymark::config {

static std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return out;
}

// Parameters by which servers take secrets; addresses are logged on the way, so these are refused.
static bool holds_secret(const std::string& url) {
    static constexpr std::array<std::string_view, 15> names{
        "token",    "access_token", "api_key",   "apikey", "api-key",
        "key",      "access_key",   "secret",    "code",   "subscription-key",
        "password", "passwd",       "signature", "sig",    "auth"};
    const std::size_t query = url.find('?');
    for (std::size_t at = query; at != std::string::npos; at = url.find('&', at + 1)) {
        const std::size_t end = std::min(url.find_first_of("=&", at + 1), url.size());
        const std::string name = lower(std::string_view{url}.substr(at + 1, end - at - 1));
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return true;
        }
    }
    return false;
}

static bool is_this_machine(std::string_view authority) {
    const std::string_view host = authority.starts_with("[")
                                      ? authority.substr(0, authority.find(']') + 1)
                                      : authority.substr(0, authority.find(':'));
    return host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") &&
            host.find_first_not_of("0123456789.") == std::string_view::npos);
}

static void check_url(const Section& section, const std::string& url) {
    const std::string scheme = lower(url.substr(0, url.find(':')));
    const std::size_t begin = scheme.size() + 3;
    if ((scheme != "https" && scheme != "http") || url.substr(scheme.size(), 3) != "://") {
        section.fault("url", "expected an address that begins with https://");
        return;
    }
    const std::string authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    if (authority.find('@') != std::string::npos || holds_secret(url)) {
        section.fault("url",
                      "no name or secret may stand in an address; give bearer, or user and "
                      "password, as \"credential:NAME\" or \"file:PATH\"");
    }
    if (authority.empty() || authority.find_first_of("{} \t") != std::string::npos) {
        section.fault("url", "expected the name of a server behind ://");
    }
    if (url.find('#') != std::string::npos) {
        section.fault("url", "expected an address without #");
    }
    if (scheme == "http" && !is_this_machine(authority)) {
        section.fault("url",
                      "expected https://; rows about people travel in the clear with http://, "
                      "which is for this machine (127.0.0.1) only");
    }
}

static void check_pointer(const Section& section, std::string_view key) {
    const std::string text = section.text(key);
    bool fits = text.empty() || text.front() == '/';
    for (std::size_t at = text.find('~'); at != std::string::npos; at = text.find('~', at + 1)) {
        fits = fits && at + 1 < text.size() && (text[at + 1] == '0' || text[at + 1] == '1');
    }
    if (!fits) {
        section.fault(key, "expected a JSON pointer such as \"/data/items\"");
    }
}

static void read_body(const Section& section, Body& body) {
    const std::string format = section.text("format");
    body = {.format = format == "json"    ? BodyFormat::json
                      : format == "jsonl" ? BodyFormat::jsonl
                                          : BodyFormat::csv,
            .records = section.text("records"),
            .next = section.text("next"),
            .next_parameter = section.text("next_parameter"),
            .max_pages = section.whole("max_pages", 1, 1'000'000),
            .may_be_absent = section.texts("may_be_absent")};
    check_pointer(section, "records");
    check_pointer(section, "next");
    for (const std::string_view key : {"records", "next", "next_parameter"}) {
        if (section.given(key) != nullptr && body.format != BodyFormat::json) {
            section.fault(key, "only for format = \"json\"");
        }
    }
    if (section.given("may_be_absent") != nullptr && body.format == BodyFormat::csv) {
        section.fault("may_be_absent", "only for format = \"json\" and \"jsonl\"");
    }
    if (!body.next_parameter.empty() && body.next.empty()) {
        section.fault("next_parameter", "expected \"next\" beside it, the pointer to the cursor");
    }
    for (const std::string_view key : {"delimiter", "encoding"}) {
        if (section.given(key) != nullptr && body.format != BodyFormat::csv) {
            section.fault(key, "only for format = \"csv\"");
        }
    }
}

void read_http(const Section& section, const std::filesystem::path& folder, Source& source) {
    Reach& reach = source.reach;
    reach.url = section.text("url");
    if (section.given("url") != nullptr) {
        check_placeholders(section, "url");
        check_url(section, reach.url);
    }
    reach.bearer = read_secret(section, "bearer", folder);
    reach.user = section.text("user");
    reach.password = read_secret(section, "password", folder);
    if ((section.given("password") != nullptr) == reach.user.empty()) {
        section.fault(reach.user.empty() ? "password" : "user",
                      "expected \"user\" and \"password\" together");
    }
    if (reach.bearer.is_given() && reach.password.is_given()) {
        section.fault("bearer", "expected bearer, or user and password, not both");
    }
    reach.ca_file = path_under(section, "ca_file", folder);
    reach.timeout = section.duration("timeout");
    reach.stall = section.duration("stall");
    reach.retries = section.whole("retries", 0, 20);
    reach.retry_wait = section.duration("retry_wait");
    reach.max_bytes = section.size("max_size");
    if (reach.stall < std::chrono::seconds{1}) {
        section.fault("stall", "expected at least \"1s\"");
    }
    read_body(section, source.body);
}

}  // namespace waymark::config
