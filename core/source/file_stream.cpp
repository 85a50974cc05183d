// SPDX-License-Identifier: MIT
#include "source/file_stream.hpp"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"

namespace waymark::source {

// The file's own bytes. The first few are read ahead, to see what the file is.
class FileStream::Stored {
public:
    Stored(FileDescriptor file, const std::filesystem::path& path)
        : path_(path), file_(std::move(file)) {
        ahead_.resize(4);
        std::size_t size = 0;
        while (size < ahead_.size()) {
            const std::size_t read = from_file(ahead_.data() + size, ahead_.size() - size);
            if (read == 0) {
                break;
            }
            size += read;
        }
        ahead_.resize(size);
    }

    [[nodiscard]] std::string_view first_bytes() const noexcept {
        return {ahead_.data(), ahead_.size()};
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] Digest digest() { return hash_.finish(); }

    std::size_t read(char* to, std::size_t room) {
        std::size_t size = std::min(room, ahead_.size() - ahead_used_);
        if (size > 0) {
            std::memcpy(to, ahead_.data() + ahead_used_, size);
            ahead_used_ += size;
        } else {
            size = from_file(to, room);
        }
        if (hashes_) {
            hash_.update(std::as_bytes(std::span(to, size)));
        }
        bytes_ += size;
        return size;
    }
    void leave_hashing() noexcept { hashes_ = false; }
    [[nodiscard]] bool hashes() const noexcept { return hashes_; }

private:
    std::size_t from_file(char* to, std::size_t room) {
        for (;;) {
            const ssize_t size = ::read(file_.get(), to, room);
            if (size >= 0) {
                return static_cast<std::size_t>(size);
            }
            if (errno != EINTR) {
                throw system_error(ErrorKind::source_unavailable,
                                   path_.string() + ": the file cannot be read");
            }
        }
    }

    std::filesystem::path path_;
    FileDescriptor file_;
    std::vector<char> ahead_;
    std::size_t ahead_used_ = 0;
    Sha256 hash_;
    bool hashes_ = true;
    std::uint64_t bytes_ = 0;
};

// Turns stored bytes into text. A derived class unpacks what stands in the buffer.
class FileStream::Unpacker {
public:
    explicit Unpacker(Stored& stored) : stored_(stored), buffer_(buffer_bytes) {}
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;
    virtual ~Unpacker() = default;

    std::size_t read(char* to, std::size_t room) {
        for (;;) {
            if (begin_ == end_ && !at_end_) {
                begin_ = 0;
                end_ = stored_.read(buffer_.data(), buffer_.size());
                at_end_ = end_ == 0;
            }
            const std::size_t before = begin_;
            const std::size_t size = unpack(to, room);
            if (size > 0) {
                return size;
            }
            if (at_end_ && begin_ == end_) {
                if (!between_parts()) {
                    fail("the archive ends too soon. Fetch the file again, or pack it again");
                }
                return 0;
            }
            check(begin_ > before || begin_ == end_, "unpacking makes progress");
        }
    }

protected:
    /// Unpacks input() to `to`; takes what it used with use(). May give 0 bytes for some input.
    virtual std::size_t unpack(char* to, std::size_t room) = 0;
    /// True when the archive may end here.
    [[nodiscard]] virtual bool between_parts() const noexcept = 0;

    [[nodiscard]] std::span<char> input() noexcept {
        return {buffer_.data() + begin_, end_ - begin_};
    }
    void use(std::size_t size) noexcept { begin_ += size; }
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(ErrorKind::source_unavailable, what, {.file = stored_.path().string()});
    }

private:
    static constexpr std::size_t buffer_bytes = std::size_t{128} * 1024;

    Stored& stored_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool at_end_ = false;
};

class FileStream::Gzip final : public Unpacker {
public:
    explicit Gzip(Stored& stored) : Unpacker(stored) {
        constexpr int gzip_only = 16 + MAX_WBITS;
        check(inflateInit2(&inflate_, gzip_only) == Z_OK, "zlib can be set up");
    }
    ~Gzip() override { inflateEnd(&inflate_); }

protected:
    std::size_t unpack(char* to, std::size_t room) override {
        const std::span<char> packed = input();
        if (packed.empty()) {
            return 0;
        }
        if (between_members_) {
            check(inflateReset(&inflate_) == Z_OK, "zlib can start again");
            between_members_ = false;
        }
        inflate_.next_in = reinterpret_cast<Bytef*>(packed.data());
        inflate_.avail_in = static_cast<uInt>(packed.size());
        inflate_.next_out = reinterpret_cast<Bytef*>(to);
        inflate_.avail_out = static_cast<uInt>(std::min<std::size_t>(room, 1U << 30));
        const uInt offered = inflate_.avail_out;
        const int status = inflate(&inflate_, Z_NO_FLUSH);
        use(packed.size() - inflate_.avail_in);
        const std::size_t size = offered - inflate_.avail_out;
        if (status == Z_STREAM_END) {
            between_members_ = true;
        } else if (status != Z_OK && status != Z_BUF_ERROR && size == 0) {
            // What came before the damage is given first; zlib says the same again.
            fail("the gzip archive is damaged (" +
                 std::string(inflate_.msg != nullptr ? inflate_.msg : "it is inconsistent") +
                 "). Fetch the file again, or pack it again");
        }
        return size;
    }
    [[nodiscard]] bool between_parts() const noexcept override { return between_members_; }

private:
    z_stream inflate_{};
    bool between_members_ = false;
};

class FileStream::Zstandard final : public Unpacker {
public:
    explicit Zstandard(Stored& stored) : Unpacker(stored), context_(ZSTD_createDCtx()) {
        check(context_ != nullptr, "Zstandard can be set up");
    }
    ~Zstandard() override { ZSTD_freeDCtx(context_); }

protected:
    std::size_t unpack(char* to, std::size_t room) override {
        if (text_begin_ == text_end_) {
            unpack_more();
        }
        const std::size_t size = std::min(room, text_end_ - text_begin_);
        std::copy_n(text_.data() + text_begin_, size, to);
        text_begin_ += size;
        return size;
    }
    [[nodiscard]] bool between_parts() const noexcept override { return between_frames_; }

private:
    // Into a buffer of our own: how much Zstandard gives before it sees damage depends on the room
    // it has, and what is told of a file must not depend on the reader's blocks. Also called
    // without input at the end of the file, since output may be held back inside.
    void unpack_more() {
        const std::span<char> packed = input();
        if (packed.empty() && between_frames_) {
            return;
        }
        ZSTD_inBuffer in{packed.data(), packed.size(), 0};
        ZSTD_outBuffer out{text_.data(), text_.size(), 0};
        const std::size_t status = ZSTD_decompressStream(context_, &out, &in);
        use(in.pos);
        if (ZSTD_isError(status) != 0) {
            fail("the Zstandard archive is damaged (" + std::string(ZSTD_getErrorName(status)) +
                 "). Fetch the file again, or pack it again");
        }
        between_frames_ = status == 0;
        text_begin_ = 0;
        text_end_ = out.pos;
    }

    ZSTD_DCtx* context_;
    std::vector<char> text_ = std::vector<char>(ZSTD_DStreamOutSize());
    std::size_t text_begin_ = 0;
    std::size_t text_end_ = 0;
    bool between_frames_ = false;
};

// Throws when the first bytes are those of a file that people take for CSV and that is none.
static void refuse_lookalike(const std::filesystem::path& path, std::string_view first) {
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorKind::refused, what, {.file = path.string()});
    };
    using namespace std::string_view_literals;
    if (first.starts_with("PK\x03\x04"sv)) {
        refuse("this is a workbook or a zip archive, not CSV. Save it as CSV, or unpack it first");
    }
    if (first.starts_with("\xFF\xFE"sv) || first.starts_with("\xFE\xFF"sv)) {
        refuse("the text is UTF-16, not UTF-8. Save the file as \"CSV UTF-8\"");
    }
    const std::string ending = path.extension().string();
    if (ending == ".gz" || ending == ".zst") {
        refuse("the name ends in " + ending +
               ", but the file is no such archive. Fetch the file again, or correct its name");
    }
}

FileStream::FileStream(const std::filesystem::path& path, Hashing hashing)
    : FileStream(open_for_reading(path), path, hashing) {}

FileStream::FileStream(FileDescriptor file, const std::filesystem::path& name, Hashing hashing)
    : stored_(std::make_unique<Stored>(std::move(file), name)) {
    const std::string_view first = stored_->first_bytes();
    using namespace std::string_view_literals;
    if (first.starts_with("\x1F\x8B"sv)) {
        unpacker_ = std::make_unique<Gzip>(*stored_);
    } else if (first == "\x28\xB5\x2F\xFD"sv ||
               (first.size() == 4 && (first[0] & '\xF0') == '\x50' &&
                first.substr(1) == "\x2A\x4D\x18"sv)) {
        unpacker_ = std::make_unique<Zstandard>(*stored_);  // or a frame to be skipped
    } else {
        refuse_lookalike(name, first);
        if (hashing == Hashing::by_reader) {
            stored_->leave_hashing();
        }
    }
}

FileStream::~FileStream() = default;

std::size_t FileStream::read(char* to, std::size_t room) {
    return unpacker_ ? unpacker_->read(to, room) : stored_->read(to, room);
}

std::uint64_t FileStream::stored_bytes() const noexcept {
    return stored_->bytes();
}

bool FileStream::leaves_hashing() const noexcept {
    return !stored_->hashes();
}

Digest FileStream::digest() {
    return stored_->digest();
}

}  // namespace waymark::source
