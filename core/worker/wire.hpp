// SPDX-License-Identifier: MIT
// The conversation of host and worker: packets of a 64-byte header and a payload, in the byte order
// of the machine they share (Linux on little-endian processors). The host asks, the worker answers
// in order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace waymark::worker {

static_assert(std::endian::native == std::endian::little);

inline constexpr std::uint32_t wire_magic = 0x59414d57;  // "WMAY"
inline constexpr std::uint16_t wire_version = 1;
inline constexpr std::size_t most_packet_bytes = std::size_t{128} << 10;

/// Host to worker, with the reply each one waits for:
///   hello     payload Hello; the worker restricts itself and loads the plugin     description*,
///   ready open      opens the instances from the memory handed over at the start        done rows
///   payload SliceHeader*; the slices in `slot`                          ack with the slot sessions
///   open sessions of the calendar `first`; payload one byte per day     done answer    the cases
///   [first, first + count) of `shard`                         answers*, done bye       closes the
///   instances                                                done, then it ends
/// Worker to host besides:
///   fault     before ready, of a worker that inspects
///   log       `code` is the level; payload text
///   error     `code` is a TroubleCode; payload text; the worker ends
enum class Kind : std::uint16_t {
    hello = 1,
    open = 2,
    rows = 3,
    sessions = 4,
    answer = 5,
    bye = 6,
    description = 32,    ///< payload: the next piece of the text
    ready = 33,          ///< `code`: bits of the layers reached; `count`: ABI minor needed
    ack = 34,            ///< `slot` may be filled again
    contributions = 35,  ///< payload: records, see ContributionsHead
    exclusions = 36,     ///< payload: Exclusion*
    findings = 37,       ///< payload: Finding*
    log = 38,
    error = 39,
    fault = 41,  ///< `code`: the rule, see file_rules; payload: what is wrong with the file
    done = 40,   ///< `shard` and `first` of the question; else 0
};

struct Header {
    std::uint32_t magic = wire_magic;
    std::uint16_t version = wire_version;
    Kind kind = Kind::hello;
    std::uint32_t bytes = 0;  ///< of the payload
    std::uint32_t shard = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t slot = 0;
    std::uint32_t code = 0;
    std::uint32_t reserved[8] = {};
};
static_assert(sizeof(Header) == 64 && std::is_trivially_copyable_v<Header>);

/// What a worker must know before it restricts itself.
struct Hello {
    std::uint64_t memory_bytes;
    std::uint64_t cpu_seconds;
    std::uint64_t slot_bytes;
    std::uint32_t require;      ///< bits of layers without which it refuses
    std::int32_t host;          ///< its process id
    std::uint32_t tells_calls;  ///< 1: forbidden system calls are printed as they end the process
    std::uint32_t inspects;     ///< 1: the image is judged as a file and not loaded
};

/// One record of a contributions packet. The columns follow it in this order, those whose bit is
/// not set in `columns` left out: double a[n], b[n]; int64 people[n], units[n]; uint32 cases[n];
/// int32 state[n]; uint32 stratum[n x own_kinds]; then zeroes up to a multiple of 8.
struct ContributionsHead {
    std::uint32_t indicator;
    std::uint32_t series;
    std::uint32_t period;
    std::uint32_t n;
    std::uint32_t columns;
    std::uint32_t own_kinds;
};
enum ContributionColumn : std::uint32_t {
    column_b = 1,
    column_people = 2,
    column_units = 4,
    column_state = 8,
    column_stratum = 16,
};

/// Bytes of a record with its head. own_kinds must have been checked: it is no more than the
/// measure's kinds of strata.
[[nodiscard]] constexpr std::uint64_t record_bytes(const ContributionsHead& head) noexcept {
    const auto has = [&](ContributionColumn column) { return (head.columns & column) != 0; };
    const std::uint64_t eights = 1 + has(column_b) + has(column_people) + has(column_units);
    const std::uint64_t fours =
        1 + has(column_state) + (has(column_stratum) ? std::uint64_t{head.own_kinds} : 0);
    return sizeof head + (head.n * (8 * eights + 4 * fours) + 7) / 8 * 8;
}

struct Exclusion {
    std::uint32_t indicator;
    std::uint32_t case_number;
    std::uint32_t period;
    std::uint32_t reason;
};

struct Finding {
    std::uint32_t code;
    std::uint32_t case_number;
    std::uint32_t period;
    std::uint32_t reserved;
    std::int64_t count;
    std::int64_t of;
};

/// Why a worker gives up.
enum class TroubleCode : std::uint32_t {
    refused = 1,        ///< the plugin cannot be used, or a layer is missing; nothing was computed
    failed = 2,         ///< the plugin said so
    out_of_memory = 3,  ///< the plugin or the worker met the memory cap
    rejected = 4,       ///< the plugin broke a rule of the contract
    cancelled = 5,      ///< the plugin stopped as it was asked to
    internal = 6,       ///< a mistake of ours
};

/// A packet ready to be sent.
[[nodiscard]] inline std::vector<std::byte> packet(Header header,
                                                   std::span<const std::byte> payload = {}) {
    header.bytes = static_cast<std::uint32_t>(payload.size());
    std::vector<std::byte> bytes(sizeof header + payload.size());
    std::memcpy(bytes.data(), &header, sizeof header);
    if (!payload.empty()) {
        std::memcpy(bytes.data() + sizeof header, payload.data(), payload.size());
    }
    return bytes;
}

[[nodiscard]] inline std::span<const std::byte> bytes_of(std::string_view text) noexcept {
    return std::as_bytes(std::span(text));
}

}  // namespace waymark::worker
