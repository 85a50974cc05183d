// SPDX-License-Identifier: MIT
// Addresses of pages: where they point, and whether that is still the same server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waymark::source {

/// Scheme, host and port, "https://host:443"; "" when it is no address.
[[nodiscard]] std::string origin_of(const std::string& url);

/// The address that `reference` means on the page `base`; nullopt when it is none.
[[nodiscard]] std::optional<std::string> resolved(const std::string& base,
                                                  const std::string& reference);

/// The address with the query parameter `name` set to `value`, in place of an earlier one.
[[nodiscard]] std::string with_parameter(const std::string& url, const std::string& name,
                                         std::string_view value);

/// Without what follows "?": cursors have no business in messages.
[[nodiscard]] std::string without_query(const std::string& url);

/// The target of rel="next" in a Link header (RFC 8288); "" when there is none.
[[nodiscard]] std::string next_link(std::string_view header);

}  // namespace waymark::source
