// SPDX-License-Identifier: MIT
#include "source/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "source/placeholders.hpp"

namespace waymark::source {
namespace {

struct Free {
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
    void operator()(char* text) const noexcept { curl_free(text); }
};
using Url = std::unique_ptr<CURLU, Free>;

std::string part(const Url& url, CURLUPart which, unsigned int flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) {
        return {};
    }
    return std::unique_ptr<char, Free>(text).get();
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return out;
}

// Whether the parameters of one link say rel="next" (rel may hold several words).
bool is_next(std::string_view parameters) {
    const std::string text = lower(parameters);
    std::size_t at = text.find("rel");
    while (at != std::string::npos) {
        std::size_t value = text.find_first_not_of(" \t", at + 3);
        const bool begins = at == 0 || text[at - 1] == ';' || is_blank(text[at - 1]);
        if (begins && value != std::string::npos && text[value] == '=') {
            value = std::min(text.find_first_not_of(" \t", value + 1), text.size());
            const bool is_quoted = value < text.size() && text[value] == '"';
            const std::size_t first = value + (is_quoted ? 1 : 0);
            const std::size_t end =
                std::min(text.find_first_of(is_quoted ? "\"" : ";, ", first), text.size());
            const std::string words = " " + text.substr(first, end - first) + " ";
            return words.find(" next ") != std::string::npos;
        }
        at = text.find("rel", at + 3);
    }
    return false;
}

}  // namespace

std::string origin_of(const std::string& url) {
    const Url parsed(curl_url());
    if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return {};
    }
    return part(parsed, CURLUPART_SCHEME) + "://" + lower(part(parsed, CURLUPART_HOST)) + ":" +
           part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

std::optional<std::string> resolved(const std::string& base, const std::string& reference) {
    const Url parsed(curl_url());
    if (curl_url_set(parsed.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK ||
        curl_url_set(parsed.get(), CURLUPART_URL, reference.c_str(), 0) != CURLUE_OK) {
        return std::nullopt;
    }
    return part(parsed, CURLUPART_URL);
}

std::string with_parameter(const std::string& url, const std::string& name,
                           std::string_view value) {
    std::string out = without_query(url);
    char joint = '?';
    std::string_view rest = std::string_view(url).substr(out.size());
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::string_view parameter = rest.substr(0, end);
        if (!parameter.empty() && parameter.substr(0, parameter.find('=')) != name) {
            (out += joint) += parameter;
            joint = '&';
        }
        rest.remove_prefix(end);
    }
    return (out += joint) + name + "=" + percent_encoded(value);
}

std::string without_query(const std::string& url) {
    return url.substr(0, url.find('?'));
}

std::string next_link(std::string_view header) {
    std::size_t at = 0;
    while ((at = header.find('<', at)) != std::string_view::npos) {
        const std::size_t close = header.find('>', at);
        if (close == std::string_view::npos) {
            return {};
        }
        const std::size_t end = std::min(header.find('<', close), header.size());
        if (is_next(header.substr(close + 1, end - close - 1))) {
            return std::string(header.substr(at + 1, close - at - 1));
        }
        at = end;
    }
    return {};
}

}  // namespace waymark::source
