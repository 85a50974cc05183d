// SPDX-License-Identifier: MIT
#include <cstring>
#include <limits>

#include "base/error.hpp"
#include "base/key_hash.hpp"
#include "batch/slice.hpp"
#include "batch/slice_region.hpp"

namespace waymark::batch {

// Texts are gathered per field, since Arrow wants each field's in one piece and rows bring them
// mixed.
struct SliceWriter::Plan {
    struct Texts {
        std::string bytes;
        std::vector<std::int32_t> ends;
    };
    const TableLayout& layout;
    std::span<std::byte> region;
    std::uint32_t rows;
    std::uint32_t case_first_count;
    std::uint64_t case_first = 0;
    std::uint64_t used = 0;
    std::vector<FieldPlace> places;
    std::vector<std::uint8_t> has_valid;
    std::vector<Texts> texts;  ///< per field: values of text, new entries of categories

    [[nodiscard]] std::uint64_t place(std::uint64_t bytes) {
        const std::uint64_t at = used;
        used += aligned(bytes);
        check(used <= region.size(), "the region has slice_bytes() bytes");
        return at;
    }
    void append(std::size_t field, std::string_view text) {
        Texts& to = texts[field];
        to.bytes += text;
        check(to.bytes.size() <= std::numeric_limits<std::int32_t>::max(),
              "the text of one slice has less than 2 GiB");
        to.ends.push_back(static_cast<std::int32_t>(to.bytes.size()));
    }
    [[nodiscard]] std::uint8_t* at(std::uint64_t offset) noexcept {
        return reinterpret_cast<std::uint8_t*>(region.data() + offset);
    }
    void close_validity(std::size_t field);
    void close_texts(std::size_t field);
};

SliceWriter::SliceWriter(const TableLayout& layout, std::span<std::byte> region, std::uint32_t rows,
                         std::uint32_t case_first_count)
    : plan_(
          std::make_unique<Plan>(Plan{.layout = layout,
                                      .region = region,
                                      .rows = rows,
                                      .case_first_count = case_first_count,
                                      .places = std::vector<FieldPlace>(layout.fields.size()),
                                      .has_valid = std::vector<std::uint8_t>(layout.fields.size()),
                                      .texts = std::vector<Plan::Texts>(layout.fields.size())})) {
    check(reinterpret_cast<std::uintptr_t>(region.data()) % 64 == 0,
          "a slice begins at a multiple of 64");
    plan_->used = head_bytes(layout.fields.size());
    plan_->case_first = plan_->place(std::uint64_t{case_first_count} * sizeof(std::uint32_t));
    for (std::size_t i = 0; i < layout.fields.size(); ++i) {
        const Field& field = layout.fields[i];
        plan_->places[i].values = plan_->place(value_room(field, rows));
        if (may_be_null(field)) {
            plan_->places[i].validity = plan_->place(rows * items_per_row(field));
        }
    }
}

SliceWriter::~SliceWriter() = default;

std::span<std::byte> SliceWriter::value_bytes(std::size_t field) noexcept {
    return plan_->region.subspan(plan_->places[field].values,
                                 value_room(plan_->layout.fields[field], plan_->rows));
}

std::span<std::uint8_t> SliceWriter::valid(std::size_t field) {
    check(may_be_null(plan_->layout.fields[field]), "numbers and states are never null");
    const std::span<std::uint8_t> bytes{plan_->at(plan_->places[field].validity),
                                        plan_->rows * items_per_row(plan_->layout.fields[field])};
    if (plan_->has_valid[field] == 0 && !bytes.empty()) {
        std::memset(bytes.data(), 1, bytes.size());
    }
    plan_->has_valid[field] = 1;
    return bytes;
}

void SliceWriter::set_absent(std::size_t field) {
    const Field& its = plan_->layout.fields[field];
    check(may_be_null(its) && !is_list(its), "what is no list may be null");
    FieldPlace& place = plan_->places[field];
    place.null_count = plan_->rows;
    plan_->has_valid[field] = 0;
    std::memset(plan_->at(place.validity), 0, (plan_->rows + std::size_t{7}) / 8);
    if (is_text(its)) {
        plan_->texts[field].ends.assign(plan_->rows, 0);
    } else {
        std::memset(plan_->at(place.values), 0, value_room(its, plan_->rows));
    }
}

void SliceWriter::append_text(std::size_t field, std::string_view text) {
    check(is_text(plan_->layout.fields[field]), "only text fields take text");
    plan_->append(field, text);
}

void SliceWriter::append_entry(std::size_t field, std::string_view entry) {
    check(is_category(plan_->layout.fields[field]), "only categories have a dictionary");
    plan_->append(field, entry);
}

std::span<std::uint32_t> SliceWriter::case_first() noexcept {
    return {reinterpret_cast<std::uint32_t*>(plan_->at(plan_->case_first)),
            plan_->case_first_count};
}

// The lowest bit of each byte: eight valid values.
static constexpr std::uint64_t low_bits = 0x0101010101010101;

static std::uint64_t eight_at(const std::uint8_t* bytes) noexcept {
    return word_at<std::uint64_t>(reinterpret_cast<const char*>(bytes));
}

// Bytes to bits, in place: bit i of the result is byte i of the input, lowest first, as Arrow has
// it.
static void pack_bits(std::uint8_t* bytes, std::uint64_t count) {
    // Brings the lowest bits of eight bytes together in the highest byte (little endian).
    constexpr std::uint64_t gather = 0x0102040810204080;
    std::uint64_t done = 0;
    for (; done + 8 <= count; done += 8) {
        bytes[done / 8] =
            static_cast<std::uint8_t>(((eight_at(bytes + done) & low_bits) * gather) >> 56);
    }
    if (done < count) {
        unsigned last = 0;
        for (std::uint64_t i = done; i < count; ++i) {
            last |= (bytes[i] & 1U) << (i - done);
        }
        bytes[done / 8] = static_cast<std::uint8_t>(last);
    }
}

// A null's value may be whatever the host had at hand; the plugin must not see it.
void SliceWriter::Plan::close_validity(std::size_t field) {
    FieldPlace& at_field = places[field];
    if (has_valid[field] == 0) {
        at_field.validity = at_field.null_count > 0 ? at_field.validity : 0;
        return;
    }
    const std::uint64_t items = rows * items_per_row(layout.fields[field]);
    const std::uint32_t width = item_width(layout.fields[field]);
    std::uint8_t* const valid = at(at_field.validity);
    std::uint8_t* const values = at(at_field.values);
    for (std::uint64_t i = 0; i < items; ++i) {
        if (items - i >= 8 && eight_at(valid + i) == low_bits) {
            i += 7;  // as nearly all are
        } else if (valid[i] == 0) {
            ++at_field.null_count;
            if (!is_text(layout.fields[field])) {
                std::memset(values + i * width, 0, width);
            }
        }
    }
    if (at_field.null_count == 0) {
        at_field.validity = 0;
        return;
    }
    pack_bits(valid, items);
}

void SliceWriter::Plan::close_texts(std::size_t field) {
    FieldPlace& at_field = places[field];
    const Texts& from = texts[field];
    std::uint64_t offsets = at_field.values;
    if (is_category(layout.fields[field])) {
        offsets = place((from.ends.size() + 1) * sizeof(std::int32_t));
        at_field.entries = offsets;
        at_field.entry_count = static_cast<std::uint32_t>(from.ends.size());
    } else {
        check(from.ends.size() == rows, "every row of a text field has its text");
    }
    std::memset(at(offsets), 0, sizeof(std::int32_t));
    if (!from.ends.empty()) {
        std::memcpy(at(offsets) + sizeof(std::int32_t), from.ends.data(),
                    from.ends.size() * sizeof(std::int32_t));
    }
    at_field.text = place(from.bytes.size());
    at_field.text_bytes = from.bytes.size();
    std::memcpy(at(at_field.text), from.bytes.data(), from.bytes.size());
}

std::size_t SliceWriter::finish() {
    const auto& fields = plan_->layout.fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        plan_->close_validity(i);
        if (is_boolean(fields[i])) {
            pack_bits(plan_->at(plan_->places[i].values), plan_->rows);
        }
        if (is_text(fields[i]) || is_category(fields[i])) {
            plan_->close_texts(i);
        }
    }
    const RegionHead head{region_magic, static_cast<std::uint32_t>(fields.size()),
                          plan_->case_first_count == 0 ? 0 : plan_->case_first};
    std::memcpy(plan_->region.data(), &head, sizeof head);
    std::memcpy(plan_->region.data() + sizeof head, plan_->places.data(),
                fields.size() * sizeof(FieldPlace));
    return plan_->used;
}

}  // namespace waymark::batch
