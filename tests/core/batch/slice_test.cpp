// SPDX-License-Identifier: MIT
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <optional>

#include "base/error.hpp"
#include "batch/slice.hpp"

using namespace waymark;
using namespace waymark::batch;
using contract::ColumnType;

namespace {

/// Memory that begins at a multiple of 64 and ends where it says, for sanitizers to watch.
class Region {
public:
    explicit Region(std::size_t bytes)
        : bytes_(new(std::align_val_t{64}) std::byte[bytes]), size_(bytes) {
        std::memset(bytes_.get(), 0xA5, bytes);  // what an earlier slice left behind
    }
    [[nodiscard]] std::span<std::byte> bytes() const { return {bytes_.get(), size_}; }

private:
    struct Free {
        void operator()(std::byte* bytes) const {
            ::operator delete[](bytes, std::align_val_t{64});
        }
    };
    std::unique_ptr<std::byte[], Free> bytes_;
    std::size_t size_;
};

/// One value of any type: what was meant to arrive.
struct Value {
    bool is_null = false;
    std::int64_t number = 0;
    std::string text;

    bool operator==(const Value&) const = default;
};
using Column = std::vector<Value>;

}  // namespace

static Field declared(const char* name, ColumnType type, std::uint32_t list_size = 0) {
    return {.name = name,
            .kind = FieldKind::declared,
            .type = type,
            .list_size = list_size,
            .nullable = true};
}

static contract::Column column(const char* name, ColumnType type) {
    contract::Column column;
    column.name = name;
    column.type = type;
    return column;
}

// A table with a column of every type.
static TableLayout every_type() {
    return {
        .table = 3,
        .fields = {{.name = "case"},
                   declared("int", ColumnType::integer),
                   declared("real", ColumnType::real),
                   declared("bool", ColumnType::boolean),
                   declared("date", ColumnType::date),
                   declared("instant", ColumnType::instant),
                   declared("category", ColumnType::category),
                   declared("text", ColumnType::text),
                   declared("key", ColumnType::key),
                   declared("ints", ColumnType::list_integer, 3),
                   declared("reals", ColumnType::list_real, 2),
                   {.name = "windows", .kind = FieldKind::bounds, .list_size = 4, .nullable = true},
                   {.name = "int:state", .kind = FieldKind::state}}};
}

static std::size_t items(const Field& field) {
    return field.list_size == 0 ? 1 : field.list_size;
}

static bool is_text(const Field& field) {
    return field.kind == FieldKind::declared &&
           (field.type == ColumnType::text || field.type == ColumnType::category);
}

static bool may_be_null(const Field& field) {
    return field.kind == FieldKind::declared || field.kind == FieldKind::bounds;
}

static std::size_t value_bytes(const Field& field) {
    if (field.kind != FieldKind::declared) {
        return 4;
    }
    switch (field.type) {
        case ColumnType::boolean:
            return 1;
        case ColumnType::date:
        case ColumnType::key:
            return 4;
        default:
            return 8;
    }
}

static std::vector<Column> some_columns(const TableLayout& layout, std::size_t rows) {
    std::vector<Column> columns;
    for (const Field& field : layout.fields) {
        Column column(rows * items(field));
        for (Value& value : column) {
            value.is_null = may_be_null(field) && *rc::gen::inRange(0, 4) == 0;
            if (field.name == "case") {
                value.number = *rc::gen::inRange(0, 50);
            } else if (value.is_null) {
                continue;
            } else if (is_text(field)) {
                value.text = field.type == ColumnType::category
                                 ? "code " + std::to_string(*rc::gen::inRange(0, 6))
                                 : *rc::gen::arbitrary<std::string>();
            } else if (value_bytes(field) == 1) {
                value.number = *rc::gen::inRange(0, 2);
            } else if (value_bytes(field) == 4) {
                value.number = *rc::gen::inRange(0, 1 << 30);
            } else {
                value.number = *rc::gen::arbitrary<std::int64_t>();
            }
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

// Dictionary indices by text, over all slices.
using Codes = std::map<std::string, std::int32_t>;

static void write_texts(SliceWriter& writer, std::size_t field, const Field& of,
                        const Column& column, Codes& codes) {
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (of.type == ColumnType::text) {
            writer.append_text(field, column[i].text);
            continue;
        }
        if (!column[i].is_null && !codes.contains(column[i].text)) {
            codes.emplace(column[i].text, static_cast<std::int32_t>(codes.size()));
            writer.append_entry(field, column[i].text);
        }
        writer.values<std::int32_t>(field)[i] =
            column[i].is_null ? 12345 : codes.at(column[i].text);
    }
}

static void write_numbers(SliceWriter& writer, std::size_t field, const Field& of,
                          const Column& column) {
    const auto values = writer.values<std::byte>(field);
    const std::size_t width = value_bytes(of);
    REQUIRE(values.size() == column.size() * width);
    for (std::size_t i = 0; i < column.size(); ++i) {
        // What stands at a null is rubbish here: the plugin must not get to see it.
        const std::int64_t number = column[i].is_null ? 0x5A5A5A5A5A5A5A5A : column[i].number;
        std::memcpy(values.data() + i * width, &number, width);
    }
}

static std::uint64_t text_bytes(const std::vector<Column>& columns) {
    std::uint64_t bytes = 0;
    for (const Column& column : columns) {
        for (const Value& value : column) {
            bytes += value.text.size();
        }
    }
    return bytes;
}

static SliceHeader write(const TableLayout& layout, const std::vector<Column>& columns,
                         const Region& region, Codes& codes) {
    SliceHeader header;
    header.table = layout.table;
    header.rows = static_cast<std::uint32_t>(columns[0].size());
    header.cases = 50;
    header.case_first_count = 2;
    header.text_bytes = text_bytes(columns);
    SliceWriter writer(layout, region.bytes(), header.rows, header.case_first_count);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Field& field = layout.fields[i];
        is_text(field) ? write_texts(writer, i, field, columns[i], codes)
                       : write_numbers(writer, i, field, columns[i]);
        if (may_be_null(field)) {
            const auto valid = writer.valid(i);
            for (std::size_t row = 0; row < columns[i].size(); ++row) {
                valid[row] = columns[i][row].is_null ? 0 : 1;
            }
        }
    }
    writer.case_first()[0] = 0;
    writer.case_first()[1] = header.rows;
    header.bytes = writer.finish();
    return header;
}

static std::size_t room(const TableLayout& layout, const std::vector<Column>& columns) {
    return slice_bytes(layout, static_cast<std::uint32_t>(columns[0].size()), 2,
                       text_bytes(columns), 6);
}

static bool bit(const void* bits, std::size_t i) {
    return (static_cast<const std::uint8_t*>(bits)[i / 8] >> (i % 8) & 1) != 0;
}

// Entry i of an Arrow 'u' array.
static std::string text_at(const ArrowArray& array, std::size_t i) {
    const auto* const offsets = static_cast<const std::int32_t*>(array.buffers[1]);
    return {static_cast<const char*>(array.buffers[2]) + offsets[i],
            static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
}

// A column read back by the rules of abi.h and of Arrow alone.
static Column column_of(const wm_batch& batch, std::size_t field) {
    const ArrowSchema& schema = *batch.schema->children[field];
    const ArrowArray& outer = *batch.rows->children[field];
    const bool is_list = schema.n_children == 1;
    const ArrowArray& array = is_list ? *outer.children[0] : outer;
    const std::string format = is_list ? schema.children[0]->format : schema.format;
    const std::size_t width = format == "l" || format == "g" || format == "tsu:UTC" ? 8 : 4;
    Column column(static_cast<std::size_t>(array.length));
    for (std::size_t i = 0; i < column.size(); ++i) {
        column[i].is_null = array.buffers[0] != nullptr && !bit(array.buffers[0], i);
        if (format == "u") {
            column[i].text = text_at(array, i);
        } else if (array.dictionary != nullptr) {
            const auto index = static_cast<const std::int32_t*>(array.buffers[1])[i];
            RC_ASSERT(!column[i].is_null || index == 0);
            column[i].text = column[i].is_null ? "" : text_at(*array.dictionary, index);
        } else if (format == "b") {
            column[i].number = bit(array.buffers[1], i) ? 1 : 0;
        } else {
            std::memcpy(&column[i].number,
                        static_cast<const std::byte*>(array.buffers[1]) + i * width, width);
        }
    }
    return column;
}

TEST_CASE("Every type arrives as it was written, nulls as zeroes, over several slices", "[batch]") {
    REQUIRE(rc::check([] {
        const TableLayout layout = every_type();
        SliceReader reader(layout);
        Codes codes;
        const int slices = *rc::gen::inRange(1, 4);
        for (int slice = 0; slice < slices; ++slice) {
            const auto rows = static_cast<std::size_t>(*rc::gen::inRange(0, 40));
            const auto columns = some_columns(layout, rows);
            const Region region(room(layout, columns));
            const SliceHeader header = write(layout, columns, region, codes);
            const wm_batch& batch = reader.read(header, region.bytes().first(header.bytes));
            RC_ASSERT(batch.size == sizeof(wm_batch));
            RC_ASSERT(batch.rows->length == static_cast<std::int64_t>(rows));
            RC_ASSERT(batch.case_first[1] == rows);
            for (std::size_t i = 0; i < columns.size(); ++i) {
                RC_ASSERT(column_of(batch, i) == columns[i]);
            }
        }
    }));
}

TEST_CASE("A damaged slice is refused or read within its bounds, never beyond", "[batch]") {
    // With the address sanitizer a wild read ends the test; without it, a wrong index shows here.
    REQUIRE(rc::check([] {
        const TableLayout layout = every_type();
        const auto columns = some_columns(layout, 20);
        const Region region(room(layout, columns));
        Codes codes;
        SliceHeader header = write(layout, columns, region, codes);
        const std::size_t head = std::min<std::size_t>(header.bytes, 1024);
        for (int damage = *rc::gen::inRange(1, 4); damage > 0; --damage) {
            region.bytes()[*rc::gen::inRange<std::size_t>(0, head)] =
                static_cast<std::byte>(*rc::gen::inRange(0, 256));
        }
        header.rows = *rc::gen::element(20U, 19U, 21U, 4000000000U);
        header.case_first_count = *rc::gen::element(2U, 0U, 1U, 4000000000U);
        SliceReader reader(layout);
        try {
            const wm_batch& batch = reader.read(header, region.bytes().first(header.bytes));
            for (std::size_t i = 0; i < columns.size(); ++i) {
                static_cast<void>(column_of(batch, i));
            }
        } catch (const Error& error) {
            RC_ASSERT(error.kind() == ErrorKind::internal);
        }
    }));
}

TEST_CASE("A category outside its dictionary is refused", "[batch]") {
    const TableLayout layout{.table = 0,
                             .fields = {{.name = "case"}, declared("code", ColumnType::category)}};
    const Region region(slice_bytes(layout, 1, 0, 1, 1));
    SliceWriter writer(layout, region.bytes(), 1, 0);
    writer.values<std::uint32_t>(0)[0] = 0;
    writer.append_entry(1, "A");
    writer.values<std::int32_t>(1)[0] = 1;
    SliceHeader header;
    header.rows = header.cases = 1;
    header.text_bytes = 1;
    header.bytes = writer.finish();
    SliceReader reader(layout);
    CHECK_THROWS_WITH(reader.read(header, region.bytes().first(header.bytes)),
                      Catch::Contains("not in its dictionary"));
}

TEST_CASE("A case that nobody has told of is refused", "[batch]") {
    const TableLayout layout{.table = 0, .fields = {{.name = "case"}}};
    const Region region(slice_bytes(layout, 1, 0, 0, 0));
    SliceWriter writer(layout, region.bytes(), 1, 0);
    writer.values<std::uint32_t>(0)[0] = 7;
    SliceHeader header;
    header.rows = 1;
    header.cases = 7;
    header.bytes = writer.finish();
    SliceReader reader(layout);
    CHECK_THROWS_WITH(reader.read(header, region.bytes().first(header.bytes)),
                      Catch::Contains("not known yet"));
}

TEST_CASE("The columns of an input stand in the order of the contract", "[batch]") {
    contract::Description description;
    contract::Input& input = description.inputs.emplace_back();
    input.has_unit = input.aggregate = true;
    input.columns = {column("value", ColumnType::real), column("scores", ColumnType::list_integer)};
    input.columns[0].symbols = true;
    const TableLayout layout = rows_layout(description, 0, std::vector<std::uint32_t>{0, 9});
    std::vector<std::string> names;
    for (const Field& field : layout.fields) {
        names.push_back(field.name);
    }
    CHECK(names ==
          std::vector<std::string>{"case", "unit", "period", "value", "scores", "value:state"});
    CHECK(layout.fields[3].nullable);
    SliceReader reader(layout);
    const Region region(slice_bytes(layout, 0, 0, 0, 0));
    SliceWriter writer(layout, region.bytes(), 0, 0);
    SliceHeader header;
    header.bytes = writer.finish();
    const wm_batch& batch = reader.read(header, region.bytes().first(header.bytes));
    CHECK(std::string(batch.schema->children[4]->format) == "+w:9");
    CHECK(std::string(batch.schema->children[3]->format) == "g");
}

TEST_CASE("A measure cannot ask for a list as a case column", "[batch]") {
    contract::Description description;
    description.case_columns = {column("scores", ColumnType::list_real)};
    CHECK_THROWS_WITH(cases_layout(description, 0), Catch::Contains("one column per item"));
}
