// SPDX-License-Identifier: MIT
// The header of a file, and which of its columns each wanted column is bound to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "source/pull.hpp"

namespace waymark::source {

/// The header columns one wanted column is read from; empty for constants and row numbers.
struct Binding {
    std::vector<std::uint32_t> columns;
    std::uint32_t plus_column = 0;  ///< of derived dates only
};

/// One file's columns. Immutable once made.
struct Layout {
    std::uint32_t file = 0;    ///< index in the pull
    std::uint32_t fields = 0;  ///< of the header
    std::vector<Binding> wanted;
    std::vector<std::uint32_t> filters;
};

/// The header names a column is read from: its columns, or its pattern "F{1..33}" written out.
/// Throws Error configuration when the pattern cannot be read.
[[nodiscard]] std::vector<std::string> source_names(const config::ColumnMap& map);

/// Every header name a request needs, each once (capitals do not count), in the order of its
/// columns and filters.
[[nodiscard]] std::vector<std::string> needed_columns(const PullRequest& request);

/// Binds the request to a header. Names are trimmed and compared without case (ASCII); a nameless
/// column is allowed, since nothing can ask for it. `header` is the record as it stands in the
/// file. Throws Error refused, at `place`: a name twice, a wanted name absent, the wrong delimiter.
[[nodiscard]] Layout bound_layout(const PullRequest& request, const std::vector<std::string>& names,
                                  const Place& place);

/// The error of a table that another delimiter would fit.
[[nodiscard]] Error wrong_delimiter(char configured, char fitting, const std::string& what,
                                    const Place& place);

}  // namespace waymark::source
