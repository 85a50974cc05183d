// SPDX-License-Identifier: MIT
// A sum of reals without rounding, so that it is the same in whatever order the addends come.
#pragma once

#include <cstdint>
#include <vector>

namespace waymark::observation {

/// The exact sum of doubles: 32-bit digits wide enough for every addend so far (Neal, "Fast exact
/// summation using small and large superaccumulators", arXiv 1505.05571, the small kind, grown as
/// needed). Two sums of the same addends give the same bits. One thread at a time.
class ExactSum {
public:
    /// Adds a finite number; a long double is taken as the two doubles it is the sum of.
    void add(long double addend);
    void add(const ExactSum& other);

    /// The sum, rounded once to the precision of long double. 0 when nothing was added.
    [[nodiscard]] long double value() const;

private:
    void add_double(double addend);
    void cover(int first, int last);
    void carry();

    std::vector<std::int64_t>
        digits_;  ///< digit i weighs 2^(32 (first_ + i)); may hold several carries
    int first_ = 0;
    std::uint32_t additions_ = 0;  ///< since the last carry; each adds less than 2^32 to a digit
};

}  // namespace waymark::observation
