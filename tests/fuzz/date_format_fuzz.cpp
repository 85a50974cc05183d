// SPDX-License-Identifier: MIT
// Any text as a format and a date: a fault of the configuration, no date, or a date that is read
// again from its ISO text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "source/date_format.hpp"

using namespace waymark;

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::size_t end = all.find('\n');
    const std::string_view text = end == std::string_view::npos ? "" : all.substr(end + 1);
    try {
        const source::DateFormat format(all.substr(0, end), {});
        if (const auto date = format.date(text)) {
            check(parse_date(date_text(*date)) == date, "a date that was read exists");
        }
        if (const auto instant = format.instant(text)) {
            check(source::parse_instant(instant_text(*instant)).has_value(), "an instant is one");
        }
    } catch (const Error& error) {
        check(error.kind() == ErrorKind::configuration, "only the format can be wrong");
    }
    return 0;
}
