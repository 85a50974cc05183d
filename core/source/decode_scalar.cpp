// SPDX-License-Identifier: MIT
// Decoders of int, real, bool and instant: each value is worked out on its own.
#include <algorithm>
#include <array>

#include "source/date_format.hpp"
#include "source/decoder.hpp"
#include "source/numbers.hpp"

namespace waymark::source {
namespace {

class BoolRule {
public:
    BoolRule(const std::string& what, Reasons& reasons)
        : bad_(reasons.refusal(what + " not true or false (yes, no, y, n, t, f, 1, 0 will do)")) {}

    [[nodiscard]] std::uint32_t parse(std::string_view text, std::uint8_t& value) const noexcept {
        constexpr std::array<std::string_view, 10> words{"1", "true",  "yes", "y", "t",
                                                         "0", "false", "no",  "n", "f"};
        const auto equal = [&](std::string_view word) {
            return std::equal(
                word.begin(), word.end(), text.begin(), text.end(), [](char a, char b) {
                    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
                });
        };
        const auto found = std::find_if(words.begin(), words.end(), equal);
        value = found < words.begin() + 5 ? 1 : 0;
        return found == words.end() ? bad_ : 0;
    }

private:
    std::uint32_t bad_;
};

class InstantRule {
public:
    InstantRule(const Wanted& wanted, const std::string& what, Reasons& reasons)
        : format_(wanted.map.format, wanted.map.place),
          bad_(reasons.refusal(what + " not an instant like " + format_.example(true))) {}

    [[nodiscard]] std::uint32_t parse(std::string_view text, std::int64_t& value) const {
        const std::optional<Instant> instant = format_.instant(text);
        value = instant ? instant->time_since_epoch().count() : 0;
        return instant ? 0 : bad_;
    }

private:
    DateFormat format_;
    std::uint32_t bad_;
};

template <class Value, class Rule>
class ScalarDecoder final : public Decoder {
public:
    ScalarDecoder(const Wanted& wanted, const config::Source& source, Reasons& reasons, Rule rule)
        : Decoder(wanted, source, reasons), rule_(std::move(rule)) {}

protected:
    void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
              RowMarks marks) override {
        Value* values = out.as<Value>().data();
        source().each(rows, binding.columns, [&](std::uint32_t row, std::string_view found) {
            const Meant meant = meaning()(found);
            if (meant.kind != MeaningKind::value) {
                values[row] = 0;
                absent(row, meant.kind, meant.state, out, marks);
            } else if (const std::uint32_t reason = rule_.parse(meant.text, values[row]);
                       reason != 0) [[unlikely]] {
                mark(marks, row, reason);
            }
        });
    }

private:
    Rule rule_;
};

template <class Value, class Rule>
MadeDecoder made(const Wanted& wanted, const config::Source& source, Reasons& reasons, Rule rule) {
    return std::make_unique<ScalarDecoder<Value, Rule>>(wanted, source, reasons, std::move(rule));
}

}  // namespace

MadeDecoder make_scalar_decoder(const Wanted& wanted, const config::Source& source,
                                Reasons& reasons) {
    const std::string what = Decoder::column_words(wanted) + ":";
    switch (wanted.column.type) {
        case contract::ColumnType::integer:
            return made<std::int64_t>(wanted, source, reasons,
                                      NumberRule<std::int64_t>(wanted.column, what, reasons));
        case contract::ColumnType::real:
            return made<double>(wanted, source, reasons,
                                NumberRule<double>(wanted.column, what, reasons));
        case contract::ColumnType::boolean:
            return made<std::uint8_t>(wanted, source, reasons, BoolRule(what, reasons));
        default:
            return made<std::int64_t>(wanted, source, reasons, InstantRule(wanted, what, reasons));
    }
}

}  // namespace waymark::source
