// SPDX-License-Identifier: MIT
// The program `waymark`: builds what the verbs are handed, and nothing else.
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "cli/verb.hpp"

int main(int argument_count, char** arguments) {
    std::ios::sync_with_stdio(false);
    // A file that meets its size limit is told as an error with a sentence, not by a signal.
    std::signal(SIGXFSZ, SIG_IGN);
    // Memory holds identifiers and credentials; a core dump would keep them.
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    (void)::setrlimit(RLIMIT_CORE, &no_core);
    const waymark::SystemClock clock;
    waymark::cli::Surroundings surroundings{std::cout, std::cerr, clock,
                                            ::isatty(STDERR_FILENO) == 1};
    return waymark::cli::run_command_line({arguments + 1, arguments + argument_count},
                                          surroundings);
}
