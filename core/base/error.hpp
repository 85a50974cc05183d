// SPDX-License-Identifier: MIT
// What may go wrong: `check` for our own mistakes, `Error` for the world's.
#pragma once

#include <cstdint>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace waymark {

/// What kind of failure an Error is. Each kind has one exit code (see exit_code).
enum class ErrorKind : std::uint8_t {
    usage,               ///< 2: the command line is wrong
    refused,             ///< 65: a pull or the gate refused the data; a column is missing
    input_missing,       ///< 66: an input file is not there
    source_unavailable,  ///< 69: a source did not answer
    internal,            ///< 70: a mistake of ours that could still be reported
    store,               ///< 74: the store or ledger cannot be read or written
    try_later,           ///< 75: locked or busy; the same command may succeed later
    measure,             ///< 76: a measure crashed, hung, was refused or answered rubbish
    permission,          ///< 77: not allowed to read or write
    configuration,       ///< 78: the configuration is wrong
    interrupted,         ///< 130: stopped by the user
};

/// The process exit code of a kind, as documented in README.md and frozen.
[[nodiscard]] int exit_code(ErrorKind kind) noexcept;

/// Where in an input something stands. Line and column count from 1; 0 means unknown.
struct Place {
    std::string file;
    std::uint64_t line = 0;
    std::uint64_t column = 0;

    /// "file:line:column", without the parts that are unknown; "" when nothing is known.
    [[nodiscard]] std::string text() const;
};

/// The world failed and this step cannot go on. The message says what, where and what to do next.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message, Place place = {});

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
    [[nodiscard]] const Place& place() const noexcept { return place_; }

private:
    ErrorKind kind_;
    Place place_;
};

/// Ends the process, saying `why` and where. Any thread.
[[noreturn]] void end_mistaken(const char* why, std::source_location where);

/// Ends the process with `why` and the caller's place when `condition` is false: a mistake of ours,
/// never of the input. Kept in release builds. Any thread.
inline void check(bool condition, const char* why,
                  std::source_location where = std::source_location::current()) {
    if (!condition) [[unlikely]] {
        end_mistaken(why, where);
    }
}

/// The value of `maybe`, which is there; else as check. (The static analyzer, which does not follow
/// check into an optional, sees it here.)
template <class Value>
[[nodiscard]] const Value& checked(const std::optional<Value>& maybe, const char* why,
                                   std::source_location where = std::source_location::current()) {
    if (!maybe) [[unlikely]] {
        end_mistaken(why, where);
    }
    return *maybe;
}
template <class Value>
[[nodiscard]] Value checked(std::optional<Value>&& maybe, const char* why,
                            std::source_location where = std::source_location::current()) {
    return checked(std::as_const(maybe), why, where);
}

/// An Error of `kind` about the system call that just failed: "what: strerror(errno)".
[[nodiscard]] Error system_error(ErrorKind kind, std::string_view what);

}  // namespace waymark
