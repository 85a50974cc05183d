// SPDX-License-Identifier: MIT
#include "batch/gathered.hpp"

#include <catch2/catch.hpp>

using namespace waymark;
using batch::GatheredTable;
using contract::ColumnType;

namespace {

contract::Column declared(const std::string& name, ColumnType type) {
    contract::Column column;
    column.name = name;
    column.type = type;
    return column;
}

/// Rows of (day or null, key text, code, note) as a block that streams by.
struct Line {
    std::optional<std::int32_t> day;
    std::string key;
    std::string code;
    std::string note;
};

template <class T>
void append(std::vector<std::byte>& values, T value) {
    const auto* bytes = reinterpret_cast<const std::byte*>(&value);
    values.insert(values.end(), bytes, bytes + sizeof(value));
}

batch::RowBlock block_of(const std::vector<Line>& lines) {
    batch::RowBlock block;
    block.columns.resize(4);
    const std::array types{ColumnType::date, ColumnType::key, ColumnType::category,
                           ColumnType::text};
    for (std::size_t i = 0; i < types.size(); ++i) {
        block.columns[i].type = types[i];
    }
    const auto text = [&](const std::string& piece) {
        const batch::TextSpan span{static_cast<std::uint32_t>(block.text_storage.size()),
                                   static_cast<std::uint32_t>(piece.size())};
        block.text_storage.insert(block.text_storage.end(), piece.begin(), piece.end());
        return span;
    };
    for (const Line& line : lines) {
        append(block.columns[0].values, line.day.value_or(0));
        block.columns[0].valid.push_back(line.day ? 1 : 0);
        append(block.columns[1].values, text(line.key));
        auto& dictionary = block.columns[2].dictionary;
        append(block.columns[2].values, static_cast<std::int32_t>(dictionary.size()));
        dictionary.push_back(line.code);
        append(block.columns[3].values, text(line.note));
    }
    block.rows = static_cast<std::uint32_t>(lines.size());
    block.text = {block.text_storage.data(), block.text_storage.size()};
    return block;
}

/// A table of them.
struct Lines {
    GatheredTable table{
        {declared("day", ColumnType::date), declared("id", ColumnType::key),
         declared("code", ColumnType::category), declared("note", ColumnType::text)},
        0};
    batch::KeySpace ids;
    std::vector<batch::Dictionary> dictionaries = std::vector<batch::Dictionary>(4);

    void add(const batch::RowBlock& block, const std::vector<std::uint32_t>& shard,
             const std::vector<std::uint32_t>& cases) {
        const std::vector<batch::KeySpace*> spaces{nullptr, &ids, nullptr, nullptr};
        const std::vector<std::uint32_t> columns{0, 1, 2, 3};
        table.add(block, columns, {shard, cases, {}, {}}, spaces, dictionaries);
    }
};

}  // namespace

TEST_CASE("Gathered rows come case by case, by date, nulls first, then in file order", "[batch]") {
    Lines lines;
    auto& [table, ids, dictionaries] = lines;

    const std::vector<std::uint32_t> shard{0, 1, 0, 0};
    const std::vector<std::uint32_t> cases{1, 0, 1, 0};
    lines.add(block_of({{30, "10", "b", "late"},
                        {7, "9", "a", ""},
                        {20, "2", "a", "early"},
                        {5, "1", "b", "x"}}),
              shard, cases);
    const std::vector<std::uint32_t> shard_two{0, 0};
    const std::vector<std::uint32_t> cases_two{1, batch::RowPlaces::nowhere};
    lines.add(block_of({{std::nullopt, "3", "c", "undated"}, {1, "99", "c", "dropped"}}), shard_two,
              cases_two);
    const std::vector<std::uint32_t> ranks_of_ids = ids.ranks();
    const std::vector<std::span<const std::uint32_t>> ranks{{}, ranks_of_ids, {}, {}};
    table.rank_keys(ranks);

    const auto grouped = table.grouped(std::vector<std::uint32_t>{2, 1});
    REQUIRE(table.block().rows == 5);
    CHECK(grouped[0].case_first == std::vector<std::uint32_t>{0, 1, 4});
    std::vector<std::string> notes;
    for (const std::uint32_t row : grouped[0].rows) {
        notes.emplace_back(table.block().text_of(table.block().columns[3], row));
    }
    CHECK(notes == std::vector<std::string>{"x", "undated", "early", "late"});
    CHECK(grouped[1].rows.size() == 1);

    SECTION("keys are ordered as their source ids, by value where all are numbers") {
        const auto keys = table.block().columns[1].as<std::uint32_t>();
        // 1, 2, 3, 9, 10 by value; the dropped row's 99 was never numbered.
        CHECK(keys[grouped[0].rows[0]] == 0);  // id 1
        CHECK(keys[grouped[0].rows[3]] == 4);  // id 10
    }
    SECTION("categories share one dictionary over the blocks") {
        const auto codes = table.block().columns[2].as<std::uint32_t>();
        CHECK(dictionaries[2].entries()[codes[grouped[0].rows[0]]] == "b");
        CHECK(dictionaries[2].entries()[codes[grouped[0].rows[1]]] == "c");
        CHECK(codes[grouped[0].rows[0]] == codes[grouped[0].rows[3]]);
    }
}

TEST_CASE("Keys that are not all plain numbers are ordered by their bytes", "[batch]") {
    batch::KeySpace space;
    for (const char* key : {"b2", "10", "9", "a1", "010"}) {
        (void)space.number(key);
    }
    CHECK(space.number("9") == 2);
    CHECK(space.ranks() == std::vector<std::uint32_t>{4, 1, 2, 3, 0});
}

TEST_CASE("A column takes no room until a block has it, and is null before and after", "[batch]") {
    Lines lines;
    auto& [table, ids, dictionaries] = lines;
    const std::vector<std::uint32_t> shard{0};
    const std::vector<std::uint32_t> cases{0};
    batch::RowBlock without = block_of({{1, "1", "a", "x"}});
    for (const std::uint32_t column : {1U, 2U, 3U}) {
        without.columns[column].is_absent = true;
        without.columns[column].values.clear();
    }
    const auto add = [&](const batch::RowBlock& block) { lines.add(block, shard, cases); };
    add(without);
    add(without);
    for (const std::uint32_t column : {1U, 2U, 3U}) {
        CHECK(table.block().columns[column].is_absent);
        CHECK(table.block().columns[column].values.empty());
    }
    table.rank_keys(std::vector<std::span<const std::uint32_t>>{{}, shard, {}, {}});

    add(block_of({{1, "2", "b", "y"}}));
    add(without);
    for (const std::uint32_t column : {1U, 2U, 3U}) {
        const batch::BlockColumn& its = table.block().columns[column];
        CHECK(its.valid == std::vector<std::uint8_t>{0, 0, 1, 0});
        CHECK(its.values.size() == 4 * (column == 3 ? sizeof(batch::TextSpan) : 4U));
    }
    CHECK(table.block().text_of(table.block().columns[3], 2) == "y");
    CHECK(table.grouped(std::vector<std::uint32_t>{1})[0].rows.size() == 4);
}
