// SPDX-License-Identifier: MIT
#include "worker/sentences.hpp"

#include <array>
#include <csignal>
#include <cstring>

namespace waymark::worker {

std::string_view word(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::ok:
            return "ok";
        case Outcome::crashed:
            return "crashed";
        case Outcome::timed_out:
            return "timed_out";
        case Outcome::out_of_memory:
            return "out_of_memory";
        case Outcome::policy:
            return "policy";
        case Outcome::protocol:
            return "protocol";
        case Outcome::rejected:
            return "rejected";
        case Outcome::failed:
            return "failed";
        case Outcome::refused:
            return "refused";
    }
    return "protocol";
}

// How a sentence begins after the plugin's name, and the advice it ends with.
struct Words {
    std::string_view verb;
    std::string_view advice;
};

static Words words(Outcome outcome) {
    constexpr std::string_view report =
        "Nothing of this run is used; report it to the plugin's author.";
    switch (outcome) {
        case Outcome::ok:
            break;
        case Outcome::crashed:
            return {"crashed while ",
                    "Nothing of this run is used; if it happens again, report it to the plugin's "
                    "author."};
        case Outcome::timed_out:
            return {"was stopped while ",
                    "Nothing of this run is used; if the data are simply large, give the monitor "
                    "more time."};
        case Outcome::out_of_memory:
            return {
                "ran out of memory while ",
                "Nothing of this run is used; if the data are simply large, raise the monitor's "
                "memory limit."};
        case Outcome::policy:
            return {"did what a plugin may not do while ",
                    "Nothing of this run is used; do not run it again until its author has "
                    "explained why."};
        case Outcome::protocol:
            return {"broke off the conversation while ", report};
        case Outcome::rejected:
            return {"gave an answer that cannot be right while ", report};
        case Outcome::failed:
            return {"could not go on while ",
                    "Nothing of this run is used; the plugin's own words say what to change."};
        case Outcome::refused:
            return {
                "was not run; stopped while ",
                "Use a build of the plugin that fits this version of waymark and this machine."};
    }
    return {"failed while ", report};
}

MeasureFailure failure(Outcome outcome, const std::string& plugin, const std::string& doing,
                       const std::string& what) {
    const Words said = words(outcome);
    return {outcome, "the plugin " + plugin + " " + std::string(said.verb) + doing + ": " + what +
                         ". " + std::string(said.advice)};
}

MeasureFailure failure(TroubleCode code, const std::string& plugin, const std::string& doing,
                       std::string_view said) {
    constexpr std::size_t most_words = 600;
    const std::string what = cleaned(said, most_words);
    switch (code) {
        case TroubleCode::refused:
            return failure(Outcome::refused, plugin, doing, what);
        case TroubleCode::failed:
        case TroubleCode::cancelled:
            return failure(Outcome::failed, plugin, doing, "it says \"" + what + "\"");
        case TroubleCode::out_of_memory:
            return failure(Outcome::out_of_memory, plugin, doing,
                           "it asked for more than its cap allows");
        case TroubleCode::rejected:
            return failure(Outcome::rejected, plugin, doing, what);
        case TroubleCode::internal:
            break;
    }
    return failure(Outcome::protocol, plugin, doing, what);
}

static std::string_view meaning(int signal) {
    switch (signal) {
        case SIGSEGV:
            return "it touched memory that is not its own, or its stack overflowed";
        case SIGBUS:
            return "it touched memory that does not exist";
        case SIGABRT:
            return "it ended itself, as after an exception nobody caught";
        case SIGFPE:
            return "an integer division by zero or the like";
        case SIGILL:
            return "an instruction this processor does not have";
        case SIGKILL:
            return "something outside ended it, for example the kernel when memory ran out";
        default:
            return "a signal ended it";
    }
}

MeasureFailure signal_failure(int signal, const std::string& plugin, const std::string& doing) {
    if (signal == SIGSYS) {
        return failure(Outcome::policy, plugin, doing,
                       "it made a system call that the sandbox forbids, such as for a file, a "
                       "network connection, a process or a thread");
    }
    if (signal == SIGXCPU) {
        return failure(Outcome::timed_out, plugin, doing, "it used up its processor time");
    }
    const char* const abbreviation = ::sigabbrev_np(signal);
    const std::string name =
        abbreviation == nullptr ? std::to_string(signal) : "SIG" + std::string(abbreviation);
    return failure(Outcome::crashed, plugin, doing,
                   "signal " + name + ", " + std::string(meaning(signal)));
}

// Bytes of the well-formed UTF-8 character at the start of `text`; 0 if there is none (Unicode 15,
// table 3-7).
static std::size_t character_bytes(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return follows(1) ? 2 : 0;
    }
    const unsigned second = byte(1);
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool is_whole = follows(1) && follows(2);
        const bool is_overlong = lead == 0xE0 && second < 0xA0;
        const bool is_surrogate = lead == 0xED && second > 0x9F;
        return is_whole && !is_overlong && !is_surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool is_whole = follows(1) && follows(2) && follows(3);
        const bool is_overlong = lead == 0xF0 && second < 0x90;
        const bool is_beyond = lead == 0xF4 && second > 0x8F;
        return is_whole && !is_overlong && !is_beyond ? 4 : 0;
    }
    return 0;
}

std::string cleaned(std::string_view text, std::size_t most_bytes) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t bytes = character_bytes(text);
        const auto lead = static_cast<unsigned char>(text.front());
        // U+0080 to U+009F are control characters too.
        const bool is_c1 = bytes == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
        const bool is_shown = bytes > 0 && lead >= 0x20 && lead != 0x7F && !is_c1;
        const std::string_view character = is_shown ? text.substr(0, bytes) : "?";
        if (clean.size() + character.size() > most_bytes) {
            return clean + "...";
        }
        clean += character;
        text.remove_prefix(bytes > 0 ? bytes : 1);
    }
    return clean;
}

}  // namespace waymark::worker
