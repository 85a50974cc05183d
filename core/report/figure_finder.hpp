// SPDX-License-Identifier: MIT
// The released figures a unit-cost document refers to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/unit_costs.hpp"
#include "store/release_reader.hpp"

namespace waymark::report {

/// One factor as it was found: a stated number with its source, or a released figure.
struct Found {
    std::optional<double> number;             ///< absent: the release tells none
    std::optional<store::Recorded> recorded;  ///< the release; absent also when none was published
    std::string source;                       ///< of a stated number; "" for a figure
    std::string sought;                       ///< what was looked for, for people
};

/// Throws Error (configuration): what does not fit between document and store, at its place.
[[noreturn]] void refuse_document(const Place& place, const std::string& sentence);

/// Finds figures in one store as known on one day. One thread.
class FigureFinder {
public:
    /// The reader outlives it. Without `as_of` all vintages are known.
    FigureFinder(const store::ReleaseReader& reader, std::optional<Date> as_of);

    /// The number of a factor of `cost`'s service. Throws Error (configuration) at the reference's
    /// place when the store knows no such indicator, or several figures fit.
    [[nodiscard]] Found find(const config::Factor& factor, const config::Cost& cost) const;

private:
    [[nodiscard]] Found figure(const config::FigureReference& reference,
                               const config::Cost& cost) const;
    void expect_known(const config::FigureReference& reference) const;

    const store::ReleaseReader& reader_;
    std::optional<Date> as_of_;
    std::vector<release::IndicatorDefinition> definitions_;
};

}  // namespace waymark::report
