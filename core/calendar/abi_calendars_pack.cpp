// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "base/error.hpp"
#include "calendar/abi_calendars.hpp"
#include "calendar/day_slots.hpp"

namespace waymark::calendar {

static constexpr std::uint32_t pack_magic = 0x4c43'4d57;  // "WMCL"

static_assert(std::has_unique_object_representations_v<wm_period>, "wm_period has no padding");

// What comes before the arrays of one calendar.
struct PackedHead {
    std::uint32_t n_periods, n_slots, n_slot_periods, n_open;
    std::int32_t first_day, last_day, as_of_day;
};

template <typename T>
static void append(std::vector<std::byte>& bytes, std::span<const T> values) {
    if (!values.empty()) {
        const std::size_t place = bytes.size();
        bytes.resize(place + values.size_bytes());
        std::memcpy(bytes.data() + place, values.data(), values.size_bytes());
    }
}

template <typename T>
static void append_one(std::vector<std::byte>& bytes, const T& value) {
    append(bytes, std::span(&value, 1));
}

std::vector<std::byte> pack(const AbiCalendars& calendars) {
    std::vector<std::byte> bytes;
    append_one(bytes, pack_magic);
    append_one(bytes, calendars.size());
    for (const AbiCalendar& calendar : calendars.calendars()) {
        append_one(bytes, PackedHead{static_cast<std::uint32_t>(calendar.periods.size()),
                                     static_cast<std::uint32_t>(calendar.slot_first.size() - 1),
                                     static_cast<std::uint32_t>(calendar.slot_periods.size()),
                                     static_cast<std::uint32_t>(calendar.open_sessions.size()),
                                     calendar.first_day, calendar.last_day, calendar.as_of_day});
        append<wm_period>(bytes, calendar.periods);
        append<std::uint16_t>(bytes, calendar.slot_of_day);
        append<std::uint32_t>(bytes, calendar.slot_first);
        append<std::uint32_t>(bytes, calendar.slot_periods);
        append<std::uint8_t>(bytes, calendar.open_sessions);
    }
    return bytes;
}

static void require(bool condition, const char* what) {
    if (!condition) {
        throw Error(ErrorKind::internal, std::string("the packed calendars cannot be used: ") +
                                             what + "; host and worker may be of different builds");
    }
}

namespace {

// Hands out copies of the next bytes; never reads past the end.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : rest_(bytes) {}

    template <typename T>
    T one() {
        return many<T>(1).front();
    }

    template <typename T>
    std::vector<T> many(std::uint64_t count) {
        require(count <= rest_.size() / sizeof(T), "they end too early");
        std::vector<T> values(count);
        if (count > 0) {
            std::memcpy(values.data(), rest_.data(), count * sizeof(T));
        }
        rest_ = rest_.subspan(count * sizeof(T));
        return values;
    }

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }

private:
    std::span<const std::byte> rest_;
};

}  // namespace

static void check_period(const wm_period& period, const AbiCalendar& calendar) {
    require(period.size == sizeof(wm_period), "a period has another size");
    require(period.grain >= WM_GRAIN_DAY && period.grain <= WM_GRAIN_WINDOW, "an unknown grain");
    require(period.basis >= WM_BASIS_CIVIL && period.basis <= WM_BASIS_OBSERVED,
            "an unknown basis");
    require(period.flags <= (WM_PERIOD_ASKED | WM_PERIOD_OPEN), "an unknown flag");
    constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
    if (period.first_day == no_day || period.last_day == no_day) {
        require(period.first_day == period.last_day, "a period with one bound");
        return;
    }
    require(calendar.first_day <= period.first_day && period.first_day <= period.last_day &&
                period.last_day <= calendar.last_day,
            "a period outside its calendar");
}

static void check_slots(const AbiCalendar& calendar, const PackedHead& head) {
    require(std::ranges::all_of(
                calendar.slot_of_day,
                [&](std::uint16_t slot) { return slot == WM_NO_SLOT || slot < head.n_slots; }),
            "a day in an unknown slot");
    require(calendar.slot_first.front() == 0 && calendar.slot_first.back() == head.n_slot_periods &&
                std::ranges::is_sorted(calendar.slot_first),
            "slot offsets out of order");
    for (std::uint32_t slot = 0; slot < head.n_slots; ++slot) {
        const auto periods = std::span(calendar.slot_periods)
                                 .subspan(calendar.slot_first[slot], calendar.slot_first[slot + 1] -
                                                                         calendar.slot_first[slot]);
        require(std::ranges::adjacent_find(periods, std::greater_equal{}) == periods.end() &&
                    (periods.empty() || periods.back() < head.n_periods),
                "a slot in an unknown period");
    }
}

static AbiCalendar read_abi_calendar(ByteReader& reader) {
    const auto head = reader.one<PackedHead>();
    const std::int64_t days = std::int64_t{head.last_day} - head.first_day + 1;
    require(days >= 0, "a calendar that ends before it begins");
    require(head.n_slots <= DaySlots::most, "too many slots");
    require(head.n_open == 0 || head.n_open == days, "open sessions of another length");
    AbiCalendar calendar;
    calendar.periods = reader.many<wm_period>(head.n_periods);
    calendar.first_day = head.first_day;
    calendar.last_day = head.last_day;
    calendar.as_of_day = head.as_of_day;
    calendar.slot_of_day = reader.many<std::uint16_t>(static_cast<std::uint64_t>(days));
    calendar.slot_first = reader.many<std::uint32_t>(std::uint64_t{head.n_slots} + 1);
    calendar.slot_periods = reader.many<std::uint32_t>(head.n_slot_periods);
    calendar.open_sessions = reader.many<std::uint8_t>(head.n_open);
    for (const wm_period& period : calendar.periods) {
        check_period(period, calendar);
    }
    check_slots(calendar, head);
    require(std::ranges::all_of(calendar.open_sessions,
                                [](std::uint8_t sessions) { return sessions <= whole_day; }),
            "an unknown session");
    return calendar;
}

static bool have_same_keys(const AbiCalendar& left, const AbiCalendar& right) {
    return std::ranges::equal(
        left.periods, right.periods, [](const wm_period& a, const wm_period& b) {
            return a.grain == b.grain && a.year == b.year && a.ordinal == b.ordinal;
        });
}

AbiCalendars unpack(std::span<const std::byte> bytes) {
    ByteReader reader(bytes);
    require(reader.one<std::uint32_t>() == pack_magic, "they do not begin as calendars do");
    const auto count = reader.one<std::uint32_t>();
    require(count > 0, "there is none");
    std::vector<AbiCalendar> calendars;
    for (std::uint32_t i = 0; i < count; ++i) {
        calendars.push_back(read_abi_calendar(reader));
        require(have_same_keys(calendars.front(), calendars.back()),
                "calendars with different periods");
    }
    require(reader.is_at_end(), "something follows them");
    return AbiCalendars(std::move(calendars));
}

}  // namespace waymark::calendar
