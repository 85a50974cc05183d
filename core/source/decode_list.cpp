// SPDX-License-Identifier: MIT
// The decoder of lists: one header column for each item.
#include <string>

#include "source/decoder.hpp"
#include "source/numbers.hpp"

namespace waymark::source {
namespace {

template <class Value>
class ListDecoder final : public Decoder {
public:
    ListDecoder(const Wanted& wanted, const config::Source& source, Reasons& reasons)
        : Decoder(wanted, source, reasons),
          rule_(wanted.column, column_words(wanted) + ": an item is", reasons) {}

protected:
    void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
              RowMarks marks) override {
        const std::size_t items = binding.columns.size();
        Value* values = out.as<Value>().data();
        out.item_valid.assign(rows.count * items, 1);
        for (std::size_t item = 0; item < items; ++item) {
            const ColumnText column(rows, binding.columns[item], true);
            for (std::uint32_t row = 0; row < rows.count; ++row) {
                const std::size_t place = row * items + item;
                const Meant meant = meaning()(column.text(row, scratch_));
                values[place] = 0;
                if (meant.kind != MeaningKind::value) {
                    out.item_valid[place] = 0;
                    absent(row, meant.kind, meant.state, out, marks);
                } else if (const std::uint32_t reason = rule_.parse(meant.text, values[place]);
                           reason != 0) {
                    mark(marks, row, reason);
                }
            }
        }
    }

private:
    NumberRule<Value> rule_;
    std::string scratch_;
};

}  // namespace

MadeDecoder make_list_decoder(const Wanted& wanted, const config::Source& source,
                              Reasons& reasons) {
    if (wanted.column.type == contract::ColumnType::list_real) {
        return std::make_unique<ListDecoder<double>>(wanted, source, reasons);
    }
    return std::make_unique<ListDecoder<std::int64_t>>(wanted, source, reasons);
}

}  // namespace waymark::source
