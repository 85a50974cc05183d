// SPDX-License-Identifier: MIT
// Who is who in one run: identifiers become dense numbers, persons go to shards, and each person's
// involvement with a service is a case. No caseload configured: person x service column = case.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/key_hash.hpp"
#include "batch/block.hpp"
#include "caseload/flat_index.hpp"
#include "contract/description.hpp"

namespace waymark::caseload {

/// The services of a run: a fixed list, or every value the service column has.
struct ServiceScope {
    std::vector<std::string> ids;
    bool open = false;  ///< ids grow as values appear
};

/// Which columns of a table's blocks say who, where and what kind.
struct Roles {
    std::optional<std::uint32_t> person;   ///< type key; absent for aggregates
    std::optional<std::uint32_t> service;  ///< type category
    std::uint32_t fixed_service = 0;       ///< index used when there is no service column
    std::optional<std::uint32_t> unit;     ///< type key
    bool aggregate = false;                ///< each row is a case of its own
    std::vector<std::optional<std::uint32_t>> strata;  ///< per kind; type category
    std::vector<std::optional<std::uint32_t>>
        case_columns;                         ///< start, end, then the asked-for ones
    std::optional<std::uint32_t> total_kind;  ///< published totals: this stratum kind ...
    std::string total_value;                  ///< ... with this value
};

/// Where each row of a block went. `case_number[row] == nowhere`: the row was dropped.
struct RowLinks {
    static constexpr std::uint32_t nowhere = 0xFFFFFFFFu;
    std::vector<std::uint32_t> shard;
    std::vector<std::uint32_t> case_number;  ///< within the shard
    std::vector<std::uint32_t> unit;  ///< within the shard; empty when the table has no units
};

/// What could be told of the rows of a block before their turn in the order of the file.
struct FoundRows {
    RowLinks links;                        ///< `nowhere` where it could not
    std::vector<std::uint32_t> left_over;  ///< rows still to be linked, ascending
    std::vector<std::uint32_t> with_news;  ///< linked rows that say something new of their case
    std::vector<std::uint64_t> rows_of_service;  ///< linked rows by service

    /// Nothing is left to be done in the order of the file.
    [[nodiscard]] bool is_settled() const noexcept {
        return left_over.empty() && with_news.empty();
    }
};

/// A column of facts about cases: 8 bytes a case (int, date, instant, category index; real's bits).
struct CaseColumn {
    contract::ColumnType type = contract::ColumnType::date;
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> valid;
};

/// How far a case got, one bit each (ShardCases::progress).
inline constexpr std::uint8_t consented = 1;  ///< may be used
inline constexpr std::uint8_t linked = 2;     ///< an identifier of the person stood in the data
inline constexpr std::uint8_t with_data = 4;  ///< a row was handed to the case

/// The cases of one shard; every vector is indexed by the case's number within the shard.
struct ShardCases {
    std::vector<std::uint32_t> service;
    std::vector<std::uint32_t> person;
    std::vector<std::uint8_t> person_has_more;
    std::vector<std::uint8_t> published_total;
    std::vector<std::uint8_t> progress;
    std::vector<std::vector<std::uint32_t>> strata;  ///< per kind: value index, 0 = (missing)
    std::vector<CaseColumn> columns;                 ///< start, end, asked-for
    std::uint32_t persons = 0;
    std::uint32_t units = 0;
    std::uint32_t withheld = 0;  ///< cases at the end that no measure may see: without consent

    /// Cases that measures are asked for: [0, asked()).
    [[nodiscard]] std::uint32_t asked() const noexcept { return size() - withheld; }
    [[nodiscard]] std::uint32_t size() const noexcept {
        return static_cast<std::uint32_t>(service.size());
    }
};

/// A case by where it is.
struct Seat {
    std::uint32_t shard = 0;
    std::uint32_t number = 0;  ///< within the shard
};

/// Whether an identifier of a scheme belongs to somebody who is to be forgotten.
using IsForgotten = std::function<bool(std::string_view scheme, std::string_view identifier)>;

/// The reason told of their rows. Nobody may be told where such a row is.
inline constexpr std::string_view forgotten_reason = "person to be forgotten";

/// The scheme of the main identifier: of a caseload, or of rows where there is none.
inline constexpr std::string_view main_scheme = "person";

/// Links rows to cases in file order, so that every number is the same for any number of threads
/// (ADR 0007). One thread at a time.
class CaseTable {
public:
    /// `case_columns` are the types of the columns after start and end; `strata` the kinds' names.
    /// Nobody is forgotten when `is_forgotten` is empty.
    CaseTable(std::uint32_t shards, ServiceScope services, const std::vector<std::string>& strata,
              const std::vector<contract::Column>& case_columns, IsForgotten is_forgotten = {});

    /// Told of each row that becomes part of no case, and why: its service is not watched, or its
    /// person is forgotten.
    using OnDrop = std::function<void(std::uint32_t row, const std::string& reason)>;

    /// Numbers the rows of a block. New cases appear at the end of their shard. Rows whose entry in
    /// `periods` is RowLinks::nowhere are passed over in silence; empty = every row counts.
    void link(const batch::RowBlock& block, const Roles& roles,
              std::span<const std::uint32_t> periods, RowLinks& links, const OnDrop& on_drop);

    /// Links the rows of a block that a RowFinder left over, in the order of the file, so that the
    /// numbers are those link() alone would have given.
    void link_rest(const batch::RowBlock& block, const Roles& roles, FoundRows& found,
                   const OnDrop& on_drop);

    /// Number of the service, which joins an open scope; FlatIndex::none when it is not watched.
    [[nodiscard]] std::uint32_t service_number(const std::string& id);

    /// A new case of a person, known by one identifier with its hash. Cases that no measure may see
    /// come after all others.
    [[nodiscard]] Seat enrolled(std::string_view person, std::uint64_t hash, std::uint32_t service,
                                bool is_withheld);
    void set_fact(Seat seat, std::size_t column, std::int64_t value);
    void set_stratum(Seat seat, std::size_t kind, std::uint32_t number) {
        shards_[seat.shard].strata[kind][seat.number] = number;
    }
    /// The number of a stratum's value.
    [[nodiscard]] std::uint32_t stratum_number(std::size_t kind, const std::string& value);
    void set_progress(Seat seat, std::uint8_t bits) {
        shards_[seat.shard].progress[seat.number] |= bits;
    }
    /// What a case column keeps of a value that is not null.
    [[nodiscard]] std::int64_t fact_value(std::size_t column, const batch::BlockColumn& values,
                                          std::size_t row);
    /// The unit of an enrolled case with this key, within its shard.
    [[nodiscard]] std::uint32_t unit_of(Seat seat, const KeyText& key, std::uint64_t seed);
    void count_row(std::uint32_t service) { ++rows_of_service_[service]; }

    /// Takes strata and case columns from the linked rows of a block, or from some of them.
    void describe(const batch::RowBlock& block, const Roles& roles, const RowLinks& links);
    void describe(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                  std::span<const std::uint32_t> rows);

    [[nodiscard]] const std::vector<ShardCases>& shards() const noexcept { return shards_; }
    [[nodiscard]] const std::vector<std::string>& services() const noexcept {
        return services_.ids;
    }
    /// The cases of the person with this identifier of rows, of every service; none: nobody has it.
    /// Looks at everybody: for people who ask, not for rows.
    [[nodiscard]] std::vector<Seat> seats_of(std::string_view person) const;
    /// Rows linked per service so far.
    [[nodiscard]] const std::vector<std::uint64_t>& rows_of_service() const noexcept {
        return rows_of_service_;
    }
    /// Per kind: the values; [0] is "(missing)".
    [[nodiscard]] const std::vector<std::vector<std::string>>& stratum_values() const noexcept {
        return stratum_values_;
    }
    /// Texts of category case columns, per case column.
    [[nodiscard]] const std::vector<std::vector<std::string>>& column_dictionaries()
        const noexcept {
        return column_dictionaries_;
    }
    /// Rows whose stratum differs from what an earlier row of the case said, per kind. The first
    /// value that is not missing holds.
    [[nodiscard]] const std::vector<std::uint64_t>& contradicted_strata() const noexcept {
        return contradicted_strata_;
    }
    /// The same for case columns.
    [[nodiscard]] const std::vector<std::uint64_t>& contradicted_columns() const noexcept {
        return contradicted_columns_;
    }

private:
    friend class RowFinder;

    struct Text {
        std::uint64_t offset;
        std::uint32_t length;
    };
    /// One line of the cache, so that a row costs one look.
    struct alignas(64) Case {
        Words person;  ///< the words of the identifier, ...
        Words unit;    ///< ... and of the unit asked for last
        std::uint32_t person_size;
        std::uint32_t unit_size;
        std::uint32_t owner;  ///< the person's index
        std::uint32_t last_unit;
        std::uint32_t unit_number;  ///< of the last unit, within the shard
        std::uint32_t service;
        std::uint32_t shard;
        std::uint32_t number;

        // Of texts of at most 16 bytes these are the answer; of others more must be compared.
        [[nodiscard]] bool seems(const KeyText& who, std::uint32_t where) const noexcept {
            return person == who.words && person_size == who.text.size() && service == where;
        }
        [[nodiscard]] bool seems_last(const KeyText& key) const noexcept {
            return unit == key.words && unit_size == key.text.size() &&
                   last_unit != FlatIndex::none;
        }
        // The answer at once; false of longer texts.
        [[nodiscard]] bool is_short(std::string_view who, std::uint32_t where) const noexcept {
            return who.size() <= 16 && seems(KeyText(who), where);
        }
        [[nodiscard]] bool is_short_last(std::string_view key) const noexcept {
            return key.size() <= 16 && seems_last(KeyText(key));
        }
    };
    struct Person {
        Text id;
        std::uint32_t shard;
        std::uint32_t number;
        std::uint32_t first_case;
        bool is_forgotten;
    };
    struct Unit {
        Text key;
        std::uint32_t of_case;
        std::uint32_t number;
    };
    /// A block's dictionary entry -> the run's number for it.
    using Translation = std::vector<std::uint32_t>;

    /// The 8 bytes a case column keeps of a row's value; `numbers` are those of a category.
    [[nodiscard]] static std::int64_t kept_value(const batch::BlockColumn& column, std::size_t row,
                                                 const Translation& numbers);
    [[nodiscard]] Translation translated_services(const batch::BlockColumn& column);
    [[nodiscard]] Translation translated(const batch::BlockColumn& column,
                                         std::vector<std::string>& values,
                                         std::unordered_map<std::string, std::uint32_t>& index);
    /// FlatIndex::none for a person who is forgotten.
    [[nodiscard]] std::uint32_t case_of(const KeyText& person, std::uint64_t hash,
                                        std::uint32_t service);
    /// So many rows are looked up together.
    static constexpr std::uint32_t rows_at_once = 32;
    using RowHashes = std::array<std::uint64_t, rows_at_once>;
    /// The hashes of the persons of a group of rows, with the memory fetched that known_case() will
    /// want: first where their cases are told, then of the cases. `from` has hash(row) and
    /// service(row).
    template <class From>
    [[nodiscard]] RowHashes fetched(const From& from, std::uint32_t first,
                                    std::uint32_t end) const {
        RowHashes hashes{};
        for (std::uint32_t row = first; row < end; ++row) {
            hashes[row - first] = from.hash(row);
            case_index_.fetch(mixed(hashes[row - first], from.service(row)));
        }
        for (std::uint32_t row = first; row < end; ++row) {
            const std::uint32_t number =
                case_index_.likely(mixed(hashes[row - first], from.service(row)));
            if (number != FlatIndex::none) {
                __builtin_prefetch(&cases_[number]);
            }
        }
        return hashes;
    }
    [[nodiscard]] bool is_case(std::uint32_t number, const KeyText& person,
                               std::uint32_t service) const noexcept {
        const Case& candidate = cases_[number];
        return candidate.seems(person, service) &&
               (person.text.size() <= 16 || text(persons_[candidate.owner].id) == person.text);
    }
    /// FlatIndex::none when there is none yet.
    [[nodiscard]] std::uint32_t known_case(const KeyText& person, std::uint64_t hash,
                                           std::uint32_t service) const;
    [[nodiscard]] bool is_last_unit(const Case& of, const KeyText& key) const noexcept {
        return of.seems_last(key) &&
               (key.text.size() <= 16 || text(units_[of.last_unit].key) == key.text);
    }
    [[nodiscard]] std::uint32_t known_unit(std::uint32_t of_case, std::string_view key,
                                           std::uint64_t hash) const;
    [[nodiscard]] std::uint32_t person_of(std::string_view id, std::uint64_t hash);
    [[nodiscard]] std::uint32_t case_number(std::uint32_t owner, const KeyText& person,
                                            std::uint32_t service);
    [[nodiscard]] std::uint32_t numbered_unit(std::uint32_t of_case, const KeyText& key,
                                              std::uint64_t seed);
    struct Linking;
    [[nodiscard]] bool is_row_of(const Linking& linking, std::uint32_t row,
                                 std::uint32_t of_case) const;
    void seat_row(const Linking& linking, std::uint32_t row, std::uint32_t of_case,
                  RowLinks& links);
    [[nodiscard]] std::uint32_t link_row(const Linking& linking, std::uint32_t row,
                                         std::uint64_t hash, RowLinks& links,
                                         const OnDrop& on_drop);
    [[nodiscard]] std::uint32_t added_case(std::uint32_t shard, std::uint32_t service,
                                           std::uint32_t person_number);
    [[nodiscard]] std::uint32_t aggregate_case(std::uint32_t service);
    void set_strata(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                    std::span<const std::uint32_t> rows, std::size_t kind);
    void set_column(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                    std::span<const std::uint32_t> rows, std::size_t index);
    [[nodiscard]] std::string_view text(Text text) const noexcept {
        return std::string_view{arena_}.substr(text.offset, text.length);
    }
    [[nodiscard]] Text kept(std::string_view text);

    IsForgotten is_forgotten_;
    ServiceScope services_;
    std::unordered_map<std::string, std::uint32_t> service_index_;
    std::vector<std::uint64_t> rows_of_service_;
    std::vector<ShardCases> shards_;
    std::vector<std::vector<std::string>> stratum_values_;
    std::vector<std::unordered_map<std::string, std::uint32_t>> stratum_index_;
    std::vector<std::vector<std::string>> column_dictionaries_;
    std::vector<std::unordered_map<std::string, std::uint32_t>> column_index_;
    std::vector<std::uint64_t> contradicted_strata_;
    std::vector<std::uint64_t> contradicted_columns_;

    std::string arena_;
    std::vector<Case> cases_;
    std::vector<Person> persons_;
    std::vector<Unit> units_;
    FlatIndex case_index_;
    FlatIndex person_index_;
    FlatIndex unit_index_;
    std::vector<std::vector<std::uint32_t>> case_of_seat_;  ///< [shard][number], enrolled cases
    std::vector<std::uint32_t> all_rows_;                   ///< 0, 1, 2, ...
};

}  // namespace waymark::caseload
