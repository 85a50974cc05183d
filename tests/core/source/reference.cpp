// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/date.hpp"

namespace waymark::source {
namespace {

struct Record {
    std::vector<std::string> fields;
    std::uint64_t line = 0;
};

// What the reading ended with: the first fault and where it stands.
struct Failure {
    std::string what;
    std::uint64_t line = 0;
    std::uint64_t column = 0;
};

struct Reader {
    std::string text;
    std::vector<Record> records;
    std::optional<Failure> failure;
    std::size_t sequence_end = 0;

    void fail(std::size_t offset, const std::string& what) {
        Failure found{what, 1, 1};
        for (std::size_t i = 0; i < offset; ++i) {
            if (text[i] == '\n') {
                ++found.line;
                found.column = 1;
            } else if ((text[i] & '\xC0') != '\x80') {
                ++found.column;
            }
        }
        failure = found;
    }

    // Bytes of the UTF-8 sequence at `at`, 0 when it is none; code points decoded and compared.
    [[nodiscard]] std::size_t utf8(std::size_t at) const {
        const auto byte = [&](std::size_t i) -> std::uint32_t {
            return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
        };
        const std::uint32_t lead = byte(at);
        const std::size_t size = lead < 0x80           ? 1
                                 : (lead >> 5) == 6    ? 2
                                 : (lead >> 4) == 0xE  ? 3
                                 : (lead >> 3) == 0x1E ? 4
                                                       : 0;
        std::uint32_t code = size < 2 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t i = 1; i < size; ++i) {
            if ((byte(at + i) & 0xC0) != 0x80) {
                return 0;
            }
            code = code * 64 + (byte(at + i) & 0x3F);
        }
        const std::uint32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : size == 4 ? 0x10000 : 0;
        return code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0 : size;
    }

    // False, and the failure is known, when a character begins here that no text has.
    bool is_text(std::size_t at) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            fail(at, "there is a control character");
            return false;
        }
        if (at >= sequence_end) {
            const std::size_t bytes = utf8(at);
            sequence_end = at + bytes;
            if (bytes == 0) {
                fail(at, "the text is not UTF-8");
                return false;
            }
        }
        return true;
    }

    void read() {
        if (text.starts_with("\xEF\xBB\xBF")) {
            text.erase(0, 3);
        }
        const bool has_last_end = text.empty() || text.back() == '\n';
        enum class State { field_start, plain, quoted, after_quote } state = State::field_start;
        Record record{{""}, 1};
        std::uint64_t line = 1;
        std::size_t opened = 0;
        bool is_blank = true;
        const std::size_t size = text.size();
        if (!has_last_end) {
            text += '\n';
        }
        for (std::size_t at = 0; at < text.size(); ++at) {
            const char c = text[at];
            if (!is_text(at)) {
                return;
            }
            if (state == State::quoted) {
                if (at == size) {
                    break;
                }
                line += c == '\n';
                if (c == '"') {
                    state = State::after_quote;
                } else {
                    record.fields.back() += c;
                }
                continue;
            }
            if (c == '\r') {
                if (text[at + 1] != '\n') {
                    return fail(at, "there is a carriage return");
                }
                continue;
            }
            if (c == '\n') {
                ++line;
                if (!is_blank) {
                    records.push_back(record);
                }
                record = {{""}, line};
                is_blank = true;
                state = State::field_start;
                continue;
            }
            is_blank = false;
            if (c == ',') {
                record.fields.emplace_back();
                state = State::field_start;
            } else if (c == '"' && state == State::field_start) {
                state = State::quoted;
                opened = at;
            } else if (c == '"' && state == State::after_quote) {
                record.fields.back() += '"';
                state = State::quoted;
            } else if (c == '"') {
                return fail(at, "there is a quote inside");
            } else if (state == State::after_quote) {
                return fail(at, "a closing quote is followed");
            } else {
                record.fields.back() += c;
                state = State::plain;
            }
        }
        if (state == State::quoted) {
            fail(opened, "the quote opened here");
        }
    }
};

std::string trim(std::string text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.pop_back();
    }
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.erase(0, 1);
    }
    return text;
}

std::string lower(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

bool is_whole_number(const std::string& text) {
    const std::string digits =
        text.empty() || (text[0] != '-' && text[0] != '+') ? text : text.substr(1);
    return !digits.empty() && digits.size() < 18 &&
           digits.find_first_not_of("0123456789") == std::string::npos;
}

struct Tally {
    Pulled out;
    std::map<std::string, std::vector<std::uint64_t>> refused;
    std::map<std::string, std::vector<std::uint64_t>> scope;
    std::set<std::pair<std::string, std::string>> seen;
    std::map<std::string, std::size_t> at;
    std::size_t fields = 0;

    void take(const Record& record) {
        ++out.rows_read;
        const auto refuse = [&](const std::string& why) { refused[why].push_back(record.line); };
        if (record.fields.size() != fields) {
            const std::size_t found = record.fields.size();
            return refuse("has " + std::to_string(found) + (found == 1 ? " field" : " fields") +
                          ", the header has " + std::to_string(fields));
        }
        const std::string note = record.fields[at["note"]];
        if (trim(note) == "drop") {
            return scope["filtered by column 'note'"].push_back(record.line);
        }
        const std::string day = trim(record.fields[at["day"]]);
        if (day.empty()) {
            return refuse("column 'day': missing");
        }
        if (!parse_date(day)) {
            return refuse("column 'day': not a date like 2024-09-30");
        }
        if (!day.starts_with("2024")) {
            return scope["another year"].push_back(record.line);
        }
        const std::string id = trim(record.fields[at["id"]]);
        if (id.empty()) {
            return refuse("column 'id': missing");
        }
        const std::string n = trim(record.fields[at["n"]]);
        if (!n.empty() && n != "NA") {
            if (!is_whole_number(n)) {
                return refuse("column 'n': not a whole number");
            }
            if (std::stoll(n) < 0) {
                return refuse("column 'n': below 0");
            }
            if (std::stoll(n) > 99) {
                return refuse("column 'n': above 99");
            }
        }
        const std::string code = trim(record.fields[at["code"]]);
        if (code.empty() || code == "NA") {
            return refuse("column 'code': missing");
        }
        if (code != "a" && code != "b" && code != "c") {
            return refuse("column 'code': not an allowed code");
        }
        if (!seen.emplace(id, day).second) {
            return refuse("repeats an earlier row: the same 'id', 'day'");
        }
        ++out.used;
        out.rows.push_back(std::to_string(record.line) + ": " + id + "|" + day + "|" +
                           (n.empty() || n == "NA" ? "-" : std::to_string(std::stoll(n))) + "|" +
                           code + "|" + (note.empty() || note == "NA" ? "-" : note));
    }

    void close() {
        const auto list = [&](const std::string& kind, const auto& reasons) {
            for (const auto& [why, lines] : reasons) {
                std::string text = kind + " " + std::to_string(lines.size()) + ": " + why + " @";
                for (std::size_t i = 0; i < std::min<std::size_t>(5, lines.size()); ++i) {
                    text += " " + std::to_string(lines[i]);
                }
                out.dropped.push_back(text);
            }
        };
        list("refused", refused);
        list("out of scope", scope);
    }
};

// The name given twice, or the first name that is absent, as the message begins.
std::string header_fault(const std::vector<std::string>& header,
                         std::map<std::string, std::size_t>& at) {
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string name = lower(trim(header[i]));
        if (!name.empty() && !at.emplace(name, i).second) {
            return "the header has the column '" + trim(header[i]) + "' twice";
        }
    }
    for (const char* name : {"id", "day", "n", "code", "note"}) {
        if (!at.contains(name)) {
            return std::string("the header has no column '") + name + "'";
        }
    }
    return "";
}

}  // namespace

Pulled reference_pull(std::string_view text) {
    Reader reader;
    reader.text = text;
    reader.read();
    Tally tally;
    const auto refused_at = [](std::uint64_t line, const std::string& column,
                               const std::string& why) {
        Pulled out;
        out.error = "t.csv:" + std::to_string(line) + column + ": " + why;
        return out;
    };
    if (!reader.records.empty()) {
        const Record& header = reader.records.front();
        if (const std::string fault = header_fault(header.fields, tally.at); !fault.empty()) {
            return refused_at(header.line, "", fault);
        }
        tally.fields = header.fields.size();
    }
    if (reader.failure) {
        return refused_at(reader.failure->line, ":" + std::to_string(reader.failure->column),
                          reader.failure->what);
    }
    if (reader.records.empty()) {
        Pulled out;
        out.error = "t.csv: the file has no header line";
        return out;
    }
    for (std::size_t i = 1; i < reader.records.size(); ++i) {
        tally.take(reader.records[i]);
    }
    tally.close();
    return tally.out;
}

PullRequest reference_request() {
    using contract::ColumnType;
    PullRequest request =
        request_for({wanted("id", ColumnType::key), wanted("day", ColumnType::date),
                     wanted("n", ColumnType::integer, true), wanted("code", ColumnType::category),
                     wanted("note", ColumnType::text, true)});
    request.wanted[1].scope = {date_of(2024, 1, 1), date_of(2024, 12, 31)};
    request.wanted[1].scope_reason = "another year";
    request.wanted[2].column.min = 0;
    request.wanted[2].column.max = 99;
    request.wanted[3].column.codes = {"a", "b", "c"};
    for (const std::size_t i : {2U, 3U, 4U}) {
        request.wanted[i].map.missing = {"NA"};
    }
    request.filters = {{.column = "note", .keep = {}, .drop = {"drop"}, .place = {}}};
    request.unique = {0, 1};
    request.refuse_duplicates = true;
    return request;
}

}  // namespace waymark::source
