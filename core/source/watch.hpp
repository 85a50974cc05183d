// SPDX-License-Identifier: MIT
// How long a database or a server may take, and whether the user still wants to know.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/error.hpp"

namespace waymark::source {

/// Starts when it is made. Any thread may ask it.
class Watch {
public:
    Watch(std::chrono::milliseconds limit, std::function<bool()> cancelled)
        : limit_(limit),
          end_(std::chrono::steady_clock::now() + limit),
          cancelled_(std::move(cancelled)) {}

    [[nodiscard]] bool is_cancelled() const { return cancelled_ && cancelled_(); }
    /// What is left; never below 0.
    [[nodiscard]] std::chrono::milliseconds left() const {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
        return std::max(left, std::chrono::milliseconds{0});
    }
    [[nodiscard]] bool is_over() const { return is_cancelled() || left().count() == 0; }

    /// The error of a pull that was ended because is_over().
    [[nodiscard]] Error error(const std::string& name) const {
        if (is_cancelled()) {
            return Error(ErrorKind::interrupted, "interrupted while reading " + name);
        }
        return Error(
            ErrorKind::source_unavailable,
            "the pull was ended after its timeout of " +
                (limit_ < std::chrono::seconds{10} ? std::to_string(limit_.count()) + " ms"
                                                   : std::to_string(limit_.count() / 1000) + " s") +
                ". Make the query or the answer smaller, or raise timeout",
            {.file = name});
    }

private:
    std::chrono::milliseconds limit_;
    std::chrono::steady_clock::time_point end_;
    std::function<bool()> cancelled_;
};

}  // namespace waymark::source
