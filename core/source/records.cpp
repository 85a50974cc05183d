// SPDX-License-Identifier: MIT
#include "source/records.hpp"

#include <algorithm>

#include "source/delimiter_doubt.hpp"
#include "source/encoding.hpp"

namespace waymark::source {

void Records::read(Chunk& chunk) {
    chunk.seal();
    index_structure(chunk.data(), chunk.begin, chunk.end, reading_.delimiter, reading_.simd,
                    structure_);
    if (structure_.has_high_bytes) {
        check_encoding(chunk);
    }
}

void Records::check_encoding(Chunk& chunk) {
    if (reading_.encoding == config::Encoding::windows1252) {
        const std::string text = utf8_from_windows1252(chunk.records());
        chunk.reserve(text.size());
        std::copy(text.begin(), text.end(), chunk.data() + chunk.begin);
        chunk.end = chunk.begin + text.size();
        chunk.seal();
        index_structure(chunk.data(), chunk.begin, chunk.end, reading_.delimiter, reading_.simd,
                        structure_);
    }
    const std::size_t at = reading_.encoding == config::Encoding::windows1252
                               ? chunk.records().find(undefined_character)
                               : invalid_utf8(chunk.records());
    if (at != std::string_view::npos) {
        structure_.fault.lower(FaultKind::bad_encoding, chunk.begin + at);
    }
}

// True when every record has `fields` fields and nothing is to be looked at twice.
bool Records::is_regular(const Chunk& chunk, std::uint32_t fields) const {
    if (structure_.fault.kind != FaultKind::none || structure_.newlines != structure_.record_ends ||
        structure_.count != structure_.record_ends * fields ||
        chunk.end - chunk.begin > max_record_bytes || fields == 1) {
        return false;
    }
    // As many line feeds as records, and one at the end of each record: none within.
    const char* text = chunk.data();
    for (std::size_t end = fields; end <= structure_.count; end += fields) {
        if (text[structure_.ends[end]] != '\n') {
            return false;
        }
    }
    return true;
}

void Records::list_regular(Chunk& chunk, std::uint32_t fields) {
    const auto rows = static_cast<std::uint32_t>(structure_.record_ends);
    first_.resize(rows);
    chunk.block.lines.resize(rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
        first_[row] = row * fields;
        chunk.block.lines[row] = chunk.first_line + row;
    }
    chunk.rows_read = rows;
    is_numbered_ = false;
}

// False, and the fault is known, when the record in [begin, stop) is over the limit. Bytes are
// those of the file: in Windows-1252 every character was one.
bool Records::check_length(const Chunk& chunk, std::size_t begin, std::size_t stop) {
    if (stop - begin <= max_record_bytes) {
        return true;
    }
    std::size_t limit = begin + max_record_bytes;
    if (reading_.encoding == config::Encoding::windows1252) {
        std::size_t bytes = 0;
        for (limit = begin; limit < stop; ++limit) {
            bytes += (static_cast<unsigned char>(chunk.data()[limit]) & 0xc0) != 0x80;
            if (bytes > max_record_bytes) {
                break;
            }
        }
        if (limit == stop) {
            return true;
        }
    }
    structure_.fault.lower(FaultKind::long_record, limit);
    long_record_begin_ = begin;
    return false;
}

void Records::walk(Chunk& chunk, std::uint32_t fields) {
    first_.clear();
    ordinals_.clear();
    chunk.block.lines.clear();
    is_numbered_ = true;
    const char* text = chunk.data();
    const auto& ends = structure_.ends;
    const bool lines_in_quotes = structure_.newlines != structure_.record_ends;
    std::uint64_t line = chunk.first_line;
    std::uint32_t records = 0;
    bool doubtful = false;
    std::size_t start = 0;  // index of the end before the record
    while (start < structure_.count) {
        std::size_t stop = start + 1;
        while (stop <= structure_.count && text[ends[stop]] != '\n') {
            ++stop;
        }
        if (stop > structure_.count || ends[stop] >= structure_.fault.offset) {
            break;
        }
        const std::size_t begin = ends[start] + std::size_t{1};
        const std::string_view record{text + begin, ends[stop] - begin};
        if (!check_length(chunk, begin, ends[stop] + std::size_t{1})) {
            break;
        }
        if (const auto found = static_cast<std::uint32_t>(stop - start);
            !record.empty() && record != "\r") {
            if (found == fields) {
                first_.push_back(static_cast<std::uint32_t>(start));
                ordinals_.push_back(records);
                chunk.block.lines.push_back(line);
            } else {
                chunk.dropped[wrong_field_count + found].add(line);
                doubtful |= found == 1;
            }
            if (chunk.first_rows.size() < doubted_rows) {
                chunk.first_rows.push_back(shape_of(record, found, fields));
            }
            ++records;
        }
        line += 1 + (lines_in_quotes ? std::count(record.begin(), record.end(), '\n') : 0);
        start = stop;
    }
    if (structure_.fault.kind != FaultKind::long_record) {
        // What is not a whole record before the first fault may still be too long for one.
        static_cast<void>(check_length(chunk, ends[start] + std::size_t{1},
                                       std::min(chunk.end, structure_.fault.offset)));
    }
    if (!doubtful) {
        chunk.first_rows.clear();
    }
    chunk.rows_read = records;
}

Rows Records::rows(Chunk& chunk, std::uint32_t fields) {
    if (is_regular(chunk, fields)) {
        list_regular(chunk, fields);
    } else {
        walk(chunk, fields);
    }
    return {.chunk = &chunk,
            .ends = structure_.ends.data(),
            .first = first_.data(),
            .ordinals = is_numbered_ ? ordinals_.data() : nullptr,
            .count = static_cast<std::uint32_t>(first_.size()),
            .fields = fields,
            .has_returns = structure_.has_returns};
}

static std::string fault_sentence(FaultKind kind, config::Encoding encoding) {
    switch (kind) {
        case FaultKind::control_character:
            return "there is a control character in the text, which no CSV file has. Export the "
                   "file "
                   "again as CSV text";
        case FaultKind::bad_encoding:
            return encoding == config::Encoding::utf8
                       ? "the text is not UTF-8. Save the file as \"CSV UTF-8\", or set encoding = "
                         "\"windows-1252\" for this source"
                       : "there is a byte that Windows-1252 does not have. Set the encoding the "
                         "file "
                         "was saved with";
        case FaultKind::quote_in_field:
            return "there is a quote inside a field that does not begin with one. Put the whole "
                   "field "
                   "in quotes and double those within it";
        case FaultKind::text_after_quote:
            return "a closing quote is followed by something other than a delimiter or the line "
                   "end. "
                   "Double the quotes within a quoted field";
        case FaultKind::bare_return:
            return "there is a carriage return without a line feed. Save the file with line ends "
                   "LF or "
                   "CRLF";
        case FaultKind::long_record:
            return "the record that begins here is longer than 1 MiB. Is a quote opened in it and "
                   "never "
                   "closed?";
        case FaultKind::none:
            break;
    }
    check(false, "there is a fault to tell");
    return {};
}

Error Records::fault_error(const Chunk& chunk, const std::filesystem::path& file) const {
    const Fault& fault = structure_.fault;
    const bool is_long = fault.kind == FaultKind::long_record;
    const std::size_t place = is_long ? long_record_begin_ : fault.offset;
    const std::string_view before = chunk.records().substr(0, place - chunk.begin);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    std::string sentence = fault_sentence(fault.kind, reading_.encoding);
    if (const char byte = chunk.data()[fault.offset];
        fault.kind == FaultKind::text_after_quote &&
        delimiter_candidates.find(byte) != std::string_view::npos) {
        sentence +=
            ", or set delimiter to " + delimiter_word(byte) + " if that is what divides fields";
    }
    return Error(ErrorKind::refused, sentence,
                 {.file = file.string(),
                  .line = chunk.first_line + static_cast<std::uint64_t>(
                                                 std::count(before.begin(), before.end(), '\n')),
                  .column = character_count(before.substr(line_begin)) + 1});
}

}  // namespace waymark::source
