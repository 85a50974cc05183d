/* SPDX-License-Identifier: MIT
 * What the parts of the Python runtime share: the interpreter, and batches as Python sees them.
 * Every function but start_interpreter() is called with the interpreter's lock held.
 */
#ifndef WAYMARK_PYTHON_RUNTIME_H
#define WAYMARK_PYTHON_RUNTIME_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "waymark/abi.h"

/* What a measure consists of besides this runtime; its build makes it from the author's file. */
extern const char waymark_python_file[];   /* the name to tell, as in hours.py */
extern const char waymark_python_source[]; /* UTF-8, ends with NUL */

/* Starts the interpreter of this library, once, and leaves its lock free: isolated, no files, no
 * environment, no signals, hashes of texts fixed. NULL when it runs, else why it does not. */
const char* start_interpreter(void);

/* The built-in module _waymark, on which waymark.py stands. */
PyObject* PyInit__waymark(void);

/* Raises waymark.Misuse, whose sentence is told: it must hold nothing of a row. Returns NULL. */
PyObject* misuse(const char* sentence);

/* A piece of a batch for Python: `columns` names them, [] and values() read them. New reference. */
PyObject* new_batch(const wm_batch* batch, int64_t first, int64_t count);
/* Ends the views that were handed out. -1 with an exception when one is kept: what it shows will
 * not be there. */
int end_batch(PyObject* batch);

/* The sink as Python sees it, while a call of answer() lasts. New reference. */
PyObject* new_sink(const wm_sink* sink);
void end_sink(PyObject* sink);
/* The status with which the host refused an answer; WM_OK when it did not. */
wm_status sink_status(PyObject* sink);

/* Readies the types of batches and sinks; -1 with an exception on failure. */
int ready_batches(void);
int ready_sinks(void);

#endif /* WAYMARK_PYTHON_RUNTIME_H */
