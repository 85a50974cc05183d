// SPDX-License-Identifier: MIT
// A table made into CSV while it is read, in the one canonical form that is hashed as its proof.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "source/byte_stream.hpp"

namespace waymark::source {

/// Writes records as RFC 4180 with LF, a comma between fields, and quotes only where they are
/// needed. A field without a value is empty; an empty text is "". The parser takes both for
/// missing; the digest tells them apart. In a table of one column both are "", since an empty line
/// is no record.
class CsvRecords {
public:
    explicit CsvRecords(std::size_t columns = 0) : columns_(columns) {}

    /// Adds the next field to `out`; ends the record behind its last one.
    void add(std::optional<std::string_view> field, std::string& out);

private:
    std::size_t columns_;
    std::size_t at_ = 0;
};

/// A stream of text that is made piece by piece, hashed as it is handed out.
class TextStream : public ByteStream {
public:
    [[nodiscard]] std::size_t read(char* to, std::size_t room) final;
    [[nodiscard]] std::uint64_t stored_bytes() const noexcept final { return bytes_; }
    [[nodiscard]] Digest digest() final { return hash_.finish(); }

protected:
    /// Appends some text to `out`; nothing only at the end.
    virtual void make(std::string& out) = 0;

private:
    std::string text_;
    std::size_t used_ = 0;
    std::uint64_t bytes_ = 0;
    Sha256 hash_;
};

}  // namespace waymark::source
