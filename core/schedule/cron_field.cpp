// SPDX-License-Identifier: MIT
#include "schedule/cron_field.hpp"

#include <algorithm>
#include <charconv>

namespace waymark::schedule {

namespace {

// Reads one field from left to right; the first fault ends it.
class FieldReader {
public:
    FieldReader(std::string_view text, std::size_t at, const FieldKind& kind, CronFault& fault)
        : text_(text), at_(at), kind_(kind), fault_(fault) {}

    std::optional<Field> read() {
        Field field;
        field.is_open = text_.starts_with('*');
        do {
            if (!entry(field)) {
                return std::nullopt;
            }
        } while (taken(','));
        if (next_ < text_.size()) {
            return failed(next_, "expected a comma or a blank here");
        }
        return field;
    }

private:
    bool taken(char c) {
        const bool is_there = next_ < text_.size() && text_[next_] == c;
        next_ += is_there ? 1 : 0;
        return is_there;
    }

    std::nullopt_t failed(std::size_t position, const std::string& sentence) {
        fault_ = {at_ + position, sentence};
        return std::nullopt;
    }

    std::string_view word() {
        const std::size_t end = std::min(text_.find_first_of(",-/*", next_), text_.size());
        const std::string_view found = text_.substr(next_, end - next_);
        next_ = end;
        return found;
    }

    static bool is_same(std::string_view name, std::string_view word) {
        return std::equal(name.begin(), name.end(), word.begin(), word.end(), [](char a, char b) {
            return a == (b >= 'a' && b <= 'z' ? static_cast<char>(b - 'a' + 'A') : b);
        });
    }

    std::optional<std::uint32_t> whole(std::string_view digits) {
        std::uint32_t number = 0;
        const char* end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, number);
        return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
    }

    std::optional<std::uint32_t> number() {
        const std::size_t begin = next_;
        const std::string_view found = word();
        const std::string noun(kind_.noun);
        if (found.empty()) {
            return failed(begin, "the " + noun + " is missing here");
        }
        for (std::size_t i = 0; i < kind_.names.size(); ++i) {
            if (is_same(kind_.names[i], found)) {
                return kind_.least + static_cast<std::uint32_t>(i);
            }
        }
        const auto value = whole(found);
        if (!value) {
            return failed(begin, "no such " + noun);
        }
        if (*value < kind_.least || *value > kind_.greatest) {
            return failed(begin, "the " + noun + " is from " + std::to_string(kind_.least) +
                                     " to " + std::to_string(kind_.greatest));
        }
        return value;
    }

    std::optional<std::uint32_t> step() {
        const std::size_t begin = next_;
        const auto value = whole(word());
        if (!value || *value == 0) {
            return failed(begin, "a step is a number above 0");
        }
        return value;
    }

    bool entry(Field& field) {
        const std::size_t begin = next_;
        std::optional<std::uint32_t> first = kind_.least;
        std::optional<std::uint32_t> last = kind_.greatest;
        bool is_range = true;
        if (!taken('*')) {
            first = number();
            is_range = first && taken('-');
            last = is_range ? number() : first;
        }
        if (!first || !last) {
            return false;
        }
        if (*last < *first) {
            (void)failed(begin, "the range ends before it begins");
            return false;
        }
        std::uint32_t every = 1;
        if (next_ < text_.size() && text_[next_] == '/') {
            if (!is_range) {
                (void)failed(next_, "a step belongs to a range or to *");
                return false;
            }
            ++next_;
            const auto given = step();
            if (!given) {
                return false;
            }
            every = *given;
        }
        for (std::uint64_t value = *first; value <= *last; value += every) {
            field.numbers |= std::uint64_t{1} << value;
        }
        return true;
    }

    std::string_view text_;
    std::size_t at_;
    const FieldKind& kind_;
    CronFault& fault_;
    std::size_t next_ = 0;
};

}  // namespace

std::optional<Field> parse_field(std::string_view text, std::size_t at, const FieldKind& kind,
                                 CronFault& fault) {
    return FieldReader(text, at, kind, fault).read();
}

}  // namespace waymark::schedule
