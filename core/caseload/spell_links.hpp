// SPDX-License-Identifier: MIT
// Which spells the rows of a table belong to.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "batch/block.hpp"
#include "caseload/caseload.hpp"
#include "config/config.hpp"

namespace waymark::caseload {

/// How a table's rows find their spells.
struct LinkRule {
    std::uint32_t scheme = 0;  ///< of the table's identifiers
    config::Membership membership = config::Membership::during;
    std::int32_t days_before = 0;  ///< `during`: a spell's reach before its start ...
    std::int32_t days_after = 0;   ///< ... and after its end, where no spell holds the day itself
    std::optional<std::uint32_t> date;  ///< column of the row's date; not needed for `ever`
    bool is_of_service = false;         ///< a row belongs to spells of its own service alone
};

/// Links rows to the spells of a settled caseload. A row may belong to several, at most one of each
/// service; each pass holds one link a row, and the links of one case are all in the same pass, so
/// its rows stay in file order. One thread at a time; caseload and case table outlive it.
class SpellLinks {
public:
    SpellLinks(const Caseload& caseload, CaseTable& cases) : caseload_(caseload), cases_(cases) {}

    /// Told of each row that belongs to no spell, and why.
    using OnDrop = std::function<void(std::uint32_t row, const std::string& reason)>;

    /// Links the rows of a block. The roles' strata and case columns are taken from the rows too.
    void link(const batch::RowBlock& block, const Roles& roles, const LinkRule& rule,
              const OnDrop& on_drop);

    /// The passes of the last block.
    [[nodiscard]] std::span<const RowLinks> passes() const noexcept {
        return std::span(passes_).first(pass_count_);
    }

private:
    [[nodiscard]] std::optional<std::uint32_t> person_of(const batch::RowBlock& block,
                                                         const batch::BlockColumn& identifiers,
                                                         std::uint32_t scheme, std::uint32_t row,
                                                         const OnDrop& on_drop) const;
    [[nodiscard]] RowLinks& pass(std::size_t index, const batch::RowBlock& block,
                                 const Roles& roles);

    const Caseload& caseload_;
    CaseTable& cases_;
    std::vector<RowLinks> passes_;
    std::size_t pass_count_ = 0;
};

}  // namespace waymark::caseload
