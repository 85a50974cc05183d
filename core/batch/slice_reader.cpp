// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "base/error.hpp"
#include "batch/slice.hpp"
#include "batch/slice_region.hpp"

namespace waymark::batch {

using contract::ColumnType;

static void require(bool condition, const char* what) {
    if (!condition) {
        throw Error(ErrorKind::internal, std::string("a slice cannot be read: ") + what +
                                             "; host and worker may be of different builds");
    }
}

// Everything handed out is borrowed from the reader and the region, so there is nothing to release.
static void release_nothing(ArrowSchema*) {}
static void release_nothing(ArrowArray*) {}

static const char* item_format(const Field& field) {
    if (field.kind == FieldKind::number) {
        return "I";
    }
    if (field.kind == FieldKind::state) {
        return "i";
    }
    if (field.kind == FieldKind::bounds) {
        return "tdD";
    }
    switch (field.type) {
        case ColumnType::integer:
        case ColumnType::list_integer:
            return "l";
        case ColumnType::real:
        case ColumnType::list_real:
            return "g";
        case ColumnType::boolean:
            return "b";
        case ColumnType::date:
            return "tdD";
        case ColumnType::instant:
            return "tsu:UTC";
        case ColumnType::category:
            return "i";
        case ColumnType::text:
            return "u";
        case ColumnType::key:
            return "I";
    }
    check(false, "every column type has an Arrow format");
    return "";
}

namespace {

using Buffers = std::array<const void*, 3>;

// One array with its schema and buffers; pointers into it hold as long as it is not moved.
struct Node {
    ArrowSchema schema{};
    ArrowArray array{};
    Buffers buffers{};
    ArrowSchema* schema_child = nullptr;
    ArrowArray* array_child = nullptr;

    void set(const char* format, const char* name, bool nullable, std::int64_t n_buffers) {
        schema.format = format;
        schema.name = name;
        schema.flags = nullable ? ARROW_FLAG_NULLABLE : 0;
        schema.release = release_nothing;
        array.n_buffers = n_buffers;
        array.buffers = buffers.data();
        array.release = release_nothing;
    }
};

// What is kept per field from slice to slice.
struct Column {
    Field field;
    std::string format;
    Node node;
    Node inner;  // items of a list, or the dictionary of a category
    std::string dictionary_text;
    std::vector<std::int32_t> dictionary_offsets{0};

    [[nodiscard]] std::uint64_t entries() const { return dictionary_offsets.size() - 1; }
};

// The bytes of one slice; every way in is checked.
class Region {
public:
    explicit Region(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class T>
    [[nodiscard]] std::span<const T> at(std::uint64_t offset, std::uint64_t count) const {
        require(offset % 64 == 0, "a buffer does not begin at a multiple of 64");
        require(offset <= bytes_.size() && count <= (bytes_.size() - offset) / sizeof(T),
                "a buffer reaches beyond its slice");
        return {reinterpret_cast<const T*>(bytes_.data() + offset),
                static_cast<std::size_t>(count)};
    }

private:
    std::span<const std::byte> bytes_;
};

}  // namespace

static void check_offsets(std::span<const std::int32_t> offsets, std::uint64_t text_bytes) {
    bool is_ascending = offsets.front() == 0;
    for (std::size_t i = 1; i < offsets.size(); ++i) {
        is_ascending = is_ascending && offsets[i - 1] <= offsets[i];
    }
    require(is_ascending && static_cast<std::uint64_t>(offsets.back()) <= text_bytes,
            "text offsets do not ascend within the text");
}

static void check_below(std::span<const std::uint32_t> numbers, std::uint64_t end,
                        const char* what) {
    std::uint32_t most = 0;
    for (const std::uint32_t number : numbers) {
        most = std::max(most, number);
    }
    require(numbers.empty() || most < end, what);
}

struct SliceReader::State {
    explicit State(TableLayout of);

    void read_column(Column& column, const FieldPlace& at, const Region& region,
                     const SliceHeader& header);
    void grow_dictionary(Column& column, const FieldPlace& at, const Region& region) const;
    void read_case_first(const RegionHead& head, const Region& region, const SliceHeader& header);

    TableLayout layout;
    std::vector<Column> columns;
    std::vector<ArrowSchema*> schemas;
    std::vector<ArrowArray*> arrays;
    Node root;
    wm_batch batch{};
};

SliceReader::State::State(TableLayout of) : layout(std::move(of)), columns(layout.fields.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        Column& column = columns[i];
        column.field = layout.fields[i];
        const Field& field = column.field;
        column.format =
            is_list(field) ? "+w:" + std::to_string(field.list_size) : item_format(field);
        const bool is_wide = is_list(field);
        column.node.set(column.format.c_str(), column.field.name.c_str(),
                        field.nullable && !is_wide,
                        is_wide          ? 1
                        : is_text(field) ? 3
                                         : 2);
        if (is_wide) {
            column.inner.set(item_format(field), "item", field.nullable, 2);
            column.node.schema_child = &column.inner.schema;
            column.node.array_child = &column.inner.array;
            column.node.schema.n_children = column.node.array.n_children = 1;
            column.node.schema.children = &column.node.schema_child;
            column.node.array.children = &column.node.array_child;
        } else if (is_category(field)) {
            column.inner.set("u", "", false, 3);
            column.node.schema.dictionary = &column.inner.schema;
            column.node.array.dictionary = &column.inner.array;
        }
        schemas.push_back(&column.node.schema);
        arrays.push_back(&column.node.array);
    }
    root.set("+s", "", false, 1);
    root.schema.n_children = root.array.n_children = static_cast<std::int64_t>(columns.size());
    root.schema.children = schemas.data();
    root.array.children = arrays.data();
    batch.size = sizeof batch;
    batch.table = layout.table;
    batch.schema = &root.schema;
    batch.rows = &root.array;
}

void SliceReader::State::grow_dictionary(Column& column, const FieldPlace& at,
                                         const Region& region) const {
    const auto offsets = region.at<std::int32_t>(at.entries, std::uint64_t{at.entry_count} + 1);
    check_offsets(offsets, at.text_bytes);
    const auto text = region.at<char>(at.text, at.text_bytes);
    require(column.dictionary_text.size() + text.size() <= std::numeric_limits<std::int32_t>::max(),
            "a dictionary has 2 GiB of text or more");
    const auto before = static_cast<std::int32_t>(column.dictionary_text.size());
    for (const std::int32_t end : offsets.subspan(1)) {
        column.dictionary_offsets.push_back(before + end);
    }
    column.dictionary_text.append(text.data(), text.size());
    column.inner.array.length = static_cast<std::int64_t>(column.entries());
    column.inner.buffers = {nullptr, column.dictionary_offsets.data(),
                            column.dictionary_text.data()};
}

void SliceReader::State::read_column(Column& column, const FieldPlace& at, const Region& region,
                                     const SliceHeader& header) {
    const std::uint64_t rows = header.rows;
    const std::uint64_t items = rows * items_per_row(column.field);
    require(at.null_count <= items && (at.validity == 0) == (at.null_count == 0),
            "nulls and their bitmap do not agree");
    const std::uint8_t* const validity =
        at.validity == 0 ? nullptr : region.at<std::uint8_t>(at.validity, (items + 7) / 8).data();
    const std::uint64_t bytes =
        is_boolean(column.field) ? (rows + 7) / 8 : value_room(column.field, rows);
    const std::byte* const values = region.at<std::byte>(at.values, bytes).data();

    column.node.array.length = static_cast<std::int64_t>(rows);
    Node& holder = is_list(column.field) ? column.inner : column.node;
    holder.array.length = static_cast<std::int64_t>(items);
    holder.array.null_count = at.null_count;
    holder.buffers = {validity, values, nullptr};
    if (is_text(column.field)) {
        check_offsets(region.at<std::int32_t>(at.values, rows + 1), at.text_bytes);
        holder.buffers[2] = region.at<std::byte>(at.text, at.text_bytes).data();
    } else if (is_category(column.field)) {
        grow_dictionary(column, at, region);
        // Nulls hold index 0 also while nothing else has brought an entry yet.
        const std::uint64_t end = at.null_count == items ? 1 : 0;
        check_below(region.at<std::uint32_t>(at.values, rows), std::max(end, column.entries()),
                    "a category is not in its dictionary");
    }
}

void SliceReader::State::read_case_first(const RegionHead& head, const Region& region,
                                         const SliceHeader& header) {
    batch.case_first = nullptr;
    batch.n_case_first = header.case_first_count;
    if (header.case_first_count == 0) {
        return;
    }
    const auto borders = region.at<std::uint32_t>(head.case_first, header.case_first_count);
    require(
        borders.front() == 0 && borders.back() == header.rows && std::ranges::is_sorted(borders),
        "the borders of its cases do not ascend over its rows");
    batch.case_first = borders.data();
}

SliceReader::SliceReader(TableLayout layout) : state_(std::make_unique<State>(std::move(layout))) {}
SliceReader::~SliceReader() = default;

const wm_batch& SliceReader::read(const SliceHeader& header, std::span<const std::byte> bytes) {
    State& state = *state_;
    require(
        reinterpret_cast<std::uintptr_t>(bytes.data()) % 64 == 0 && bytes.size() == header.bytes,
        "it does not begin or end where its header says");
    require(header.table == state.layout.table, "it is of another table");
    const Region region(bytes);
    const auto head = region.at<RegionHead>(0, 1).front();
    require(head.magic == region_magic && head.fields == state.columns.size(),
            "it has other columns than its table");
    // The places follow the head, in the same 64-byte unit; copied, since what was checked must
    // stay.
    std::vector<FieldPlace> places(state.columns.size());
    require(bytes.size() >= head_bytes(places.size()), "it ends before its columns");
    std::memcpy(places.data(), bytes.data() + sizeof head, places.size() * sizeof(FieldPlace));

    std::uint64_t text_bytes = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        text_bytes += std::min(places[i].text_bytes, header.bytes);
        state.read_column(state.columns[i], places[i], region, header);
        const Field& field = state.columns[i].field;
        if (field.kind == FieldKind::number && (field.name == "case" || field.name == "unit")) {
            check_below(region.at<std::uint32_t>(places[i].values, header.rows),
                        i == 0 ? header.cases : header.units, "a case or unit is not known yet");
        }
    }
    require(text_bytes <= header.text_bytes, "it has more text than its header says");
    state.read_case_first(head, region, header);
    state.root.array.length = header.rows;
    state.batch.n_cases = header.cases;
    state.batch.n_units = header.units;
    return state.batch;
}

}  // namespace waymark::batch
