// SPDX-License-Identifier: MIT
// One reading of a source: CSV bytes in, checked columns out, every row accounted for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/sha256.hpp"
#include "batch/block.hpp"
#include "config/config.hpp"
#include "contract/description.hpp"
#include "source/byte_stream.hpp"
#include "source/proof.hpp"

namespace waymark::source {

/// One column asked of a table: its declaration, and where the configuration says it comes from.
/// Values lose the blanks around them, except texts. A text found is first looked up in the value
/// map; then it may be a symbol; then it is missing if it is empty or one of the missing texts
/// (unless the map gave it). Several header columns are joined by one blank, and missing if one of
/// them is. Without any header column, constant or row number everything is missing. A missing
/// value refuses the row unless the column is nullable; a symbol never does. A list is never null:
/// `nullable` says whether its items may be missing. A declared type `key` is delivered as text;
/// its consumer numbers it.
struct Wanted {
    contract::Column column;
    config::ColumnMap map;
    std::vector<std::pair<std::string, std::int32_t>> symbols;  ///< text -> WM_STATE_*
    std::optional<std::pair<Date, Date>> scope;  ///< dates only: outside, the row is out of scope
    std::string scope_reason;                    ///< the reason it is counted under
};

/// How a table is to be read. A row that several rules would drop is counted under the first of:
/// its number of fields, the filters in order, the columns with a scope in order, the other columns
/// in order, a repeat of an earlier row that is used.
struct PullRequest {
    config::Source source;
    std::vector<std::filesystem::path> files;  ///< as locate() found them, in this order
    OpenPart open;  ///< empty: the files are files; else opens what messages call files[part]
    std::vector<Wanted> wanted;
    std::vector<config::RowFilter> filters;  ///< a row they drop is out of scope
    std::vector<std::uint32_t> unique;       ///< indices into wanted; empty = no check
    bool refuse_duplicates = false;  ///< true: later rows of equal unique columns are refused
    std::uint32_t threads = 1;
    /// Called on parser thread `thread` (from 0) for each block that will be handed out, unless
    /// duplicates are refused. What it throws is told in the block's place. May be empty.
    std::function<void(const batch::RowBlock& block, std::uint32_t thread)> on_parsed;
    std::uint64_t hash_seed = 0;  ///< of keys' hashes; random, and the same for all tables of a run
    std::uint32_t block_bytes = 256 * 1024;  ///< tests use small ones; results do not depend on it
    bool portable = false;  ///< true: no vector instructions (tests); results do not depend on it
};

/// Rows of one reason: how many, and the first few places (never a value, never an identifier).
struct Reason {
    std::uint64_t count = 0;
    std::vector<Place> samples;  ///< at most 5
};

/// The account of a pull. used + refused + out_of_scope == rows_read, always.
struct Account {
    std::uint64_t rows_read = 0;
    std::uint64_t used = 0;
    std::map<std::string, Reason> refused;  ///< by reason: "column 'code': not an allowed code"
    std::map<std::string, Reason> out_of_scope;  ///< by reason

    [[nodiscard]] std::uint64_t refused_rows() const;
    [[nodiscard]] std::uint64_t out_of_scope_rows() const;

    /// Takes back a row that was counted as used, as out of scope or refused (link stage). Without
    /// a place it is counted and no more.
    void move_to_out_of_scope(const std::string& reason, std::optional<Place> place);
    void move_to_refused(const std::string& reason, Place place);
};

enum class Verdict : std::uint8_t { complete, partial, refused, empty };
[[nodiscard]] std::string_view word(Verdict verdict) noexcept;

/// The verdict on a finished pull and one sentence why. Refused rows are judged by their share of
/// the rows in scope; a bound itself is still within. No row used: empty, unless too many were
/// refused.
struct Judgement {
    Verdict verdict = Verdict::complete;
    std::string why;
};
[[nodiscard]] Judgement judge(const Account& account, const config::Thresholds& thresholds,
                              const std::vector<std::string>& absent_services);

/// The files a source's path names: {as_of} and {service} filled in, relative to `base`, globs
/// expanded and sorted by name. Throws input_missing when nothing matches.
[[nodiscard]] std::vector<std::filesystem::path> expand_path(const config::Source& source,
                                                             const std::filesystem::path& base,
                                                             Date as_of,
                                                             const std::string& service);

/// Reads a table. Parsing runs on `threads` threads; blocks come out in file order.
/// Throws Error: input_missing, permission, source_unavailable (unreadable, truncated archive),
/// refused (header lacks a column: names it, the nearest there is and the file:line; a quote never
/// closed; invalid UTF-8; control characters; a record over 1 MiB; the wrong delimiter). The error
/// told is the one with the lowest offset in the file, whatever the threads did. One thread calls
/// next(); the Pull outlives the blocks it hands out.
class Pull {
public:
    explicit Pull(PullRequest request);
    Pull(const Pull&) = delete;
    Pull& operator=(const Pull&) = delete;
    ~Pull();

    /// The next block, valid until the call after; nullptr at the end.
    [[nodiscard]] const batch::RowBlock* next();

    /// How many blocks a pull with so many threads fills in turn.
    [[nodiscard]] static std::uint32_t block_count(std::uint32_t threads) noexcept;

    [[nodiscard]] Account& account() noexcept;
    /// Complete after next() returned nullptr.
    [[nodiscard]] const std::vector<FileProof>& proofs() const noexcept;
    /// The header of the first file, as it stands there. Complete after the first next().
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept;
    /// Bytes read so far of all bytes, for a progress bar; 0 where nobody knows how many there are.
    [[nodiscard]] double progress() const noexcept;

private:
    class Stage;
    std::unique_ptr<Stage> stage_;
};

}  // namespace waymark::source
