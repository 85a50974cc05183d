// SPDX-License-Identifier: MIT
#include "batch/gathered.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/error.hpp"

namespace waymark::batch {

using contract::ColumnType;

GatheredTable::GatheredTable(std::vector<contract::Column> declared,
                             std::optional<std::uint32_t> date_column)
    : declared_(std::move(declared)), date_column_(date_column) {
    block_.columns.resize(declared_.size());
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        block_.columns[i].type = declared_[i].type;
        block_.columns[i].is_absent = true;  // until a block has it
    }
}

// Bytes a row has here, where categories and keys are numbers of the run.
static std::size_t gathered_width(ColumnType type, std::uint32_t list_size) {
    return type == ColumnType::category || type == ColumnType::key ? sizeof(std::uint32_t)
                                                                   : width(type, list_size);
}

// Adds `bytes` of zeros to a column's values; where they begin.
static std::byte* enlarged(std::vector<std::byte>& values, std::size_t bytes) {
    const std::size_t before = values.size();
    values.resize(before + bytes);
    return values.data() + before;
}

// A validity column stays empty as long as everything is valid; the first null fills it up. There
// are `items` bytes a row.
static void append_valid(std::vector<std::uint8_t>& valid, std::size_t already,
                         std::span<const std::uint8_t> more, std::span<const std::uint32_t> kept,
                         std::size_t items) {
    if (more.empty() && valid.empty()) {
        return;
    }
    valid.resize(already * items, 1);
    if (more.empty()) {
        valid.resize((already + kept.size()) * items, 1);
        return;
    }
    for (const std::uint32_t row : kept) {
        const auto from = more.subspan(row * items, items);
        valid.insert(valid.end(), from.begin(), from.end());
    }
}

// Values of a width known to the compiler, so that each is one move.
template <class T>
static void append_values(BlockColumn& target, const BlockColumn& source,
                          std::span<const std::uint32_t> kept) {
    auto* const to = reinterpret_cast<T*>(enlarged(target.values, kept.size() * sizeof(T)));
    const std::span<const T> from = source.as<T>();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        to[i] = from[kept[i]];
    }
}

static void append_lists(BlockColumn& target, const BlockColumn& source, std::size_t already,
                         std::span<const std::uint32_t> kept) {
    const std::size_t bytes = width(source.type, source.list_size);
    std::byte* to = enlarged(target.values, kept.size() * bytes);
    for (const std::uint32_t row : kept) {
        std::copy_n(source.values.data() + row * bytes, bytes, to);
        to += bytes;
    }
    if (source.list_size > 0) {
        append_valid(target.item_valid, already, source.item_valid, kept, source.list_size);
    }
}

static void append_categories(BlockColumn& target, const BlockColumn& source,
                              std::span<const std::uint32_t> kept,
                              std::span<const std::uint32_t> translation) {
    auto* const to = reinterpret_cast<std::uint32_t*>(
        enlarged(target.values, kept.size() * sizeof(std::uint32_t)));
    const auto codes = source.as<std::int32_t>();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        to[i] = source.is_null(kept[i]) ? 0 : translation[static_cast<std::size_t>(codes[kept[i]])];
    }
}

static void append_keys(BlockColumn& target, const RowBlock& from, const BlockColumn& source,
                        std::span<const std::uint32_t> kept, KeySpace& space) {
    auto* const to = reinterpret_cast<std::uint32_t*>(
        enlarged(target.values, kept.size() * sizeof(std::uint32_t)));
    std::vector<std::string_view> texts;
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < kept.size(); ++i) {
        if (!source.is_null(kept[i])) {
            texts.push_back(from.text_of(source, kept[i]));
            places.push_back(i);
        }
    }
    std::vector<std::uint32_t> numbers(texts.size());
    space.number(texts, numbers);
    for (std::size_t i = 0; i < places.size(); ++i) {
        to[places[i]] = numbers[i];
    }
}

static void append_texts(RowBlock& to, BlockColumn& target, const RowBlock& from,
                         const BlockColumn& source, std::span<const std::uint32_t> kept) {
    auto* const spans =
        reinterpret_cast<TextSpan*>(enlarged(target.values, kept.size() * sizeof(TextSpan)));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const std::string_view text = from.text_of(source, kept[i]);
        check(to.text_storage.size() + text.size() < std::numeric_limits<std::uint32_t>::max(),
              "the text of a by_case table stays below 4 GiB");
        spans[i] = {static_cast<std::uint32_t>(to.text_storage.size()),
                    static_cast<std::uint32_t>(text.size())};
        to.text_storage.insert(to.text_storage.end(), text.begin(), text.end());
    }
}

// Nulls, where some blocks have no such column; a column that none of them has takes no room.
static void append_nulls(BlockColumn& target, std::size_t already, std::size_t count) {
    target.valid.resize(already, 1);
    target.valid.resize(already + count, 0);
    const std::size_t bytes = gathered_width(target.type, target.list_size);
    static_cast<void>(enlarged(target.values, count * bytes));
}

static void append_states(BlockColumn& target, const BlockColumn& source,
                          std::span<const std::uint32_t> kept) {
    if (!source.states.empty()) {
        for (const std::uint32_t row : kept) {
            target.states.push_back(source.states[row]);
        }
    }
}

void GatheredTable::append(const RowBlock& block, const BlockColumn& source, std::size_t column,
                           std::span<const std::uint32_t> kept, const Numbering& numbering) {
    BlockColumn& target = block_.columns[column];
    target.list_size = source.list_size;
    if (source.is_absent) {
        if (!target.is_absent) {
            append_nulls(target, block_.rows, kept.size());
        }
        return;
    }
    if (target.is_absent) {
        target.is_absent = false;
        if (block_.rows > 0) {
            append_nulls(target, 0, block_.rows);
        }
    }
    append_valid(target.valid, block_.rows, source.valid, kept, 1);
    append_states(target, source, kept);
    switch (source.type) {
        case ColumnType::category:
            append_categories(target, source, kept, numbering.translation);
            break;
        case ColumnType::key:
            append_keys(target, block, source, kept, *numbering.space);
            break;
        case ColumnType::text:
            append_texts(block_, target, block, source, kept);
            break;
        case ColumnType::boolean:
            append_values<std::uint8_t>(target, source, kept);
            break;
        case ColumnType::date:
            append_values<std::int32_t>(target, source, kept);
            break;
        case ColumnType::integer:
        case ColumnType::real:
        case ColumnType::instant:
            append_values<std::int64_t>(target, source, kept);
            break;
        case ColumnType::list_integer:
        case ColumnType::list_real:
            append_lists(target, source, block_.rows, kept);
            break;
    }
}

// What is reserved and not written yet is no memory; what was written when a column grows is copied
// to pages never touched before. So columns grow to what the whole table will need, as far as can be
// told: half as much again, since what was read runs ahead of what was parsed.
void GatheredTable::make_room(std::size_t more, const RowBlock& block,
                              std::span<const std::uint32_t> columns) {
    const std::size_t needed = block_.rows + more;
    if (needed <= room_) {
        return;
    }
    const double all = share_read_ > 0.0 ? 1.5 * static_cast<double>(needed) / share_read_ : 0.0;
    room_ = std::max(2 * needed, static_cast<std::size_t>(all));
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        BlockColumn& target = block_.columns[i];
        const std::uint32_t items = block.columns[columns[i]].list_size;
        target.values.reserve(room_ * gathered_width(target.type, items));
        target.valid.reserve(room_);
        target.item_valid.reserve(room_ * items);
    }
    for (auto* const numbers : {&shard_, &case_, &unit_, &period_}) {
        numbers->reserve(room_);
    }
}

void GatheredTable::add(const RowBlock& block, std::span<const std::uint32_t> columns,
                        const RowPlaces& places, std::span<KeySpace* const> spaces,
                        std::span<Dictionary> dictionaries) {
    std::vector<std::uint32_t> kept;
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (places.case_number[row] != RowPlaces::nowhere) {
            kept.push_back(row);
        }
    }
    make_room(kept.size(), block, columns);
    std::vector<std::uint32_t> translation;
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        const BlockColumn& source = block.columns[columns[i]];
        if (source.type == ColumnType::category) {
            dictionaries[i].translate(source.dictionary, translation);
        }
        if (spaces[i] != nullptr) {
            spaces[i]->expect(share_read_);
        }
        append(block, source, i, kept, {translation, spaces[i]});
    }
    for (const std::uint32_t row : kept) {
        shard_.push_back(places.shard[row]);
        case_.push_back(places.case_number[row]);
        if (!places.unit.empty()) {
            unit_.push_back(places.unit[row]);
        }
        if (!places.period.empty()) {
            period_.push_back(places.period[row]);
        }
    }
    block_.rows += static_cast<std::uint32_t>(kept.size());
    block_.text = {block_.text_storage.data(), block_.text_storage.size()};
}

void GatheredTable::rank_keys(std::span<const std::span<const std::uint32_t>> ranks) {
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        BlockColumn& column = block_.columns[i];
        if (declared_[i].type != ColumnType::key || ranks[i].empty() || column.is_absent) {
            continue;
        }
        const std::span<std::uint32_t> numbers = column.as<std::uint32_t>();
        for (std::size_t row = 0; row < block_.rows; ++row) {
            if (!column.is_null(row)) {
                numbers[row] = ranks[i][numbers[row]];
            }
        }
    }
}

std::vector<ShardRows> GatheredTable::grouped(std::span<const std::uint32_t> cases_of_shard) const {
    std::vector<ShardRows> shards(cases_of_shard.size());
    for (std::size_t shard = 0; shard < shards.size(); ++shard) {
        shards[shard].case_first.assign(cases_of_shard[shard] + 1, 0);
    }
    for (std::uint32_t row = 0; row < block_.rows; ++row) {
        ++shards[shard_[row]].case_first[case_[row] + 1];
    }
    for (ShardRows& shard : shards) {
        for (std::size_t i = 1; i < shard.case_first.size(); ++i) {
            shard.case_first[i] += shard.case_first[i - 1];
        }
        shard.rows.resize(shard.case_first.back());
    }
    std::vector<std::vector<std::uint32_t>> next;
    next.reserve(shards.size());
    for (const ShardRows& shard : shards) {
        next.push_back(shard.case_first);
    }
    for (std::uint32_t row = 0; row < block_.rows; ++row) {
        shards[shard_[row]].rows[next[shard_[row]][case_[row]]++] = row;
    }
    if (!date_column_) {
        return shards;
    }
    const BlockColumn& date = block_.columns[*date_column_];
    const auto days = date.as<std::int32_t>();
    const auto day_of = [&](std::uint32_t row) {
        return date.is_null(row) ? std::numeric_limits<std::int32_t>::min() : days[row];
    };
    for (ShardRows& shard : shards) {
        for (std::size_t i = 0; i + 1 < shard.case_first.size(); ++i) {
            const auto first = shard.rows.begin() + shard.case_first[i];
            const auto last = shard.rows.begin() + shard.case_first[i + 1];
            const auto is_before = [&](std::uint32_t a, std::uint32_t b) {
                return day_of(a) < day_of(b);
            };
            // In most files they are, and sorting allocates.
            if (!std::is_sorted(first, last, is_before)) {
                std::stable_sort(first, last, is_before);
            }
        }
    }
    return shards;
}

}  // namespace waymark::batch
