// SPDX-License-Identifier: MIT
// Options of one verb through Boost.Program_options, with our words for what is wrong.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "cli/sheet.hpp"
#include "cli/verb.hpp"

namespace waymark::cli {

/// Declares, parses and hands out a verb's options. --help and --json are always there. One thread.
class Options {
public:
    explicit Options(const Verb& verb);
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    ~Options();

    Options& flag(const std::string& name, const std::string& help);
    Options& value(const std::string& name, const std::string& placeholder,
                   const std::string& help);
    Options& values(const std::string& name, const std::string& placeholder,
                    const std::string& help);
    /// An argument without a name; those must all be given.
    Options& positional(const std::string& name, const std::string& help);

    /// False when --help was asked for: it has been printed and the verb is done. Throws
    /// Error(usage) naming the argument and what to do.
    [[nodiscard]] bool parse(const std::vector<std::string>& arguments, std::ostream& out);

    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] std::string text(const std::string& name) const;  ///< "" when not given
    [[nodiscard]] std::optional<std::string> optional(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;
    /// Throws Error(usage) when it is no date.
    [[nodiscard]] std::optional<Date> date(const std::string& name) const;
    /// --json, --csv (where declared) or a table.
    [[nodiscard]] Format format() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The values "NAME=TEXT" of an option. Throws Error(usage) for one without a name.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> named_texts(
    const Options& options, const std::string& option);

}  // namespace waymark::cli
