// SPDX-License-Identifier: MIT
// The attendance codes and what each meant on which day, from the document parameter `codes`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waymark/measure.hpp"

namespace attendance {

/// What a mark counts as. `none` is a blank field or "-": no mark was entered.
enum class Category : std::uint8_t {
    none,
    present,
    activity,  ///< approved educational activity: counts as attending
    authorised,
    unauthorised,
    not_possible,  ///< in neither numerator nor denominator
    covid,         ///< possible, but no absence
    unknown,
};

/// Reasons that rules speak of; all others are told by their series alone.
enum class Reason : std::uint8_t {
    other,
    late_before,
    late_after,
    excluded,
    reduced_timetable,
    not_required,
    no_reason_yet,
    administrative,
};
inline constexpr std::size_t reason_count = 8;

/// What a code means on a day. `entry` tells codes apart: 0 for no mark, 255 for every unknown one.
struct Meaning {
    std::uint8_t entry = 0;
    Category category = Category::none;
};

/// Immutable once built; any thread.
class CodeTable {
public:
    /// Reads the document. Throws waymark::BadParameter naming the entry that cannot be used.
    explicit CodeTable(const waymark::Json& document);

    /// The meanings of a code over time; outside the days it is valid it keeps its last known one,
    /// before the first of them that one. White space, case and typographic slashes do not matter.
    [[nodiscard]] waymark::Eras<Meaning> meanings(std::string_view code) const;

    /// What entry number `entry` (a Meaning's) counts as.
    [[nodiscard]] Category category(std::uint8_t entry) const noexcept {
        return categories_[entry];
    }
    /// Whether it is the code for "reason not yet given", which any other code replaces.
    [[nodiscard]] bool is_no_reason_yet(std::uint8_t entry) const noexcept {
        return reasons_[entry] == Reason::no_reason_yet;
    }
    /// Whether it is an administrative code, which may stand on closed days.
    [[nodiscard]] bool is_administrative(std::uint8_t entry) const noexcept {
        return reasons_[entry] == Reason::administrative;
    }
    [[nodiscard]] Reason reason(std::uint8_t entry) const noexcept { return reasons_[entry]; }
    /// The series of `reason_rate` that an entry's sessions are told in, if any.
    [[nodiscard]] std::optional<std::size_t> series(std::uint8_t entry) const noexcept {
        return series_[entry];
    }
    [[nodiscard]] std::size_t series_count() const noexcept { return series_count_; }
    /// Whether its code is valid on `day`. An unknown code has no days to be outside of.
    [[nodiscard]] bool is_valid(std::uint8_t entry, waymark::Day day) const noexcept {
        return validities_[entry].first <= day && day <= validities_[entry].last;
    }

    static constexpr std::uint8_t unknown_entry = 255;
    /// Stands for a mark string that does not fit its days.
    static constexpr std::uint8_t unfit_entry = 254;

    /// How many entries there are: 1, 2, ... and the two above.
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string code;
        Meaning meaning;
    };
    struct Validity {
        waymark::Day first = waymark::far_past;
        waymark::Day last = waymark::far_future;
    };

    std::vector<Entry> entries_;
    std::array<Category, 256> categories_{};
    std::array<Reason, 256> reasons_{};
    std::array<std::optional<std::size_t>, 256> series_{};
    std::size_t series_count_ = 0;
    std::array<Validity, 256> validities_{};
};

/// Trimmed, upper case, one kind of slash: as the code table writes codes.
[[nodiscard]] std::string plain_code(std::string_view code);

}  // namespace attendance
