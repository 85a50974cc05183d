// SPDX-License-Identifier: MIT
// Rows as they are handed to one instance of a plugin: one contiguous region of plain column
// buffers that a worker process reads in place as Arrow arrays. The host writes it, nobody writes
// it again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/description.hpp"
#include "waymark/abi.h"

namespace waymark::batch {

/// What one column of a slice holds.
enum class FieldKind : std::uint8_t {
    number,    ///< uint32 'I': case, unit, period, person, service, calendar
    state,     ///< int32 'i': WM_STATE_*
    declared,  ///< by its contract::ColumnType; keys are uint32 'I' here
    bounds,    ///< fixed-size list of date: the windows of a case, 2 per window
};

struct Field {
    std::string name;
    FieldKind kind = FieldKind::number;
    contract::ColumnType type = contract::ColumnType::integer;
    std::uint32_t list_size = 0;
    bool nullable = false;
};

/// The columns of one table in the order of abi.h. Equal on both sides of the border: it is made
/// from the description, the list sizes the configuration gives and the number of windows.
struct TableLayout {
    std::uint32_t table = 0;  ///< input index or WM_TABLE_CASES
    std::vector<Field> fields;
};

/// Layout of an input's rows; list_sizes has one entry per declared column (0 for no list).
[[nodiscard]] TableLayout rows_layout(const contract::Description& description, std::uint32_t input,
                                      std::span<const std::uint32_t> list_sizes);
/// Layout of the cases batch. Start, end and windows are nullable: not every case has them. Throws
/// Error(measure) if the measure asks for a list as a case column: nothing says how long it is.
[[nodiscard]] TableLayout cases_layout(const contract::Description& description,
                                       std::uint32_t windows);

/// What stands beside a slice's bytes; travels in the control message.
struct SliceHeader {
    std::uint32_t shard = 0;
    std::uint32_t table = 0;
    std::uint32_t rows = 0;
    std::uint32_t cases = 0;             ///< known so far in the shard
    std::uint32_t units = 0;             ///< known so far in the shard
    std::uint32_t case_first_count = 0;  ///< entries of case_first, 0 = none
    std::uint64_t offset = 0;            ///< of the region within the slot
    std::uint64_t bytes = 0;
    std::uint64_t text_bytes = 0;  ///< at most so many bytes of text values and new entries
};

/// Room a slice needs: every buffer begins at a multiple of 64. `text_bytes` = bytes of all text
/// values plus bytes of all dictionary entries that are new; `new_entries` = how many entries those
/// are.
[[nodiscard]] std::size_t slice_bytes(const TableLayout& layout, std::uint32_t rows,
                                      std::uint32_t case_first_count, std::uint64_t text_bytes,
                                      std::uint64_t new_entries);

/// Writes one slice into a region of at least slice_bytes() that begins at a multiple of 64. Fill
/// every field of every row, then finish(). One thread at a time.
class SliceWriter {
public:
    SliceWriter(const TableLayout& layout, std::span<std::byte> region, std::uint32_t rows,
                std::uint32_t case_first_count);
    SliceWriter(const SliceWriter&) = delete;
    SliceWriter& operator=(const SliceWriter&) = delete;
    ~SliceWriter();

    /// The value buffer of a field: rows x its physical width (number, state, date, category, key
    /// 4; bool one byte a row, packed to bits by finish(); int, real, instant 8; list and bounds
    /// list_size x 8 or 4).
    template <class T>
    [[nodiscard]] std::span<T> values(std::size_t field) noexcept {
        const std::span<std::byte> bytes = value_bytes(field);
        return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
    /// One byte per row (lists and bounds: per item), 1 = present; all ones until written; packed
    /// by finish(), which also zeroes the values of nulls. Not for number and state fields.
    [[nodiscard]] std::span<std::uint8_t> valid(std::size_t field);
    /// Makes every value of a field null, in place of writing values. Not for number and state
    /// fields, nor lists.
    void set_absent(std::size_t field);
    /// Appends the text of the next row of a text field; rows in order.
    void append_text(std::size_t field, std::string_view text);
    /// Appends a dictionary entry that the reader does not know yet; in order of its index.
    void append_entry(std::size_t field, std::string_view entry);
    [[nodiscard]] std::span<std::uint32_t> case_first() noexcept;

    /// Closes the slice; the bytes used, a multiple of 64.
    [[nodiscard]] std::size_t finish();

private:
    struct Plan;
    [[nodiscard]] std::span<std::byte> value_bytes(std::size_t field) noexcept;
    std::unique_ptr<Plan> plan_;
};

/// Reads slices of one table as Arrow arrays, in the worker. One reader serves all shards of a
/// worker, so a dictionary entry is sent to each worker once; dictionaries grow over the slices of
/// a run. All bounds are checked against the region (the writer is trusted, but a mistake must not
/// become a wild read), and case numbers, units, category indices and text offsets against what
/// there is: anything else throws Error(internal), and the reader may not be used again. One thread
/// at a time.
class SliceReader {
public:
    explicit SliceReader(TableLayout layout);
    SliceReader(const SliceReader&) = delete;
    SliceReader& operator=(const SliceReader&) = delete;
    ~SliceReader();

    /// The batch over the slice's own `header.bytes` bytes, which begin at a multiple of 64; valid
    /// until the next read() and as long as the region. Its release functions do nothing: all is
    /// borrowed.
    [[nodiscard]] const wm_batch& read(const SliceHeader& header,
                                       std::span<const std::byte> region);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace waymark::batch
