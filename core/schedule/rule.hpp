// SPDX-License-Identifier: MIT
// What a schedule says, before it is put into a place's time: a cron expression or a named rule.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schedule/cron.hpp"

namespace waymark::schedule {

/// After the end of which periods a named rule is due.
enum class Named : std::uint8_t { weekly, monthly, quarterly, termly };

[[nodiscard]] std::string_view word(Named named) noexcept;
[[nodiscard]] std::optional<Named> named_of(std::string_view word) noexcept;

/// Due at `at` on the day after a week, month, quarter or term has ended, `offset` days later.
struct NamedRule {
    Named named = Named::weekly;
    std::chrono::days offset{0};
    std::chrono::minutes at{0};  ///< since midnight, on the wall
};

using Rule = std::variant<Cron, NamedRule>;

/// One text per rule: equal texts are due at equal times, given zone and calendar.
[[nodiscard]] std::string text(const Rule& rule);

/// "05:00": minutes since midnight; nullopt for any other text.
[[nodiscard]] std::optional<std::chrono::minutes> parse_time(std::string_view text) noexcept;

/// What becomes of due times that passed while nothing could run.
enum class CatchUp : std::uint8_t {
    none,    ///< they are passed over
    latest,  ///< the latest is run
    all,     ///< all are run, oldest first
};

[[nodiscard]] std::string_view word(CatchUp catch_up) noexcept;
[[nodiscard]] std::optional<CatchUp> catch_up_of(std::string_view word) noexcept;

}  // namespace waymark::schedule
