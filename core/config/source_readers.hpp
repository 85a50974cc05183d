// SPDX-License-Identifier: MIT
// The parts of read_source for what is no plain file. Only for this room.
#pragma once

#include <filesystem>
#include <string_view>

#include "config/config.hpp"
#include "config/section.hpp"

namespace waymark::config {

/// Notes every {word} of the text under a key that is neither {as_of} nor {service}.
void check_placeholders(const Section& section, std::string_view key);

/// query or query_file, and timeout.
void read_statement(const Section& section, const std::filesystem::path& folder, Source& source);

void read_odbc(const Section& section, const std::filesystem::path& folder, Source& source);

void read_http(const Section& section, const std::filesystem::path& folder, Source& source);

}  // namespace waymark::config
