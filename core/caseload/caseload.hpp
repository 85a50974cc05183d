// SPDX-License-Identifier: MIT
// Who is whom and who was with which service when: the caseload, read from its tables. Rows of
// other tables are linked by it (spell_links.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "batch/block.hpp"
#include "caseload/case_table.hpp"
#include "caseload/flat_index.hpp"

namespace waymark::caseload {

/// Which columns of the caseload's blocks say what. Strata and facts are indexed as in the case
/// table; the facts are those after start and end.
struct SpellRoles {
    std::uint32_t person = 0;                ///< type key
    std::optional<std::uint32_t> service;    ///< type category
    std::uint32_t fixed_service = 0;         ///< number used when there is no service column
    std::uint32_t first_file = 0;            ///< number of the blocks' first file
    std::uint32_t start = 0;                 ///< type date
    std::optional<std::uint32_t> end;        ///< type date; null = still there
    std::optional<std::uint32_t> born;       ///< type date
    std::optional<std::uint32_t> area;       ///< type category
    std::optional<std::uint32_t> consent;    ///< type bool; null = no; absent: everybody consented
    std::optional<std::uint32_t> withdrawn;  ///< type date
    std::vector<std::uint32_t> schemes;      ///< type key; null = has none
    std::vector<std::optional<std::uint32_t>> strata;  ///< type category: the supplied ones
    std::vector<std::optional<std::uint32_t>> facts;   ///< as the measure declared them
};

/// Strata worked out by the caseload itself: which kind of the case table each is.
struct DerivedStrata {
    std::optional<std::uint32_t> age_band;
    std::vector<std::uint32_t> least_ages;  ///< of the bands, ascending
    std::optional<std::uint32_t> deprivation;
    std::unordered_map<std::string, std::string> quintiles;  ///< by area
    std::optional<std::uint32_t> entry_quarter;
    std::optional<std::uint32_t> entry_year;
    /// The case column that tells when the person's spell before this one, with the same service,
    /// ended; no stratum, but worked out beside them.
    std::optional<std::uint32_t> previous_end;
};

/// One spell, with its case.
struct Spell {
    std::int32_t start = 0;
    std::int32_t end = 0;  ///< last day; Caseload::never when there is none
    std::uint32_t service = 0;
    bool may_be_used = true;  ///< false: without consent, or the person opted out
    Seat seat;
};

/// Collects spells and identifiers, then makes the cases. add() every block, settle() once; from
/// then on immutable. The case table outlives it. One thread at a time.
class Caseload {
public:
    static constexpr std::int32_t never = 0x7FFFFFFF;
    static constexpr std::uint32_t nobody = FlatIndex::none;
    static constexpr std::uint32_t two_people = nobody - 1;  ///< the identifier is ambiguous

    /// `schemes` are the names of the further schemes; the main identifier's is "person".
    /// Whoever has withdrawn consent by `today` is left out, whatever the run is as of. Nobody is
    /// forgotten when `is_forgotten` is empty.
    Caseload(CaseTable& cases, std::vector<std::string> schemes, DerivedStrata derived, Date as_of,
             Date today, IsForgotten is_forgotten = {});

    /// Told of each row that is not taken: refused as wrong, or out of scope.
    using OnRow =
        std::function<void(std::uint32_t row, bool is_refused, const std::string& reason)>;

    /// Takes the spells of a block. One that ends before it starts, or starts before its person is
    /// born, is refused; one that starts after as_of, or with a service that is not watched, is out
    /// of scope. An end after as_of is not known yet. A spell with a service that is not watched
    /// still tells the identifiers of its person.
    void add(const batch::RowBlock& block, const SpellRoles& roles, const OnRow& on_row);

    /// Further identifiers: columns scheme (category), identifier and person (both key).
    void add_identifiers(const batch::RowBlock& block, std::uint32_t scheme,
                         std::uint32_t identifier, std::uint32_t person, const OnRow& on_row);

    /// People to leave out: columns scheme (category) and identifier (key). Whoever shares an
    /// ambiguous identifier is left out.
    void opt_out(const batch::RowBlock& block, std::uint32_t scheme, std::uint32_t identifier,
                 const OnRow& on_row);

    /// Told of each spell that is not taken after all, by its file's index and line: refused as
    /// overlapping an earlier one, or out of scope because its person is to be forgotten.
    using OnSpell = std::function<void(std::uint32_t file, std::uint64_t line, bool is_refused,
                                       const std::string& reason)>;

    /// Makes a case of every spell, of two that overlap with the same service the earlier one,
    /// which may be used only if both may. Cases without consent, or of people who opted out, come
    /// last and are withheld; people to be forgotten have none.
    void settle(const OnSpell& on_spell);

    [[nodiscard]] std::optional<std::uint32_t> scheme_number(std::string_view name) const;

    /// The person an identifier stands for: a number, nobody or two_people.
    [[nodiscard]] std::uint32_t person_of(std::uint32_t scheme, std::string_view identifier,
                                          std::uint64_t hash) const;
    /// The person's spells, by service, then start; empty when none may be used.
    [[nodiscard]] std::span<const Spell> spells_of(std::uint32_t person) const;

    [[nodiscard]] bool is_forgotten(std::uint32_t person) const {
        return persons_[person].is_forgotten;
    }
    /// Whether one of the two people behind an identifier is to be forgotten.
    [[nodiscard]] bool is_one_forgotten(std::uint32_t scheme, std::string_view identifier,
                                        std::uint64_t hash) const;

    /// How many identifiers stand for two people.
    [[nodiscard]] std::uint64_t ambiguous_identifiers() const noexcept { return contested_.size(); }

private:
    struct Identifier {
        std::uint64_t hash;
        std::uint64_t offset;
        std::uint32_t length;
        std::uint32_t scheme;
        std::uint32_t person;
    };
    struct Person {
        std::uint32_t identifier = 0;  ///< the main one
        bool opted_out = false;
        bool is_forgotten = false;
        std::uint32_t first_spell = 0;
        std::uint32_t spell_count = 0;
        bool has_usable_spell = false;
    };
    struct Entry {
        std::uint32_t person = 0;
        std::int32_t start = 0;
        std::int32_t end = never;
        std::uint32_t service = 0;
        std::uint32_t file = 0;
        std::uint64_t line = 0;
        bool may_be_used = false;
        bool is_left_out = false;  ///< overlaps, or of somebody to be forgotten
        std::optional<std::int32_t> previous_end;
        Seat seat;
    };
    struct Fact {
        std::int64_t value = 0;
        bool is_known = false;
    };

    [[nodiscard]] bool is_credible(const batch::RowBlock& block, const SpellRoles& roles,
                                   std::uint32_t row, const OnRow& on_row) const;
    [[nodiscard]] std::uint32_t identified_person(const batch::RowBlock& block,
                                                  const SpellRoles& roles, std::uint32_t row);
    void take(const batch::RowBlock& block, const SpellRoles& roles, std::uint32_t row,
              std::uint32_t person, std::uint32_t service);
    void take_strata(const batch::RowBlock& block, const SpellRoles& roles, std::uint32_t row);
    void take_facts(const batch::RowBlock& block, const SpellRoles& roles, std::uint32_t row);
    [[nodiscard]] std::uint32_t numbered_person(std::string_view id, std::uint64_t hash);
    [[nodiscard]] std::uint32_t find(std::uint32_t scheme, std::string_view text,
                                     std::uint64_t hash) const;
    void identify(std::uint32_t person, std::uint32_t scheme, std::string_view text,
                  std::uint64_t hash);
    [[nodiscard]] bool is_usable(const Entry& entry) const {
        return entry.may_be_used && !persons_[entry.person].opted_out;
    }
    void refuse_overlaps(const OnSpell& on_spell);
    void leave_out_forgotten(const OnSpell& on_spell);
    void make_cases(bool usable_ones);
    void index_spells();
    [[nodiscard]] std::string_view text(const Identifier& identifier) const noexcept {
        return std::string_view{arena_}.substr(identifier.offset, identifier.length);
    }

    CaseTable& cases_;
    std::vector<std::string> schemes_;  ///< "person" first
    DerivedStrata derived_;
    Date as_of_;
    Date today_;
    IsForgotten is_forgotten_;
    std::string arena_;  ///< the identifiers' texts
    std::vector<Identifier> identifiers_;
    FlatIndex identifier_index_;
    std::vector<Person> persons_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> strata_;  ///< of all entries, kind by kind
    std::vector<Fact> facts_;            ///< of all entries: start, end, then the measure's
    std::vector<Spell> spells_;          ///< person by person
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>
        contested_;  ///< identifiers that stand for several people -> those people
};

}  // namespace waymark::caseload
