/* SPDX-License-Identifier: MIT
 * abi.h is C11: this file is compiled as C and holds the layout to what was frozen. */
#include "abi_layout.h"

/* A measure in plain C fills the table like this; the C++ test reads it. */
/* NOLINTNEXTLINE(readability-function-size): the signature is the contract's */
static wm_status refuse_to_open(const wm_host* host, const char* parameters,
                                const wm_calendar* calendars, uint32_t n_calendars,
                                wm_instance** instance, wm_error* error) {
    (void)host;
    (void)parameters;
    (void)calendars;
    (void)n_calendars;
    *instance = NULL;
    error->code = WM_E_PARAM;
    error->message[0] = '\0';
    return WM_E_PARAM;
}

const wm_measure* measure_in_c(void);

const wm_measure* measure_in_c(void) {
    static const wm_measure table = {.size = sizeof(wm_measure),
                                     .magic = WM_MAGIC,
                                     .abi_major = WM_ABI_MAJOR,
                                     .description = "{\"inputs\":[],\"indicators\":[]}",
                                     .open = refuse_to_open};
    return &table;
}
