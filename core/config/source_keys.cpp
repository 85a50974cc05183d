// SPDX-License-Identifier: MIT
#include <array>

#include "config/keys.hpp"

namespace waymark::config {

using enum ValueType;
using enum Presence;

// The keys of a kind: its own, between those that all kinds share.
template <std::size_t... sizes>
static constexpr auto joined(const Key (&... parts)[sizes]) {
    std::array<Key, (sizes + ...)> all{};
    std::size_t at = 0;
    const auto take = [&](const auto& part) {
        for (const Key& key : part) {
            all[at++] = key;
        }
    };
    (take(parts), ...);
    return all;
}

static constexpr Key kind[] = {
    {"kind", text, must, "how rows are read", "", "csv drop_folder sqlite odbc http"},
};
static constexpr Key csv_path[] = {
    {"path", text, must, "file or files; may hold {as_of}, {service} and the wildcard *"},
};
static constexpr Key csv_text[] = {
    {"delimiter", text, may, "one character between fields", "\",\""},
    {"encoding", text, may, "encoding of the text", "\"utf-8\"", "utf-8 windows-1252"},
};
static constexpr Key csv_proof[] = {
    {"digest", text, may, "how a file is proved; tree is quicker, for files that are no archives",
     "\"sha256\"", "sha256 tree"},
};
static constexpr Key rows[] = {
    {"missing", texts, may, "texts that mean missing; an empty field always does", "[]"},
    {"warn_refused", real, may, "a pull is complete up to this share of refused rows", "0.005"},
    {"max_refused", real, may, "a pull is partial up to this share, above it is refused", "0.05"},
    {"allow_partial", flag, may, "a partial pull may run", "false"},
    {"empty_is_valid", flag, may, "a pull without rows may be committed", "false"},
};
static constexpr Key folder[] = {
    {"path", text, must, "the folder; may hold {as_of} and {service}"},
    {"pattern", text, may, "names of the files taken; may hold {as_of}, {service} and *",
     "\"*.csv\""},
    {"order", text, may, "in which order they are read", "\"name\"", "name time"},
    {"settle", duration, may, "a file is taken once it has not changed for so long", "\"60s\""},
};
static constexpr Key sqlite_path[] = {
    {"path", text, must, "the SQLite file; may hold {as_of} and {service}"},
};
static constexpr Key query[] = {
    {"query", text, may, "one statement that reads; or"},
    {"query_file", text, may, "the file it stands in"},
    {"timeout", duration, may, "longest time of one pull", "\"10m\""},
};
static constexpr Key odbc[] = {
    {"dsn", text, may, "name of a data source in odbc.ini; or"},
    {"connection", text, may, "a connection string without a password"},
    {"user", text, may, "name to log in with"},
    {"password", text, may, "where the password is kept: \"credential:NAME\" or \"file:PATH\""},
};
static constexpr Key http[] = {
    {"url", text, must, "address; may hold {as_of} and {service}; no secret"},
    {"format", text, must, "what is answered; jsonl is one JSON object a line", "",
     "csv json jsonl"},
    {"records", text, may, "json: pointer to the array of records, \"\" = the whole body", "\"\""},
    {"next", text, may, "json: pointer to the next page's address or cursor"},
    {"next_parameter", text, may, "name the cursor has in the next page's address"},
    {"max_pages", whole, may, "more pages than this are refused", "100"},
    {"may_be_absent", texts, may, "json: members that may be in no record at all", "[]"},
    {"bearer", text, may, "where the token is kept: \"credential:NAME\" or \"file:PATH\""},
    {"user", text, may, "name to log in with, if by name and password"},
    {"password", text, may, "where the password is kept: \"credential:NAME\" or \"file:PATH\""},
    {"ca_file", text, may, "certificates trusted in place of the system's"},
    {"timeout", duration, may, "longest time of one pull", "\"10m\""},
    {"stall", duration, may, "longest time without a byte, in whole seconds", "\"30s\""},
    {"retries", whole, may, "how often a page is asked for again", "3"},
    {"retry_wait", duration, may, "wait before the first retry; doubled each time", "\"1s\""},
    {"max_size", size, may, "most bytes of one pull", "\"1GiB\""},
};

static constexpr auto csv_all = joined(kind, csv_path, csv_text, csv_proof, rows);
static constexpr auto folder_all = joined(kind, folder, csv_text, rows);
static constexpr auto sqlite_all = joined(kind, sqlite_path, query, rows);
static constexpr auto odbc_all = joined(kind, odbc, query, rows);
static constexpr auto http_all = joined(kind, http, csv_text, rows);

const TableKeys source_keys{"[source.NAME]", "A place rows are read from: files.", csv_all};
const TableKeys drop_folder_keys{
    "[source.NAME] of kind drop_folder",
    "A folder that others put files into. Hidden files and names ending in .part, .partial, .tmp, "
    ".filepart or .crdownload are never taken.",
    folder_all};
const TableKeys sqlite_keys{"[source.NAME] of kind sqlite", "A query on an SQLite file.",
                            sqlite_all};
const TableKeys odbc_keys{"[source.NAME] of kind odbc",
                          "A query on any database with an ODBC driver.", odbc_all};
const TableKeys http_keys{"[source.NAME] of kind http",
                          "A table that a server answers with, page by page.", http_all};

}  // namespace waymark::config
