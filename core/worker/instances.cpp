// SPDX-License-Identifier: MIT
#include "worker/instances.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "calendar/abi_calendars.hpp"
#include "worker/later_calendars.hpp"
#include "worker/trouble.hpp"

namespace waymark::worker {

static constexpr std::size_t most_log_bytes = 1000;
static constexpr int most_log_lines = 200;

// The border to the plugin. An exception that is not bad_alloc must not unwind through it:
// noexcept.
template <class Call>
static wm_status guarded(const Call& call) noexcept {
    try {
        return call();
    } catch (const std::bad_alloc&) {
        return WM_E_MEMORY;
    }
}

static std::string message_of(const wm_error& error) {
    return {error.message, ::strnlen(error.message, sizeof error.message)};
}

static void require_ok(wm_status status, const wm_error& error) {
    if (status == WM_OK) {
        return;
    }
    TroubleCode code = TroubleCode::failed;
    if (status == WM_E_MEMORY) {
        code = TroubleCode::out_of_memory;
    } else if (status == WM_E_CANCELLED) {
        code = TroubleCode::cancelled;
    }
    const std::string said = message_of(error);
    throw Trouble(code,
                  said.empty() ? "status " + std::to_string(status) + " without a message" : said);
}

struct Instances::State {
    const wm_measure& measure;
    Workplace workplace;
    SendPacket send;
    std::function<bool()> cancelled;
    calendar::AbiCalendars calendars;
    std::optional<LaterCalendars> later_calendars;
    Outbox outbox;
    wm_host host{};
    wm_sink sink{};
    std::vector<wm_instance*> opened;  ///< of the shards worker, worker + workers, ...
    std::vector<std::unique_ptr<batch::SliceReader>> readers;  ///< as workplace.layouts
    std::exception_ptr thrown;  ///< in a call of the plugin's to us; told when it has returned
    int log_lines = 0;

    State(const wm_measure& of, Workplace at, SendPacket to, std::function<bool()> when)
        : measure(of),
          workplace(std::move(at)),
          send(std::move(to)),
          cancelled(std::move(when)),
          calendars(calendar::unpack(workplace.calendars)),
          outbox(send) {
        if (workplace.is_later_host) {
            later_calendars.emplace(calendars);
        }
    }

    void connect();
    void log(std::int32_t level, const char* text);
    template <class Call>
    wm_status called_back(const Call& call) noexcept;
    template <class Call>
    void call(const Call& call);
    [[nodiscard]] wm_instance* instance(std::uint32_t shard) const {
        check(shard < workplace.shards && shard % workplace.workers == workplace.worker,
              "a worker is asked for its own shards");
        return opened[shard / workplace.workers];
    }
};

void Instances::State::log(std::int32_t level, const char* text) {
    if (text == nullptr || log_lines > most_log_lines) {
        return;
    }
    std::string line(text, ::strnlen(text, most_log_bytes));
    if (++log_lines > most_log_lines) {
        line = "further lines of the plugin are left out";
        level = WM_LOG_WARNING;  // also when the first of them is one that nobody would see
    }
    Header header;
    header.kind = Kind::log;
    header.code =
        static_cast<std::uint32_t>(std::clamp<std::int32_t>(level, WM_LOG_DEBUG, WM_LOG_ERROR));
    auto bytes = packet(header, bytes_of(line));
    send(bytes);
}

// Nothing may be thrown into the plugin's frames: what fails here is kept and told after the call.
template <class Call>
wm_status Instances::State::called_back(const Call& call) noexcept {
    if (!thrown) {
        try {
            call();
            return WM_OK;
        } catch (...) {
            thrown = std::current_exception();
        }
    }
    return WM_E_INTERNAL;
}

// One call of the plugin, and what became of it.
template <class Call>
void Instances::State::call(const Call& call) {
    wm_error error{};
    const wm_status status = guarded([&] { return call(&error); });
    if (thrown) {
        std::rethrow_exception(thrown);
    }
    require_ok(status, error);
}

void Instances::State::connect() {
    host = {.size = sizeof host,
            .abi_minor = workplace.is_later_host ? WM_ABI_MINOR + 1 : WM_ABI_MINOR,
            .ctx = this,
            .log =
                [](const wm_host* from, std::int32_t level, const char* text) {
                    State& state = *static_cast<State*>(from->ctx);
                    static_cast<void>(state.called_back([&] { state.log(level, text); }));
                },
            .cancelled = [](const wm_host* from) -> std::int32_t {
                State& state = *static_cast<State*>(from->ctx);
                bool is_asked = false;
                const wm_status status = state.called_back([&] { is_asked = state.cancelled(); });
                return is_asked || status != WM_OK ? 1 : 0;
            },
            .extension = [](const wm_host*, const char*) -> const void* { return nullptr; }};
    sink = {.size = sizeof sink,
            .reserved = 0,
            .ctx = this,
            .contribute =
                [](const wm_sink* to, const wm_contributions* answer) {
                    State& state = *static_cast<State*>(to->ctx);
                    return state.called_back([&] {
                        if (answer == nullptr || !state.outbox.contribute(*answer)) {
                            throw Trouble(TroubleCode::rejected,
                                          "its answer is a struct smaller than ABI 1.0 has, or "
                                          "lacks cases or a");
                        }
                    });
                },
            .exclude =
                [](const wm_sink* to, std::uint32_t indicator, std::uint32_t case_number,
                   std::uint32_t period, std::uint32_t reason) {
                    State& state = *static_cast<State*>(to->ctx);
                    return state.called_back([&] {
                        state.outbox.exclude({indicator, case_number, period, reason});
                    });
                },
            .finding =
                [](const wm_sink* to, std::uint32_t code, std::uint32_t case_number,
                   std::uint32_t period, std::int64_t count, std::int64_t of) {
                    State& state = *static_cast<State*>(to->ctx);
                    return state.called_back([&] {
                        state.outbox.find({code, case_number, period, 0, count, of});
                    });
                }};
}

Instances::Instances(const wm_measure& measure, Workplace workplace, SendPacket send,
                     std::function<bool()> cancelled)
    : state_(std::make_unique<State>(measure, std::move(workplace), std::move(send),
                                     std::move(cancelled))) {
    for (const batch::TableLayout& layout : state_->workplace.layouts) {
        state_->readers.push_back(std::make_unique<batch::SliceReader>(layout));
    }
    state_->connect();
}

Instances::~Instances() {
    close();
}

void Instances::open() {
    State& state = *state_;
    const wm_calendar* const calendars =
        state.later_calendars ? state.later_calendars->data() : state.calendars.data();
    for (std::uint32_t shard = state.workplace.worker; shard < state.workplace.shards;
         shard += state.workplace.workers) {
        wm_instance* instance = nullptr;
        state.call([&](wm_error* error) {
            return state.measure.open(&state.host, state.workplace.parameters_json.c_str(),
                                      calendars, state.calendars.size(), &instance, error);
        });
        state.opened.push_back(instance);
    }
}

void Instances::read(std::span<const batch::SliceHeader> slices, std::span<const std::byte> slot) {
    State& state = *state_;
    for (const batch::SliceHeader& header : slices) {
        const std::size_t table =
            header.table == WM_TABLE_CASES ? 0 : std::size_t{header.table} + 1;
        check(table < state.readers.size(), "a slice is of a known table");
        check(header.offset <= slot.size() && header.bytes <= slot.size() - header.offset,
              "a slice lies within its slot");
        const wm_batch& batch =
            state.readers[table]->read(header, slot.subspan(header.offset, header.bytes));
        wm_instance* const instance = state.instance(header.shard);
        const auto call = header.table == WM_TABLE_CASES ? state.measure.cases : state.measure.rows;
        state.call([&](wm_error* error) { return call(instance, &batch, error); });
    }
}

void Instances::set_open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) {
    state_->calendars.set_open_sessions(calendar, sessions);
}

void Instances::answer(std::uint32_t shard, std::uint32_t first, std::uint32_t count) {
    State& state = *state_;
    wm_instance* const instance = state.instance(shard);
    state.outbox.begin(shard);
    state.call([&](wm_error* error) {
        return state.measure.answer(instance, &state.sink, first, count, error);
    });
    state.outbox.flush();
}

void Instances::close() {
    for (wm_instance* const instance : std::exchange(state_->opened, {})) {
        static_cast<void>(guarded([&]() -> wm_status {
            state_->measure.close(instance);
            return WM_OK;
        }));
    }
}

}  // namespace waymark::worker
