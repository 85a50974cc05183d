// SPDX-License-Identifier: MIT
// A plugin that misbehaves in the way its parameters name: {"fault": "..."}.
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "waymark/abi.h"

struct wm_instance {
    std::string fault;
    const wm_host* host;
};

namespace {

constexpr char description[] =
    R"({"id": "org.waymark.test.faulty", "version": "1.0.0", "title": "Faulty",
 "inputs": [{"name": "marks", "columns": [{"name": "day", "type": "date"},
   {"name": "code", "type": "category", "nullable": true}]}],
 "indicators": [
   {"id": "marks", "kind": "count", "title": "Marks", "definition": "rows", "source": "none"},
   {"id": "coded", "kind": "proportion", "title": "Coded", "definition": "any", "source": "none"}],
 "exclusions": [{"id": "no_rows", "title": "no row"}],
 "findings": [{"id": "uncoded", "title": "rows without a code"}]})";

constexpr int control = 3;  // the worker's line to the host

std::jmp_buf from_open;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

[[noreturn]] void spin() {
    for (volatile unsigned i = 0;;) {
        i = i + 1;
    }
}

// Not a tail call, so that the stack really grows.
// NOLINTNEXTLINE(misc-no-recursion)
int recurse(int depth) {
    std::array<volatile char, 1024> frame{};
    frame[0] = static_cast<char>(depth);
    return recurse(depth + 1) + frame[0];
}

wm_status say(wm_error* error, const char* text) {
    std::snprintf(error->message, sizeof error->message, "%s", text);
    return error->code = WM_E_INTERNAL;
}

// A packet as the worker would send it; see core/worker/wire.hpp.
void forge(std::uint16_t kind, std::uint32_t bytes) {
    std::array<std::uint32_t, 32> packet{};
    packet[0] = 0x59414d57;
    packet[1] = 1U | static_cast<std::uint32_t>(kind) << 16;
    packet[2] = bytes;
    static_cast<void>(::sendto(control, packet.data(), 64 + bytes, 0, nullptr, 0));
}

// A header that promises more bytes than any packet has.
void claim(std::uint32_t bytes) {
    std::array<std::uint32_t, 16> header{};
    header[0] = 0x59414d57;
    header[1] = 1U | 35U << 16;
    header[2] = bytes;
    static_cast<void>(::sendto(control, header.data(), sizeof header, 0, nullptr, 0));
}

wm_status tell_file(const char* path, int flags, wm_error* error) {
    const int file = ::open(path, flags, 0600);
    if (file >= 0) {
        return WM_OK;
    }
    return say(error, (std::string("cannot open a file: ") + std::strerror(errno)).c_str());
}

wm_status allocate_without_end() {
    for (;;) {
        void* const block = std::malloc(1 << 20);
        if (block == nullptr) {
            return WM_E_MEMORY;
        }
        std::memset(block, 1, 1 << 20);
    }
}

wm_status rows_memory(const std::string& fault, const wm_batch* batch, wm_error* error) {
    auto* const values =
        static_cast<std::uint32_t*>(const_cast<void*>(batch->rows->children[0]->buffers[1]));
    if (fault == "null_write") {
        *static_cast<volatile int*>(nullptr) = 1;
    } else if (fault == "write_batch") {
        values[0] = 7;
    } else if (fault == "unlock_batch") {
        auto* const page =
            // NOLINTNEXTLINE(performance-no-int-to-ptr): the page they stand in
            reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(values) & ~4095UL);
        if (::mprotect(page, 4096, PROT_READ | PROT_WRITE) != 0) {
            return say(error, std::strerror(errno));
        }
    } else if (fault == "recursion") {
        return recurse(0) == 0 ? WM_OK : WM_E_INTERNAL;
    } else if (fault == "allocate") {
        return allocate_without_end();
    } else if (fault == "allocate_new") {
        for (;;) {
            std::memset(new char[1 << 20], 1, 1 << 20);
        }
    } else if (fault == "make_code") {
        static_cast<void>(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    }
    return WM_OK;
}

void* nothing(void* value) {
    return value;
}

wm_status rows_system(const std::string& fault, wm_error* error) {
    if (fault == "fork") {
        static_cast<void>(::fork());
    } else if (fault == "exec") {
        ::execl("/bin/true", "true", nullptr);
    } else if (fault == "thread") {
        pthread_t thread{};
        ::pthread_create(&thread, nullptr, nothing, nullptr);
    } else if (fault == "socket") {
        static_cast<void>(::socket(AF_INET, SOCK_STREAM, 0));
    } else if (fault == "kill_host") {
        ::kill(::getppid(), SIGKILL);
    } else if (fault == "ptrace") {
        static_cast<void>(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr));
    } else if (fault == "lift_limits") {
        const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
        static_cast<void>(::setrlimit(RLIMIT_AS, &none));
    } else if (fault == "duplicate_files") {
        while (::dup(control) >= 0) {
        }
        return say(error, std::strerror(errno));
    } else if (fault == "catch_signals") {
        std::signal(SIGSEGV, SIG_IGN);
    } else if (fault == "open_file") {
        return tell_file("/etc/passwd", O_RDONLY, error);
    } else if (fault == "create_file") {
        return tell_file("waymark-fault-was-here", O_CREAT | O_WRONLY, error);
    }
    return WM_OK;
}

wm_status rows_conduct(const std::string& fault, wm_instance* self, wm_error* error) {
    if (fault == "hang_rows") {
        spin();
    } else if (fault == "divide") {
        volatile int zero = 0;
        return 7 / zero;
    } else if (fault == "abort") {
        std::abort();
    } else if (fault == "throw") {
        throw 1;
    } else if (fault == "exit") {
        std::exit(0);
    } else if (fault == "close_line") {
        ::close(control);
        spin();
    } else if (fault == "noise") {
        for (int i = 0; i < 20000; ++i) {
            std::puts("a line nobody asked for");
            std::fputs("\x1b[31mand one in colour\n", stderr);
        }
    } else if (fault == "log_flood") {
        for (int i = 0; i < 20000; ++i) {
            self->host->log(self->host, 99, "a line \x1b[31m nobody wants");
        }
    } else if (fault == "forge_noise") {
        static_cast<void>(::sendto(control, "hello", 5, 0, nullptr, 0));
    } else if (fault == "forge_large") {
        claim(0xFFFFFFF0U);
    } else if (fault == "long_jump") {
        std::longjmp(from_open, 1);
    } else if (fault == "forge_ack") {
        forge(34, 0);
        forge(34, 0);
    } else if (fault == "forge_answer") {
        forge(35, 32);
    } else if (fault == "forge_ready") {
        forge(33, 0);
    } else if (fault == "bad_words") {
        return say(error, "line one\nline \xff\x1b[2J two");
    }
    return WM_OK;
}

// NOLINTNEXTLINE(readability-function-size): the signature is the contract's
wm_status open_instance(const wm_host* host, const char* parameters, const wm_calendar*,
                        std::uint32_t, wm_instance** instance, wm_error* error) {
    const std::string text = parameters;
    const std::size_t begin = text.rfind(": \"") + 3;
    const std::string fault = text.substr(begin, text.rfind('"') - begin);
    if (fault == "refuse_parameter") {
        say(error, "the parameter \"rate\" must be above 0");
        return WM_E_PARAM;
    }
    if (fault == "hang_open") {
        spin();
    }
    if (fault == "long_jump" && setjmp(from_open) != 0) {
        spin();  // in a frame that is long gone, if it gets this far
    }
    *instance = new wm_instance{fault, host};
    return WM_OK;
}

wm_status take_cases(wm_instance*, const wm_batch*, wm_error*) {
    return WM_OK;
}

wm_status take_rows(wm_instance* self, const wm_batch* batch, wm_error* error) {
    wm_status status = rows_memory(self->fault, batch, error);
    if (status == WM_OK) {
        status = rows_system(self->fault, error);
    }
    return status == WM_OK ? rows_conduct(self->fault, self, error) : status;
}

// One contribution, right but for the fault.
wm_status contribute(const std::string& fault, const wm_sink* sink, std::uint32_t first) {
    std::uint32_t number = fault == "foreign_case" ? first + 4000 : first;
    double a = fault == "not_a_number" ? std::nan("") : fault == "above_one" ? 2 : 1;
    double b = fault == "infinite" ? HUGE_VAL : 1;
    std::int64_t people = fault == "negative_people" ? -5 : 1;
    std::int32_t state = fault == "odd_state" ? 77 : WM_STATE_OBSERVED;
    std::uint32_t stratum = 0;
    wm_contributions answer{};
    answer.size = fault == "short_answer" ? 16 : sizeof answer;
    answer.indicator = fault == "odd_indicator" ? 9 : 1;
    answer.series = fault == "odd_series" ? 1 : 0;
    answer.period = fault == "odd_period" ? 12 : 0;
    answer.n = 1;
    answer.cases = &number;
    answer.a = fault == "no_column" ? nullptr : &a;
    answer.b = &b;
    answer.people = &people;
    answer.state = &state;
    if (fault == "odd_stratum") {
        answer.stratum = &stratum;
        answer.n_own_strata = 1;
    }
    const int times = fault == "too_many" ? 100000 : 1;
    wm_status status = WM_OK;
    for (int i = 0; i < times && status == WM_OK; ++i) {
        status = sink->contribute(sink, &answer);
    }
    return status;
}

wm_status answer(wm_instance* self, const wm_sink* sink, std::uint32_t first, std::uint32_t,
                 wm_error*) {
    const std::string& fault = self->fault;
    if (fault == "hang_answer") {
        spin();
    } else if (fault == "slow_drip") {
        for (wm_status status = WM_OK; status == WM_OK;) {
            status = contribute(fault, sink, first);
            volatile unsigned turns = 0;  // it may not sleep
            while (turns < 5'000'000) {
                turns = turns + 1;
            }
        }
        return WM_E_INTERNAL;
    } else if (fault == "crash_answer") {
        *static_cast<volatile int*>(nullptr) = 1;
    } else if (fault == "early_done") {
        forge(40, 0);
    } else if (fault == "odd_reason") {
        return sink->exclude(sink, WM_ALL, first, WM_ALL, 5);
    } else if (fault == "odd_finding") {
        return sink->finding(sink, 3, first, WM_ALL, 1, 1);
    } else if (fault == "share_above_one") {
        return sink->finding(sink, 0, first, WM_ALL, 5, 1);
    } else if (fault == "wait_for_stop") {
        while (self->host->cancelled(self->host) == 0) {
        }
        return WM_E_CANCELLED;
    } else if (fault == "stop_unasked") {
        return WM_E_CANCELLED;
    }
    return contribute(fault, sink, first);
}

void close_instance(wm_instance* self) {
    const bool leaves = self->fault == "exit_at_close";
    delete self;
    if (leaves) {
        ::_exit(3);
    }
}

}  // namespace

const wm_measure* waymark_measure() {
    static const wm_measure measure{sizeof measure, WM_MAGIC,       WM_ABI_MAJOR, 0,
                                    description,    open_instance,  take_cases,   take_rows,
                                    answer,         close_instance, nullptr};
    return &measure;
}
