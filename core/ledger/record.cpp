// SPDX-License-Identifier: MIT
#include "ledger/record.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace waymark::ledger {

static constexpr std::array<std::string_view, 6> state_words{"running",   "prepared", "committed",
                                                             "unchanged", "failed",   "refused"};
static constexpr std::array<std::string_view, 8> outcome_words{
    "crashed", "timed_out", "out_of_memory", "policy", "protocol", "rejected", "failed", "refused"};

static constexpr std::array<std::string_view, 3> due_end_words{"done", "given_up", "superseded"};

template <class Enum, std::size_t count>
static std::optional<Enum> enumerator_of(const std::array<std::string_view, count>& words,
                                         std::string_view word) noexcept {
    const auto* const found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(std::distance(words.begin(), found));
}

std::string_view word(RunState state) noexcept {
    return state_words[static_cast<std::size_t>(state)];
}

std::string_view word(Outcome outcome) noexcept {
    return outcome_words[static_cast<std::size_t>(outcome)];
}

std::string_view word(DueEnd end) noexcept {
    return due_end_words[static_cast<std::size_t>(end)];
}

std::optional<DueEnd> due_end_of(std::string_view word) noexcept {
    return enumerator_of<DueEnd>(due_end_words, word);
}

std::optional<RunState> run_state_of(std::string_view word) noexcept {
    return enumerator_of<RunState>(state_words, word);
}

std::optional<Outcome> outcome_of(std::string_view word) noexcept {
    return enumerator_of<Outcome>(outcome_words, word);
}

}  // namespace waymark::ledger
