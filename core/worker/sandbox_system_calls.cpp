// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <memory>

#include "worker/descriptors.hpp"
#include "worker/sandbox.hpp"

namespace waymark::worker {

namespace {

struct Release {
    void operator()(void* filter) const { ::seccomp_release(filter); }
};

// Gathers rules; is_good() turns false at the first that cannot be added.
class Filter {
public:
    explicit Filter(Offence offence)
        : filter_(::seccomp_init(offence == Offence::ends ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_TRAP)),
          is_good_(filter_ != nullptr) {}

    void allow(int call) { add(SCMP_ACT_ALLOW, call); }
    template <class... Conditions>
    void allow(int call, const Conditions&... conditions) {
        add(SCMP_ACT_ALLOW, call, conditions...);
    }
    template <class... Conditions>
    void refuse(int call, int error, const Conditions&... conditions) {
        add(SCMP_ACT_ERRNO(static_cast<unsigned>(error)), call, conditions...);
    }
    [[nodiscard]] bool load() { return is_good_ && ::seccomp_load(filter_.get()) == 0; }

private:
    template <class... Conditions>
    void add(std::uint32_t action, int call, const Conditions&... conditions) {
        const std::array<scmp_arg_cmp, sizeof...(conditions) + 1> list{conditions...,
                                                                       scmp_arg_cmp{}};
        is_good_ = is_good_ && ::seccomp_rule_add_array(filter_.get(), action, call,
                                                        sizeof...(conditions), list.data()) == 0;
    }

    std::unique_ptr<void, Release> filter_;
    bool is_good_;
};

}  // namespace

static scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
    return {argument, SCMP_CMP_EQ, value, 0};
}

static scmp_arg_cmp has_bits(unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

// What any computation needs: memory, the line to the host, output that is kept, an orderly end.
static void allow_computing(Filter& filter) {
    for (const int call : {SCMP_SYS(brk),           SCMP_SYS(munmap),
                           SCMP_SYS(mremap),        SCMP_SYS(madvise),
                           SCMP_SYS(close),         SCMP_SYS(fstat),
                           SCMP_SYS(newfstatat),    SCMP_SYS(lseek),
                           SCMP_SYS(read),          SCMP_SYS(getrandom),
                           SCMP_SYS(clock_gettime), SCMP_SYS(futex),
                           SCMP_SYS(sched_yield),   SCMP_SYS(getpid),
                           SCMP_SYS(gettid),        SCMP_SYS(rt_sigprocmask),
                           SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall),
                           SCMP_SYS(exit),          SCMP_SYS(exit_group)}) {
        filter.allow(call);
    }
    for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
        filter.allow(SCMP_SYS(write), equals(0, static_cast<std::uint64_t>(output)));
        filter.allow(SCMP_SYS(writev), equals(0, static_cast<std::uint64_t>(output)));
    }
    filter.allow(SCMP_SYS(sendto), equals(0, control_fd));
    filter.allow(SCMP_SYS(recvfrom), equals(0, control_fd));
    // qsort() asks how much memory there is and does without an answer.
    filter.refuse(SCMP_SYS(sysinfo), EPERM);
    // abort() sends a signal to itself; nobody else may get one.
    filter.allow(SCMP_SYS(tgkill), equals(0, static_cast<std::uint64_t>(::getpid())));
}

// What the loader needs besides. Opening for anything but reading fails without ending the process.
static void allow_loading(Filter& filter) {
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(pread64), SCMP_SYS(access),
                           SCMP_SYS(faccessat), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
                           SCMP_SYS(stat), SCMP_SYS(getcwd), SCMP_SYS(seccomp), SCMP_SYS(prctl)}) {
        filter.allow(call);
    }
    for (const auto& [call, argument] :
         {std::pair{SCMP_SYS(open), 1U}, std::pair{SCMP_SYS(openat), 2U}}) {
        filter.allow(call, has_bits(argument, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
        filter.refuse(call, EACCES, has_bits(argument, O_ACCMODE, O_WRONLY));
        filter.refuse(call, EACCES, has_bits(argument, O_ACCMODE, O_RDWR));
        filter.refuse(call, EACCES, has_bits(argument, O_CREAT, O_CREAT));
        filter.refuse(call, EACCES, has_bits(argument, O_TRUNC, O_TRUNC));
    }
}

// From here on nothing becomes executable and nothing is opened.
static void allow_data_only(Filter& filter) {
    filter.allow(SCMP_SYS(mmap), has_bits(2, PROT_EXEC, 0));
    filter.allow(SCMP_SYS(mprotect), has_bits(2, PROT_EXEC, 0));
    for (const int call : {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(faccessat),
                           SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(stat)}) {
        filter.refuse(call, EACCES);
    }
}

// In a signal handler: no memory, no locks. The disposition is the default one again, so that the
// second signal ends the process as the filter would have.
static void tell_offence(int signal, siginfo_t* about, void* /*context*/) {
    std::array<char, 64> line{};
    std::size_t size = offence_line.copy(line.data(), offence_line.size());
    const auto end =
        std::to_chars(line.data() + size, line.data() + line.size() - 1, about->si_syscall);
    *end.ptr = '\n';
    size = static_cast<std::size_t>(end.ptr + 1 - line.data());
    (void)!::write(STDERR_FILENO, line.data(), size);
    ::tgkill(::getpid(), ::gettid(), signal);
}

void tell_offences() {
    struct sigaction action {};
    action.sa_sigaction = tell_offence;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | static_cast<int>(SA_RESETHAND);
    (void)::sigaction(SIGSYS, &action, nullptr);
}

bool restrict_system_calls(Stage stage, Offence offence) {
    Filter filter(offence);
    allow_computing(filter);
    if (stage == Stage::loading) {
        allow_loading(filter);
    } else {
        allow_data_only(filter);
    }
    return filter.load();
}

}  // namespace waymark::worker
