// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <vector>

#include "base/date.hpp"
#include "base/nearest.hpp"
#include "contract/document.hpp"
#include "contract/document_schema.hpp"

namespace waymark::contract {

using nlohmann::json;

namespace {

struct Field {
    std::string text;
    Place place;
};
using Record = std::vector<Field>;

// RFC 4180 byte by byte: documents are small, and each field must know its line and column.
class Parser {
public:
    Parser(std::string_view text, const std::string& file, ErrorList& errors)
        : text_(text), file_(file), errors_(errors) {}

    // The next record that is not an empty line; nullopt at the end and after a fault of quoting.
    std::optional<Record> next() {
        while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
            advance();
        }
        if (at_ == text_.size()) {
            return std::nullopt;
        }
        Record record;
        for (;;) {
            record.push_back({{}, place()});
            if (!(peek() == '"' ? quoted(record.back()) : plain(record.back()))) {
                return std::nullopt;
            }
            if (peek() != ',') {
                return record;
            }
            advance();
        }
    }

private:
    Place place() const { return {.file = file_, .line = line_, .column = column_}; }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }

    void advance() {
        column_ = text_[at_] == '\n' ? 1 : column_ + 1;
        line_ += text_[at_] == '\n' ? 1 : 0;
        ++at_;
    }

    bool ends_field() const { return peek() == ',' || peek() == '\n' || peek() == '\r'; }

    bool plain(Field& field) {
        for (; !ends_field(); advance()) {
            if (text_[at_] == '"') {
                return fail(place(), "a quote inside a field that does not begin with one");
            }
            field.text += text_[at_];
        }
        return true;
    }

    bool quoted(Field& field) {
        advance();
        for (; at_ < text_.size(); advance()) {
            if (text_[at_] != '"') {
                field.text += text_[at_];
                continue;
            }
            if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                advance();
                field.text += '"';
                continue;
            }
            advance();
            return ends_field() || fail(place(),
                                        "expected a comma or the end of the line after "
                                        "the closing quote");
        }
        return fail(field.place, "the quote is not closed");
    }

    bool fail(const Place& where, std::string_view sentence) {
        errors_.add(where, sentence);
        at_ = text_.size();
        return false;
    }

    std::string_view text_;
    const std::string& file_;
    ErrorList& errors_;
    std::size_t at_ = 0;
    std::uint64_t line_ = 1;
    std::uint64_t column_ = 1;
};

template <typename Number>
bool is_number(std::string_view text) {
    Number number{};
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return end.ec == std::errc{} && end.ptr == text.data() + text.size();
}

bool fits(std::string_view word, const std::string& text) {
    if (word == "int") {
        return is_number<std::int64_t>(text);
    }
    if (word == "real") {
        return is_number<double>(text) && text.find_first_of("nN") == std::string::npos;
    }
    if (word == "bool") {
        return text == "true" || text == "false";
    }
    return word != "date" || parse_date(text).has_value();
}

// How many bytes the UTF-8 character at the front of `text` has (RFC 3629, section 4); 0 when none
// is.
std::size_t utf8_size(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    if (byte(0) < 0x80U) {
        return 1;
    }
    if (byte(0) >= 0xC2U && byte(0) <= 0xDFU) {
        return follows(1) ? 2 : 0;
    }
    if (byte(0) >= 0xE0U && byte(0) <= 0xEFU) {
        const bool overlong = byte(0) == 0xE0U && byte(1) < 0xA0U;
        const bool surrogate = byte(0) == 0xEDU && byte(1) > 0x9FU;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    const bool beyond = byte(0) == 0xF4U && byte(1) > 0x8FU;
    const bool overlong = byte(0) == 0xF0U && byte(1) < 0x90U;
    return byte(0) >= 0xF0U && byte(0) <= 0xF4U && follows(1) && follows(2) && follows(3) &&
                   !beyond && !overlong
               ? 4
               : 0;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = utf8_size(text.substr(at));
        if (size == 0) {
            return at;
        }
        at += size;
    }
    return std::nullopt;
}

// The shape of one column, with '?' when it may be empty; nullopt when the key is unknown.
std::optional<std::string> shape_of(const json& schema, const std::string& key) {
    if (schema.is_null()) {
        return "any?";
    }
    for (const std::string& name : {key, key + "?", std::string("*")}) {
        if (const auto found = schema.find(name); found != schema.end()) {
            const bool is_optional = name != key && name != "*";
            return found->get<std::string>() + (is_optional ? "?" : "");
        }
    }
    return std::nullopt;
}

std::vector<std::string> header_shapes(const Record& header, const json& schema,
                                       ErrorList& errors) {
    std::vector<std::string> known;
    for (const auto& member : schema.items()) {
        known.emplace_back(marked(member.key()).text);
    }
    std::vector<std::string> shapes;
    std::set<std::string> seen;
    for (const Field& field : header) {
        const auto shape = shape_of(schema, field.text);
        if (!shape) {
            const auto near = nearest(field.text, known);
            errors.add(field.place, "unknown column \"" + field.text + "\"" +
                                        (near ? "; did you mean \"" + *near + "\"?" : ""));
        }
        if (!seen.insert(field.text).second) {
            errors.add(field.place, "column \"" + field.text + "\" stands here twice");
        }
        shapes.push_back(shape.value_or("any?"));
    }
    for (const auto& member : schema.items()) {
        const Marked key = marked(member.key());
        if (!key.is_optional && key.text != "*" && !seen.contains(std::string(key.text)) &&
            !marked(member.value().get_ref<const std::string&>()).is_optional) {
            errors.add(header.front().place, "missing column \"" + std::string(key.text) + "\"");
        }
    }
    return shapes;
}

json row(const Record& record, const Record& header, const std::vector<std::string>& shapes,
         ErrorList& errors) {
    if (record.size() != header.size()) {
        errors.add(record.front().place, "expected " + std::to_string(header.size()) +
                                             " fields as in the header, found " +
                                             std::to_string(record.size()));
        return nullptr;
    }
    json out = json::object();
    for (std::size_t i = 0; i < record.size(); ++i) {
        const Marked shape = marked(shapes[i]);
        if (!(shape.is_optional && record[i].text.empty()) && !fits(shape.text, record[i].text)) {
            errors.add(record[i].place,
                       "column \"" + header[i].text + "\": expected " + std::string(shape.text));
        }
        out[header[i].text] = record[i].text;
    }
    return out;
}

}  // namespace

json csv_document(std::string_view text, const std::string& file, const json& schema,
                  ErrorList& errors) {
    static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (const auto wrong = first_invalid_utf8(text)) {
        const auto line =
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*wrong), '\n');
        errors.add({.file = file, .line = static_cast<std::uint64_t>(line) + 1},
                   "not UTF-8; save the file with that encoding");
        return nullptr;
    }
    const std::size_t before = errors.size();
    Parser parser(text, file, errors);
    const auto header = parser.next();
    if (!header && errors.size() > before) {
        return nullptr;
    }
    if (!header) {
        errors.add({.file = file, .line = 1}, "expected a header line with the names of columns");
        return nullptr;
    }
    const std::vector<std::string> shapes = header_shapes(*header, schema, errors);
    json out = json::array();
    while (const auto record = parser.next()) {
        out.push_back(row(*record, *header, shapes, errors));
    }
    return out;
}

}  // namespace waymark::contract
