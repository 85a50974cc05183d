/* SPDX-License-Identifier: MIT
 * A well-behaved plugin in plain C, without the SDK's glue: counts the rows of each case and how
 * many of them have the code "A". The glue never comes between what is tested and the ABI. */
#include <stdlib.h>
#include <string.h>

#include "waymark/abi.h"

struct wm_instance {
    uint32_t known, room;
    double* rows;
    double* coded;
    uint32_t periods;
};

static const char description[] =
    "{\"id\": \"org.waymark.test.counting\", \"version\": \"1.0.0\", \"title\": \"Counting\","
    " \"inputs\": [{\"name\": \"marks\", \"columns\": ["
    "   {\"name\": \"day\", \"type\": \"date\"},"
    "   {\"name\": \"code\", \"type\": \"category\", \"nullable\": true}]}],"
    " \"indicators\": ["
    "   {\"id\": \"marks\", \"kind\": \"count\", \"title\": \"Marks\", \"definition\": \"rows\","
    "    \"source\": \"none\"},"
    "   {\"id\": \"coded\", \"kind\": \"proportion\", \"title\": \"Coded\", \"definition\": \"any "
    "A\","
    "    \"source\": \"none\"}],"
    " \"exclusions\": [{\"id\": \"no_rows\", \"title\": \"no row\"}],"
    " \"findings\": [{\"id\": \"uncoded\", \"title\": \"rows without a code\"}]}";

static wm_status open_instance(const wm_host* host, const char* parameters,
                               const wm_calendar* calendars, uint32_t n_calendars,
                               wm_instance** instance, wm_error* error) {
    (void)parameters;
    (void)error;
    *instance = calloc(1, sizeof **instance);
    if (*instance == NULL) {
        return WM_E_MEMORY;
    }
    (*instance)->periods = n_calendars == 0 ? 0 : calendars[0].n_periods;
    host->log(host, WM_LOG_INFO, "counting");
    return WM_OK;
}

static wm_status grow(wm_instance* self, uint32_t cases) {
    if (cases > self->room) {
        const uint32_t room = cases * 2;
        double* rows = realloc(self->rows, room * sizeof *rows);
        double* coded = realloc(self->coded, room * sizeof *coded);
        self->rows = rows != NULL ? rows : self->rows;
        self->coded = coded != NULL ? coded : self->coded;
        if (rows == NULL || coded == NULL) {
            return WM_E_MEMORY;
        }
        self->room = room;
    }
    for (; self->known < cases; ++self->known) {
        self->rows[self->known] = 0;
        self->coded[self->known] = 0;
    }
    return WM_OK;
}

static wm_status take_cases(wm_instance* self, const wm_batch* batch, wm_error* error) {
    (void)error;
    return grow(self, batch->n_cases);
}

/* The dictionary's index of "A"; -1 when it has none yet. */
static int32_t index_of_a(const struct ArrowArray* dictionary) {
    const int32_t* offsets = dictionary->buffers[1];
    const char* text = dictionary->buffers[2];
    for (int32_t i = 0; i < dictionary->length; ++i) {
        if (offsets[i + 1] - offsets[i] == 1 && text[offsets[i]] == 'A') {
            return i;
        }
    }
    return -1;
}

static wm_status take_rows(wm_instance* self, const wm_batch* batch, wm_error* error) {
    (void)error;
    const struct ArrowArray* code = batch->rows->children[2];
    const uint32_t* cases = batch->rows->children[0]->buffers[1];
    const int32_t* codes = code->buffers[1];
    const uint8_t* valid = code->buffers[0];
    const int32_t a = index_of_a(code->dictionary);
    for (int64_t i = 0; i < batch->rows->length; ++i) {
        const int is_valid = valid == NULL || (valid[i / 8] >> (i % 8) & 1) != 0;
        self->rows[cases[i]] += 1;
        self->coded[cases[i]] += is_valid && codes[i] == a;
    }
    return WM_OK;
}

static wm_status answer_case(wm_instance* self, const wm_sink* sink, uint32_t number) {
    const uint32_t one_case[1] = {number};
    const double is_coded[1] = {self->coded[number] > 0};
    wm_contributions answer = {.size = sizeof answer, .n = 1, .cases = one_case};
    if (self->rows[number] == 0) {
        return sink->exclude(sink, WM_ALL, number, WM_ALL, 0);
    }
    wm_status status = WM_OK;
    for (uint32_t period = 0; period < self->periods && status == WM_OK; ++period) {
        answer.period = period;
        answer.indicator = 1;
        answer.a = is_coded;
        status = sink->contribute(sink, &answer);
    }
    if (status == WM_OK && self->coded[number] < self->rows[number]) {
        status = sink->finding(sink, 0, number, WM_ALL,
                               (int64_t)(self->rows[number] - self->coded[number]),
                               (int64_t)self->rows[number]);
    }
    return status;
}

static wm_status answer(wm_instance* self, const wm_sink* sink, uint32_t first, uint32_t count,
                        wm_error* error) {
    (void)error;
    wm_status status = WM_OK;
    uint32_t* numbers = malloc((count == 0 ? 1 : count) * sizeof *numbers);
    if (numbers == NULL) {
        return WM_E_MEMORY;
    }
    for (uint32_t i = 0; i < count; ++i) {
        numbers[i] = first + i;
    }
    wm_contributions all = {.size = sizeof all, .n = count, .cases = numbers};
    all.a = self->rows + first;
    for (all.period = 0; all.period < self->periods && status == WM_OK; ++all.period) {
        status = sink->contribute(sink, &all);
    }
    for (uint32_t i = 0; i < count && status == WM_OK; ++i) {
        status = answer_case(self, sink, first + i);
    }
    free(numbers);
    return status;
}

static void close_instance(wm_instance* self) {
    free(self->rows);
    free(self->coded);
    free(self);
}

WM_EXPORT const wm_measure* waymark_measure(void) {
    static const wm_measure measure = {.size = sizeof measure,
                                       .magic = WM_MAGIC,
                                       .abi_major = WM_ABI_MAJOR,
                                       .abi_minor_needed = 0,
                                       .description = description,
                                       .open = open_instance,
                                       .cases = take_cases,
                                       .rows = take_rows,
                                       .answer = answer,
                                       .close = close_instance,
                                       .extension = NULL};
    return &measure;
}
