// SPDX-License-Identifier: MIT
#include "source/ordered_digest.hpp"

#include <type_traits>
#include <utility>

namespace waymark::source {

void OrderedDigest::prepare(Chunk& chunk) const {
    // The reader takes whole blocks, which are whole leaves but for the last of the file.
    if (kind_ == config::DigestKind::tree && chunk.stored_before.empty() &&
        (chunk.stored().size() % leaf_bytes == 0 || chunk.last_of_file)) {
        chunk.leaves = leaf_digests(chunk.stored());
    }
}

bool OrderedDigest::try_hash(Chunk& chunk) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_turn(chunk)) {
            return false;
        }
        is_busy_ = true;
    }
    take(chunk);
    done();
    return true;
}

void OrderedDigest::hash(Chunk& chunk) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_turn(chunk); });
        is_busy_ = true;
    }
    take(chunk);
    done();
}

void OrderedDigest::leave(Chunk& chunk) {
    const std::lock_guard lock(mutex_);
    waiting_[chunk.number % waiting_.size()] = &chunk;
}

void OrderedDigest::hash_left(const std::function<void(Chunk*)>& pass_on) {
    for (;;) {
        Chunk* chunk = nullptr;
        {
            const std::lock_guard lock(mutex_);
            Chunk*& place = waiting_[next_ % waiting_.size()];
            if (is_busy_ || place == nullptr) {
                return;
            }
            is_busy_ = true;
            chunk = std::exchange(place, nullptr);
        }
        take(*chunk);
        done();
        pass_on(chunk);
    }
}

void OrderedDigest::done() {
    {
        const std::lock_guard lock(mutex_);
        is_busy_ = false;
        ++next_;
    }
    changed_.notify_all();
}

static void add(Sha256& plain, const Chunk& chunk) {
    plain.update(std::as_bytes(std::span(chunk.stored_before)));
    plain.update(chunk.stored_head());
    plain.update(std::as_bytes(std::span(chunk.stored_tail)));
}

static void add(TreeDigest& tree, const Chunk& chunk) {
    tree.update(std::as_bytes(std::span(chunk.stored_before)));
    if (!chunk.leaves.empty() && tree.is_at_leaf()) {
        tree.add(chunk.leaves);
    } else {
        tree.update(chunk.stored_head());
        tree.update(std::as_bytes(std::span(chunk.stored_tail)));
    }
}

template <class Running>
static void take_into(std::optional<Running>& running, Chunk& chunk) {
    Running& digest = running ? *running : running.emplace();
    add(digest, chunk);
    if (chunk.proof && !chunk.proof->is_hashed) {
        chunk.proof->sha256 = digest.finish();
        chunk.proof->is_tree = std::is_same_v<Running, TreeDigest>;
        chunk.proof->is_hashed = true;
    }
    if (chunk.last_of_file) {
        running.reset();
    }
}

void OrderedDigest::take(Chunk& chunk) {
    if (kind_ == config::DigestKind::tree) {
        take_into(tree_, chunk);
    } else {
        take_into(plain_, chunk);
    }
}

}  // namespace waymark::source
