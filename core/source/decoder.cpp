// SPDX-License-Identifier: MIT
#include "source/decoder.hpp"

#include <algorithm>
#include <cstring>

#include "base/error.hpp"

namespace waymark::source {

using contract::ColumnType;

std::uint32_t Reasons::number(const std::string& text, bool is_refusal) {
    const auto known = std::find_if(reasons_.begin(), reasons_.end(), [&](const Reason& reason) {
        return reason.text == text && reason.is_refusal == is_refusal;
    });
    if (known == reasons_.end()) {
        reasons_.push_back({text, is_refusal});
        return static_cast<std::uint32_t>(reasons_.size());
    }
    return static_cast<std::uint32_t>(known - reasons_.begin()) + 1;
}

static bool is_list(ColumnType type) noexcept {
    return type == ColumnType::list_integer || type == ColumnType::list_real;
}

std::string Decoder::column_words(const Wanted& wanted) {
    std::string words = "column '" + wanted.column.name + "'";
    if (wanted.map.columns.size() == 1 && wanted.map.columns.front() != wanted.column.name) {
        words += " ('" + wanted.map.columns.front() + "' in the file)";
    }
    return words;
}

Decoder::Decoder(const Wanted& wanted, const config::Source& source, Reasons& reasons)
    : type_(wanted.column.type),
      list_size_(is_list(type_) ? static_cast<std::uint32_t>(source_names(wanted.map).size()) : 0),
      nullable_(wanted.column.nullable),
      has_states_(wanted.column.symbols || !wanted.symbols.empty()),
      missing_reason_(reasons.refusal(column_words(wanted) +
                                      (is_list(type_) ? ": an item is missing" : ": missing"))),
      meaning_(wanted, source),
      source_(wanted.map, type_ != ColumnType::text, meaning_.missing()),
      is_absent_(nullable_ && !has_states_ && !is_list(type_) && source_.is_of_nothing() &&
                 meaning_({}).kind == MeaningKind::missing) {}

void Decoder::decode(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
                     RowMarks marks) {
    out.type = type_;
    out.list_size = list_size_;
    out.is_absent = is_absent_;
    if (is_absent_) {
        return;
    }
    out.values.resize(std::size_t{rows.count} * batch::width(type_, list_size_));
    out.valid.clear();
    out.item_valid.clear();
    out.dictionary.clear();
    out.states.assign(has_states_ ? rows.count : 0, state_observed);
    fill(rows, binding, out, marks);
}

void Decoder::absent(std::uint32_t row, MeaningKind kind, std::int32_t state,
                     batch::BlockColumn& out, RowMarks marks) const {
    if (kind == MeaningKind::missing && !nullable_) {
        mark(marks, row, missing_reason_);
    }
    if (is_list(type_)) {
        return;  // a list is there; its items may not be
    }
    if (has_states_) {
        out.states[row] = state;
    }
    if (out.valid.empty()) {
        out.valid.assign(marks.size(), 1);
    }
    out.valid[row] = 0;
}

std::unique_ptr<Decoder> make_decoder(const Wanted& wanted, const config::Source& source,
                                      Reasons& reasons) {
    switch (wanted.column.type) {
        case ColumnType::integer:
        case ColumnType::real:
        case ColumnType::boolean:
        case ColumnType::instant:
            return make_scalar_decoder(wanted, source, reasons);
        case ColumnType::date:
            return make_date_decoder(wanted, source, reasons);
        case ColumnType::category:
            return make_category_decoder(wanted, source, reasons);
        case ColumnType::text:
        case ColumnType::key:
            return make_text_decoder(wanted, source, reasons);
        case ColumnType::list_integer:
        case ColumnType::list_real:
            return make_list_decoder(wanted, source, reasons);
    }
    check(false, "every column type has a decoder");
    return nullptr;
}

}  // namespace waymark::source
