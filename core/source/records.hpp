// SPDX-License-Identifier: MIT
// From a chunk of text to its records: faults of the text told, rows with the right number of
// fields listed, the others counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/error.hpp"
#include "config/config.hpp"
#include "source/chunk.hpp"
#include "source/structure.hpp"

namespace waymark::source {

/// How text is to be read.
struct Reading {
    char delimiter = ',';
    config::Encoding encoding = config::Encoding::utf8;
    Simd simd = Simd::portable;
};

/// The rows of a chunk that have as many fields as the header. Field f of row r stands in the chunk
/// at [ends[first[r] + f] + 1, ends[first[r] + f + 1]). Valid while its Records and chunk are.
struct Rows {
    Chunk* chunk = nullptr;
    const std::uint32_t* ends = nullptr;
    const std::uint32_t* first = nullptr;
    const std::uint32_t* ordinals =
        nullptr;  ///< of the record in the chunk; null: the row's number
    std::uint32_t count = 0;
    std::uint32_t fields = 0;
    bool has_returns = false;
    std::uint64_t records_before = 0;  ///< in the pull, before this chunk

    [[nodiscard]] std::uint64_t record_number(std::uint32_t row) const noexcept {
        return records_before + (ordinals == nullptr ? row : ordinals[row]) + 1;
    }
};

/// Reasons of rows with a wrong number of fields are numbered from here on: plus the fields they
/// have.
inline constexpr std::uint32_t wrong_field_count = 0x80000000;

/// Finds the records of chunks. Reused from chunk to chunk. One thread at a time.
class Records {
public:
    explicit Records(const Reading& reading) : reading_(reading) {}

    /// Indexes the chunk's text, which becomes UTF-8 if it was not, and looks for faults in it.
    void read(Chunk& chunk);

    /// Lists the rows before the first fault; sets the chunk's lines, rows_read, first_rows and
    /// counts the rows of another length. May find a record over the limit. Call after read().
    [[nodiscard]] Rows rows(Chunk& chunk, std::uint32_t fields);

    /// The first fault found so far.
    [[nodiscard]] const Fault& fault() const noexcept { return structure_.fault; }
    /// The error that tells of it.
    [[nodiscard]] Error fault_error(const Chunk& chunk, const std::filesystem::path& file) const;

    [[nodiscard]] const Structure& structure() const noexcept { return structure_; }

private:
    void check_encoding(Chunk& chunk);
    [[nodiscard]] bool is_regular(const Chunk& chunk, std::uint32_t fields) const;
    void list_regular(Chunk& chunk, std::uint32_t fields);
    void walk(Chunk& chunk, std::uint32_t fields);
    [[nodiscard]] bool check_length(const Chunk& chunk, std::size_t begin, std::size_t stop);

    Reading reading_;
    Structure structure_;
    std::size_t long_record_begin_ = 0;
    bool is_numbered_ = false;  ///< ordinals_ is filled
    std::vector<std::uint32_t> first_;
    std::vector<std::uint32_t> ordinals_;
};

}  // namespace waymark::source
