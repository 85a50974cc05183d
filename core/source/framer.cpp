// SPDX-License-Identifier: MIT
#include "source/framer.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/column_source.hpp"
#include "source/encoding.hpp"
#include "source/file_stream.hpp"

namespace waymark::source {

Framer::Framer(const PullRequest& request, const Reading& reading)
    : request_(request), reading_(reading) {
    check(request.block_bytes >= 16, "a block holds more than a byte order mark");
    if (request.open) {
        return;  // what is no file is looked at when its turn comes
    }
    for (const std::filesystem::path& file : request.files) {
        const FileDescriptor opened = open_for_reading(file);
        struct stat status {};
        if (::fstat(opened.get(), &status) != 0) {
            throw system_error(ErrorKind::source_unavailable, file.string());
        }
        if (S_ISDIR(status.st_mode)) {
            throw Error(ErrorKind::source_unavailable,
                        "this is a folder, not a file. Name the files "
                        "in it, for example with *.csv",
                        {.file = file.string()});
        }
        total_bytes_ += static_cast<std::uint64_t>(status.st_size);
    }
}

double Framer::progress() const noexcept {
    const auto read = static_cast<double>(read_bytes_.load(std::memory_order_relaxed));
    return total_bytes_ == 0 ? (request_.open ? 0.0 : 1.0)
                             : std::min(1.0, read / static_cast<double>(total_bytes_));
}

Place Framer::place(std::uint64_t line) const {
    return {.file = request_.files[files_opened_ - 1].string(), .line = line};
}

bool Framer::next(Chunk& chunk) {
    while (!is_over_) {
        if (!stream_ && files_opened_ == request_.files.size()) {
            is_over_ = true;
            break;
        }
        chunk.clear(rest_.size() + request_.block_bytes);
        bool is_ready = true;
        try {
            if (!stream_) {
                open_next_file();
            }
            is_ready = fill(chunk);
        } catch (...) {
            chunk.error = std::current_exception();
        }
        is_over_ = is_over_ || chunk.error || chunk.failure;
        if (is_ready) {
            chunk.number = chunks_++;
            chunk.stored_before = std::exchange(unhashed_, {});
            return true;
        }
        const auto stored = chunk.stored();
        unhashed_.append(reinterpret_cast<const char*>(stored.data()), stored.size());
    }
    return false;
}

void Framer::open_next_file() {
    const std::size_t part = files_opened_++;
    stream_ = request_.open ? request_.open(part)
                            : std::make_unique<FileStream>(request_.files[part],
                                                           FileStream::Hashing::by_reader);
    layout_ = nullptr;
    line_ = 1;
    rest_.clear();
    is_first_read_ = true;
}

// Reads one block more behind what is there; false at the end of the file.
bool Framer::read_more(Chunk& chunk) {
    chunk.reserve(chunk.end - structure_padding + request_.block_bytes);
    const std::size_t target = chunk.end + request_.block_bytes;
    if (stream_->leaves_hashing() && chunk.stored_end == 0) {
        chunk.stored_begin = chunk.stored_end = chunk.end;
    }
    std::size_t size = 1;
    while (size > 0 && chunk.end < target) {
        size = stream_->read(chunk.data() + chunk.end, target - chunk.end);
        chunk.end += size;
        chunk.stored_end = stream_->leaves_hashing() ? chunk.end : 0;
    }
    read_bytes_.store(stored_before_ + stream_->stored_bytes(), std::memory_order_relaxed);
    if (std::exchange(is_first_read_, false) && chunk.records().starts_with("\xEF\xBB\xBF")) {
        chunk.begin += 3;  // the byte order mark
    }
    return size > 0;
}

// Behind the last line feed outside quotes; the chunk's begin when there is none.
static std::size_t records_end(const Chunk& chunk, const Marks& marks) {
    const char* text = chunk.data();
    bool inside = marks.quotes % 2 == 1;
    std::size_t end = chunk.end;
    for (; end > chunk.begin && (inside || text[end - 1] != '\n'); --end) {
        inside ^= text[end - 1] == '"';
    }
    return end;
}

// One more chunk of the open file; false when there is nothing in it to be parsed yet.
bool Framer::fill(Chunk& chunk) {
    chunk.block.file = static_cast<std::uint32_t>(files_opened_ - 1);
    std::copy(rest_.begin(), rest_.end(), chunk.data() + chunk.end);
    chunk.end += rest_.size();
    rest_.clear();
    std::size_t end = chunk.begin;
    bool at_end = false;
    Marks marks;
    try {
        while (!at_end && end == chunk.begin && chunk.end - chunk.begin <= max_record_bytes) {
            at_end = !read_more(chunk);
            marks = count_marks(chunk.records(), reading_.simd);
            end = records_end(chunk, marks);
        }
    } catch (const Error&) {
        chunk.failure = std::current_exception();
        marks = count_marks(chunk.records(), reading_.simd);
        end = records_end(chunk, marks);
    }
    const bool is_cut_off = !at_end && end == chunk.begin;  // a record over the limit, or a failure
    const bool has_whole_record = end > chunk.begin || (at_end && chunk.end > chunk.begin);
    if (at_end) {
        finish_file(chunk);
    }
    if (at_end || chunk.failure || is_cut_off) {
        is_over_ = is_over_ || is_cut_off;
        if (chunk.end == chunk.begin || chunk.data()[chunk.end - 1] != '\n') {
            chunk.reserve(chunk.end + 1 - structure_padding);
            chunk.data()[chunk.end++] = '\n';
            ++marks.newlines;
        }
    } else {
        rest_.assign(chunk.data() + end, chunk.data() + chunk.end);
        marks.newlines -= static_cast<std::size_t>(std::count(rest_.begin(), rest_.end(), '\n'));
        if (stream_->leaves_hashing()) {
            chunk.stored_tail.assign(chunk.data() + std::max(end, chunk.stored_begin),
                                     chunk.data() + chunk.stored_end);
        }
        chunk.end = end;
    }
    chunk.first_line = line_;
    line_ += marks.newlines;
    if (layout_ == nullptr && !(has_whole_record && take_header(chunk))) {
        if (at_end && !chunk.failure) {
            throw Error(ErrorKind::refused, "the file has no header line, it is empty", place(0));
        }
        return at_end || chunk.failure || is_cut_off;
    }
    chunk.layout = layout_;
    return chunk.end > chunk.begin || chunk.last_of_file || chunk.failure;
}

void Framer::finish_file(Chunk& chunk) {
    chunk.last_of_file = true;
    const bool is_hashed = !stream_->leaves_hashing();
    chunk.proof = {request_.files[chunk.block.file],
                   stream_->stored_bytes(),
                   is_hashed ? stream_->digest() : Digest{},
                   stream_->proved(),
                   false,
                   is_hashed};
    stored_before_ += stream_->stored_bytes();
    stream_.reset();
    if (count_marks(chunk.records(), reading_.simd).quotes % 2 == 1) {
        chunk.failure = std::make_exception_ptr(unclosed_quote(chunk));
    }
}

// Takes the first record that is no blank line as the header; false when there is none yet.
bool Framer::take_header(Chunk& chunk) {
    const char* text = chunk.data();
    while (chunk.begin < chunk.end &&
           (text[chunk.begin] == '\n' || chunk.records().starts_with("\r\n"))) {
        chunk.begin += text[chunk.begin] == '\n' ? 1 : 2;
        ++chunk.first_line;
    }
    std::size_t end = chunk.begin;
    for (bool inside = false; end < chunk.end && (inside || text[end] != '\n'); ++end) {
        inside ^= text[end] == '"';
    }
    if (end == chunk.end) {
        return false;
    }
    ++end;
    Chunk header;
    header.clear(end - chunk.begin);
    header.first_line = chunk.first_line;
    std::memcpy(header.data() + header.begin, text + chunk.begin, end - chunk.begin);
    header.end += end - chunk.begin;

    Records records(reading_);
    records.read(header);
    const auto fields = static_cast<std::uint32_t>(records.structure().count);
    const Rows rows = records.rows(header, fields);
    if (records.fault().kind != FaultKind::none) {
        throw records.fault_error(header, request_.files[chunk.block.file]);
    }
    std::vector<std::string> names;
    std::string scratch;
    for (std::uint32_t i = 0; i < fields; ++i) {
        names.emplace_back(ColumnText(rows, i, true).text(0, scratch));
    }
    if (chunk.block.file == 0) {
        columns_ = names;
    }
    layouts_.push_back(bound_layout(request_, names, place(chunk.first_line)));
    layouts_.back().file = chunk.block.file;
    layout_ = &layouts_.back();
    chunk.first_line +=
        static_cast<std::uint64_t>(std::count(text + chunk.begin, text + end, '\n'));
    chunk.begin = end;
    return true;
}

// At the place of the last quote that opens a field.
Error Framer::unclosed_quote(const Chunk& chunk) const {
    const std::string_view text = chunk.records();
    std::size_t opened = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            const bool is_escaped = !inside && at > 0 && text[at - 1] == '"' && at - 1 != opened;
            inside = !inside;
            opened = inside && !is_escaped ? at : opened;
        }
    }
    const std::string_view before = text.substr(0, opened);
    const std::string_view line = before.substr(before.rfind('\n') + 1);
    Place where =
        place(line_ + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')));
    where.column =
        1 + (reading_.encoding == config::Encoding::utf8 ? character_count(line) : line.size());
    return Error(
        ErrorKind::refused,
        "the quote opened here is never closed. Close it, or fetch the file again if it was "
        "cut short",
        where);
}

}  // namespace waymark::source
