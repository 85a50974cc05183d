// SPDX-License-Identifier: MIT
// From the rows of a case to its scores: validation, reversal, prorating, rounding, duplicates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "instruments.hpp"
#include "waymark/measure.hpp"

namespace resilience {

/// One completed form: a row of `forms`. Items the form does not have stay empty.
struct Form {
    waymark::Day date;
    std::optional<std::uint32_t> record;
    std::optional<std::string_view> instrument, version, informant, format, language;
    std::optional<waymark::List<double>> items;  ///< nullable: items may be left out

    [[nodiscard]] waymark::List<double> answers() const {
        return items.value_or(waymark::List<double>());
    }
};

/// One score as given elsewhere: a row of `scores`.
struct GivenScore {
    waymark::Day date;
    std::optional<std::uint32_t> record;
    std::optional<std::string_view> instrument, version, informant, format, language, scale;
    std::optional<double> score;
};

/// One score of a case.
struct Score {
    waymark::Day date;
    std::string_view language;  ///< "" where the table does not tell
    double value = 0.0;
    std::size_t missing = 0;  ///< items of the scale without an answer
    std::uint32_t record = 0;
    waymark::List<double> items;  ///< the form's; empty for a score given elsewhere

    [[nodiscard]] bool is_prorated() const { return missing > 0; }
};

/// How many forms and scores were not used, and why.
struct Tally {
    std::int64_t forms = 0;  ///< rows of both inputs up to as_of
    std::int64_t invalid = 0;
    std::int64_t unknown = 0;     ///< of no instrument of the document, or of several
    std::int64_t duplicates = 0;  ///< the same form again
    std::int64_t same_day = 0;    ///< scores beside another one of the same day
    std::int64_t incomplete = 0;  ///< scores missing for want of answers
};

/// Whether every answer is one the form allows, and none stands beyond its last item. Throws
/// waymark::BadInput when the table has fewer item columns than the form has items.
[[nodiscard]] bool is_valid(const Instrument& form, waymark::List<double> answers);

/// An answer as it counts in sums.
[[nodiscard]] double counted(const Instrument& form, std::size_t item, double answer);

/// The score on `scales[scale]` of a valid form, without date; nullopt when too few items are
/// answered.
[[nodiscard]] std::optional<Score> score_of(const Instruments& instruments, std::size_t scale,
                                            waymark::List<double> answers);

/// Two forms compared by the items answered in both.
struct ItemsInBoth {
    std::size_t items = 0;
    double first = 0.0;  ///< the scores of those items alone
    double last = 0.0;
    bool some_better = false;  ///< some item moved towards the better end
    bool some_worse = false;
};

/// nullopt when no item is answered in both, or a score was given ready-made.
[[nodiscard]] std::optional<ItemsInBoth> items_in_both(const Instruments& instruments,
                                                       std::size_t scale, const Score& first,
                                                       const Score& last);

/// The scores of one case up to `as_of`, the same for the rows in any order.
class CaseScores {
public:
    CaseScores(const Instruments& instruments, waymark::Day as_of);

    void add(waymark::Rows<Form> forms);
    void add(waymark::Rows<GivenScore> scores);
    /// Drops duplicates and all but one score of a day and language; call when all are added.
    void settle();

    /// By date, at most one for each day and language.
    [[nodiscard]] std::span<const Score> of(std::size_t scale) const { return scores_[scale]; }
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    struct Entry {
        std::size_t instrument;
        const Form* form;
    };

    void add_scores(const Entry& entry);
    void add_given(const GivenScore& given);

    const Instruments& instruments_;
    waymark::Day as_of_;
    std::vector<Entry> entries_;
    std::vector<std::vector<Score>> scores_;  ///< by scale
    Tally tally_;
};

}  // namespace resilience
