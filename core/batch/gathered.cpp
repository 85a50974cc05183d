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
    }
}

// Appends `bytes` of one value.
static void append_value(std::vector<std::byte>& values, const void* value, std::size_t bytes) {
    const auto* from = static_cast<const std::byte*>(value);
    values.insert(values.end(), from, from + bytes);
}

// A validity column stays empty as long as everything is valid; the first null fills it up.
static void append_valid(std::vector<std::uint8_t>& valid, std::size_t already,
                         std::span<const std::uint8_t> more, std::size_t at, std::size_t count) {
    if (more.empty() && valid.empty()) {
        return;
    }
    if (valid.empty()) {
        valid.assign(already, 1);
    }
    for (std::size_t i = 0; i < count; ++i) {
        valid.push_back(more.empty() ? std::uint8_t{1} : more[at + i]);
    }
}

namespace {

/// Copies the values of one column of a block to the end of a gathered one.
class ColumnAppender {
public:
    ColumnAppender(const RowBlock& from, const BlockColumn& source, RowBlock& to,
                   BlockColumn& target)
        : from_(from), source_(source), to_(to), target_(target) {
        target_.list_size = source_.list_size;
    }

    void append(std::size_t row, std::size_t already, std::span<const std::uint32_t> translation,
                KeySpace* space) {
        if (source_.is_absent) {
            append_null(already);
            return;
        }
        append_valid(target_.valid, already, source_.valid, row, 1);
        if (!source_.states.empty()) {
            target_.states.push_back(source_.states[row]);
        }
        switch (source_.type) {
            case ColumnType::category:
                append_number(
                    source_.is_null(row)
                        ? 0
                        : translation[static_cast<std::size_t>(source_.as<std::int32_t>()[row])]);
                break;
            case ColumnType::key:
                append_number(source_.is_null(row) ? 0
                                                   : space->number(from_.text_of(source_, row)));
                break;
            case ColumnType::text:
                append_text(row);
                break;
            default:
                append_plain(row, already);
        }
    }

private:
    void append_null(std::size_t already) {
        if (target_.valid.empty()) {
            target_.valid.assign(already, 1);
        }
        target_.valid.push_back(0);
        const std::size_t bytes = source_.type == ColumnType::key
                                      ? sizeof(std::uint32_t)
                                      : width(source_.type, source_.list_size);
        target_.values.resize(target_.values.size() + bytes);
    }

    void append_number(std::uint32_t number) {
        append_value(target_.values, &number, sizeof(number));
    }

    void append_text(std::size_t row) {
        const std::string_view text = from_.text_of(source_, row);
        check(to_.text_storage.size() + text.size() < std::numeric_limits<std::uint32_t>::max(),
              "the text of a by_case table stays below 4 GiB");
        const TextSpan span{static_cast<std::uint32_t>(to_.text_storage.size()),
                            static_cast<std::uint32_t>(text.size())};
        to_.text_storage.insert(to_.text_storage.end(), text.begin(), text.end());
        append_value(target_.values, &span, sizeof(span));
    }

    void append_plain(std::size_t row, std::size_t already) {
        const std::size_t bytes = width(source_.type, source_.list_size);
        append_value(target_.values, source_.values.data() + row * bytes, bytes);
        if (source_.list_size > 0) {
            append_valid(target_.item_valid, already * source_.list_size, source_.item_valid,
                         row * source_.list_size, source_.list_size);
        }
    }

    const RowBlock& from_;
    const BlockColumn& source_;
    RowBlock& to_;
    BlockColumn& target_;
};

}  // namespace

void GatheredTable::add(const RowBlock& block, std::span<const std::uint32_t> columns,
                        const RowPlaces& places, std::span<KeySpace* const> spaces,
                        std::span<Dictionary> dictionaries) {
    std::vector<std::uint32_t> kept;
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (places.case_number[row] != RowPlaces::nowhere) {
            kept.push_back(row);
        }
    }
    std::vector<std::uint32_t> translation;
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        const BlockColumn& source = block.columns[columns[i]];
        if (source.type == ColumnType::category) {
            dictionaries[i].translate(source.dictionary, translation);
        }
        ColumnAppender appender(block, source, block_, block_.columns[i]);
        std::size_t already = block_.rows;
        for (const std::uint32_t row : kept) {
            appender.append(row, already++, translation, spaces[i]);
        }
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

void GatheredTable::rank_keys(std::span<const std::vector<std::uint32_t>> ranks) {
    for (std::size_t i = 0; i < declared_.size(); ++i) {
        if (declared_[i].type != ColumnType::key) {
            continue;
        }
        BlockColumn& column = block_.columns[i];
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
            std::stable_sort(
                shard.rows.begin() + shard.case_first[i],
                shard.rows.begin() + shard.case_first[i + 1],
                [&](std::uint32_t a, std::uint32_t b) { return day_of(a) < day_of(b); });
        }
    }
    return shards;
}

}  // namespace waymark::batch
