// SPDX-License-Identifier: MIT
// The decoder of categories: each different text of a block is looked at once.
#include <algorithm>
#include <set>
#include <string>

#include "source/decoder.hpp"
#include "source/text_memo.hpp"

namespace waymark::source {
namespace {

class CategoryDecoder final : public Decoder {
public:
    CategoryDecoder(const Wanted& wanted, const config::Source& source, Reasons& reasons)
        : Decoder(wanted, source, reasons),
          allowed_(wanted.column.codes.begin(), wanted.column.codes.end()),
          not_allowed_(reasons.refusal(column_words(wanted) + ": not an allowed code")) {}

protected:
    void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
              RowMarks marks) override {
        fields_.clear();
        found_.clear();
        codes_.clear();
        std::int32_t* values = out.as<std::int32_t>().data();
        const auto take = [&](std::uint32_t row, std::int32_t number) {
            values[row] = number;
            if (number < 0) [[unlikely]] {
                values[row] = 0;
                no_code(row, number, out, marks);
            }
        };
        if (!source().is_one_column()) {
            source().each(rows, binding.columns, [&](std::uint32_t row, std::string_view text) {
                take(row, number_of(text, out.dictionary));
            });
            return;
        }
        // A known field, quotes, blanks and all, costs one look at its bytes in the file.
        const ColumnText column(rows, binding.columns.front(), true);
        const char* const base = rows.chunk->data();
        const std::uint32_t count = rows.count;
        for (std::uint32_t row = 0; row < count; ++row) {
            const std::string_view field = column.field(row, base);
            const Words words =
                padded_words_of(field.data(), std::min<std::size_t>(field.size(), 16));
            const std::int32_t* known = field.size() <= 16 ? fields_.known(words) : nullptr;
            take(row, known != nullptr ? *known : new_field(column, field, out.dictionary));
        }
    }

private:
    [[gnu::noinline]] std::int32_t new_field(const ColumnText& column, std::string_view field,
                                             std::vector<std::string>& dictionary) {
        const std::int32_t number = number_of(column.text_of(field, scratch_), dictionary);
        return field.size() <= 16 ? fields_.kept(field, words_of(field), number) : number;
    }

    [[nodiscard]] std::int32_t number_of(std::string_view text,
                                         std::vector<std::string>& dictionary) {
        return found_.number(text,
                             [&](std::string_view found) { return looked_at(found, dictionary); });
    }

    // What a text stands for: an index into the dictionary, or one of these, or a symbol's state
    // below.
    static constexpr std::int32_t missing = -1;
    static constexpr std::int32_t not_allowed = -2;
    static constexpr std::int32_t first_symbol = -3;

    [[nodiscard]] std::int32_t looked_at(std::string_view found,
                                         std::vector<std::string>& dictionary) {
        const Meant meant = meaning()(found);
        if (meant.kind == MeaningKind::missing) {
            return missing;
        }
        if (meant.kind == MeaningKind::symbol) {
            return first_symbol - meant.state;
        }
        if (!allowed_.empty() && !allowed_.contains(meant.text)) {
            return not_allowed;
        }
        // Two texts found may mean the same code.
        return codes_.number(meant.text, [&](std::string_view text) {
            dictionary.emplace_back(text);
            return static_cast<std::int32_t>(dictionary.size() - 1);
        });
    }

    void no_code(std::uint32_t row, std::int32_t number, batch::BlockColumn& out,
                 RowMarks marks) const {
        if (number == not_allowed) {
            mark(marks, row, not_allowed_);
        } else if (number == missing) {
            absent(row, MeaningKind::missing, state_missing, out, marks);
        } else {
            absent(row, MeaningKind::symbol, first_symbol - number, out, marks);
        }
    }

    std::set<std::string, std::less<>> allowed_;
    std::uint32_t not_allowed_;
    std::string scratch_;
    TextIndex fields_;  // by the bytes in the file
    TextIndex found_;   // by the text in them
    TextIndex codes_;   // by what the text means
};

}  // namespace

MadeDecoder make_category_decoder(const Wanted& wanted, const config::Source& source,
                                  Reasons& reasons) {
    return std::make_unique<CategoryDecoder>(wanted, source, reasons);
}

}  // namespace waymark::source
