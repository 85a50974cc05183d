// SPDX-License-Identifier: MIT
#include "base/cell.hpp"

#include <algorithm>
#include <array>

namespace waymark {

static constexpr std::array<std::string_view, 9> state_words{"observed",
                                                             "missing",
                                                             "not_due",
                                                             "suppressed",
                                                             "not_applicable",
                                                             "withdrawn",
                                                             "suppressed_at_source",
                                                             "unavailable",
                                                             "rounds_to_zero"};
static constexpr std::array<std::string_view, 4> maturity_words{"open", "provisional", "final",
                                                                "apart"};
static constexpr std::array<std::string_view, 5> flag_words{"low_quality", "break", "revised",
                                                            "low_completion", "held"};

static constexpr std::array<std::string_view, 6> restatement_words{
    "", "late_data", "definition", "plugin_version", "correction", "disclosure_rule"};

std::string_view word(Restatement restatement) noexcept {
    return restatement_words[static_cast<std::size_t>(restatement)];
}

Restatement restatement_of(std::string_view word) noexcept {
    const auto* const found = std::find(restatement_words.begin(), restatement_words.end(), word);
    return found == restatement_words.end()
               ? Restatement::none
               : static_cast<Restatement>(found - restatement_words.begin());
}

std::string_view word(State state) noexcept {
    return state_words[static_cast<std::size_t>(state)];
}

std::string_view word(Maturity maturity) noexcept {
    return maturity_words[static_cast<std::size_t>(maturity)];
}

std::optional<State> state_of(std::string_view word) noexcept {
    for (std::size_t i = 0; i < state_words.size(); ++i) {
        if (state_words[i] == word) {
            return static_cast<State>(i);
        }
    }
    return std::nullopt;
}

std::optional<Maturity> maturity_of(std::string_view word) noexcept {
    for (std::size_t i = 0; i < maturity_words.size(); ++i) {
        if (maturity_words[i] == word) {
            return static_cast<Maturity>(i);
        }
    }
    return std::nullopt;
}

std::string flags_text(Flags flags) {
    std::string text;
    for (std::size_t i = 0; i < flag_words.size(); ++i) {
        if ((flags >> i & 1) != 0) {
            text += text.empty() ? "" : " ";
            text += flag_words[i];
        }
    }
    return text;
}

Flags flags_of(std::string_view text) noexcept {
    Flags flags = 0;
    while (!text.empty()) {
        const std::size_t end = text.find(' ');
        const std::string_view word = text.substr(0, end);
        for (std::size_t i = 0; i < flag_words.size(); ++i) {
            if (flag_words[i] == word) {
                flags = static_cast<Flags>(flags | 1u << i);
            }
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return flags;
}

}  // namespace waymark
