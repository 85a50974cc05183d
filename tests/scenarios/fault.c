/* SPDX-License-Identifier: MIT
 * A measure that counts rows, or misbehaves in the one way it is compiled for (FAULT_...). With
 * FAULT_BLOCK it is sound, goes by_case and holds the host to its word: one block at a time. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "waymark/abi.h"

#ifndef FAULT_VERSION
#define FAULT_VERSION "1.0.0"
#endif

#if defined(FAULT_BLOCK)
#define ORDER "by_case"
#else
#define ORDER "any"
#endif

struct wm_instance {
    uint32_t rows;
    uint32_t told, answered; /* cases */
};

static const char description[] =
    "{\"id\": \"org.waymark.test." FAULT_NAME "\", \"version\": \"" FAULT_VERSION
    "\", \"title\": \"Test measure\", \"summary\": \"counts rows\","
    " \"author\": \"Waymark tests\", \"licence\": \"MIT\","
    " \"inputs\": [{\"name\": \"marks\", \"order\": \"" ORDER
    "\", \"date\": \"day\","
    " \"columns\": [{\"name\": \"day\", \"type\": \"date\"}, {\"name\": \"score\", \"type\": "
    "\"int\"}]}],"
    " \"indicators\": [{\"id\": \"cases\", \"kind\": \"count\", \"title\": \"Cases\","
    " \"definition\": \"cases\", \"source\": \"tests\"}]}";

static wm_status open_it(const wm_host* host, const char* parameters, const wm_calendar* calendars,
                         uint32_t n_calendars, wm_instance** instance, wm_error* error) {
    (void)host, (void)parameters, (void)calendars, (void)n_calendars, (void)error;
    *instance = calloc(1, sizeof **instance);
    return *instance == NULL ? WM_E_MEMORY : WM_OK;
}

static wm_status cases(wm_instance* instance, const wm_batch* batch, wm_error* error) {
    (void)error;
    instance->told = batch->n_cases;
    return WM_OK;
}

static wm_status rows(wm_instance* instance, const wm_batch* batch, wm_error* error) {
    (void)error;
    instance->rows += (uint32_t)batch->rows->length;
#if defined(FAULT_CRASH)
    *(volatile int*)NULL = 1;
#elif defined(FAULT_HANG)
    for (volatile unsigned i = 0;; ++i) {
    }
#elif defined(FAULT_HUNGRY)
    for (;;) {
        void* more = malloc(1u << 20);
        if (more == NULL) {
            return WM_E_MEMORY;
        }
        memset(more, 1, 1u << 20);
    }
#elif defined(FAULT_FILE)
    if (open("/etc/passwd", O_RDONLY) < 0) {
        strcpy(error->message, "cannot open /etc/passwd");
        return WM_E_INTERNAL;
    }
#elif defined(FAULT_SOCKET)
    (void)socket(AF_INET, SOCK_STREAM, 0);
#endif
    return WM_OK;
}

static wm_status answer(wm_instance* instance, const wm_sink* sink, uint32_t first, uint32_t count,
                        wm_error* error) {
#if defined(FAULT_BLOCK)
    if (first != instance->answered || first + count != instance->told) {
        strcpy(error->message, "what is asked for is not the block that was told");
        return WM_E_INTERNAL;
    }
#endif
    (void)error;
    instance->answered = first + count;
    for (uint32_t i = first; i < first + count; ++i) {
        double one = 1.0;
#if defined(FAULT_NAN)
        one = (double)NAN;
#endif
        wm_contributions c;
        memset(&c, 0, sizeof c);
        c.size = sizeof c;
#if defined(FAULT_UNDECLARED)
        c.indicator = 7;
#endif
        c.n = 1;
        c.cases = &i;
        c.a = &one;
        const wm_status status = sink->contribute(sink, &c);
        if (status != WM_OK) {
            return status;
        }
    }
    return WM_OK;
}

static void close_it(wm_instance* instance) {
    free(instance);
}

#if defined(FAULT_ABI)
enum { major = WM_ABI_MAJOR + 8 };
#else
enum { major = WM_ABI_MAJOR };
#endif

const wm_measure* waymark_measure(void) {
    static const wm_measure table = {
        sizeof(wm_measure), WM_MAGIC, major, 0, description, open_it, cases, rows, answer,
        close_it,           NULL};
    return &table;
}
