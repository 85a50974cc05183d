// SPDX-License-Identifier: MIT
// What an author of a measure includes. Derive from CaseMeasure, FoldMeasure or SheetMeasure,
// declare in describe(), answer in answer(), and end the file with WAYMARK_MEASURE(Type). Throw
// freely: BadParameter, BadInput, std::bad_alloc and every other std::exception become statuses of
// abi.h. A measure object is used by one thread at a time and is const while it works: same rows,
// same answers, however they are cut into batches.
#pragma once

#include "waymark/measure/answer.hpp"
#include "waymark/measure/case_measure.hpp"
#include "waymark/measure/fold_measure.hpp"
#include "waymark/measure/glue.hpp"
#include "waymark/measure/json.hpp"
#include "waymark/measure/sheet_measure.hpp"

/// Exports the one symbol of a plugin. At global scope, once, at the end of one source.
#define WAYMARK_MEASURE(Type)                                      \
    extern "C" WM_EXPORT const wm_measure* waymark_measure(void) { \
        return ::waymark::measure_table<Type>();                   \
    }
