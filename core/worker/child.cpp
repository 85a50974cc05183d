// SPDX-License-Identifier: MIT
#include "worker/child.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "worker/descriptors.hpp"
#include "worker/sentences.hpp"
#include "worker/workplace.hpp"

namespace waymark::worker {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

static constexpr seconds stop_patience{1};
static constexpr milliseconds end_patience{500};
static constexpr milliseconds send_patience{50};

// What the process is started with; closed on our side once it runs.
struct Child::Start {
    Start(const Opening& opening, std::uint32_t worker);

    FileDescriptor line;
    FileDescriptor workers_line;
    FileDescriptor ring;
    Mapping ring_mapping;
    FileDescriptor workplace;
};

Child::Start::Start(const Opening& opening, std::uint32_t worker)
    : ring(anonymous_file("waymark-ring", ring_head_bytes + opening.slots * opening.slot_bytes)),
      ring_mapping(ring.get(), Mapping::Access::write),
      workplace(sealed_file("waymark-workplace", packed({.parameters_json = opening.parameters_json,
                                                         .calendars = opening.calendars,
                                                         .layouts = opening.layouts,
                                                         .shards = opening.shards,
                                                         .workers = opening.workers,
                                                         .is_later_host = opening.is_later_host,
                                                         .worker = worker}))) {
    seal(ring.get(), Seal::holders_write);
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        throw system_error(ErrorKind::try_later, "a line to a worker");
    }
    line = FileDescriptor(ends[0]);
    workers_line = FileDescriptor(ends[1]);
}

Child::Child(const Opening& opening, Start start)
    : opening_(opening),
      dialogue_(opening),
      ring_(std::move(start.ring_mapping)),
      channel_(std::move(start.line)),
      process_(worker_program(), std::array<Inherited, 6>{{{output_.writing_end(), STDOUT_FILENO},
                                                           {output_.writing_end(), STDERR_FILENO},
                                                           {start.workers_line.get(), control_fd},
                                                           {opening.image->memory.get(), image_fd},
                                                           {start.ring.get(), ring_fd},
                                                           {start.workplace.get(), workplace_fd}}}),
      started_(steady_clock::now()),
      last_seen_(started_),
      moved_on_(started_) {
    output_.close_writing_end();
}

Child::Child(const Opening& opening, std::uint32_t worker, std::uint32_t require)
    : Child(opening, Start(opening, worker)) {
    const Hello hello{.memory_bytes = opening.memory_bytes,
                      .cpu_seconds = static_cast<std::uint64_t>(
                          duration_cast<seconds>(opening.wall_clock).count() + 1),
                      .slot_bytes = opening.slot_bytes,
                      .require = require,
                      .host = ::getpid(),
                      .tells_calls = opening.tells_calls ? 1U : 0U,
                      .inspects = opening.inspects ? 1U : 0U};
    dialogue_.loading();
    Header header;
    header.kind = Kind::hello;
    send(packet(header, std::as_bytes(std::span(&hello, 1))));
}

// ------------------------------------------------------------------------------------------ work

void Child::open() {
    dialogue_.opening();
    Header header;
    header.kind = Kind::open;
    send(packet(header));
}

std::span<std::byte> Child::free_slot() {
    if (!dialogue_.is_free(next_slot_)) {
        return {};
    }
    return ring_.bytes().subspan(ring_head_bytes + next_slot_ * opening_.slot_bytes,
                                 opening_.slot_bytes);
}

// A slow source is not the measure's fault: while a worker has nothing to do its wall clock stands.
void Child::credit_idleness() {
    listen();
    const Clocktime now = steady_clock::now();
    if (dialogue_.is_idle()) {
        idle_ += now - last_seen_;
    }
    last_seen_ = now;
}

void Child::submit(std::span<const batch::SliceHeader> slices) {
    credit_idleness();
    dialogue_.reading(next_slot_, slices);
    Header header;
    header.kind = Kind::rows;
    header.slot = next_slot_;
    next_slot_ = (next_slot_ + 1) % opening_.slots;
    send(packet(header, std::as_bytes(slices)));
}

void Child::open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) {
    dialogue_.setting_sessions();
    Header header;
    header.kind = Kind::sessions;
    header.first = calendar;
    send(packet(header, std::as_bytes(sessions)));
}

void Child::ask(const Question& question, Receiver& receiver) {
    dialogue_.asking(question, receiver);
    Header header;
    header.kind = Kind::answer;
    header.shard = question.shard;
    header.first = question.first;
    header.count = question.count;
    send(packet(header));
}

void Child::close() {
    dialogue_.closing();
    Header header;
    header.kind = Kind::bye;
    send(packet(header));
}

void Child::cancel() {
    dialogue_.cancelling();
    stop_word(ring_.bytes()).store(1, std::memory_order_relaxed);
    stop_by_ = steady_clock::now() + stop_patience;
}

// The worker may itself be waiting for us to take what it sends, so we listen while we cannot send.
void Child::send(std::span<const std::byte> packet) {
    if (dialogue_.outstanding() == 1) {
        moved_on_ = steady_clock::now();
    }
    while (!channel_.send(packet, Wait::no)) {
        pollfd line{.fd = channel_.fd(), .events = POLLIN | POLLOUT, .revents = 0};
        ::poll(&line, 1, static_cast<int>(send_patience.count()));
        attend();
    }
}

// -------------------------------------------------------------------------------------- listening

void Child::watch(std::vector<pollfd>& list) const {
    if (dialogue_.is_over()) {
        return;
    }
    list.push_back({.fd = channel_.fd(), .events = POLLIN, .revents = 0});
    list.push_back({.fd = output_.fd(), .events = POLLIN, .revents = 0});
}

void Child::attend() {
    listen();
    judge();
    last_seen_ = steady_clock::now();
}

void Child::listen() {
    const std::uint64_t before = dialogue_.progress();
    output_.read([&](std::string_view line) { dialogue_.print(line); });
    while (!dialogue_.is_over()) {
        const Channel::Received received = channel_.receive(Wait::no);
        if (received.arrival == Channel::Arrival::end) {
            ended();
        }
        if (received.arrival == Channel::Arrival::nothing_yet) {
            break;
        }
        dialogue_.receive(received.bytes);
    }
    if (dialogue_.progress() != before) {
        moved_on_ = steady_clock::now();
    }
}

std::optional<Clocktime> Child::deadline() const {
    if (dialogue_.is_idle()) {
        return std::nullopt;
    }
    const milliseconds for_rows{dialogue_.rows_outstanding() * 1000 / opening_.rows_per_second};
    const Clocktime late = std::min(moved_on_ + std::max(opening_.floor, for_rows),
                                    started_ + idle_ + opening_.wall_clock);
    return stop_by_ ? std::min(late, *stop_by_) : late;
}

static std::string span_text(milliseconds span) {
    return span >= seconds{10} ? std::to_string(duration_cast<seconds>(span).count()) + " s"
                               : std::to_string(span.count()) + " ms";
}

void Child::judge() {
    const auto by = deadline();
    const Clocktime now = steady_clock::now();
    if (!by || now < *by) {
        return;
    }
    static_cast<void>(process_.kill());
    if (stop_by_) {
        throw Error(ErrorKind::interrupted, "stopped as asked; nothing of this run is used");
    }
    if (now >= started_ + idle_ + opening_.wall_clock) {
        throw dialogue_.failed(Outcome::timed_out,
                               "the run's " + span_text(opening_.wall_clock) + " were over");
    }
    throw dialogue_.failed(
        Outcome::timed_out,
        "it was silent for " + span_text(duration_cast<milliseconds>(now - moved_on_)));
}

// The line is closed: the process is gone, or about to go.
void Child::ended() {
    const std::optional<Ending> ending = process_.wait(end_patience);
    output_.read_rest([&](std::string_view line) { dialogue_.print(line); });
    if (!ending) {
        static_cast<void>(process_.kill());
        throw dialogue_.failed(Outcome::protocol,
                               "it closed its line to the host and went on running");
    }
    if (ending->by_signal) {
        throw signal_failure(ending->number, dialogue_.plugin(), dialogue_.doing());
    }
    throw dialogue_.failed(Outcome::protocol, "its process ended with exit code " +
                                                  std::to_string(ending->number) +
                                                  " before it had answered");
}

}  // namespace waymark::worker
