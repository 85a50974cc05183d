// SPDX-License-Identifier: MIT
#include "worker/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/error.hpp"

namespace waymark::worker {

static constexpr std::size_t most_line_bytes = 1000;

Output::Output() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        throw system_error(ErrorKind::try_later, "a pipe for a worker's output");
    }
    reading_ = FileDescriptor(ends[0]);
    writing_ = FileDescriptor(ends[1]);
}

void Output::read(const std::function<void(std::string_view)>& take) {
    std::array<char, 4096> piece{};
    // As much as the pipe can hold at most: a worker that writes faster must not keep us here.
    for (int i = 0; i < 16; ++i) {
        const ssize_t size = ::read(reading_.get(), piece.data(), piece.size());
        if (size == 0) {
            reading_.close();  // else it would be ready for ever
        }
        if (size <= 0) {
            return;
        }
        for (const char c : std::string_view(piece.data(), static_cast<std::size_t>(size))) {
            if (c != '\n') {
                line_ += c;
            }
            if (c == '\n' || line_.size() >= most_line_bytes) {
                take(line_);
                line_.clear();
            }
        }
    }
}

void Output::read_rest(const std::function<void(std::string_view)>& take) {
    read(take);
    if (!line_.empty()) {
        take(line_);
        line_.clear();
    }
}

}  // namespace waymark::worker
