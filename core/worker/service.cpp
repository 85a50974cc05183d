// SPDX-License-Identifier: MIT
#include "worker/service.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string>

#include "base/error.hpp"
#include "worker/descriptors.hpp"
#include "worker/inspection.hpp"
#include "worker/sandbox.hpp"
#include "worker/trouble.hpp"

namespace waymark::worker {

static constexpr std::size_t most_piece_bytes = std::size_t{64} << 10;

Service::Service() : channel_(FileDescriptor(control_fd)) {}

void Service::send(const Header& header, std::span<const std::byte> payload) {
    static_cast<void>(channel_.send(packet(header, payload), Wait::yes));
}

void Service::reply(Kind kind, const Header& to) {
    Header header;
    header.kind = kind;
    header.shard = to.shard;
    header.first = to.first;
    header.slot = to.slot;
    send(header);
}

void Service::tell(TroubleCode code, std::string_view message) {
    Header header;
    header.kind = Kind::error;
    header.code = static_cast<std::uint32_t>(code);
    send(header, bytes_of(message.substr(0, most_piece_bytes)));
}

static void require(bool condition, const char* what) {
    if (!condition) {
        throw Error(ErrorKind::internal, std::string("the host sent ") + what +
                                             "; host and worker may be of different builds");
    }
}

void Service::run() {
    for (;;) {
        const Channel::Received received = channel_.receive(Wait::yes);
        if (received.arrival == Channel::Arrival::end) {
            return;
        }
        Header header;
        require(received.bytes.size() >= sizeof header, "a message that is too short");
        std::memcpy(&header, received.bytes.data(), sizeof header);
        const auto payload = received.bytes.subspan(sizeof header);
        require(header.magic == wire_magic && header.version == wire_version &&
                    header.bytes == payload.size(),
                "a message whose header is wrong");
        if (!serve(header, payload)) {
            return;
        }
    }
}

bool Service::serve(const Header& header, std::span<const std::byte> payload) {
    if (header.kind == Kind::hello) {
        require(payload.size() == sizeof(Hello) && !plugin_, "a greeting that is none");
        Hello hello{};
        std::memcpy(&hello, payload.data(), sizeof hello);
        greet(hello);
        return true;
    }
    require(measure_ != nullptr, "work before a greeting");
    if (header.kind == Kind::open) {
        open();
        reply(Kind::done, header);
        return true;
    }
    require(instances_ != nullptr, "work before the instances are open");
    switch (header.kind) {
        case Kind::rows: {
            const std::span<const batch::SliceHeader> slices{
                reinterpret_cast<const batch::SliceHeader*>(payload.data()),
                payload.size() / sizeof(batch::SliceHeader)};
            const std::size_t begin = ring_head_bytes + header.slot * slot_bytes_;
            require(begin + slot_bytes_ <= ring_.bytes().size(), "a slot that there is not");
            instances_->read(slices, ring_.bytes().subspan(begin, slot_bytes_));
            reply(Kind::ack, header);
            return true;
        }
        case Kind::sessions:
            instances_->set_open_sessions(
                header.first,
                {reinterpret_cast<const std::uint8_t*>(payload.data()), payload.size()});
            reply(Kind::done, header);
            return true;
        case Kind::answer:
            instances_->answer(header.shard, header.first, header.count);
            reply(Kind::done, header);
            return true;
        case Kind::bye:
            instances_->close();
            reply(Kind::done, header);
            return false;
        default:
            require(false, "a message that only workers send");
            return false;
    }
}

// What the process takes before the plugin has asked for anything: program, libraries, shared
// memory.
static std::uint64_t address_bytes_now() {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

static std::string missing_words(std::uint32_t missing) {
    std::string words;
    for (std::size_t i = 0; i < layer_words.size(); ++i) {
        if ((missing >> i & 1U) != 0) {
            words += (words.empty() ? "" : ", ") + std::string(layer_words[i]);
        }
    }
    return words;
}

static Offence offence_of(const Hello& hello) {
    return hello.tells_calls != 0 ? Offence::is_told : Offence::ends;
}

void Service::restrict_to(const Hello& hello) {
    layers_ = restrict_process({.address_bytes = address_bytes_now() + hello.memory_bytes,
                                .cpu_seconds = hello.cpu_seconds},
                               hello.host);
    const Offence offence = offence_of(hello);
    if (offence == Offence::is_told) {
        tell_offences();
    }
    if (restrict_system_calls(Stage::loading, offence)) {
        layers_ |= layer_seccomp;
    }
    if (const std::uint32_t missing = hello.require & ~layers_; missing != 0) {
        throw Trouble(TroubleCode::refused,
                      "this machine does not give the sandbox layers that are required: " +
                          missing_words(missing));
    }
}

void Service::load(const Hello& hello) {
    plugin_.emplace("/proc/self/fd/" + std::to_string(image_fd));
    if ((layers_ & layer_seccomp) != 0 &&
        !restrict_system_calls(Stage::computing, offence_of(hello))) {
        throw Trouble(TroubleCode::refused, "the second filter of system calls cannot be set");
    }
}

void Service::greet(const Hello& hello) {
    ::close_range(first_free_fd, ~0U, 0);
    ring_ = Mapping(ring_fd, Mapping::Access::read);
    workplace_ = Mapping(workplace_fd, Mapping::Access::read);
    restrict_to(hello);
    if (hello.inspects != 0) {
        inspect();
        return;
    }
    load(hello);
    slot_bytes_ = hello.slot_bytes;
    measure_ = &plugin_->measure();
    describe();
}

void Service::inspect() {
    Header header;
    header.kind = Kind::fault;
    for (const FileFault& fault : inspected(image_fd)) {
        header.code = static_cast<std::uint32_t>(std::ranges::find(file_rules, fault.rule) -
                                                 file_rules.begin());
        send(header,
             bytes_of(fault.sentence).first(std::min(fault.sentence.size(), most_piece_bytes)));
    }
    header.kind = Kind::ready;
    header.code = layers_;
    send(header);
}

void Service::describe() {
    Header header;
    header.kind = Kind::description;
    std::string_view rest = measure_->description;
    while (!rest.empty()) {
        send(header, bytes_of(rest.substr(0, most_piece_bytes)));
        rest.remove_prefix(std::min(rest.size(), most_piece_bytes));
    }
    header.kind = Kind::ready;
    header.code = layers_;
    header.count = measure_->abi_minor_needed;
    send(header);
}

void Service::open() {
    instances_ = std::make_unique<Instances>(
        *measure_, unpacked(workplace_.bytes()),
        [this](std::span<std::byte> bytes) { static_cast<void>(channel_.send(bytes, Wait::yes)); },
        [this] { return stop_word(ring_.bytes()).load(std::memory_order_relaxed) != 0; });
    instances_->open();
}

}  // namespace waymark::worker
