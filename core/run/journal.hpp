// SPDX-License-Identifier: MIT
// The daemon's log: one JSON object a line, read by journald and by people with jq.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string_view>

#include "base/clock.hpp"

namespace waymark::run {

enum class Level : std::uint8_t { info, warning, error };

/// Writes lines {"time", "level", "event", ...}; each is whole and flushed. Nobody hands it a row's
/// values or an identifier. Any thread; stream and clock outlive it.
class Journal {
public:
    /// With a simulated clock every line says so.
    Journal(std::ostream& out, const Clock& clock, bool is_simulated);
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    ~Journal();

    void write(Level level, std::string_view event, const nlohmann::ordered_json& fields) const;

private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
    const Clock& clock_;
    bool is_simulated_;
};

}  // namespace waymark::run
