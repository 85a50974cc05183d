// SPDX-License-Identifier: MIT
#include "config/secret.hpp"

#include <algorithm>

namespace waymark::config {

static bool is_credential_name(std::string_view name) {
    return !name.empty() && name.size() <= 255 && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
           });
}

Secret read_secret(const Section& section, std::string_view key,
                   const std::filesystem::path& folder) {
    Secret secret;
    if (section.given(key) == nullptr) {
        return secret;
    }
    static constexpr std::string_view credential = "credential:";
    static constexpr std::string_view file = "file:";
    const std::string text = section.text(key);
    secret.place = section.place(key);
    if (text.starts_with(credential) && is_credential_name(text.substr(credential.size()))) {
        secret.credential = text.substr(credential.size());
    } else if (text.starts_with(file) && text.size() > file.size()) {
        secret.file = (folder / text.substr(file.size())).lexically_normal();
    } else {
        section.fault(key,
                      "a secret never stands in the configuration; expected \"credential:NAME\" or "
                      "\"file:PATH\", where it is kept");
    }
    return secret;
}

}  // namespace waymark::config
