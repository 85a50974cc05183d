// SPDX-License-Identifier: MIT
// Faults of files that people write by hand, collected so that all are told at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace waymark {

/// The faults found so far. One thread.
class ErrorList {
public:
    void add(const Place& place, std::string_view sentence);

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    /// Throws Error(configuration) if there is any fault: one line "file:line:column: error:
    /// sentence" each, by place, then "N errors. Nothing was changed."
    void throw_if_any() const;

private:
    struct Entry {
        Place place;
        std::string sentence;
    };
    std::vector<Entry> entries_;
};

}  // namespace waymark
