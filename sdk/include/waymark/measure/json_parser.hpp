// SPDX-License-Identifier: MIT
// The parser behind Json::parse: RFC 8259, no extensions, at most 64 levels deep.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "waymark/measure/json.hpp"

namespace waymark {

/// Reads one text. Faults throw BadParameter with the byte at which reading stopped.
class JsonParser {
public:
    explicit JsonParser(std::string_view text) : text_(text) {}

    [[nodiscard]] Json parse(std::string name) {
        Json whole = value(std::move(name), 0);
        skip_space();
        if (at_ != text_.size()) {
            fail(whole.place_, "text after the end");
        }
        return whole;
    }

private:
    static constexpr int deepest_level = 64;

    [[noreturn]] void fail(const std::string& place, const char* what) const {
        throw BadParameter(place + ": not JSON at byte " + std::to_string(at_) + ": " + what);
    }

    void skip_space() {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
    }

    [[nodiscard]] bool take(std::string_view token) {
        if (text_.substr(at_, token.size()) != token) {
            return false;
        }
        at_ += token.size();
        return true;
    }

    [[nodiscard]] bool take_next(char token) {
        skip_space();
        return take(std::string_view(&token, 1));
    }

    [[nodiscard]] Json value(std::string place, int level) {
        if (level > deepest_level) {
            fail(place, "nested too deeply");
        }
        skip_space();
        Json json;
        json.place_ = std::move(place);
        if (take("{")) {
            json.value_ = object(json.place_, level);
        } else if (take("[")) {
            json.value_ = array(json.place_, level);
        } else if (take("\"")) {
            json.value_ = string(json.place_);
        } else if (take("true")) {
            json.value_ = true;
        } else if (take("false")) {
            json.value_ = false;
        } else if (!take("null")) {
            number(json);
        }
        return json;
    }

    [[nodiscard]] std::vector<Json::Member> object(const std::string& place, int level) {
        std::vector<Json::Member> members;
        if (take_next('}')) {
            return members;
        }
        do {
            if (!take_next('"')) {
                fail(place, "expected a member's name");
            }
            std::string key = string(place);
            if (!take_next(':')) {
                fail(place, "expected ':'");
            }
            Json member = value(place + "/" + key, level + 1);
            members.emplace_back(std::move(key), std::move(member));
        } while (take_next(','));
        if (!take_next('}')) {
            fail(place, "expected ',' or '}'");
        }
        return members;
    }

    [[nodiscard]] std::vector<Json> array(const std::string& place, int level) {
        std::vector<Json> items;
        if (take_next(']')) {
            return items;
        }
        do {
            items.push_back(value(place + "/" + std::to_string(items.size()), level + 1));
        } while (take_next(','));
        if (!take_next(']')) {
            fail(place, "expected ',' or ']'");
        }
        return items;
    }

    [[nodiscard]] std::string string(const std::string& place) {
        std::string out;
        while (at_ < text_.size() && text_[at_] != '"') {
            const char c = text_[at_++];
            if (static_cast<unsigned char>(c) < 0x20) {
                fail(place, "control character in a string");
            }
            if (c == '\\') {
                escape(place, out);
            } else {
                out += c;
            }
        }
        if (!take("\"")) {
            fail(place, "a string without its end");
        }
        return out;
    }

    void escape(const std::string& place, std::string& out) {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (take("u")) {
            append_utf8(place, out);
            return;
        }
        const auto letter = at_ < text_.size() ? letters.find(text_[at_]) : letters.npos;
        if (letter == letters.npos) {
            fail(place, "unknown escape in a string");
        }
        ++at_;
        out += meanings[letter];
    }

    [[nodiscard]] std::uint32_t hex4(const std::string& place) {
        std::uint32_t code = 0;
        const std::string_view digits = text_.substr(at_, 4);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (digits.size() != 4 || read.ptr != digits.data() + 4) {
            fail(place, "expected four hexadecimal digits");
        }
        at_ += 4;
        return code;
    }

    void append_utf8(const std::string& place, std::string& out) {
        std::uint32_t code = hex4(place);
        if (code >= 0xD800 && code < 0xDC00 && take("\\u")) {
            const std::uint32_t low = hex4(place);
            if (low < 0xDC00 || low > 0xDFFF) {
                fail(place, "half a surrogate pair");
            }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        } else if (code >= 0xD800 && code <= 0xDFFF) {
            fail(place, "half a surrogate pair");
        }
        const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xC0 | (code >> 6));
            put(0x80 | (code & 0x3F));
        } else if (code < 0x10000) {
            put(0xE0 | (code >> 12));
            put(0x80 | ((code >> 6) & 0x3F));
            put(0x80 | (code & 0x3F));
        } else {
            put(0xF0 | (code >> 18));
            put(0x80 | ((code >> 12) & 0x3F));
            put(0x80 | ((code >> 6) & 0x3F));
            put(0x80 | (code & 0x3F));
        }
    }

    [[nodiscard]] std::size_t digits(std::size_t at) const {
        std::size_t count = 0;
        while (at + count < text_.size() && text_[at + count] >= '0' && text_[at + count] <= '9') {
            ++count;
        }
        return count;
    }

    void number(Json& json) {
        std::size_t end = at_ + (text_.substr(at_, 1) == "-" ? 1U : 0U);
        const std::size_t whole = digits(end);
        if (whole == 0 || (whole > 1 && text_[end] == '0')) {
            fail(json.place_, "expected a value");
        }
        end += whole;
        const std::size_t integer_end = end;
        if (text_.substr(end, 1) == ".") {
            const std::size_t fraction = digits(end + 1);
            end = fraction == 0 ? end : end + 1 + fraction;
        }
        if (text_.substr(end, 1) == "e" || text_.substr(end, 1) == "E") {
            const std::string_view sign = text_.substr(end + 1, 1);
            const std::size_t start = end + 1 + (sign == "+" || sign == "-" ? 1U : 0U);
            const std::size_t exponent = digits(start);
            end = exponent == 0 ? end : start + exponent;
        }
        const char* first = text_.data() + at_;
        const char* last = text_.data() + end;
        std::int64_t integer = 0;
        if (end == integer_end && std::from_chars(first, last, integer).ec == std::errc{}) {
            json.value_ = integer;
        } else {
            double real = 0.0;
            if (std::from_chars(first, last, real).ec != std::errc{} || !std::isfinite(real)) {
                fail(json.place_, "a number out of range");
            }
            json.value_ = real;
        }
        at_ = end;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

inline Json Json::parse(std::string_view text, std::string name) {
    return JsonParser(text).parse(std::move(name));
}

}  // namespace waymark
