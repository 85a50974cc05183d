// SPDX-License-Identifier: MIT
#include "schedule/zone.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace waymark::schedule {

using std::chrono::floor;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<Zone> Zone::find(std::string_view name) {
    // The library looks the name up in the system's folder of zones; these would leave it.
    if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos) {
        return std::nullopt;
    }
    try {
        return Zone(std::string(name), ::date::locate_zone(name));
    } catch (const std::runtime_error&) {  // how the library says that there is none
        return std::nullopt;
    }
}

static ::date::local_seconds foreign(LocalMinute local) {
    return ::date::local_seconds{local.time_since_epoch()};
}

static LocalMinute ours(::date::local_seconds local) {
    return floor<minutes>(std::chrono::local_time<seconds>{local.time_since_epoch()});
}

static ::date::sys_info info(const ::date::time_zone& zone, Instant at) {
    return zone.get_info(floor<seconds>(at));
}

Placed Zone::instant_of(LocalMinute local) const {
    const ::date::local_info found = zone_->get_info(foreign(local));
    if (found.result == ::date::local_info::nonexistent) {
        return {Instant{found.first.end}, Shift::skipped};
    }
    const seconds since_epoch = local.time_since_epoch() - found.first.offset;
    const bool is_twice = found.result == ::date::local_info::ambiguous;
    return {Instant{since_epoch}, is_twice ? Shift::repeated : Shift::none};
}

LocalMinute Zone::local(Instant at) const {
    const seconds since_epoch = floor<seconds>(at.time_since_epoch()) + info(*zone_, at).offset;
    return ours(::date::local_seconds{since_epoch});
}

Date Zone::local_date(Instant at) const {
    return Date{floor<std::chrono::days>(local(at)).time_since_epoch()};
}

std::string Zone::abbreviation(Instant at) const {
    return info(*zone_, at).abbrev;
}

Instant Zone::offset_since(Instant at) const {
    return Instant{info(*zone_, at).begin};
}

}  // namespace waymark::schedule
