/* SPDX-License-Identifier: MIT
 * Plugins that misbehave before anybody has asked them anything: in a constructor, or by their
 * table. The build says which by defining one of the words below. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "waymark/abi.h"

#if defined(START_HANG)
__attribute__((constructor)) static void start(void) {
    for (volatile unsigned i = 0;; i = i + 1) {
    }
}
#elif defined(START_EXEC)
__attribute__((constructor)) static void start(void) {
    execl("/bin/true", "true", (char*)NULL);
}
#elif defined(START_SOCKET)
__attribute__((constructor)) static void start(void) {
    socket(AF_INET, SOCK_STREAM, 0);
}
#elif defined(START_EXIT)
__attribute__((constructor)) static void start(void) {
    exit(0);
}
#elif defined(START_ABORT)
__attribute__((constructor)) static void start(void) {
    abort();
}
#elif defined(START_CLOSE)
__attribute__((constructor)) static void start(void) {
    close(3);
}
#endif

#ifndef MAGIC
#define MAGIC WM_MAGIC
#endif
#ifndef MAJOR
#define MAJOR WM_ABI_MAJOR
#endif
#ifndef MINOR
#define MINOR 0
#endif
#ifndef SIZE
#define SIZE sizeof(wm_measure)
#endif
#ifndef NAME
#define NAME waymark_measure
#endif

/* Functions that are there and never called: none of these plugins gets so far. */
/* NOLINTNEXTLINE(readability-function-size): the signature is the contract's */
static wm_status open_instance(const wm_host* host, const char* parameters,
                               const wm_calendar* calendars, uint32_t n_calendars,
                               wm_instance** instance, wm_error* error) {
    (void)host, (void)parameters, (void)calendars, (void)n_calendars, (void)instance, (void)error;
    return WM_E_INTERNAL;
}
static wm_status take(wm_instance* self, const wm_batch* batch, wm_error* error) {
    (void)self, (void)batch, (void)error;
    return WM_E_INTERNAL;
}
static wm_status answer(wm_instance* self, const wm_sink* sink, uint32_t first, uint32_t count,
                        wm_error* error) {
    (void)self, (void)sink, (void)first, (void)count, (void)error;
    return WM_E_INTERNAL;
}
static void close_instance(wm_instance* self) {
    (void)self;
}

WM_EXPORT const wm_measure* NAME(void);
const wm_measure* NAME(void) {
    static const wm_measure measure = {.size = SIZE,
                                       .magic = MAGIC,
                                       .abi_major = MAJOR,
                                       .abi_minor_needed = MINOR,
                                       .description = "{}",
                                       .open = open_instance,
                                       .cases = take,
                                       .rows = take,
                                       .answer = answer,
                                       .close = close_instance,
                                       .extension = NULL};
    return &measure;
}
