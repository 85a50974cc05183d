// SPDX-License-Identifier: MIT
#include "worker/sandbox.hpp"

#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace waymark::worker {

static constexpr uid_t nobody = 65534;

static bool leave_namespaces() {
    const int user = ::geteuid() == 0 ? 0 : CLONE_NEWUSER;
    return ::unshare(CLONE_NEWNET | CLONE_NEWIPC | user) == 0;
}

// Only root can; another user already is who it is, and keeps the rights that come with it.
static bool become_nobody() {
    return ::geteuid() == 0 && ::setgroups(0, nullptr) == 0 &&
           ::setresgid(nobody, nobody, nobody) == 0 && ::setresuid(nobody, nobody, nobody) == 0;
}

static bool give_up_privileges(std::int32_t parent) {
    const bool is_done = ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                         ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
                         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    // The parent may have died before the first call, and then nobody would tell us.
    if (::getppid() != parent) {
        ::_exit(1);
    }
    return is_done;
}

static bool limit(int resource, rlim_t soft, rlim_t hard) {
    const rlimit both{soft, hard};
    return ::setrlimit(static_cast<__rlimit_resource>(resource), &both) == 0;
}

static bool limit_resources(const Limits& limits) {
    // SIGXCPU can be blocked, the hard limit cannot.
    return limit(RLIMIT_AS, limits.address_bytes, limits.address_bytes) &&
           limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1) &&
           limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NOFILE, 16, 16) &&
           limit(RLIMIT_NPROC, 0, 0);
}

std::uint32_t restrict_process(const Limits& limits, std::int32_t parent) {
    constexpr Layer none{};
    std::uint32_t reached = 0;
    reached |= leave_namespaces() ? layer_namespaces : none;
    reached |= become_nobody() ? layer_uid : none;
    reached |= give_up_privileges(parent) ? layer_no_new_privs : none;
    reached |= limit_resources(limits) ? layer_rlimits : none;
    reached |= restrict_files() ? layer_landlock : none;
    return reached;
}

}  // namespace waymark::worker
