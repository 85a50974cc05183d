// SPDX-License-Identifier: MIT
#include "config/quantity.hpp"

#include <charconv>
#include <utility>

namespace waymark::config {

// The number at the front and the rest; nullopt when there is none above 0.
static std::optional<std::pair<std::uint64_t, std::string_view>> split(
    std::string_view text) noexcept {
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc{} || number == 0) {
        return std::nullopt;
    }
    return std::pair(number, text.substr(static_cast<std::size_t>(end.ptr - text.data())));
}

static std::optional<std::uint64_t> scaled(std::string_view text,
                                           std::optional<std::uint64_t> (*scale)(std::string_view),
                                           std::uint64_t most) noexcept {
    const auto parts = split(text);
    if (!parts) {
        return std::nullopt;
    }
    const auto unit = scale(parts->second);
    if (!unit || parts->first > most / *unit) {
        return std::nullopt;
    }
    return parts->first * *unit;
}

static std::optional<std::uint64_t> milliseconds_of(std::string_view unit) noexcept {
    return unit == "ms"  ? std::optional<std::uint64_t>(1)
           : unit == "s" ? std::optional<std::uint64_t>(1000)
           : unit == "m" ? std::optional<std::uint64_t>(60'000)
           : unit == "h" ? std::optional<std::uint64_t>(3'600'000)
                         : std::nullopt;
}

static std::optional<std::uint64_t> bytes_of(std::string_view unit) noexcept {
    return unit == "KiB"   ? std::optional<std::uint64_t>(std::uint64_t{1} << 10)
           : unit == "MiB" ? std::optional<std::uint64_t>(std::uint64_t{1} << 20)
           : unit == "GiB" ? std::optional<std::uint64_t>(std::uint64_t{1} << 30)
                           : std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    const auto milliseconds = scaled(text, milliseconds_of, std::uint64_t{366} * 24 * 3'600'000);
    return milliseconds ? std::optional(std::chrono::milliseconds(*milliseconds)) : std::nullopt;
}

std::optional<std::chrono::days> parse_days(std::string_view text) noexcept {
    constexpr std::uint32_t most = 3660;
    if (text.size() < 3 || text.front() != 'P') {
        return std::nullopt;
    }
    std::uint32_t number = 0;
    const char* unit = text.data() + text.size() - 1;
    const auto end = std::from_chars(text.data() + 1, unit, number);
    const std::uint32_t factor = *unit == 'D' ? 1 : *unit == 'W' ? 7 : 0;
    if (end.ec != std::errc{} || end.ptr != unit || factor == 0 || number > most / factor) {
        return std::nullopt;
    }
    return std::chrono::days{number * factor};
}

std::optional<std::uint64_t> parse_size(std::string_view text) noexcept {
    return scaled(text, bytes_of, std::uint64_t{1} << 40);
}

}  // namespace waymark::config
