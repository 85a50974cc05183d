// SPDX-License-Identifier: MIT
// What a worker writes to its standard output and error: read, cut into lines, never trusted.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/file.hpp"

namespace waymark::worker {

/// A pipe whose both ends never wait: what finds it full is lost. One thread at a time.
class Output {
public:
    Output();

    /// The end the worker writes to; close it here once the worker has it.
    [[nodiscard]] int writing_end() const noexcept { return writing_.get(); }
    void close_writing_end() noexcept { writing_.close(); }
    [[nodiscard]] int fd() const noexcept { return reading_.get(); }

    /// Hands on the whole lines that have come.
    void read(const std::function<void(std::string_view line)>& take);
    /// And at the end the last one, without its newline.
    void read_rest(const std::function<void(std::string_view line)>& take);

private:
    FileDescriptor reading_;
    FileDescriptor writing_;
    std::string line_;
};

}  // namespace waymark::worker
