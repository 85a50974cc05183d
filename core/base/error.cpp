// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace waymark {

int exit_code(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::usage:
            return 2;
        case ErrorKind::refused:
            return 65;
        case ErrorKind::input_missing:
            return 66;
        case ErrorKind::source_unavailable:
            return 69;
        case ErrorKind::internal:
            return 70;
        case ErrorKind::store:
            return 74;
        case ErrorKind::try_later:
            return 75;
        case ErrorKind::measure:
            return 76;
        case ErrorKind::permission:
            return 77;
        case ErrorKind::configuration:
            return 78;
        case ErrorKind::interrupted:
            return 130;
    }
    return 70;
}

std::string Place::text() const {
    std::string out = file;
    if (line > 0) {
        out += ":" + std::to_string(line);
        if (column > 0) {
            out += ":" + std::to_string(column);
        }
    }
    return out;
}

static std::string message_with_place(const std::string& message, const Place& place) {
    const std::string where = place.text();
    return where.empty() ? message : where + ": " + message;
}

Error::Error(ErrorKind kind, const std::string& message, Place place)
    : std::runtime_error(message_with_place(message, place)),
      kind_(kind),
      place_(std::move(place)) {}

void end_mistaken(const char* why, std::source_location where) {
    // stdio and not a logger: nothing else may be trusted any more.
    std::fprintf(stderr, "waymark: a mistake in the program at %s:%u: not true: %s\n",
                 where.file_name(), where.line(), why);
    std::abort();
}

Error system_error(ErrorKind kind, std::string_view what) {
    const int code = errno;
    return Error(kind, std::string(what) + ": " + std::strerror(code));
}

}  // namespace waymark
