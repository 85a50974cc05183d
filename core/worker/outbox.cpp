// SPDX-License-Identifier: MIT
#include "worker/outbox.hpp"

#include <algorithm>
#include <cstring>

namespace waymark::worker {

static std::vector<std::uint64_t> packet_room() {
    return std::vector<std::uint64_t>(most_packet_bytes / sizeof(std::uint64_t));
}

Outbox::Outbox(SendPacket send)
    : send_(std::move(send)),
      contributions_{Kind::contributions, packet_room()},
      exclusions_{Kind::exclusions, packet_room()},
      findings_{Kind::findings, packet_room()} {}

void Outbox::begin(std::uint32_t shard) {
    shard_ = shard;
}

void Outbox::flush(Packet& packet) {
    if (packet.used == sizeof(Header)) {
        return;
    }
    Header header;
    header.kind = packet.kind;
    header.shard = shard_;
    header.bytes = static_cast<std::uint32_t>(packet.used - sizeof header);
    const std::span<std::byte> bytes = std::as_writable_bytes(std::span(packet.words));
    std::memcpy(bytes.data(), &header, sizeof header);
    send_(bytes.first(packet.used));
    packet.used = sizeof header;
}

void Outbox::flush() {
    flush(contributions_);
    flush(exclusions_);
    flush(findings_);
}

void Outbox::append(Packet& packet, std::span<const std::byte> record) {
    if (packet.used + record.size() > most_packet_bytes) {
        flush(packet);
    }
    std::byte* const to = std::as_writable_bytes(std::span(packet.words)).data() + packet.used;
    std::memcpy(to, record.data(), record.size());
    packet.used += record.size();
}

void Outbox::exclude(const Exclusion& exclusion) {
    append(exclusions_, std::as_bytes(std::span(&exclusion, 1)));
}

void Outbox::find(const Finding& finding) {
    append(findings_, std::as_bytes(std::span(&finding, 1)));
}

static ContributionsHead head_of(const wm_contributions& answer, std::uint32_t count) {
    ContributionsHead head{.indicator = answer.indicator,
                           .series = answer.series,
                           .period = answer.period,
                           .n = count,
                           .columns = 0,
                           .own_kinds = 0};
    constexpr ContributionColumn none{};
    head.columns |= answer.b != nullptr ? column_b : none;
    head.columns |= answer.people != nullptr ? column_people : none;
    head.columns |= answer.units != nullptr ? column_units : none;
    head.columns |= answer.state != nullptr ? column_state : none;
    if (answer.stratum != nullptr) {
        head.columns |= column_stratum;
        head.own_kinds = std::max(answer.n_own_strata, 1U);
    }
    return head;
}

bool Outbox::contribute(const wm_contributions& answer) {
    constexpr std::uint32_t most_own_kinds = 1024;
    constexpr std::uint32_t few = 64;
    if (answer.size < sizeof answer) {
        return false;
    }
    if (answer.n == 0) {
        return true;
    }
    if (answer.cases == nullptr || answer.a == nullptr || answer.n_own_strata > most_own_kinds) {
        return false;
    }
    const std::uint64_t row_bytes = record_bytes(head_of(answer, 8)) / 8 + 1;
    for (std::uint32_t from = 0; from < answer.n;) {
        const std::uint64_t room = most_packet_bytes - contributions_.used;
        const std::uint64_t fitting = room < 64 ? 0 : (room - 64) / row_bytes;
        const auto count =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(answer.n - from, fitting));
        if (count < std::min(answer.n - from, few) && contributions_.used > sizeof(Header)) {
            flush(contributions_);
            continue;
        }
        append_rows(answer, from, count);
        from += count;
    }
    return true;
}

template <class T>
static std::byte* put(std::byte* to, const T* column, std::size_t from, std::size_t count) {
    if (column == nullptr) {
        return to;
    }
    std::memcpy(to, column + from, count * sizeof(T));
    return to + count * sizeof(T);
}

void Outbox::append_rows(const wm_contributions& answer, std::uint32_t from, std::uint32_t count) {
    const ContributionsHead head = head_of(answer, count);
    std::byte* const begin =
        std::as_writable_bytes(std::span(contributions_.words)).data() + contributions_.used;
    std::memcpy(begin, &head, sizeof head);
    std::byte* const a = begin + sizeof head;
    std::byte* to = put(a, answer.a, from, count);
    to = put(to, answer.b, from, count);
    to = put(to, answer.people, from, count);
    to = put(to, answer.units, from, count);
    to = put(to, answer.cases, from, count);
    to = put(to, answer.state, from, count);
    to = put(to, answer.stratum, std::size_t{from} * head.own_kinds,
             std::size_t{count} * head.own_kinds);
    if (answer.state != nullptr) {
        const double nothing = 0;
        const std::size_t b = answer.b == nullptr ? 0 : count * sizeof nothing;
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::int32_t state = answer.state[from + i];
            if (state != WM_STATE_OBSERVED && state != WM_STATE_PROVISIONAL) {
                std::memcpy(a + i * sizeof nothing, &nothing, sizeof nothing);
                std::memcpy(a + b + i * sizeof nothing, &nothing, sizeof nothing);
            }
        }
    }
    const std::uint64_t bytes = record_bytes(head);
    std::memset(to, 0, static_cast<std::size_t>(begin + bytes - to));
    contributions_.used += bytes;
}

}  // namespace waymark::worker
