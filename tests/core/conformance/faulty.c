/* SPDX-License-Identifier: MIT
 * A sound measure, and the same with one fault built in (FAULT, a word of the enumeration), so that
 * the kit can show that it finds each. It counts marks per case and slot, in any order. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "waymark/reading.h"

enum {
    none,
    narrow,
    static_total,
    percent,
    not_a_number,
    last_row_wins,
    per_batch,
    per_block,
    odd_numbers,
    first_cases,
    fixed_size,
    spread,
    most_rows,
    reads_clock,
    only_nulls,
    nobody,
    code_table,
    silent_codes,
    overflow,
    deaf,
    slow,
    hungry,
    chatty,
    gossip,
    sends,
    extra_symbol,
    needs_library,
    slow_start,
    bad_description,
    shifting,
    wordless,
    bad_parameter,
    wrong_grain,
    drops_cases
};
#define IS(fault) (FAULT == (fault))

#define DESCRIPTION(title, author, kind)                                                           \
    "{\"id\": \"org.waymark.test.faulty\", \"version\": \"1.0.0\", \"title\": \"" title            \
    "\","                                                                                          \
    " \"summary\": \"Marks per case\", " author                                                    \
    " \"licence\": \"MIT\","                                                                       \
    " \"inputs\": [{\"name\": \"marks\", \"date\": \"date\", \"doc\": \"one row per mark\","       \
    "   \"columns\": ["                                                                            \
    "   {\"name\": \"date\", \"type\": \"date\"},"                                                 \
    "   {\"name\": \"code\", \"type\": \"category\", \"nullable\": true},"                         \
    "   {\"name\": \"amount\", \"type\": \"int\", \"nullable\": true}]}],"                         \
    " \"parameters\": [{\"name\": \"scale\", \"type\": \"int\", \"default\": 1, \"min\": 1,"       \
    "   \"max\": 100, \"doc\": \"marks count so often\"}],"                                        \
    " \"indicators\": ["                                                                           \
    "   {\"id\": \"marks\", \"kind\": \"" kind                                                     \
    "\", \"title\": \"Marks\", \"unit\": \"marks\","                                               \
    "    \"definition\": \"rows\", \"source\": \"the test suite\","                                \
    "    \"grains\": [\"month\", \"calendar_year\"]},"                                             \
    "   {\"id\": \"coded\", \"kind\": \"proportion\", \"title\": \"Coded\", \"unit\": \"people\"," \
    "    \"definition\": \"any A\", \"source\": \"the test suite\"},"                              \
    "   {\"id\": \"amounts\", \"kind\": \"mean\", \"title\": \"Amounts\", \"unit\": \"pounds\","   \
    "    \"definition\": \"sum of amounts\", \"source\": \"the test suite\"}],"                    \
    " \"exclusions\": [{\"id\": \"no_marks\", \"title\": \"no mark in the period\"}],"             \
    " \"findings\": [{\"id\": \"unknown_code\", \"title\": \"codes nobody knows\"}]}"

#define AUTHOR "\"author\": \"the test suite\","

static char shifting_text[] = DESCRIPTION("Marks 000000000", AUTHOR, "count");

struct tally {
    uint64_t rows, coded, unknown;
    int64_t amount;
    uint16_t narrow_rows;
};

struct wm_instance {
    const wm_host* host;
    const wm_calendar* calendar;
    double scale;
    uint64_t rows_seen;
    uint32_t first_known; /* cases in the first batch of them */
    uint32_t known;
    struct tally* tallies; /* [case][slot] */
    uint64_t* rows_of;     /* by case */
};

static uint64_t total;

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void burn(int64_t span) {
    const int64_t until = nanoseconds() + span;
    while (nanoseconds() < until) {
    }
}

static wm_status open_instance(const wm_host* host, const char* parameters,
                               const wm_calendar* calendars, uint32_t n_calendars,
                               wm_instance** instance, wm_error* error) {
    const char* scale = strstr(parameters, "\"scale\":");
    (void)n_calendars;
    (void)error;
    *instance = calloc(1, sizeof **instance);
    if (*instance == NULL) {
        return WM_E_MEMORY;
    }
    (*instance)->host = host;
    (*instance)->calendar = calendars;
    (*instance)->scale = scale == NULL ? 1 : strtod(scale + strlen("\"scale\":"), NULL);
    if (IS(bad_parameter) && (*instance)->scale == 100) {
        abort();
    }
    if (IS(chatty)) {
        puts("counting marks");
        fflush(stdout);
    }
    return WM_OK;
}

static wm_status take_cases(wm_instance* self, const wm_batch* batch, wm_error* error) {
    const size_t slots = self->calendar->n_slots;
    const uint32_t cases = batch->n_cases;
    struct tally* tallies = realloc(self->tallies, (cases * slots + 1) * sizeof *tallies);
    uint64_t* rows_of = realloc(self->rows_of, (cases + 1) * sizeof *rows_of);
    (void)error;
    self->tallies = tallies != NULL ? tallies : self->tallies;
    self->rows_of = rows_of != NULL ? rows_of : self->rows_of;
    if (tallies == NULL || rows_of == NULL) {
        return WM_E_MEMORY;
    }
    memset(tallies + self->known * slots, 0, (cases - self->known) * slots * sizeof *tallies);
    memset(rows_of + self->known, 0, (cases - self->known) * sizeof *rows_of);
    for (uint32_t i = self->known; IS(hungry) && i < cases; ++i) {
        char* page = malloc(1 << 16);
        if (page == NULL) {
            return WM_E_MEMORY;
        }
        memset(page, (int)i, 1 << 16);
    }
    self->first_known = self->known == 0 ? cases : self->first_known;
    self->known = cases;
    return WM_OK;
}

/* The entry of a code that is no null. */
static const char* code_text(const struct ArrowArray* column, int64_t place, size_t* length) {
    const struct ArrowArray* entries = column->dictionary;
    const int32_t* ends = entries->buffers[1];
    const int32_t entry = ((const int32_t*)column->buffers[1])[column->offset + place];
    *length = (size_t)(ends[entry + 1] - ends[entry]);
    return (const char*)entries->buffers[2] + ends[entry];
}

static void count_code(wm_instance* self, struct tally* tally, const struct ArrowArray* column,
                       int64_t place) {
    size_t length;
    const char* text;
    if (wm_is_null(column, place)) {
        return;
    }
    text = code_text(column, place, &length);
    tally->unknown += length > 1;
    if (wm_is_code(column, place, "A")) {
        ++tally->coded;
    }
    if (IS(code_table) && ((unsigned char)text[0] & 0x80) != 0) {
        abort(); /* as a table of 128 entries would */
    }
    if (IS(gossip) && length > 1) {
        char line[100];
        snprintf(line, sizeof line, "unknown code %.*s", (int)length, text);
        self->host->log(self->host, WM_LOG_WARNING, line);
    }
}

static void count_row(wm_instance* self, const wm_batch* batch, int64_t place) {
    const wm_calendar* calendar = self->calendar;
    const uint32_t number = wm_number(wm_column(batch, 0), place);
    const int32_t day = wm_day(wm_column(batch, 1), place);
    struct tally* tally;
    uint16_t slot;
    if (IS(deaf) || IS(slow)) {
        burn(IS(deaf) ? 6000 : 60000);
    }
    slot = wm_slot_of(calendar, day);
    if (slot == WM_NO_SLOT || (IS(first_cases) && number >= self->first_known)) {
        return;
    }
    tally = &self->tallies[(size_t)number * calendar->n_slots + slot];
    ++tally->rows;
    ++tally->narrow_rows;
    ++self->rows_of[number];
    ++total;
    count_code(self, tally, wm_column(batch, 2), place);
    if (!wm_is_null(wm_column(batch, 3), place)) {
        const int64_t amount = wm_integer(wm_column(batch, 3), place);
        tally->amount = IS(last_row_wins) ? amount : tally->amount + amount;
    }
}

static wm_status take_rows(wm_instance* self, const wm_batch* batch, wm_error* error) {
    int64_t values = 0;
    (void)error;
    if (IS(sends)) {
        (void)socket(AF_INET, SOCK_STREAM, 0);
    }
    for (int64_t row = 0; row < batch->rows->length; ++row) {
        const int64_t place = wm_place(batch, row);
        if (!IS(deaf) && row % 4096 == 0 && self->host->cancelled(self->host)) {
            return WM_E_CANCELLED;
        }
        values += !wm_is_null(wm_column(batch, 2), place);
        count_row(self, batch, place);
    }
    self->rows_seen += (uint64_t)batch->rows->length;
    if (IS(per_batch) && batch->rows->length > 0) {
        ++self->tallies[(size_t)wm_number(wm_column(batch, 0), wm_place(batch, 0)) *
                        self->calendar->n_slots]
              .rows;
    }
    if (IS(only_nulls) && values == 0) {
        abort();
    }
    return WM_OK;
}

static struct tally sum_of(const wm_instance* self, uint32_t number, uint32_t period) {
    const wm_calendar* calendar = self->calendar;
    struct tally sum = {0, 0, 0, 0, 0};
    for (uint32_t slot = 0; slot < calendar->n_slots; ++slot) {
        const struct tally* one = &self->tallies[(size_t)number * calendar->n_slots + slot];
        for (uint32_t i = calendar->slot_first[slot]; i < calendar->slot_first[slot + 1]; ++i) {
            if (calendar->slot_periods[i] == period) {
                sum.rows += one->rows;
                sum.coded += one->coded;
                sum.unknown += one->unknown;
                sum.amount =
                    IS(last_row_wins) ? sum.amount * 31 + one->amount : sum.amount + one->amount;
                sum.narrow_rows = (uint16_t)(sum.narrow_rows + one->narrow_rows);
            }
        }
    }
    return sum;
}

static const wm_period* period_at(const wm_instance* self, uint32_t period) {
    return IS(fixed_size) ? &self->calendar->periods[period] : wm_period_at(self->calendar, period);
}

static int has_most_rows(const wm_instance* self, uint32_t number) {
    for (uint32_t i = 0; i < self->known; ++i) {
        if (self->rows_of[i] > self->rows_of[number]) {
            return 0;
        }
    }
    return 1;
}

static double marks_of(const wm_instance* self, uint32_t number, uint32_t first,
                       const struct tally* sum) {
    double marks = (double)sum->rows * self->scale;
    marks = IS(narrow) ? sum->narrow_rows : marks;
    marks += IS(static_total) ? (double)(total % 1000) : 0;
    marks += IS(per_block) && number == first ? 1 : 0;
    marks += IS(odd_numbers) ? number % 2 : 0;
    marks += IS(spread) ? self->known : 0;
    marks += IS(most_rows) && has_most_rows(self, number) ? 1 : 0;
    marks += IS(reads_clock) ? (double)(nanoseconds() % 1000) : 0;
    return marks;
}

static wm_status contribute(const wm_sink* sink, uint32_t indicator, uint32_t period,
                            uint32_t number, double value) {
    wm_contributions answer = {.size = sizeof answer, .indicator = indicator};
    answer.period = period;
    answer.n = 1;
    answer.cases = &number;
    answer.a = &value;
    return sink->contribute(sink, &answer);
}

static wm_status answer_period(const wm_instance* self, const wm_sink* sink, uint32_t number,
                               uint32_t first, uint32_t period) {
    const struct tally sum = sum_of(self, number, period);
    const int32_t grain = period_at(self, period)->grain;
    const double share = IS(not_a_number) ? (double)(sum.coded > 0) / (double)(sum.rows > 5) : 1;
    const double coded = (sum.coded > 0 ? 1 : 0) * (IS(percent) ? 100 : 1);
    double amount = (double)sum.amount;
    wm_status status;
    if (sum.rows == 0) {
        return sink->exclude(sink, WM_ALL, number, period, 0);
    }
    if (IS(overflow) && fabs(amount) > 1e11) {
        amount *= 1e300;
    }
    status = contribute(sink, 1, period, number, isfinite(share) ? coded : share);
    if (status == WM_OK) {
        status = contribute(sink, 2, period, number, amount);
    }
    if (status == WM_OK &&
        (IS(wrong_grain) || grain == WM_GRAIN_MONTH || grain == WM_GRAIN_CALENDAR_YEAR)) {
        status = contribute(sink, 0, period, number, marks_of(self, number, first, &sum));
    }
    return status == WM_OK && !IS(silent_codes)
               ? sink->finding(sink, 0, number, period, (int64_t)sum.unknown, (int64_t)sum.rows)
               : status;
}

static wm_status answer(wm_instance* self, const wm_sink* sink, uint32_t first, uint32_t count,
                        wm_error* error) {
    wm_status status = WM_OK;
    (void)error;
    if (IS(nobody) && self->rows_seen == 0) {
        abort();
    }
    for (uint32_t number = first; number < first + count; ++number) {
        if (self->host->cancelled(self->host)) {
            return WM_E_CANCELLED;
        }
        for (uint32_t period = 0; period < self->calendar->n_periods && status == WM_OK; ++period) {
            const wm_period* asked = period_at(self, period);
            const int is_dropped = IS(drops_cases) && self->rows_of[number] % 2 == 1;
            if ((asked->flags & WM_PERIOD_ASKED) != 0 && asked->grain != WM_GRAIN_WINDOW &&
                !is_dropped) {
                status = answer_period(self, sink, number, first, period);
            }
        }
    }
    return status;
}

static void close_instance(wm_instance* self) {
    free(self->tallies);
    free(self->rows_of);
    free(self);
}

static const char* description(void) {
    if (IS(bad_description)) {
        return DESCRIPTION("Marks", AUTHOR, "tally");
    }
    if (IS(wordless)) {
        return DESCRIPTION("Marks", "", "count");
    }
    if (IS(shifting)) {
        char digits[16];
        snprintf(digits, sizeof digits, "%09d", (int)(nanoseconds() % 1000000000));
        memcpy(strstr(shifting_text, "Marks ") + strlen("Marks "), digits, 9);
        return shifting_text;
    }
    return DESCRIPTION("Marks", AUTHOR, "count");
}

__attribute__((constructor)) static void start(void) {
    if (IS(slow_start)) {
        burn(INT64_C(200000000));
    }
}

#ifdef WITH_EXTRA_SYMBOL
WM_EXPORT int counted_marks(void);
int counted_marks(void) {
    return (int)total;
}
#endif

WM_EXPORT const wm_measure* waymark_measure(void) {
    static wm_measure measure = {.size = sizeof measure,
                                 .magic = WM_MAGIC,
                                 .abi_major = WM_ABI_MAJOR,
                                 .open = open_instance,
                                 .cases = take_cases,
                                 .rows = take_rows,
                                 .answer = answer,
                                 .close = close_instance};
    if (measure.description == NULL) {
        measure.description = description();
    }
    return &measure;
}
