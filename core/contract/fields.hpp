// SPDX-License-Identifier: MIT
// Reads the members of untrusted JSON objects and notes every fault with its JSON pointer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waymark::contract {

/// The faults found so far. One thread.
class Faults {
public:
    /// `expected` is a sentence without full stop: what is wrong and what stands there rightly.
    void add(std::string_view pointer, std::string_view expected);

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// One line per fault, indented; after the first hundred only how many more there are.
    [[nodiscard]] std::string text() const;

private:
    std::size_t count_ = 0;
    std::vector<std::string> lines_;
};

/// Untrusted text in quotes, fit for a message: cut short, control characters and non-ASCII as '?'.
[[nodiscard]] std::string shown(std::string_view untrusted);

/// [a-z][a-z0-9_]* of at most 64 characters.
[[nodiscard]] bool is_id(std::string_view text) noexcept;

enum class Need : std::uint8_t { optional, mandatory };

/// One entry of a JSON array and where it stands.
struct Item {
    const nlohmann::json* value;
    std::string pointer;
};

/// The members of one JSON object. Every reader notes the member as known; a member that is absent
/// or faulty gives the stated default, so reading goes on. One thread; `object` outlives it.
class Fields {
public:
    /// Not an object: a fault, and every member counts as absent without further faults.
    Fields(const nlohmann::json& object, std::string pointer, Faults& faults);

    [[nodiscard]] const nlohmann::json* find(std::string_view name);
    [[nodiscard]] std::string text(std::string_view name, Need need);
    [[nodiscard]] std::string id(std::string_view name);
    [[nodiscard]] bool flag(std::string_view name);
    [[nodiscard]] std::optional<double> real(std::string_view name);
    [[nodiscard]] std::int64_t whole(std::string_view name, std::int64_t greatest);

    /// A list of different, non-empty texts.
    [[nodiscard]] std::vector<std::string> texts(std::string_view name);

    /// The entries of an array of at most `limit` entries, at least one when mandatory.
    [[nodiscard]] std::vector<Item> items(std::string_view name, Need need, std::size_t limit);

    /// One of `words`, whose order is that of the enumerators; mandatory without `otherwise`.
    template <typename Enum>
    [[nodiscard]] Enum word(std::string_view name, std::span<const std::string_view> words,
                            std::optional<Enum> otherwise = std::nullopt) {
        const auto index = word_index(name, words, otherwise ? Need::optional : Need::mandatory);
        return index ? static_cast<Enum>(*index) : otherwise.value_or(Enum{});
    }

    /// Notes every member that no reader asked for. Call it last.
    void refuse_unknown();

    /// Notes a fault of the member `name`, or of the object itself when it is "".
    void fault(std::string_view name, std::string_view expected);

    [[nodiscard]] std::string pointer_to(std::string_view name) const;

private:
    [[nodiscard]] const nlohmann::json* required(std::string_view name, Need need,
                                                 std::string_view expected);
    [[nodiscard]] std::optional<std::size_t> word_index(std::string_view name,
                                                        std::span<const std::string_view> words,
                                                        Need need);

    const nlohmann::json* object_;  // null when it is not an object
    std::string pointer_;
    Faults& faults_;
    std::vector<std::string> known_;
};

}  // namespace waymark::contract
