// SPDX-License-Identifier: MIT
// The digests of a pull's files, made from chunks that several threads have in hand: a digest wants
// the bytes in their order, the threads shall not wait for each other.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "base/sha256.hpp"
#include "base/tree_digest.hpp"
#include "config/config.hpp"
#include "source/chunk.hpp"

namespace waymark::source {

/// Hashes the stored bytes of chunks by their numbers; the last chunk of a file gets its proof's
/// digest. Any thread.
class OrderedDigest {
public:
    /// `chunks`: how many there are at a time.
    OrderedDigest(config::DigestKind kind, std::size_t chunks) : kind_(kind), waiting_(chunks) {}

    /// Does what needs no order: the leaves of a tree.
    void prepare(Chunk& chunk) const;

    /// Hashes the chunk if it is the next and nobody is at it; false otherwise.
    [[nodiscard]] bool try_hash(Chunk& chunk);

    /// Hashes it when its turn comes.
    void hash(Chunk& chunk);

    /// Leaves a chunk to whoever hashes the one before.
    void leave(Chunk& chunk);

    /// Hashes those left behind whose turn has come; each is then passed on.
    void hash_left(const std::function<void(Chunk*)>& pass_on);

private:
    [[nodiscard]] bool is_turn(const Chunk& chunk) const noexcept {
        return !is_busy_ && next_ == chunk.number;
    }
    void take(Chunk& chunk);
    void done();

    config::DigestKind kind_;
    std::mutex mutex_;  // guards what follows, to waiting_
    std::condition_variable changed_;
    bool is_busy_ = false;
    std::uint64_t next_ = 0;
    std::vector<Chunk*> waiting_;  // by number modulo their count

    std::optional<Sha256> plain_;  // of the file at hand; what follows is that of who is busy
    std::optional<TreeDigest> tree_;
};

}  // namespace waymark::source
