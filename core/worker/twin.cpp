// SPDX-License-Identifier: MIT
#include "worker/twin.hpp"

#include <fcntl.h>

#include <map>
#include <mutex>
#include <new>

#include "base/error.hpp"
#include "worker/sentences.hpp"
#include "worker/trouble.hpp"
#include "worker/workplace.hpp"

namespace waymark::worker {

static constexpr std::align_val_t slot_alignment{64};

namespace {

// The descriptor stays open so that its number, by which the loader knows the library, is never
// given to another one.
struct Resident {
    FileDescriptor memory;
    std::unique_ptr<Plugin> plugin;
};

struct Residents {
    std::mutex mutex;
    std::map<Digest, Resident> by_digest;
};

}  // namespace

// Never destroyed: plugins outlive everything that may still point into them when the program ends.
static Residents& residents() {
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): it outlives every object
    static Residents& all = *new Residents;
    return all;
}

const wm_measure& resident_measure(const Image& image) {
    Residents& all = residents();
    const std::scoped_lock lock(all.mutex);
    Resident& resident = all.by_digest[image.sha256];
    try {
        if (!resident.plugin) {
            if (!resident.memory.is_open()) {
                resident.memory = FileDescriptor(::fcntl(image.memory.get(), F_DUPFD_CLOEXEC, 0));
            }
            resident.plugin =
                std::make_unique<Plugin>("/proc/self/fd/" + std::to_string(resident.memory.get()));
        }
        return resident.plugin->measure();
    } catch (const Trouble& trouble) {
        throw failure(trouble.code(), image.path.filename().string(), "being loaded",
                      trouble.what());
    }
}

void Twin::Aligned::operator()(std::byte* bytes) const {
    ::operator delete[](bytes, slot_alignment);
}

Twin::Twin(const Opening& opening, std::uint32_t worker)
    : opening_(opening),
      dialogue_(opening),
      introduction_{resident_measure(*opening.image).description,
                    resident_measure(*opening.image).abi_minor_needed,
                    {}},
      slot_(new(slot_alignment) std::byte[opening.slot_bytes]),
      instances_(
          resident_measure(*opening.image),
          {.parameters_json = opening.parameters_json,
           .calendars = opening.calendars,
           .layouts = opening.layouts,
           .shards = opening.shards,
           .workers = opening.workers,
           .is_later_host = opening.is_later_host,
           .worker = worker},
          [this](std::span<std::byte> packet) { dialogue_.receive(packet); },
          [this] {
              if (!opening_.cancelled || !opening_.cancelled()) {
                  return false;
              }
              dialogue_.cancelling();
              return true;
          }) {}

// What the child would send in reply goes the same way here, so both are judged alike.
template <class Work>
void Twin::work(const Header& reply, const Work& work) {
    try {
        work();
    } catch (const Trouble& trouble) {
        Header header;
        header.kind = Kind::error;
        header.code = static_cast<std::uint32_t>(trouble.code());
        dialogue_.receive(packet(header, bytes_of(trouble.what())));
    }
    dialogue_.receive(packet(reply));
}

void Twin::open() {
    dialogue_.opening();
    Header reply;
    reply.kind = Kind::done;
    work(reply, [&] { instances_.open(); });
}

std::span<std::byte> Twin::free_slot() {
    return {slot_.get(), opening_.slot_bytes};
}

void Twin::submit(std::span<const batch::SliceHeader> slices) {
    dialogue_.reading(0, slices);
    Header reply;
    reply.kind = Kind::ack;
    work(reply, [&] { instances_.read(slices, free_slot()); });
}

void Twin::open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) {
    instances_.set_open_sessions(calendar, sessions);
}

void Twin::ask(const Question& question, Receiver& receiver) {
    dialogue_.asking(question, receiver);
    Header reply;
    reply.kind = Kind::done;
    reply.shard = question.shard;
    reply.first = question.first;
    work(reply, [&] { instances_.answer(question.shard, question.first, question.count); });
}

void Twin::close() {
    dialogue_.closing();
    Header reply;
    reply.kind = Kind::done;
    work(reply, [&] { instances_.close(); });
}

void Twin::cancel() {
    dialogue_.cancelling();
}

}  // namespace waymark::worker
