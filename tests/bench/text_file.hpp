// SPDX-License-Identifier: MIT
// Made-up rows on their way to a file.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace waymark::bench {

/// Text gathered and written in large pieces. The file outlives it. One thread. Calls throw Error
/// (store) when the file cannot be written.
class TextFile {
public:
    explicit TextFile(std::FILE* file) : file_(file) { text_.reserve(size + 4096); }

    TextFile& operator<<(std::string_view text) {
        text_ += text;
        return *this;
    }
    TextFile& operator<<(char character) {
        text_ += character;
        return *this;
    }
    TextFile& operator<<(std::uint64_t number) {
        std::array<char, 20> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        text_.append(digits.data(), end);
        return *this;
    }

    /// The line is over: a good moment to write.
    void end_line(std::string_view end = "\n") {
        text_ += end;
        if (text_.size() >= size) {
            write();
        }
    }

    /// Writes what is left. To be called once, at the end.
    void finish() {
        write();
        if (std::fflush(file_) != 0) {
            throw system_error(ErrorKind::store, "the table cannot be written");
        }
    }

private:
    static constexpr std::size_t size = std::size_t{1} << 20;

    void write() {
        if (std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size()) {
            throw system_error(ErrorKind::store, "the table cannot be written");
        }
        text_.clear();
    }

    std::FILE* file_;
    std::string text_;
};

/// `number` with zeros in front, at least `width` digits.
[[nodiscard]] inline std::string padded(std::uint64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

}  // namespace waymark::bench
