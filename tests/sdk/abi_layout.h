/* SPDX-License-Identifier: MIT
 * The layout of ABI 1.0 on 64-bit machines, frozen: what stands here never changes; later minors
 * add lines at the end of a struct. Included by a C11 and by a C++20 source. */
#pragma once

#include <assert.h>
#include <stddef.h>

#include "waymark/abi.h"

#define AT(type, member, offset) \
    static_assert(offsetof(type, member) == (offset), #type "." #member " has moved")
#define ENDS(type, size) static_assert(sizeof(type) == (size), #type " has another size")

static_assert(WM_ABI_MAJOR == 1 && WM_MAGIC == 0x4b4d4157, "the version and the magic word");

AT(struct ArrowSchema, format, 0);
AT(struct ArrowSchema, name, 8);
AT(struct ArrowSchema, metadata, 16);
AT(struct ArrowSchema, flags, 24);
AT(struct ArrowSchema, n_children, 32);
AT(struct ArrowSchema, children, 40);
AT(struct ArrowSchema, dictionary, 48);
AT(struct ArrowSchema, release, 56);
AT(struct ArrowSchema, private_data, 64);
ENDS(struct ArrowSchema, 72);

AT(struct ArrowArray, length, 0);
AT(struct ArrowArray, null_count, 8);
AT(struct ArrowArray, offset, 16);
AT(struct ArrowArray, n_buffers, 24);
AT(struct ArrowArray, n_children, 32);
AT(struct ArrowArray, buffers, 40);
AT(struct ArrowArray, children, 48);
AT(struct ArrowArray, dictionary, 56);
AT(struct ArrowArray, release, 64);
AT(struct ArrowArray, private_data, 72);
ENDS(struct ArrowArray, 80);

AT(wm_error, code, 0);
AT(wm_error, message, 4);
ENDS(wm_error, 256);

AT(wm_period, size, 0);
AT(wm_period, grain, 4);
AT(wm_period, year, 8);
AT(wm_period, ordinal, 12);
AT(wm_period, basis, 16);
AT(wm_period, first_day, 20);
AT(wm_period, last_day, 24);
AT(wm_period, flags, 28);
ENDS(wm_period, 32);

AT(wm_calendar, size, 0);
AT(wm_calendar, n_periods, 4);
AT(wm_calendar, periods, 8);
AT(wm_calendar, first_day, 16);
AT(wm_calendar, last_day, 20);
AT(wm_calendar, as_of_day, 24);
AT(wm_calendar, n_slots, 28);
AT(wm_calendar, slot_of_day, 32);
AT(wm_calendar, slot_first, 40);
AT(wm_calendar, slot_periods, 48);
AT(wm_calendar, open_sessions, 56);
ENDS(wm_calendar, 64);

AT(wm_batch, size, 0);
AT(wm_batch, table, 4);
AT(wm_batch, schema, 8);
AT(wm_batch, rows, 16);
AT(wm_batch, n_cases, 24);
AT(wm_batch, n_units, 28);
AT(wm_batch, case_first, 32);
AT(wm_batch, n_case_first, 40);
AT(wm_batch, reserved, 44);
ENDS(wm_batch, 48);

AT(wm_contributions, size, 0);
AT(wm_contributions, indicator, 4);
AT(wm_contributions, series, 8);
AT(wm_contributions, period, 12);
AT(wm_contributions, n, 16);
AT(wm_contributions, reserved, 20);
AT(wm_contributions, cases, 24);
AT(wm_contributions, a, 32);
AT(wm_contributions, b, 40);
AT(wm_contributions, people, 48);
AT(wm_contributions, units, 56);
AT(wm_contributions, state, 64);
AT(wm_contributions, stratum, 72);
AT(wm_contributions, n_own_strata, 80);
AT(wm_contributions, reserved2, 84);
ENDS(wm_contributions, 88);

AT(wm_sink, size, 0);
AT(wm_sink, reserved, 4);
AT(wm_sink, ctx, 8);
AT(wm_sink, contribute, 16);
AT(wm_sink, exclude, 24);
AT(wm_sink, finding, 32);
ENDS(wm_sink, 40);

AT(wm_host, size, 0);
AT(wm_host, abi_minor, 4);
AT(wm_host, ctx, 8);
AT(wm_host, log, 16);
AT(wm_host, cancelled, 24);
AT(wm_host, extension, 32);
ENDS(wm_host, 40);

AT(wm_measure, size, 0);
AT(wm_measure, magic, 4);
AT(wm_measure, abi_major, 8);
AT(wm_measure, abi_minor_needed, 12);
AT(wm_measure, description, 16);
AT(wm_measure, open, 24);
AT(wm_measure, cases, 32);
AT(wm_measure, rows, 40);
AT(wm_measure, answer, 48);
AT(wm_measure, close, 56);
AT(wm_measure, extension, 64);
ENDS(wm_measure, 72);

/* Numbers that stand in stored descriptions, batches and answers. */
static_assert(WM_OK == 0 && WM_E_CANCELLED == 1 && WM_E_PARAM == 2 && WM_E_INPUT == 3 &&
                  WM_E_MEMORY == 4 && WM_E_INTERNAL == 5,
              "statuses");
static_assert(WM_GRAIN_DAY == 0 && WM_GRAIN_WEEK == 1 && WM_GRAIN_MONTH == 2 &&
                  WM_GRAIN_HALF_TERM == 3 && WM_GRAIN_TERM == 4 && WM_GRAIN_ACADEMIC_YEAR == 5 &&
                  WM_GRAIN_QUARTER == 6 && WM_GRAIN_FINANCIAL_YEAR == 7 &&
                  WM_GRAIN_CALENDAR_YEAR == 8 && WM_GRAIN_WINDOW == 9,
              "grains");
static_assert(WM_BASIS_CIVIL == 0 && WM_BASIS_CENSUS == 1 && WM_BASIS_FEED == 2 &&
                  WM_BASIS_SCHOOL_CALENDAR == 3 && WM_BASIS_OBSERVED == 4,
              "bases");
static_assert(WM_STATE_OBSERVED == 0 && WM_STATE_MISSING == 1 && WM_STATE_NOT_DUE == 2 &&
                  WM_STATE_NOT_APPLICABLE == 3 && WM_STATE_SUPPRESSED_AT_SOURCE == 4 &&
                  WM_STATE_UNAVAILABLE == 5 && WM_STATE_ROUNDS_TO_ZERO == 6 &&
                  WM_STATE_PROVISIONAL == 7,
              "states");
static_assert(WM_PERIOD_ASKED == 1 && WM_PERIOD_OPEN == 2 && WM_NO_SLOT == 0xFFFF &&
                  WM_ALL == 0xFFFFFFFF && WM_TABLE_CASES == 0xFFFFFFFF,
              "flags and marks");

#undef AT
#undef ENDS
