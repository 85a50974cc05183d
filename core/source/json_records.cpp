// SPDX-License-Identifier: MIT
#include "source/json_records.hpp"

#include <algorithm>
#include <array>
#include <istream>
#include <nlohmann/json.hpp>
#include <streambuf>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "source/chunk.hpp"
#include "source/column_source.hpp"

namespace waymark::source {
namespace {

constexpr std::size_t most_members = 500;
constexpr std::size_t most_depth = 200;
constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

std::string folded(std::string_view name) {
    std::string text(trimmed(name));
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return text;
}

/// A ByteStream as the standard library reads.
class StreamBuffer final : public std::streambuf {
public:
    explicit StreamBuffer(ByteStream& stream) : stream_(stream) {}
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

protected:
    int_type underflow() override {
        const std::size_t size = stream_.read(buffer_.data(), buffer_.size());
        at_end_ = size == 0;
        setg(buffer_.data(), buffer_.data(), buffer_.data() + size);
        return size == 0 ? traits_type::eof() : traits_type::to_int_type(buffer_[0]);
    }

private:
    ByteStream& stream_;
    std::array<char, 65536> buffer_{};
    bool at_end_ = false;
};

}  // namespace

std::vector<std::string> pointer_tokens(const std::string& pointer) {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        const char c = pointer[i];
        if (c == '/') {
            tokens.emplace_back();
        } else if (c == '~' && i + 1 < pointer.size()) {
            tokens.back() += pointer[++i] == '0' ? '~' : '/';
        } else if (!tokens.empty()) {
            tokens.back() += c;
        }
    }
    return tokens;
}

/// Follows the parser through one page, knowing where each value stands.
class JsonRecords::Reader final : public nlohmann::json_sax<nlohmann::json> {
public:
    Reader(JsonRecords& records, const Sink& sink)
        : records_(records),
          sink_(sink),
          csv_(records.columns_.size()),
          array_(pointer_tokens(records.body_.records)),
          next_at_(pointer_tokens(records.body_.next)),
          is_lines_(records.body_.format == config::BodyFormat::jsonl),
          values_(records.columns_.size()),
          is_set_(records.columns_.size()) {}

    bool null() override { return value(std::nullopt); }
    bool boolean(bool is_true) override { return value(is_true ? "true" : "false"); }
    bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
    bool number_unsigned(number_unsigned_t number) override {
        return value(std::to_string(number));
    }
    bool number_float(number_float_t, const string_t& digits) override { return value(digits); }
    bool string(string_t& text) override { return value(text); }
    bool binary(binary_t&) override { return false; }  // not in JSON text
    bool key(string_t& name) override {
        frames_.back().token = name;
        return true;
    }
    bool start_object(std::size_t) override { return open(false); }
    bool start_array(std::size_t) override { return open(true); }
    bool end_object() override {
        frames_.pop_back();
        if (in_record_ && frames_.size() == record_depth()) {
            finish_record();
        }
        return true;
    }
    bool end_array() override {
        frames_.pop_back();
        in_array_ = in_array_ && frames_.size() > array_.size();
        return true;
    }
    // What is wrong is not told: the parser's words repeat what stands there.
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
        return false;
    }

    [[nodiscard]] bool has_array() const noexcept { return has_array_ || is_lines_; }
    [[nodiscard]] std::optional<std::string>& next() noexcept { return next_; }

    void flush() {
        sink_(text_);
        text_.clear();
    }

    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorKind::refused,
                    "record " + std::to_string(records_.records_ + 1) + ": " + what,
                    {.file = records_.name_});
    }

private:
    struct Frame {
        bool is_array = false;
        std::size_t index = 0;
        std::string token;  // of the value being read inside
    };

    // How many containers stand around a record.
    [[nodiscard]] std::size_t record_depth() const noexcept {
        return is_lines_ ? 0 : array_.size() + 1;
    }
    [[nodiscard]] bool is_at(const std::vector<std::string>& tokens) const {
        return frames_.size() == tokens.size() &&
               std::equal(tokens.begin(), tokens.end(), frames_.begin(),
                          [](const std::string& token, const Frame& frame) {
                              return token == frame.token;
                          });
    }
    void begin_value() {
        if (!frames_.empty() && frames_.back().is_array) {
            frames_.back().token = std::to_string(frames_.back().index++);
        }
    }
    [[nodiscard]] bool is_record_place() const noexcept {
        return frames_.size() == record_depth() && (is_lines_ || in_array_);
    }

    bool open(bool is_array) {
        begin_value();
        if (frames_.size() >= most_depth) {
            refuse("more than 200 objects and lists inside each other");
        }
        if (in_record_) {
            refuse_container(is_array);
        } else if (is_record_place()) {
            if (is_array) {
                refuse("a list, not an object");
            }
            in_record_ = true;
        } else if (!is_lines_ && is_at(array_)) {
            if (!is_array) {
                refuse_place();
            }
            in_array_ = has_array_ = true;
        }
        frames_.push_back({is_array, 0, {}});
        return true;
    }

    // A column whose value is an object would be empty in every row, and nobody would notice.
    void refuse_container(bool is_array) const {
        const std::string name = member();
        if (records_.positions_.contains(folded(name))) {
            refuse("member '" + name + "' is " + (is_array ? "a list" : "an object") +
                   ", not a value. Name what is wanted of it, for example '" + name +
                   (is_array ? ".0'" : ".NAME'"));
        }
    }

    [[noreturn]] void refuse_place() const {
        throw Error(ErrorKind::refused,
                    "at the pointer \"" + records_.body_.records +
                        "\" stands no list of records. Correct `records`",
                    {.file = records_.name_});
    }

    bool value(std::optional<std::string_view> text) {
        begin_value();
        if (in_record_) {
            member_value(text);
        } else if (is_record_place()) {
            refuse("a bare value, not an object");
        } else if (!is_lines_ && is_at(array_)) {
            refuse_place();
        } else if (!next_at_.empty() && is_at(next_at_) && text && !text->empty()) {
            next_ = std::string(*text);
        }
        return true;
    }

    [[nodiscard]] std::string member() const {
        std::string name;
        for (std::size_t i = record_depth(); i < frames_.size(); ++i) {
            name += (i == record_depth() ? "" : ".") + frames_[i].token;
        }
        return name;
    }

    void member_value(std::optional<std::string_view> text) {
        const std::string name = member();
        const auto found = records_.positions_.find(folded(name));
        if (found == records_.positions_.end()) {
            if (records_.members_.size() < most_members) {
                records_.members_.insert(name);
            }
            return;
        }
        const std::size_t column = found->second;
        if (is_set_[column]) {
            refuse("member '" + name + "' is there twice (capitals do not count)");
        }
        is_set_[column] = true;
        records_.seen_[column] = true;
        values_[column] = text ? std::optional<std::string>(*text) : std::nullopt;
    }

    void finish_record() {
        for (std::optional<std::string>& field : values_) {
            csv_.add(field, text_);
            field.reset();
        }
        is_set_.assign(is_set_.size(), false);
        in_record_ = false;
        ++records_.records_;
        if (text_.size() >= piece_bytes) {
            flush();
        }
    }

    JsonRecords& records_;
    const Sink& sink_;
    CsvRecords csv_;
    std::vector<std::string> array_;
    std::vector<std::string> next_at_;
    bool is_lines_;
    std::vector<std::optional<std::string>> values_;
    std::vector<bool> is_set_;
    std::vector<Frame> frames_;
    bool in_array_ = false;
    bool has_array_ = false;
    bool in_record_ = false;
    std::optional<std::string> next_;
    std::string text_;
};

JsonRecords::JsonRecords(const config::Body& body, std::vector<std::string> columns,
                         std::string name)
    : body_(body), columns_(std::move(columns)), name_(std::move(name)), seen_(columns_.size()) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        positions_.emplace(folded(columns_[i]), i);
    }
    check(positions_.size() == columns_.size(), "each column is asked for once");
}

std::string JsonRecords::header() const {
    std::string text;
    CsvRecords csv(columns_.size());
    for (const std::string& column : columns_) {
        csv.add(column, text);
    }
    return text;
}

std::optional<std::string> JsonRecords::convert(ByteStream& page, const Sink& sink) {
    Reader reader(*this, sink);
    if (body_.format == config::BodyFormat::jsonl) {
        read_lines(page, reader);
    } else {
        read_whole(page, reader);
    }
    reader.flush();
    return std::move(reader.next());
}

void JsonRecords::read_whole(ByteStream& page, Reader& reader) {
    StreamBuffer buffer(page);
    std::istream in(&buffer);
    in.exceptions(std::ios::badbit);  // what the page throws passes through
    if (!nlohmann::json::sax_parse(in, &reader)) {
        if (buffer.at_end()) {
            throw Error(ErrorKind::source_unavailable,
                        "the JSON ends in the middle. Fetch it again, or tell whoever sends it",
                        {.file = name_});
        }
        reader.refuse("this is no JSON. Check url and format");
    }
    if (!reader.has_array()) {
        throw Error(ErrorKind::refused,
                    "there is nothing at the pointer \"" + body_.records + "\". Correct `records`",
                    {.file = name_});
    }
}

void JsonRecords::read_lines(ByteStream& page, Reader& reader) {
    std::vector<char> text;
    std::size_t begin = 0;
    bool at_end = false;
    while (!at_end || begin < text.size()) {
        const auto end =
            std::find(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), '\n');
        if (end == text.end() && !at_end) {
            text.erase(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin));
            begin = 0;
            if (text.size() > max_record_bytes) {
                reader.refuse("over 1 MiB");
            }
            const std::size_t size = text.size();
            text.resize(size + piece_bytes);
            const std::size_t more = page.read(text.data() + size, piece_bytes);
            text.resize(size + more);
            at_end = more == 0;
            continue;
        }
        const std::string_view line(text.data() + begin,
                                    static_cast<std::size_t>(end - text.begin()) - begin);
        begin += line.size() + (end == text.end() ? 0 : 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        if (!nlohmann::json::sax_parse(line, &reader)) {
            if (at_end && end == text.end()) {
                throw Error(ErrorKind::source_unavailable,
                            "the last line ends in the middle. Fetch it again", {.file = name_});
            }
            reader.refuse("this line is no JSON object. Check url and format");
        }
    }
}

void JsonRecords::check_columns() const {
    for (std::size_t i = 0; records_ > 0 && i < columns_.size(); ++i) {
        const auto may_be_absent = [&](const std::string& name) {
            return folded(name) == folded(columns_[i]);
        };
        if (seen_[i] ||
            std::any_of(body_.may_be_absent.begin(), body_.may_be_absent.end(), may_be_absent)) {
            continue;
        }
        const std::vector<std::string> known(members_.begin(), members_.end());
        const auto near = nearest(columns_[i], known);
        throw Error(ErrorKind::refused,
                    "no record has a member '" + columns_[i] + "'" +
                        (near ? "; is it '" + *near + "'?" : ".") +
                        " Map the column, or name it in may_be_absent",
                    {.file = name_});
    }
}

}  // namespace waymark::source
