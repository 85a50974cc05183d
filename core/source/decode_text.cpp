// SPDX-License-Identifier: MIT
// The decoder of texts and keys: where each text stands.
#include <string>

#include "source/decoder.hpp"

namespace waymark::source {
namespace {

class TextDecoder final : public Decoder {
public:
    TextDecoder(const Wanted& wanted, const config::Source& source, Reasons& reasons)
        : Decoder(wanted, source, reasons),
          is_key_(wanted.column.type == contract::ColumnType::key) {}

protected:
    void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
              RowMarks marks) override {
        if (is_key_ && source().is_one_column() && meaning().is_plain()) {
            fill_plain_keys(rows, binding.columns.front(), out, marks);
            return;
        }
        source().each(rows, binding.columns, [&](std::uint32_t row, std::string_view found) {
            store(row, meaning()(found), rows, out, marks);
        });
        kept_ = {};
    }

private:
    // The usual case without the questions.
    void fill_plain_keys(const Rows& rows, std::uint32_t header_column, batch::BlockColumn& out,
                         RowMarks marks) {
        const ColumnText column(rows, header_column, true);
        batch::TextSpan* spans = out.as<batch::TextSpan>().data();
        const std::uint32_t count = rows.count;
        for (std::uint32_t row = 0; row < count; ++row) {
            const std::string_view field = column.field(row);
            if (column.is_usual(field)) [[likely]] {
                spans[row] = {static_cast<std::uint32_t>(field.data() - rows.chunk->data()),
                              static_cast<std::uint32_t>(field.size())};
            } else {
                store(row, meaning()(column.text_of(field, scratch_)), rows, out, marks);
            }
        }
    }

    void store(std::uint32_t row, const Meant& meant, const Rows& rows, batch::BlockColumn& out,
               RowMarks marks) {
        batch::TextSpan& span = out.as<batch::TextSpan>()[row];
        const bool has_value = meant.kind == MeaningKind::value;
        span = {};
        const char* base = rows.chunk->data();
        if (!has_value) {
            absent(row, meant.kind, meant.state, out, marks);
        } else if (meant.text.data() >= base && meant.text.data() < base + rows.chunk->end) {
            span = {static_cast<std::uint32_t>(meant.text.data() - base),
                    static_cast<std::uint32_t>(meant.text.size())};
        } else if (source().is_constant() && kept_.data() == meant.text.data()) {
            span = kept_span_;
        } else {
            span = kept_span_ = rows.chunk->append(meant.text);
            kept_ = meant.text;
        }
    }

    bool is_key_;
    std::string scratch_;
    std::string_view kept_;  // the constant, once it stands in the chunk
    batch::TextSpan kept_span_{};
};

}  // namespace

MadeDecoder make_text_decoder(const Wanted& wanted, const config::Source& source,
                              Reasons& reasons) {
    return std::make_unique<TextDecoder>(wanted, source, reasons);
}

}  // namespace waymark::source
