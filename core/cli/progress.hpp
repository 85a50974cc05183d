// SPDX-License-Identifier: MIT
// A progress bar on a terminal, and nothing anywhere else.
#pragma once

#include <chrono>
#include <ostream>
#include <string>

namespace waymark::cli {

/// Draws on one line and wipes it when it ends. One thread.
class ProgressBar {
public:
    ProgressBar(std::ostream& out, bool is_terminal) : out_(out), is_terminal_(is_terminal) {}
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() { wipe(); }

    /// At most ten times a second something is drawn. `share` from 0 to 1.
    void show(const std::string& what, double share);
    void wipe();

private:
    std::ostream& out_;
    bool is_terminal_;
    bool is_drawn_ = false;
    std::chrono::steady_clock::time_point last_;
};

}  // namespace waymark::cli
