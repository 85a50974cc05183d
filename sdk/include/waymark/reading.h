/* SPDX-License-Identifier: MIT
 * Reading batches and calendars from C: nulls, offsets, dictionaries and strides are seen to. C11,
 * also valid C++20; nothing here allocates or keeps state, any thread. C++ authors use measure.hpp.
 */
#ifndef WAYMARK_READING_H
#define WAYMARK_READING_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "waymark/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Calendar `index` of those handed to open(), whatever the size a later host gives them. */
static inline const wm_calendar* wm_calendar_at(const wm_calendar* calendars, uint32_t index) {
    return (const wm_calendar*)((const char*)calendars + (size_t)index * calendars->size);
}

static inline const wm_period* wm_period_at(const wm_calendar* calendar, uint32_t index) {
    return (const wm_period*)((const char*)calendar->periods +
                              (size_t)index * calendar->periods->size);
}

/* The slot of a day; WM_NO_SLOT also for days the calendar does not have. */
static inline uint16_t wm_slot_of(const wm_calendar* calendar, int32_t day) {
    return day < calendar->first_day || day > calendar->last_day
               ? WM_NO_SLOT
               : calendar->slot_of_day[day - calendar->first_day];
}

/* Column `index` of the batch, in the order abi.h gives; lives as long as the batch. */
static inline const struct ArrowArray* wm_column(const wm_batch* batch, int64_t index) {
    return batch->rows->children[index];
}

/* Where row `row` of a batch stands in its columns. */
static inline int64_t wm_place(const wm_batch* batch, int64_t row) {
    return batch->rows->offset + row;
}

static inline int wm_is_null(const struct ArrowArray* column, int64_t place) {
    const uint8_t* bits = (const uint8_t*)column->buffers[0];
    const int64_t at = column->offset + place;
    return bits != NULL && (bits[at / 8] >> (at % 8) & 1) == 0;
}

/* A dense number: case, unit, period, person, service, calendar, or a key. */
static inline uint32_t wm_number(const struct ArrowArray* column, int64_t place) {
    return ((const uint32_t*)column->buffers[1])[column->offset + place];
}

/* A date, as days since 1970-01-01; a null reads as 0. */
static inline int32_t wm_day(const struct ArrowArray* column, int64_t place) {
    return ((const int32_t*)column->buffers[1])[column->offset + place];
}

/* A whole number, or an instant in microseconds. */
static inline int64_t wm_integer(const struct ArrowArray* column, int64_t place) {
    return ((const int64_t*)column->buffers[1])[column->offset + place];
}

static inline double wm_real(const struct ArrowArray* column, int64_t place) {
    return ((const double*)column->buffers[1])[column->offset + place];
}

static inline int wm_boolean(const struct ArrowArray* column, int64_t place) {
    const uint8_t* bits = (const uint8_t*)column->buffers[1];
    const int64_t at = column->offset + place;
    return bits[at / 8] >> (at % 8) & 1;
}

/* Whether a category has this code; no null does. Compares texts: of many rows, look each code up
 * once in the dictionary and compare its index instead. */
static inline int wm_is_code(const struct ArrowArray* column, int64_t place, const char* code) {
    const struct ArrowArray* entries = column->dictionary;
    const int32_t* ends;
    const char* text;
    int64_t entry;
    size_t length;
    if (wm_is_null(column, place)) {
        return 0;
    }
    ends = (const int32_t*)entries->buffers[1];
    text = (const char*)entries->buffers[2];
    entry = entries->offset + ((const int32_t*)column->buffers[1])[column->offset + place];
    length = (size_t)(ends[entry + 1] - ends[entry]);
    return strlen(code) == length && memcmp(text + ends[entry], code, length) == 0;
}

#ifdef __cplusplus
}
#endif

#endif /* WAYMARK_READING_H */
