// SPDX-License-Identifier: MIT
// Records of JSON made into CSV: the wanted members of each object, in a fixed order of columns.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "source/byte_stream.hpp"
#include "source/text_stream.hpp"

namespace waymark::source {

/// Reads pages of records. A column is a member's name; members of members and items of lists are
/// named with dots: "address.postcode", "scores.0". Names are compared without case, like headers.
/// A member that is null or not there is an empty field; true and false are words; numbers keep
/// their digits as they stand. Memory does not grow with a page. One thread at a time.
class JsonRecords {
public:
    using Sink = std::function<void(std::string_view csv)>;

    /// `columns` are the header of the CSV, each once. Messages call the place `name`.
    JsonRecords(const config::Body& body, std::vector<std::string> columns, std::string name);

    /// The header record.
    [[nodiscard]] std::string header() const;

    /// Writes the records of one page; returns the text at the pointer `next`, if there is one.
    /// Throws Error: refused (no JSON, no array at the pointer, a record that is no object, a name
    /// twice in one record, an object or a list where a value is wanted; told with the record's
    /// number, never with what stands there), source_unavailable (the text ends in the middle), and
    /// what `page` throws.
    std::optional<std::string> convert(ByteStream& page, const Sink& sink);

    /// Throws Error refused when there were records, and a column was in none of them that is not
    /// one of those that may be absent.
    void check_columns() const;

private:
    class Reader;

    void read_whole(ByteStream& page, Reader& reader);
    void read_lines(ByteStream& page, Reader& reader);

    config::Body body_;
    std::vector<std::string> columns_;
    std::string name_;
    std::map<std::string, std::size_t, std::less<>> positions_;  ///< by folded name
    std::vector<bool> seen_;
    std::set<std::string> members_;  ///< other names met; at most some hundred
    std::uint64_t records_ = 0;
};

/// The tokens of a JSON pointer (RFC 6901).
[[nodiscard]] std::vector<std::string> pointer_tokens(const std::string& pointer);

}  // namespace waymark::source
