// SPDX-License-Identifier: MIT
#include "source/ordered_digest.hpp"

#include <utility>

namespace waymark::source {

void OrderedDigest::prepare(Chunk& chunk) const {
    chunk.leaves.clear();
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

void OrderedDigest::take(Chunk& chunk) {
    if (kind_ == config::DigestKind::tree) {
        TreeDigest& tree = tree_ ? *tree_ : tree_.emplace();
        tree.update(std::as_bytes(std::span(chunk.stored_before)));
        if (!chunk.leaves.empty() && tree.is_at_leaf()) {
            tree.add(chunk.leaves);
        } else {
            tree.update(chunk.stored_head());
            tree.update(std::as_bytes(std::span(chunk.stored_tail)));
        }
    } else {
        Sha256& plain = plain_ ? *plain_ : plain_.emplace();
        plain.update(std::as_bytes(std::span(chunk.stored_before)));
        plain.update(chunk.stored_head());
        plain.update(std::as_bytes(std::span(chunk.stored_tail)));
    }
    if (chunk.proof && !chunk.proof->is_hashed) {
        chunk.proof->sha256 = tree_ ? tree_->finish() : plain_->finish();
        chunk.proof->is_tree = tree_.has_value();
        chunk.proof->is_hashed = true;
    }
    if (chunk.last_of_file) {
        plain_.reset();
        tree_.reset();
    }
}

}  // namespace waymark::source
