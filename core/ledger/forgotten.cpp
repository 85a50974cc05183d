// SPDX-License-Identifier: MIT
#include "ledger/forgotten.hpp"

#include "base/error.hpp"
#include "ledger/audit_rows.hpp"
#include "ledger/existing.hpp"
#include "ledger/forgotten_rows.hpp"
#include "sqlite/database.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

Digest Forgotten::digest(const Digest& key, std::string_view scheme, std::string_view identifier) {
    std::string text(scheme);
    text += '\0';
    text += identifier;
    return keyed_digest(key, text);
}

bool Forgotten::holds(std::string_view scheme, std::string_view identifier) const {
    return !digests_.empty() && digests_.contains(digest(key_, scheme, identifier));
}

Forgotten selected_forgotten(SQLite::Database& connection) {
    const auto key = selected_key(connection);
    if (!key) {
        return {};
    }
    SQLite::Statement statement(connection, "SELECT digest FROM forgotten");
    std::set<Digest> digests;
    while (statement.executeStep()) {
        if (const auto digest = digest_of_hex(sqlite::Fields(statement).text())) {
            digests.insert(*digest);
        }
    }
    return {*key, std::move(digests), selected_forget_requests(connection)};
}

std::int64_t selected_forget_requests(SQLite::Database& connection) {
    return connection.execAndGet("SELECT count(*) FROM audit WHERE verb = 'forget'").getInt64();
}

std::optional<Digest> selected_key(SQLite::Database& connection) {
    SQLite::Statement statement(connection, "SELECT value FROM secret WHERE name = 'forgotten'");
    return statement.executeStep() ? digest_of_hex(sqlite::Fields(statement).text()) : std::nullopt;
}

static Digest key_of(SQLite::Database& connection) {
    if (const auto known = selected_key(connection)) {
        return *known;
    }
    const Digest key = random_key();
    SQLite::Statement insert(connection,
                             "INSERT INTO secret (name, value) VALUES ('forgotten', ?)");
    sqlite::run(insert, hex_text(key));
    return key;
}

ForgetList::ForgetList(const std::filesystem::path& path, const Clock& clock,
                       sqlite::Options options)
    : clock_(&clock),
      database_(existing_ledger(path, clock, std::move(options),
                                "where nothing was run there is nothing to forget")) {}
ForgetList::ForgetList(ForgetList&&) noexcept = default;
ForgetList& ForgetList::operator=(ForgetList&&) noexcept = default;
ForgetList::~ForgetList() = default;

ForgetProof ForgetList::forget(std::string_view scheme, std::string_view identifier,
                               AuditRow audit) {
    ForgetProof proof;
    database_->write([&](SQLite::Database& connection) {
        const Instant now = clock_->now();
        proof.digest = Forgotten::digest(key_of(connection), scheme, identifier);
        SQLite::Statement insert(connection,
                                 "INSERT OR IGNORE INTO forgotten (digest, at_us) VALUES (?, ?)");
        sqlite::run(insert, hex_text(proof.digest), now);
        proof.was_known = connection.getChanges() == 0;
        proof.places_removed =
            connection.exec("UPDATE pull_reason SET places = '' WHERE places <> ''");
        audit.verb = "forget";  // counted by selected_forget_requests
        audit.what += (audit.what.empty() ? "" : "; ") + ("digest " + hex_text(proof.digest));
        audit.what += "; sample places erased: " + std::to_string(proof.places_removed);
        insert_audit(connection, now, audit);
    });
    return proof;
}

}  // namespace waymark::ledger
