// SPDX-License-Identifier: MIT
// The text of an SQL query: one statement, reading, with the parameters Waymark binds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.hpp"

namespace waymark::config {

/// What is wrong with a query, and at which byte of it.
struct QueryFault {
    std::size_t offset = 0;
    std::string sentence;
};

/// Reads `text` into the query: its text, positional form and parameters. Quotes, comments and
/// PostgreSQL's casts (::) and dollar quotes are understood. A first sieve with a place to point
/// at: the database itself is opened so that it can only read.
[[nodiscard]] std::optional<QueryFault> read_query(std::string_view text, Query& query);

}  // namespace waymark::config
