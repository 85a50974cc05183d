// SPDX-License-Identifier: MIT
// A stretch of a file that holds whole records, on its way from the reader to the consumer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/key_hash.hpp"
#include "batch/block.hpp"
#include "source/proof.hpp"

namespace waymark::source {

struct Layout;

/// The most bytes one record may have, line end included.
inline constexpr std::size_t max_record_bytes = std::size_t{1} << 20;

/// The most sample places kept for one reason.
inline constexpr std::size_t max_samples = 5;

/// How many rows of a chunk have one reason, and the lines of the first few.
struct LineTally {
    std::uint64_t count = 0;
    std::vector<std::uint64_t> lines;

    void add(std::uint64_t line) {
        if (++count <= max_samples) {
            lines.push_back(line);
        }
    }
};

/// How the first rows of a file look if another delimiter is tried (see delimiter_doubt.hpp).
enum class RowShape : std::uint8_t { right, other, one_field };
struct ShapedRow {
    RowShape shape = RowShape::right;
    std::uint8_t fitting =
        0;  ///< bit i: splitting at candidate i gives as many fields as the header
};

/// Bytes in, columns out. Owned by the pull's pool and reused. One thread at a time.
struct Chunk {
    batch::RowBlock block;  ///< its text_storage holds the bytes and what the decoders append

    std::uint64_t number = 0;      ///< in the pull, from 0
    std::size_t begin = 0;         ///< records stand in text_storage[begin, end); the last one ends
    std::size_t end = 0;           ///< with a line feed unless it is over the limit
    std::uint64_t first_line = 1;  ///< line of text_storage[begin] in its file
    const Layout* layout = nullptr;  ///< of the file; null only when `failure` is set
    bool last_of_file = false;
    std::exception_ptr failure;  ///< what ended the reading at `end`, if anything

    std::string stored_before;     ///< stored bytes of the file to be hashed first, from elsewhere
    std::size_t stored_begin = 0;  ///< stored bytes to be hashed: text_storage[stored_begin, ...
    std::size_t stored_end = 0;    ///< ... stored_end); parsing overwrites those beyond `end` ...
    std::string stored_tail;       ///< ... which therefore are kept here, too
    std::vector<Digest> leaves;    ///< of these, if they begin a leaf of a tree digest
    std::optional<FileProof> proof;  ///< of the file, with its last chunk

    std::exception_ptr error;  ///< told instead of the block when its turn comes
    std::uint64_t rows_read = 0;
    std::map<std::uint32_t, LineTally> dropped;  ///< by number of the reason
    std::vector<ShapedRow> first_rows;           ///< at most as many as delimiter doubt looks at
    std::vector<Words> identities;               ///< of the rows kept, for the check of duplicates

    [[nodiscard]] char* data() noexcept { return block.text_storage.data(); }
    [[nodiscard]] const char* data() const noexcept { return block.text_storage.data(); }
    /// The stored bytes, before the chunk is parsed.
    [[nodiscard]] std::span<const std::byte> stored() const noexcept {
        return std::as_bytes(std::span(data() + stored_begin, stored_end - stored_begin));
    }
    /// The same without stored_tail, at any time.
    [[nodiscard]] std::span<const std::byte> stored_head() const noexcept {
        return stored().first(stored_end - stored_begin - stored_tail.size());
    }
    [[nodiscard]] std::string_view records() const noexcept {
        return {data() + begin, end - begin};
    }

    /// Makes it fit for new bytes: none yet, room for `bytes` and the padding on both sides.
    void clear(std::size_t bytes);
    /// Room for `bytes` bytes of records in all; what stands there stays.
    void reserve(std::size_t bytes);
    /// Says that no more bytes come, and pads them. Texts may be appended from now on.
    void seal();
    /// Keeps a copy of `text` in the chunk.
    batch::TextSpan append(std::string_view text);

private:
    std::size_t used_ = 0;
};

}  // namespace waymark::source
