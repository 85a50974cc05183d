// SPDX-License-Identifier: MIT
#include "tidy/function_length.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace waymark::tidy {

// Reads a text from left to right, keeping code and blanking the rest.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text), code_(text) {}

    std::string code() {
        while (at_ < text_.size()) {
            step();
        }
        return std::move(code_);
    }

private:
    void step() {
        const std::string_view rest = text_.substr(at_);
        if (rest.starts_with("//")) {
            blank_until(std::min(text_.find('\n', at_), text_.size()));
        } else if (rest.starts_with("/*")) {
            blank_past("*/", at_ + 2);
        } else if (rest.starts_with("R\"") && !is_word_before()) {
            const std::size_t bracket = std::min(text_.find('(', at_), text_.size());
            const std::string_view mark = text_.substr(at_ + 2, bracket - at_ - 2);
            blank_past(")" + std::string(mark) + "\"", bracket);
        } else if (rest.front() == '"' || (rest.front() == '\'' && !is_word_before())) {
            blank_literal(rest.front());
        } else if (rest.front() == '#' && is_line_start()) {
            blank_directive();
        } else {
            ++at_;
        }
    }

    // A ' after a digit or letter groups the digits of a number.
    [[nodiscard]] bool is_word_before() const {
        return at_ > 0 && std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0;
    }

    [[nodiscard]] bool is_line_start() const {
        const std::size_t before = text_.substr(0, at_).find_last_not_of(" \t");
        return before == std::string_view::npos || text_[before] == '\n';
    }

    void blank_until(std::size_t end) {
        for (; at_ < end; ++at_) {
            if (text_[at_] != '\n') {
                code_[at_] = ' ';
            }
        }
    }

    void blank_past(std::string_view mark, std::size_t from) {
        const std::size_t end = text_.find(mark, from);
        blank_until(end == std::string_view::npos ? text_.size() : end + mark.size());
    }

    void blank_literal(char quote) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            end += text_[end] == '\\' ? 2 : 1;
        }
        blank_until(std::min(end + 1, text_.size()));
    }

    void blank_directive() {
        std::size_t end = text_.find('\n', at_);
        while (end != std::string_view::npos && text_[end - 1] == '\\') {
            end = text_.find('\n', end + 1);
        }
        blank_until(std::min(end, text_.size()));
    }

    std::string_view text_;
    std::string code_;
    std::size_t at_ = 0;
};

std::string bare_code(std::string_view text) {
    return Blanker(text).code();
}

// Whether the code before an opening brace, since the last `;`, `{` or `}`, heads a function: it
// has parentheses outside template arguments, or ends in a lambda's [captures]; and no value
// follows.
static bool heads_function(std::string head) {
    static const std::regex template_arguments("<[^<>]*>");
    static const std::regex alignment(R"(alignas\s*\([^()]*\))");
    static const std::regex captures(R"(\[[^\]]*\]\s*$)");
    static const std::regex initialiser(R"([=,(]\s*$)");
    for (std::string longer; head != longer;) {
        longer = head;
        head = std::regex_replace(head, template_arguments, "");
    }
    head = std::regex_replace(head, alignment, "");
    const bool has_parameters = head.find('(') != std::string::npos;
    return (has_parameters || std::regex_search(head, captures)) &&
           !std::regex_search(head, initialiser);
}

// Walks the braces of one file; outside functions every ; { } begins a new head.
static void measure(const SourceFile& file, Violations& found) {
    const std::string code = bare_code(file.text);
    const auto line_at = [text = std::string_view(code)](std::size_t at) {
        return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
    };
    const auto close = [&](std::size_t head, std::size_t at) {
        const std::size_t first = line_at(code.find_first_not_of(" \t\n", head));
        if (const std::size_t size = line_at(at) - first + 1; size > max_function_lines) {
            found.push_back({file.path, first,
                             "a function of " + std::to_string(size) + " lines, at most " +
                                 std::to_string(max_function_lines)});
        }
    };
    std::size_t head = 0;
    std::size_t depth = 0;  // open braces inside a function; 0 outside
    for (std::size_t at = code.find_first_of(";{}"); at != std::string::npos;
         at = code.find_first_of(";{}", at + 1)) {
        if (code[at] == '{' && (depth > 0 || heads_function(code.substr(head, at - head)))) {
            ++depth;
        } else if (depth == 0) {
            head = at + 1;
        } else if (code[at] == '}' && --depth == 0) {
            // A member initialised with braces: the head goes on to the next one or to the body.
            const std::size_t next = code.find_first_not_of(" \t\n", at + 1);
            if (next == std::string::npos || (code[next] != ',' && code[next] != '{')) {
                close(head, at);
                head = at + 1;
            }
        }
    }
}

Violations long_functions(const Tree& tree) {
    Violations found;
    for (const SourceFile& file : tree) {
        if (is_c_family(file.path)) {
            measure(file, found);
        }
    }
    return found;
}

}  // namespace waymark::tidy
