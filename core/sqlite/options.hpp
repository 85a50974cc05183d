// SPDX-License-Identifier: MIT
// What whoever opens a store or a ledger may choose.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

namespace waymark::sqlite {

/// How patient a connection is, and who watches it.
struct Options {
    std::chrono::milliseconds busy_timeout{5000};
    /// Called with the name of each step of a commit once it is done: tests kill the process there.
    std::function<void(std::string_view step)> on_step;
};

}  // namespace waymark::sqlite
