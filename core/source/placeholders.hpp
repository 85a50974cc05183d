// SPDX-License-Identifier: MIT
// What a source is told of a run: {as_of} and {service} in paths, patterns and addresses, and the
// values of a query's parameters.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "config/config.hpp"

namespace waymark::source {

/// What a query's parameters are bound to, by name; all are texts.
using Bound = std::map<std::string, std::string>;

/// How a filled-in word is written so that it means itself.
using Encode = std::string (*)(std::string_view);

/// `text` with its placeholders filled in. Throws Error configuration, at the source's place, for
/// any other word in braces, and for {service} when `service` is "": none is read here.
[[nodiscard]] std::string filled_in(const std::string& text, const config::Source& source,
                                    Date as_of, const std::string& service, Encode encode);

/// The service's id, if it can be a part of a path. Throws Error configuration when it has a slash
/// or begins with a dot.
[[nodiscard]] const std::string& path_part(const config::Source& source,
                                           const std::string& service);

/// Encodings: as it is; for addresses (RFC 3986: all but unreserved characters in percent).
[[nodiscard]] std::string plain(std::string_view text);
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace waymark::source
