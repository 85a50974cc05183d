// SPDX-License-Identifier: MIT
// Cuts the files of a pull into chunks of whole records, in order, and reads their headers.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <vector>

#include "source/byte_stream.hpp"
#include "source/chunk.hpp"
#include "source/layout.hpp"
#include "source/pull.hpp"
#include "source/records.hpp"

namespace waymark::source {

/// Reading and cutting is one thread's work at a time, but cheap: a chunk's quotes and line feeds
/// are counted, and the last line feed outside quotes ends it. What follows begins the next chunk,
/// so nobody needs to look beyond a chunk to know its records. progress() may be called from any
/// thread.
class Framer {
public:
    /// Throws Error when a file is not there or may not be read.
    Framer(const PullRequest& request, const Reading& reading);

    /// Fills the next chunk; false when all files are read or the one before had a failure. A file
    /// that cannot be read on, or has no usable header, is told by the chunk's failure or error.
    [[nodiscard]] bool next(Chunk& chunk);

    /// 0 until the end where nobody knows how many bytes there are.
    [[nodiscard]] double progress() const noexcept;
    /// Of the first file. Constant once its first chunk was handed on.
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }

private:
    void open_next_file();
    [[nodiscard]] bool fill(Chunk& chunk);
    [[nodiscard]] bool read_more(Chunk& chunk);
    void finish_file(Chunk& chunk);
    [[nodiscard]] bool take_header(Chunk& chunk);
    [[nodiscard]] Error unclosed_quote(const Chunk& chunk) const;
    [[nodiscard]] Place place(std::uint64_t line) const;

    const PullRequest& request_;
    Reading reading_;
    std::uint64_t total_bytes_ = 0;
    std::atomic<std::uint64_t> read_bytes_{0};

    std::size_t files_opened_ = 0;
    std::unique_ptr<ByteStream> stream_;  ///< of the file being read
    std::uint64_t stored_before_ = 0;     ///< bytes of the files before
    const Layout* layout_ = nullptr;      ///< of the file being read, once its header is
    std::uint64_t line_ = 1;              ///< of the next chunk's first byte
    std::vector<char> rest_;              ///< a record begun in the last chunk
    std::string unhashed_;                ///< stored bytes read, but in no chunk that was handed on
    bool is_first_read_ = false;
    bool is_over_ = false;
    std::uint64_t chunks_ = 0;

    std::vector<std::string> columns_;
    std::deque<Layout> layouts_;
};

}  // namespace waymark::source
