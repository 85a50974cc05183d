/* SPDX-License-Identifier: MIT
 * The function table of abi.h for a measure written in Python: each call becomes one of waymark.py,
 * and what it raises a status and a sentence with the author's file and line.
 */
#include "runtime.h"
#include "waymark/reading.h"

struct wm_instance {
    const wm_host* host;
    PyObject* measure; /* what waymark.opened() made */
};

enum { rows_per_piece = 1024 }; /* between two looks at whether to stop */

static PyObject* frame; /* the module waymark, constant once the description was asked for */

/* What is printed goes where any plugin's does: to the host, which cleans and bounds it. */
static PyObject* write_out(PyObject* module, PyObject* text) {
    Py_ssize_t length = 0;
    const char* bytes = PyUnicode_AsUTF8AndSize(text, &length);
    (void)module;
    if (bytes == NULL) {
        return NULL;
    }
    (void)fwrite(bytes, 1, (size_t)length, stdout);
    (void)fflush(stdout);
    Py_RETURN_NONE;
}

PyObject* PyInit__waymark(void) {
    static PyMethodDef functions[] = {{"write", write_out, METH_O, "To standard output."}, {0}};
    static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_waymark", .m_size = -1,
                                        .m_methods = functions};
    return PyModule_Create(&module);
}

PyObject* misuse(const char* sentence) {
    PyObject* type = PyObject_GetAttrString(frame, "Misuse");
    if (type != NULL) {
        PyErr_SetString(type, sentence);
        Py_DECREF(type);
    }
    return NULL;
}

static wm_status fail(wm_error* error, wm_status status, const char* message) {
    size_t length = strlen(message);
    length = length < sizeof error->message ? length : sizeof error->message - 1;
    while (length > 0 && ((unsigned char)message[length] & 0xC0) == 0x80) {
        --length;
    }
    error->code = status;
    memcpy(error->message, message, length);
    error->message[length] = '\0';
    return status;
}

/* What was raised, told by waymark.py, which knows what may be said of it. */
static wm_status raised(wm_error* error) {
    PyObject *type, *value, *trace;
    PyObject* told;
    wm_status status = WM_E_INTERNAL;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    if (trace != NULL) {
        PyException_SetTraceback(value, trace);
    }
    if (PyErr_GivenExceptionMatches(type, PyExc_MemoryError)) {
        status = fail(error, WM_E_MEMORY, "out of memory");
    } else {
        told = PyObject_CallMethod(frame, "told", "O", value);
        if (told != NULL && PyTuple_Check(told)) {
            status = (wm_status)PyLong_AsLong(PyTuple_GET_ITEM(told, 0));
            fail(error, status, PyUnicode_AsUTF8(PyTuple_GET_ITEM(told, 1)));
        } else {
            fail(error, status, "an exception that cannot be told");
        }
        Py_XDECREF(told);
    }
    PyErr_Clear();
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
    return status;
}

static wm_status outcome(PyObject* result, wm_error* error) {
    if (result == NULL) {
        return raised(error);
    }
    Py_DECREF(result);
    return WM_OK;
}

static int is_cancelled(const wm_instance* self) {
    return self->host->cancelled != NULL && self->host->cancelled(self->host) != 0;
}

static PyObject* calendar_list(const wm_calendar* calendars, uint32_t count) {
    PyObject* list = PyList_New(0);
    for (uint32_t i = 0; list != NULL && i < count; ++i) {
        const wm_calendar* one = wm_calendar_at(calendars, i);
        PyObject* periods = PyList_New(0);
        PyObject* entry;
        for (uint32_t at = 0; periods != NULL && at < one->n_periods; ++at) {
            const wm_period* period = wm_period_at(one, at);
            PyObject* told =
                Py_BuildValue("(IiiiiiiI)", at, period->grain, period->year, period->ordinal,
                              period->basis, period->first_day, period->last_day, period->flags);
            if (told == NULL || PyList_Append(periods, told) < 0) {
                Py_CLEAR(periods);
            }
            Py_XDECREF(told);
        }
        entry = periods == NULL ? NULL
                                : Py_BuildValue("(iiiN)", one->first_day, one->last_day,
                                                one->as_of_day, periods);
        if (entry == NULL || PyList_Append(list, entry) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(entry);
    }
    return list;
}

/* NOLINTNEXTLINE(readability-function-size): the signature is the contract's */
static wm_status open_instance(const wm_host* host, const char* parameters,
                               const wm_calendar* calendars, uint32_t n_calendars,
                               wm_instance** instance, wm_error* error) {
    const PyGILState_STATE lock = PyGILState_Ensure();
    PyObject* list = calendar_list(calendars, n_calendars);
    PyObject* measure = list == NULL
                            ? NULL
                            : PyObject_CallMethod(frame, "opened", "sssN", waymark_python_source,
                                                  waymark_python_file, parameters, list);
    wm_status status = measure == NULL ? raised(error) : WM_OK;
    *instance = measure == NULL ? NULL : calloc(1, sizeof **instance);
    if (*instance != NULL) {
        (*instance)->host = host;
        (*instance)->measure = measure;
    } else if (status == WM_OK) {
        Py_XDECREF(measure);
        status = fail(error, WM_E_MEMORY, "out of memory");
    }
    PyGILState_Release(lock);
    return status;
}

static wm_status take(wm_instance* self, const char* method, const wm_batch* batch,
                      wm_error* error) {
    wm_status status = WM_OK;
    const PyGILState_STATE lock = PyGILState_Ensure();
    for (int64_t first = 0; first < batch->rows->length && status == WM_OK;
         first += rows_per_piece) {
        const int64_t rest = batch->rows->length - first;
        PyObject* piece = new_batch(batch, first, rest < rows_per_piece ? rest : rows_per_piece);
        status = is_cancelled(self) ? WM_E_CANCELLED
                 : piece == NULL
                     ? raised(error)
                     : outcome(PyObject_CallMethod(self->measure, method, "O", piece), error);
        if (piece != NULL && end_batch(piece) < 0) {
            const wm_status kept = raised(error);
            status = status == WM_OK ? kept : status;
        }
        Py_XDECREF(piece);
    }
    PyGILState_Release(lock);
    return status;
}

static wm_status take_cases(wm_instance* self, const wm_batch* batch, wm_error* error) {
    return take(self, "take_cases", batch, error);
}

static wm_status take_rows(wm_instance* self, const wm_batch* batch, wm_error* error) {
    return take(self, "take_rows", batch, error);
}

static wm_status answer(wm_instance* self, const wm_sink* sink, uint32_t first, uint32_t count,
                        wm_error* error) {
    wm_status status = WM_OK;
    const PyGILState_STATE lock = PyGILState_Ensure();
    PyObject* to = new_sink(sink);
    for (uint32_t number = first; to != NULL && number < first + count && status == WM_OK;
         ++number) {
        status = is_cancelled(self)
                     ? WM_E_CANCELLED
                     : outcome(PyObject_CallMethod(self->measure, "answer_case", "OI", to, number),
                               error);
    }
    if (to == NULL) {
        status = raised(error);
    } else {
        status = sink_status(to) != WM_OK ? sink_status(to) : status;
        end_sink(to);
        Py_DECREF(to);
    }
    PyGILState_Release(lock);
    return status;
}

static void close_instance(wm_instance* self) {
    const PyGILState_STATE lock = PyGILState_Ensure();
    Py_DECREF(self->measure);
    (void)PyGC_Collect();
    PyGILState_Release(lock);
    free(self);
}

/* The description, or in its place a fault, which the host refuses with the sentence. */
static const char* description(void) {
    static char fault[600];
    const char* wrong = start_interpreter();
    const PyGILState_STATE lock = wrong == NULL ? PyGILState_Ensure() : PyGILState_LOCKED;
    wm_error error = {0};
    PyObject* json = NULL;
    if (wrong == NULL) {
        frame = PyImport_ImportModule("waymark");
        json = frame == NULL ? NULL
                             : PyObject_CallMethod(frame, "described", "ss", waymark_python_source,
                                                   waymark_python_file);
        if (json == NULL && frame != NULL) {
            raised(&error);
            wrong = error.message;
        } else if (json == NULL) {
            PyErr_Clear();
            wrong = "the module waymark does not load";
        }
        PyGILState_Release(lock);
    }
    if (wrong != NULL) {
        size_t at = (size_t)snprintf(fault, sizeof fault, "{\"fault\":\"");
        for (; *wrong != '\0' && at < sizeof fault - 4; ++wrong) {
            fault[at++] =
                *wrong == '"' || *wrong == '\\' || (unsigned char)*wrong < ' ' ? '\'' : *wrong;
        }
        memcpy(fault + at, "\"}", 3);
        return fault;
    }
    return PyUnicode_AsUTF8(json); /* json lives as long as the process */
}

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
