// SPDX-License-Identifier: MIT
#include "config/query.hpp"

#include <algorithm>
#include <array>

#include "base/nearest.hpp"

namespace waymark::config {
namespace {

constexpr std::array<std::string_view, 4> known_parameters{"from", "to", "as_of", "service"};
constexpr std::array<std::string_view, 3> reading_words{"select", "with", "values"};

bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_word(char c) {
    return is_word_start(c) || (c >= '0' && c <= '9') || c == '$';
}
bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return out;
}

/// Goes through a query once, token by token. Lives for one call of read_query.
class QueryReader {
public:
    QueryReader(std::string_view text, Query& query) : text_(text), query_(query) {}

    std::optional<QueryFault> read() {
        while (at_ < text_.size() && !fault_) {
            const std::size_t begin = at_;
            const bool counts = take();
            if (counts && !fault_) {
                note(begin);
            }
        }
        if (!fault_ && !has_begun_) {
            fail(0, "the query is empty");
        }
        return fault_;
    }

private:
    void fail(std::size_t offset, std::string sentence) {
        fault_ = QueryFault{offset, std::move(sentence)};
    }

    // Moves behind the next token; false when it is a blank, a comment or the last semicolon.
    bool take() {
        const char c = text_[at_];
        const std::string_view rest = text_.substr(at_);
        if (is_blank(c)) {
            ++at_;
            return false;
        }
        if (rest.starts_with("--") || rest.starts_with("/*")) {
            const std::size_t begin = at_;
            comment();
            // Left out of what drivers see: not all of them know that ? means nothing in it.
            query_.positional += text_.substr(copied_, begin - copied_);
            query_.positional += ' ';
            copied_ = at_;
            return false;
        }
        if (c == ';') {
            has_ended_ = true;
            ++at_;
            return false;
        }
        if (c == '\'' || c == '"' || c == '`') {
            quoted(c, false);
        } else if (c == '$' && dollar_quoted()) {
            return true;
        } else if (c == '?') {
            fail(at_, "parameters are written :from, :to, :as_of or :service, not ?");
        } else if (rest.starts_with("::") || rest.starts_with(":=")) {
            at_ += 2;
        } else if (c == ':' && rest.size() > 1 && is_word_start(rest[1])) {
            parameter();
        } else if (is_word(c)) {
            word();
        } else {
            ++at_;
        }
        return true;
    }

    void comment() {
        const std::size_t begin = at_;
        if (text_[at_] == '-') {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return;
        }
        std::size_t depth = 0;
        do {
            const std::string_view rest = text_.substr(at_);
            const bool opens = rest.starts_with("/*");
            const bool closes = rest.starts_with("*/");
            depth = opens ? depth + 1 : closes ? depth - 1 : depth;
            at_ += opens || closes ? 2 : 1;
        } while (depth > 0 && at_ < text_.size());
        if (depth > 0) {
            fail(begin, "the comment opened here is never closed");
        }
    }

    void quoted(char quote, bool has_escapes) {
        const std::size_t begin = at_++;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (has_escapes && c == '\\') {
                ++at_;
            } else if (c == quote) {
                if (at_ < text_.size() && text_[at_] == quote) {
                    ++at_;
                } else {
                    return;
                }
            }
        }
        fail(begin, "the quote opened here is never closed");
    }

    // $tag$ ... $tag$ of PostgreSQL.
    bool dollar_quoted() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && is_word(text_[end]) && text_[end] != '$') {
            ++end;
        }
        if (end >= text_.size() || text_[end] != '$') {
            return false;
        }
        const std::string_view tag = text_.substr(at_, end + 1 - at_);
        const std::size_t close = text_.find(tag, end + 1);
        if (close == std::string_view::npos) {
            fail(at_, "the quote opened here is never closed");
        } else {
            at_ = close + tag.size();
        }
        return true;
    }

    void word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_word(text_[at_])) {
            ++at_;
        }
        const std::string_view word = text_.substr(begin, at_ - begin);
        if ((word == "E" || word == "e") && at_ < text_.size() && text_[at_] == '\'') {
            quoted('\'', true);
        }
    }

    void parameter() {
        const std::size_t begin = at_++;
        while (at_ < text_.size() && is_word(text_[at_])) {
            ++at_;
        }
        const std::string name(text_.substr(begin + 1, at_ - begin - 1));
        if (std::find(known_parameters.begin(), known_parameters.end(), name) ==
            known_parameters.end()) {
            const std::vector<std::string> known(known_parameters.begin(), known_parameters.end());
            const auto near = nearest(name, known);
            fail(begin, "unknown parameter :" + name +
                            (near ? "; did you mean :" + *near + "?"
                                  : "; there are :from, :to, :as_of and :service"));
            return;
        }
        query_.positional += text_.substr(copied_, begin - copied_);
        query_.positional += '?';
        query_.parameters.push_back(name);
        copied_ = at_;
    }

    // A token of the statement ends at at_.
    void note(std::size_t begin) {
        if (has_ended_) {
            fail(begin, "a second statement begins here; a source has one");
            return;
        }
        // An opening bracket says nothing yet: what follows it must read.
        if (!has_begun_ && text_[begin] != '(') {
            if (std::find(reading_words.begin(), reading_words.end(),
                          lower(text_.substr(begin, at_ - begin))) == reading_words.end()) {
                fail(begin,
                     "a source only reads: the query must begin with SELECT, WITH or VALUES");
                return;
            }
            has_begun_ = true;
        }
        query_.positional += text_.substr(copied_, at_ - copied_);
        copied_ = at_;
    }

    std::string_view text_;
    Query& query_;
    std::size_t at_ = 0;
    std::size_t copied_ = 0;  // of the text, into the positional form
    bool has_begun_ = false;
    bool has_ended_ = false;
    std::optional<QueryFault> fault_;
};

}  // namespace

std::optional<QueryFault> read_query(std::string_view text, Query& query) {
    query.text = text;
    query.positional.clear();
    query.parameters.clear();
    return QueryReader(text, query).read();
}

bool Query::uses(std::string_view parameter) const noexcept {
    return std::find(parameters.begin(), parameters.end(), parameter) != parameters.end();
}

}  // namespace waymark::config
