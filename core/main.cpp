// SPDX-License-Identifier: MIT
// The program `waymark`: builds what the verbs are handed, and nothing else.
#include <unistd.h>

#include <iostream>

#include "cli/verb.hpp"

int main(int argument_count, char** arguments) {
    std::ios::sync_with_stdio(false);
    const waymark::SystemClock clock;
    waymark::cli::Surroundings surroundings{std::cout, std::cerr, clock,
                                            ::isatty(STDERR_FILENO) == 1};
    return waymark::cli::run_command_line({arguments + 1, arguments + argument_count},
                                          surroundings);
}
