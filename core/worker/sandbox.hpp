// SPDX-License-Identifier: MIT
// How a worker restricts itself, layer by layer; each layer is tried and what was reached is told.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace waymark::worker {

/// The layers as bits of a word; the order is that of their words.
enum Layer : std::uint32_t {
    layer_namespaces = 1,    ///< a network and System V world of its own
    layer_uid = 2,           ///< a user who owns nothing
    layer_no_new_privs = 4,  ///< and no traces, no core, death with the parent
    layer_rlimits = 8,
    layer_landlock = 16,  ///< files: read and execute the system's libraries, nothing else
    layer_seccomp = 32,   ///< few system calls
};
inline constexpr std::array<std::string_view, 6> layer_words{
    "namespaces", "uid", "no_new_privs", "rlimits", "landlock", "seccomp"};

struct Limits {
    std::uint64_t address_bytes;
    std::uint64_t cpu_seconds;
};

/// Every layer but seccomp, in the order that does not cut off the next: namespaces, uid,
/// privileges (which a change of uid resets, so after it), rlimits, landlock. The bits of those
/// reached. Ends the process if `parent` is gone. Call once, on the only thread.
[[nodiscard]] std::uint32_t restrict_process(const Limits& limits, std::int32_t parent);

/// Read and execute below the system's library folders, no other file, no network, no signals to
/// others. False where the kernel has no Landlock.
[[nodiscard]] bool restrict_files();

/// First filter: libraries may still be opened and mapped for execution, since constructors run
/// while the plugin is loaded; no sockets, processes, threads, traces. Second filter, on top:
/// nothing may be opened or become executable; whatever is not needed to compute and to speak with
/// the host ends the process (SIGSYS). False where the kernel has no seccomp filters.
enum class Stage : std::uint8_t { loading, computing };
/// What a call ends with that is not allowed: the process at once, or, for authors who look for it,
/// a line on standard error and then the process, both by SIGSYS.
enum class Offence : std::uint8_t { ends, is_told };
[[nodiscard]] bool restrict_system_calls(Stage stage, Offence offence);

/// The line is this and the number of the call.
inline constexpr std::string_view offence_line = "forbidden system call ";
/// Has such lines written. Call it before the first filter.
void tell_offences();

}  // namespace waymark::worker
