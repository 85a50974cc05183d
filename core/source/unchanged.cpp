// SPDX-License-Identifier: MIT
#include "source/unchanged.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <semaphore>
#include <thread>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/tree_digest.hpp"

namespace waymark::source {
namespace {

constexpr std::string_view tree_mark = "sha256-tree-32k:";
constexpr std::size_t block_bytes = std::size_t{512} * 1024;  // whole leaves of the tree

FileDescriptor opened(const FileProof& file) {
    return FileDescriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
}

bool has_size(const FileProof& file) {
    const FileDescriptor descriptor = opened(file);
    struct stat status {};
    return descriptor.is_open() && ::fstat(descriptor.get(), &status) == 0 &&
           S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) == file.bytes;
}

// The next bytes, a whole block unless the file ends; nullopt when it cannot be read.
std::optional<std::size_t> filled(const FileDescriptor& file, std::span<std::byte> block) {
    std::size_t size = 0;
    while (size < block.size()) {
        const ssize_t got = ::read(file.get(), block.data() + size, block.size() - size);
        if (got < 0 && errno != EINTR) {
            return std::nullopt;
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    return size;
}

// The blocks of a file, each read while the one before is looked at.
class BlocksAhead {
public:
    explicit BlocksAhead(const FileDescriptor& file) : file_(file) {}
    BlocksAhead(const BlocksAhead&) = delete;
    BlocksAhead& operator=(const BlocksAhead&) = delete;
    ~BlocksAhead() {
        is_over_ = true;
        free_.release();
    }

    // Valid until the call after; shorter than a block at the end, nullopt when it cannot be read.
    [[nodiscard]] std::optional<std::span<const std::byte>> next() {
        if (taken_ > 0) {
            free_.release();
        }
        filled_.acquire();
        const Block& block = blocks_.at(taken_++ % blocks_.size());
        return block.size ? std::optional(std::span(block.bytes).first(*block.size)) : std::nullopt;
    }

private:
    struct Block {
        std::vector<std::byte> bytes = std::vector<std::byte>(block_bytes);
        std::optional<std::size_t> size{};
    };

    void read() {
        for (std::size_t i = 0;; ++i) {
            free_.acquire();
            if (is_over_) {
                return;
            }
            Block& block = blocks_.at(i % blocks_.size());
            block.size = filled(file_, block.bytes);
            filled_.release();
            if (block.size != block_bytes) {
                return;
            }
        }
    }

    const FileDescriptor& file_;
    std::array<Block, 2> blocks_;
    std::counting_semaphore<4> free_{2};
    std::counting_semaphore<4> filled_{0};
    std::atomic<bool> is_over_{false};
    std::size_t taken_ = 0;
    std::jthread reader_{[this] { read(); }};
};

template <class Running>
bool has_digest(const FileProof& file, const std::function<bool()>& goes_on) {
    const FileDescriptor descriptor = opened(file);
    if (!descriptor.is_open()) {
        return false;
    }
    Running digest;
    BlocksAhead blocks(descriptor);
    std::uint64_t bytes = 0;
    for (std::size_t size = block_bytes; size == block_bytes;) {
        const auto part = blocks.next();
        if (!part || !goes_on()) {
            return false;
        }
        size = part->size();
        bytes += size;
        if constexpr (std::is_same_v<Running, TreeDigest>) {
            if (size == block_bytes) {
                digest.add(leaf_digests(*part));
                continue;
            }
        }
        digest.update(*part);
    }
    return bytes == file.bytes && digest.finish() == file.sha256;
}

}  // namespace

std::optional<FileProof> proof_of(std::filesystem::path path, std::uint64_t bytes,
                                  std::string_view digest) {
    const bool is_tree = digest.starts_with(tree_mark);
    const auto known = digest_of_hex(is_tree ? digest.substr(tree_mark.size()) : digest);
    if (!known) {
        return std::nullopt;
    }
    return FileProof{.path = std::move(path), .bytes = bytes, .sha256 = *known, .is_tree = is_tree};
}

bool are_unchanged(std::span<const FileProof> files, std::uint32_t threads,
                   const std::function<bool()>& cancelled) {
    if (!std::all_of(files.begin(), files.end(), has_size)) {
        return false;
    }
    std::atomic<std::size_t> next{0};
    std::atomic<bool> is_unchanged{true};
    std::atomic<bool> is_cancelled{false};
    const auto goes_on = [&] {
        if (cancelled && cancelled()) {
            is_cancelled = true;
        }
        return is_unchanged && !is_cancelled;
    };
    const auto work = [&] {
        for (std::size_t i = next++; i < files.size() && goes_on(); i = next++) {
            const FileProof& file = files[i];
            if (!(file.is_tree ? has_digest<TreeDigest>(file, goes_on)
                               : has_digest<Sha256>(file, goes_on))) {
                is_unchanged = false;
            }
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min<std::size_t>(threads, files.size()); ++i) {
            others.emplace_back(work);
        }
        work();
    }
    if (is_cancelled) {
        throw Error(ErrorKind::interrupted,
                    "stopped as asked while files were compared; nothing of this run is used");
    }
    return is_unchanged;
}

}  // namespace waymark::source
