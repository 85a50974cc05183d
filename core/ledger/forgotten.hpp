// SPDX-License-Identifier: MIT
// People who asked to be forgotten: known by keyed digests of their identifiers, and by nothing
// else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/sha256.hpp"
#include "ledger/record.hpp"
#include "sqlite/options.hpp"

namespace waymark::sqlite {
class Database;
}

namespace waymark::ledger {

/// Tells whether an identifier belongs to somebody who is forgotten. An immutable value; any
/// thread.
class Forgotten {
public:
    Forgotten() = default;
    Forgotten(const Digest& key, std::set<Digest> digests, std::int64_t requests)
        : key_(key), digests_(std::move(digests)), requests_(requests) {}

    [[nodiscard]] bool empty() const noexcept { return digests_.empty(); }
    /// How many requests to forget somebody the ledger had taken, repeated ones counted.
    [[nodiscard]] std::int64_t requests() const noexcept { return requests_; }
    [[nodiscard]] bool holds(std::string_view scheme, std::string_view identifier) const;

    /// What is kept of an identifier: HMAC-SHA-256 of scheme, a zero byte and identifier.
    [[nodiscard]] static Digest digest(const Digest& key, std::string_view scheme,
                                       std::string_view identifier);

private:
    Digest key_{};
    std::set<Digest> digests_;
    std::int64_t requests_ = 0;
};

/// What forgetting somebody did.
struct ForgetProof {
    Digest digest{};
    bool was_known = false;           ///< forgotten before
    std::int64_t places_removed = 0;  ///< reasons whose sample places in source files were erased
};

/// Adds to the forgotten people of a ledger, also while a run is going on: what it knows already
/// it goes on with, the next one leaves them out. One thread at a time; the clock outlives it.
class ForgetList {
public:
    /// Opens a ledger that is there, bringing its schema up to date. Throws Error: input_missing,
    /// permission, store, try_later.
    ForgetList(const std::filesystem::path& path, const Clock& clock, sqlite::Options options = {});
    ForgetList(ForgetList&&) noexcept;
    ForgetList& operator=(ForgetList&&) noexcept;
    ForgetList(const ForgetList&) = delete;
    ForgetList& operator=(const ForgetList&) = delete;
    ~ForgetList();

    /// Forgets one person by one identifier and erases the places of sampled rows, since nobody can
    /// tell any more whose they are. The audit row is written in the same transaction; its `what`
    /// is completed with the digest, never with the identifier.
    [[nodiscard]] ForgetProof forget(std::string_view scheme, std::string_view identifier,
                                     AuditRow audit);

private:
    const Clock* clock_;
    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace waymark::ledger
