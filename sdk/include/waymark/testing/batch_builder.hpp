// SPDX-License-Identifier: MIT
// Builds Arrow columns and wm_batch from values of a test, with offsets that are not 0 on request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "waymark/abi.h"
#include "waymark/testing/value.hpp"

namespace waymark::testing {

/// One column and all the memory it stands in. Values are appended; finish() makes the Arrow
/// structs. Before the values stand `offset` others that nobody may read.
class ColumnBuilder {
public:
    ColumnBuilder(std::string name, std::string format, std::int64_t offset)
        : name_(std::move(name)), format_(std::move(format)), offset_(offset) {
        for (std::int64_t junk = 0; junk < offset; ++junk) {
            append_junk();
        }
    }
    ~ColumnBuilder() = default;
    ColumnBuilder(const ColumnBuilder&) = delete;
    ColumnBuilder& operator=(const ColumnBuilder&) = delete;

    void append_null() {
        is_list() ? append_list({}) : append_zero();
        valid_.back() = false;
        has_nulls_ = true;
    }
    template <class Number>
    void append_number(Number number) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(&number);
        bytes_.insert(bytes_.end(), bytes, bytes + sizeof number);
        valid_.push_back(true);
    }
    void append_boolean(bool value) {
        if (valid_.size() % 8 == 0) {
            bytes_.push_back(0);
        }
        bytes_.back() =
            static_cast<unsigned char>(bytes_.back() | (value ? 1U << (valid_.size() % 8) : 0U));
        valid_.push_back(true);
    }
    void append_text(std::string_view text) {
        text_ += text;
        ends_.push_back(static_cast<std::int32_t>(text_.size()));
        valid_.push_back(true);
    }
    void make_list(std::string item_format, std::size_t length) {
        format_ = "+w:" + std::to_string(length);
        length_ = length;
        items_ = std::make_unique<ColumnBuilder>("item", std::move(item_format), 0);
        const std::size_t junk = valid_.size();
        valid_.clear();
        for (std::size_t at = 0; at < junk; ++at) {
            append_list({});
        }
    }
    /// Appends a list's items through `append(items, value)`; short lists are filled with nulls.
    template <class Append>
    void append_items(const std::vector<Value>& values, Append append) {
        for (std::size_t at = 0; at < length_; ++at) {
            if (at < values.size() && !values[at].is_null()) {
                append(*items_, values[at]);
            } else {
                items_->append_null();
            }
        }
        valid_.push_back(true);
    }
    /// `entries` becomes the dictionary; the column holds indices into it.
    void use_dictionary(const std::vector<std::string>& entries) {
        dictionary_ = std::make_unique<ColumnBuilder>("", "u", 0);
        for (const std::string& entry : entries) {
            dictionary_->append_text(entry);
        }
    }

    void finish() {
        bits_.assign(valid_.size() / 8 + 1, 0);
        for (std::size_t at = 0; at < valid_.size(); ++at) {
            bits_[at / 8] =
                static_cast<unsigned char>(bits_[at / 8] | (valid_[at] ? 1U << (at % 8) : 0U));
        }
        bytes_.push_back(0);  // so that data() is never null
        buffers_ = {has_nulls_ ? bits_.data() : nullptr};
        if (format_ == "u") {
            buffers_.push_back(ends_.data());
            buffers_.push_back(text_.data());
        } else if (!is_list()) {
            buffers_.push_back(bytes_.data());
        }
        schema_.format = format_.c_str();
        schema_.name = name_.c_str();
        array_.length = static_cast<std::int64_t>(valid_.size()) - offset_;
        array_.null_count = has_nulls_ ? -1 : 0;
        array_.offset = offset_;
        array_.n_buffers = static_cast<std::int64_t>(buffers_.size());
        array_.buffers = buffers_.data();
        finish_children();
    }
    [[nodiscard]] ArrowSchema* schema() { return &schema_; }
    [[nodiscard]] ArrowArray* array() { return &array_; }

private:
    [[nodiscard]] bool is_list() const { return items_ != nullptr; }

    void append_list(const std::vector<Value>& values) {
        append_items(values, [](ColumnBuilder&, const Value&) {});
    }
    void append_zero() {
        if (format_ == "u") {
            append_text("");
        } else if (format_ == "b") {
            append_boolean(false);
        } else if (format_ == "l" || format_ == "g" || format_ == "tsu:UTC") {
            append_number(std::int64_t{0});
        } else {
            append_number(std::int32_t{0});
        }
    }
    // Numbers that would be far out of place if they were read.
    void append_junk() {
        if (format_ == "u") {
            append_text("junk");
        } else if (format_ == "b") {
            append_boolean(true);
        } else if (format_ == "l" || format_ == "g" || format_ == "tsu:UTC") {
            append_number(std::int64_t{0x7FF0'0000'0000'0001});
        } else {
            append_number(std::int32_t{0x7FFF'FFFF});
        }
    }
    void finish_children() {
        if (is_list()) {
            items_->finish();
            child_schema_ = items_->schema();
            child_array_ = items_->array();
            schema_.n_children = array_.n_children = 1;
            schema_.children = &child_schema_;
            array_.children = &child_array_;
        }
        if (dictionary_ != nullptr) {
            dictionary_->finish();
            schema_.dictionary = dictionary_->schema();
            array_.dictionary = dictionary_->array();
        }
    }

    std::string name_;
    std::string format_;
    std::int64_t offset_;
    bool has_nulls_ = false;
    std::vector<bool> valid_;
    std::vector<unsigned char> bytes_;
    std::vector<unsigned char> bits_;
    std::vector<std::int32_t> ends_ = {0};
    std::string text_;
    std::size_t length_ = 0;
    std::unique_ptr<ColumnBuilder> items_;
    std::unique_ptr<ColumnBuilder> dictionary_;
    std::vector<const void*> buffers_;
    ArrowSchema schema_{};
    ArrowArray array_{};
    ArrowSchema* child_schema_ = nullptr;
    ArrowArray* child_array_ = nullptr;
};

/// One wm_batch and its columns. The struct array has an offset of its own, beside the columns'.
class BatchBuilder {
public:
    explicit BatchBuilder(std::int64_t offset) : offset_(offset) {}

    [[nodiscard]] ColumnBuilder& column(std::string name, std::string format) {
        return *columns_.emplace_back(
            std::make_unique<ColumnBuilder>(std::move(name), std::move(format), 2 * offset_));
    }

    /// Lives as long as the builder.
    [[nodiscard]] const wm_batch& finish(std::uint32_t table, std::int64_t rows,
                                         std::uint32_t cases, std::uint32_t units,
                                         std::vector<std::uint32_t> case_first = {}) {
        case_first_ = std::move(case_first);
        for (const auto& column : columns_) {
            column->finish();
            column->array()->offset -= offset_;
            column->array()->length += offset_;
            schemas_.push_back(column->schema());
            arrays_.push_back(column->array());
        }
        schema_.format = "+s";
        schema_.name = "";
        schema_.n_children = array_.n_children = static_cast<std::int64_t>(columns_.size());
        schema_.children = schemas_.data();
        array_.children = arrays_.data();
        array_.length = rows;
        array_.offset = offset_;
        array_.n_buffers = 1;
        array_.buffers = &no_validity_;
        batch_.size = sizeof batch_;
        batch_.table = table;
        batch_.schema = &schema_;
        batch_.rows = &array_;
        batch_.n_cases = cases;
        batch_.n_units = units;
        batch_.case_first = case_first_.empty() ? nullptr : case_first_.data();
        batch_.n_case_first = static_cast<std::uint32_t>(case_first_.size());
        return batch_;
    }

private:
    std::int64_t offset_;
    std::vector<std::unique_ptr<ColumnBuilder>> columns_;
    std::vector<ArrowSchema*> schemas_;
    std::vector<ArrowArray*> arrays_;
    std::vector<std::uint32_t> case_first_;
    const void* no_validity_ = nullptr;
    ArrowSchema schema_{};
    ArrowArray array_{};
    wm_batch batch_{};
};

}  // namespace waymark::testing
