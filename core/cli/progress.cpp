// SPDX-License-Identifier: MIT
#include "cli/progress.hpp"

#include <algorithm>

namespace waymark::cli {

void ProgressBar::show(const std::string& what, double share) {
    using namespace std::chrono_literals;
    const auto now = std::chrono::steady_clock::now();
    if (!is_terminal_ || (is_drawn_ && now - last_ < 100ms)) {
        return;
    }
    constexpr int width = 24;
    const int filled = static_cast<int>(width * std::clamp(share, 0.0, 1.0));
    out_ << "\r\033[K" << what << "  [" << std::string(static_cast<std::size_t>(filled), '#')
         << std::string(static_cast<std::size_t>(width - filled), '-') << "] "
         << static_cast<int>(100 * std::clamp(share, 0.0, 1.0)) << '%' << std::flush;
    last_ = now;
    is_drawn_ = true;
}

void ProgressBar::wipe() {
    if (is_drawn_) {
        out_ << "\r\033[K" << std::flush;
        is_drawn_ = false;
    }
}

}  // namespace waymark::cli
