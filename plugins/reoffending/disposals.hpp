// SPDX-License-Identifier: MIT
// Disposals by severity and the disposal-specific tables, from the document `disposals`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rows.hpp"
#include "waymark/measure/json.hpp"

namespace reoffending {

/// Immutable once built; any thread.
class Disposals {
public:
    /// Reads the document. Throws waymark::BadParameter naming the entry that cannot be used.
    explicit Disposals(const waymark::Json& document);

    /// unknown_disposal for a code the document does not have.
    [[nodiscard]] DisposalRank rank(std::string_view code) const;

    /// Whether the disposal is immediate custody: the person enters at the release. False for an
    /// unknown one.
    [[nodiscard]] bool is_immediate_custody(DisposalRank rank) const;

    [[nodiscard]] std::size_t table_count() const noexcept { return tables_.size(); }

    /// Whether an event belongs to a table, by its type or its disposal.
    [[nodiscard]] bool is_in_table(std::size_t table, EventType type, DisposalRank rank) const;

private:
    struct Entry {
        std::string code;
        bool is_immediate_custody = false;
    };
    struct Table {
        std::vector<EventType> types;
        std::vector<DisposalRank> disposals;
    };

    [[nodiscard]] Table table_of(const waymark::Json& entry) const;

    std::vector<Entry> entries_;
    std::vector<Table> tables_;
};

}  // namespace reoffending
