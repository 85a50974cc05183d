// SPDX-License-Identifier: MIT
// The decoder of texts and keys: where each text stands, and for keys its hash.
#include "source/decoder.hpp"
#include "source/key_hash.hpp"

namespace waymark::source {
namespace {

class TextDecoder final : public Decoder {
public:
    TextDecoder(const Wanted& wanted, const config::Source& source, std::uint64_t seed,
                Reasons& reasons)
        : Decoder(wanted, source, reasons),
          is_key_(wanted.column.type == contract::ColumnType::key),
          seed_(seed) {}

protected:
    void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
              RowMarks marks) override {
        batch::TextSpan* spans = out.as<batch::TextSpan>().data();
        if (is_key_) {
            out.hashes.resize(rows.count);
        }
        std::uint64_t* hashes = out.hashes.data();
        std::string_view kept;  // the constant, once it stands in the chunk
        batch::TextSpan kept_span{};
        source().each(rows, binding.columns, [&](std::uint32_t row, std::string_view found) {
            const Meant meant = meaning()(found);
            spans[row] = {};
            if (is_key_) {
                hashes[row] = 0;
            }
            if (meant.kind != MeaningKind::value) [[unlikely]] {
                absent(row, meant.kind, meant.state, out, marks);
                return;
            }
            if (is_key_) {
                hashes[row] = key_hash(meant.text, seed_);
            }
            const char* base = rows.chunk->data();
            if (meant.text.data() >= base && meant.text.data() < base + rows.chunk->end)
                [[likely]] {
                spans[row] = {static_cast<std::uint32_t>(meant.text.data() - base),
                              static_cast<std::uint32_t>(meant.text.size())};
            } else if (source().is_constant() && kept.data() == meant.text.data()) {
                spans[row] = kept_span;
            } else {
                spans[row] = kept_span = rows.chunk->append(meant.text);
                kept = meant.text;
            }
        });
    }

private:
    bool is_key_;
    std::uint64_t seed_;
};

}  // namespace

MadeDecoder make_text_decoder(const Wanted& wanted, const config::Source& source,
                              std::uint64_t seed, Reasons& reasons) {
    return std::make_unique<TextDecoder>(wanted, source, seed, reasons);
}

}  // namespace waymark::source
