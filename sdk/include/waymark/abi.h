/* SPDX-License-Identifier: MIT
 * The plugin contract of Waymark, ABI 1.0. Plain C11, also valid C++20. Nothing else crosses the border.
 *
 * A plugin is one shared object that exports one function, waymark_measure(). It answers with a table
 * of functions and a constant JSON description (docs/plugin_contract.md gives its members). The host
 * opens one instance per shard of persons, hands it cases and rows, and asks for contributions.
 *
 * Rules that hold for every function here:
 *  - No exception, longjmp, exit or thread leaves or outlives a call. No clock, randomness or files:
 *    the same rows in any batches give the same contributions.
 *  - Who allocates, frees. Pointers handed in live until the call returns; those handed to open() (its
 *    host, calendars and parameters) live as long as the instance. Batches are read-only memory.
 *  - Every struct begins with its size in bytes as its writer knew it; members are only ever appended;
 *    a reader tests the size before it touches a member. Arrays of structs are walked with the size
 *    of their first element as the stride.
 *  - Strings are UTF-8 and end with NUL. Enumerations are int32_t. Days count from 1970-01-01.
 *  - An instance is used by one thread at a time; a process may hold several instances at once, so a
 *    plugin keeps no mutable static state.
 *  - [host] marks functions that the plugin may call only while the host is calling it.
 */
/* The members stand in columns laid out by hand. */
/* clang-format off */
#ifndef WAYMARK_ABI_H
#define WAYMARK_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WM_ABI_MAJOR 1u
#define WM_ABI_MINOR 0u
#define WM_MAGIC 0x4b4d4157u /* "WAMK" read as a little-endian word */

#if defined(__GNUC__)
#define WM_EXPORT __attribute__((visibility("default")))
#else
#define WM_EXPORT
#endif

/* ------------------------------------------------------------------ Arrow C Data Interface (frozen) */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema** children;
    struct ArrowSchema* dictionary;
    void (*release)(struct ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void** buffers;
    struct ArrowArray** children;
    struct ArrowArray* dictionary;
    void (*release)(struct ArrowArray*);
    void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

/* --------------------------------------------------------------------------------------- statuses */

typedef int32_t wm_status;
enum {
    WM_OK = 0,
    WM_E_CANCELLED = 1, /* the host asked to stop and the plugin did */
    WM_E_PARAM = 2,     /* a parameter or document cannot be used; the message says which */
    WM_E_INPUT = 3,     /* the rows cannot be used; the message says why, without row values */
    WM_E_MEMORY = 4,    /* out of memory */
    WM_E_INTERNAL = 5   /* a mistake of the plugin */
};

/* Caller-owned; its size never changes. The message ends with NUL and holds no row values. */
typedef struct wm_error {
    int32_t code;
    char message[252];
} wm_error;

/* ----------------------------------------------------------------------------------------- time */

enum { /* wm_period.grain */
    WM_GRAIN_DAY = 0, /* published daily tables only */
    WM_GRAIN_WEEK = 1, /* ISO 8601 */
    WM_GRAIN_MONTH = 2,
    WM_GRAIN_HALF_TERM = 3,
    WM_GRAIN_TERM = 4,
    WM_GRAIN_ACADEMIC_YEAR = 5, /* 1 August to 31 July */
    WM_GRAIN_QUARTER = 6,
    WM_GRAIN_FINANCIAL_YEAR = 7, /* 1 April to 31 March */
    WM_GRAIN_CALENDAR_YEAR = 8,
    WM_GRAIN_WINDOW = 9 /* relative to a date of the case; bounds stand in the cases batch */
};
enum { /* wm_period.basis: what the bounds of the period rest on */
    WM_BASIS_CIVIL = 0,
    WM_BASIS_CENSUS = 1,
    WM_BASIS_FEED = 2,
    WM_BASIS_SCHOOL_CALENDAR = 3,
    WM_BASIS_OBSERVED = 4
};
enum { /* wm_period.flags */
    WM_PERIOD_ASKED = 1, /* contributions to it are wanted; others are helpers, e.g. weeks of a term */
    WM_PERIOD_OPEN = 2   /* still running at as_of */
};

typedef struct wm_period {
    uint32_t size;
    int32_t grain, year, ordinal; /* year of its first day's cycle; ordinal: week 1..53, month 1..12,
                                     half term 1..6, term 1..3, quarter 1..4, window 0.., else 0 */
    int32_t basis, first_day, last_day; /* inclusive; both INT32_MIN for windows and where the
                                           calendar has no such period */
    uint32_t flags;
} wm_period;

#define WM_NO_SLOT 0xFFFFu

/* One calendar per authority. periods[i] is the same key in every calendar of a run; its days differ. */
typedef struct wm_calendar {
    uint32_t size, n_periods;
    const wm_period* periods;
    int32_t first_day, last_day, as_of_day;
    uint32_t n_slots;
    const uint16_t* slot_of_day;   /* [last_day - first_day + 1]; the finest common piece of all
                                      periods a day belongs to; WM_NO_SLOT outside every period */
    const uint32_t* slot_first;    /* [n_slots + 1] offsets into slot_periods */
    const uint32_t* slot_periods;  /* the periods each slot belongs to, ascending */
    const uint8_t* open_sessions;  /* per day: bit 0 morning, bit 1 afternoon; NULL when neither known
                                      nor observed; observed ones are complete only in answer() */
} wm_calendar;

/* ----------------------------------------------------------------------------------------- rows */

#define WM_TABLE_CASES 0xFFFFFFFFu
#define WM_ALL 0xFFFFFFFFu

/* The columns of a rows batch, in this order:
 *   case    uint32 'I'   number of the case within this instance, below n_cases
 *   unit    uint32 'I'   only if the input declares a unit: number of (case, unit key) within the
 *                        instance, below n_units; a unit belongs to one case for ever
 *   period  uint32 'I'   only if the input is an aggregate: index of the row's period, or WM_ALL when
 *                        the row's period is none of the run's
 *   ...     the declared columns in declared order:
 *             int 'l' · real 'g' · bool 'b' · date 'tdD' · instant 'tsu:UTC' · text 'u' · key 'I'
 *             category: int32 'i' indices into a dictionary of 'u' that only grows during a run
 *             list<int>, list<real>: fixed-size list '+w:N' of 'l' or 'g'
 *   ...     state   int32 'i' per declared column that has symbols (aggregates): WM_STATE_*, in
 *                   declared order, named "<column>:state"; the value is null unless WM_STATE_OBSERVED
 * Nulls are told by the validity bitmap (buffers[0], NULL when there are none); null slots hold 0.
 * Array offsets may differ from 0.
 *
 * The columns of the cases batch:
 *   case uint32 · person uint32 (within the instance) · service uint32 (index in the run) ·
 *   calendar uint32 (index given to open) · start date · end date (null where not known; no end =
 *   still running) · then the asked-for case columns in
 *   declared order · then, if the run has windows, 'windows': fixed-size list of date, 2 per window
 *   (first, last), null where the case has no such window. */
typedef struct wm_batch {
    uint32_t size, table;             /* index of the input in the description, or WM_TABLE_CASES */
    const struct ArrowSchema* schema; /* a struct '+s' whose children are the columns above */
    const struct ArrowArray* rows;
    uint32_t n_cases, n_units;        /* known so far; both only grow */
    const uint32_t* case_first;       /* by_case inputs: offsets of the cases in this batch, one more
                                         than there are distinct cases in it; else NULL */
    uint32_t n_case_first, reserved;  /* entries of case_first; 0 when NULL */
} wm_batch;

/* -------------------------------------------------------------------------------------- answers */

enum { /* wm_contributions.state; also the "<column>:state" columns */
    WM_STATE_OBSERVED = 0,
    WM_STATE_MISSING = 1,
    WM_STATE_NOT_DUE = 2,
    WM_STATE_NOT_APPLICABLE = 3,
    WM_STATE_SUPPRESSED_AT_SOURCE = 4,
    WM_STATE_UNAVAILABLE = 5,
    WM_STATE_ROUNDS_TO_ZERO = 6,
    WM_STATE_PROVISIONAL = 7 /* observed, but not settled yet: the value counts */
};

/* Contributions to one indicator, series and period; what a and b mean depends on the kind:
 *   count a · proportion a successes of `people`, b weight (1) · ratio a/b · rate a events, b exposure ·
 *   mean a, weight b · change a first, b last · time_to_event a time, b 1 event 0 censored ·
 *   quantile a · published a = a value as given elsewhere
 * a and b must be finite; where state is neither OBSERVED nor PROVISIONAL both are ignored.
 * Copied before the call returns. */
typedef struct wm_contributions {
    uint32_t size, indicator, series, period, n; /* indices into description and calendar; series is 0
                                                    for an indicator without series */
    uint32_t reserved;
    const uint32_t* cases;
    const double* a;
    const double* b;         /* NULL = 1 each */
    const int64_t* people;   /* NULL = 1 each */
    const int64_t* units;    /* NULL = 1 each */
    const int32_t* state;    /* NULL = WM_STATE_OBSERVED */
    const uint32_t* stratum; /* value index, within the kinds of strata the measure declares itself: all
                                values of all kinds, numbered through in declared order; WM_ALL = none;
                                NULL = none. With several own kinds, contribute with n_own_strata
                                indices per case, kind by kind (row-major [n][n_own_strata]). */
    uint32_t n_own_strata, reserved2;
} wm_contributions;

typedef struct wm_sink {
    uint32_t size, reserved;
    void* ctx;
    /* [host] */
    wm_status (*contribute)(const struct wm_sink*, const wm_contributions*);
    /* [host] The case does not count for the indicator (or WM_ALL) in the period (or WM_ALL). */
    wm_status (*exclude)(const struct wm_sink*, uint32_t indicator_or_all, uint32_t case_number,
                         uint32_t period_or_all, uint32_t reason);
    /* [host] Something worth telling was seen `count` times, of `of` chances (0 = not a share). A
     * finding declared with low_quality_above or low_completion_above flags the cells of the case's
     * service and period when its share over all cases is above it. */
    wm_status (*finding)(const struct wm_sink*, uint32_t code, uint32_t case_or_all,
                         uint32_t period_or_all, int64_t count, int64_t of);
} wm_sink;

/* ----------------------------------------------------------------------------------------- host */

enum { WM_LOG_DEBUG = 0, WM_LOG_INFO = 1, WM_LOG_WARNING = 2, WM_LOG_ERROR = 3 };

typedef struct wm_host {
    uint32_t size, abi_minor;
    void* ctx;
    void (*log)(const struct wm_host*, int32_t level, const char* utf8); /* [host] never row values */
    int32_t (*cancelled)(const struct wm_host*); /* [host] poll at least every 50 ms of work */
    const void* (*extension)(const struct wm_host*, const char* id); /* NULL when unknown */
} wm_host;

/* -------------------------------------------------------------------------------------- measure */

typedef struct wm_instance wm_instance; /* the plugin's own */

/* Order of calls on an instance: open, then
 *   if every input is by_case, block by block: cases, each input's rows of the block in description
 *   order, answer for the block; the block's cases are never mentioned again;
 *   else: cases as they appear (always before their rows), the rows of by_case inputs, the rows of the
 *   `any` inputs, each group in description order, then answer in blocks;
 * then close. Every case is asked for exactly once, also one without rows. After a status other than
 * WM_OK only close is called. */
typedef struct wm_measure {
    uint32_t size, magic, abi_major, abi_minor_needed; /* the lowest minor it needs */
    const char* description;                           /* JSON, constant, lives until unload */
    wm_status (*open)(const wm_host*, const char* parameters_json, const wm_calendar* calendars,
                      uint32_t n_calendars, wm_instance** instance, wm_error*);
    wm_status (*cases)(wm_instance*, const wm_batch*, wm_error*);
    wm_status (*rows)(wm_instance*, const wm_batch*, wm_error*);
    wm_status (*answer)(wm_instance*, const wm_sink*, uint32_t first_case, uint32_t n_cases, wm_error*);
    void (*close)(wm_instance*);
    const void* (*extension)(const char* id); /* NULL when unknown; the member may be NULL */
} wm_measure;

/* The one exported symbol. Constant result; any thread. */
WM_EXPORT const wm_measure* waymark_measure(void);

#ifdef __cplusplus
}
#endif

#endif /* WAYMARK_ABI_H */
