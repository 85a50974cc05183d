/* SPDX-License-Identifier: MIT
 * The sink in Python: contributions, exclusions and findings, told one by one.
 */
#include "runtime.h"

typedef struct {
    PyObject_HEAD const wm_sink* sink; /* NULL once the call is over */
    wm_status status;
} Sink;

static PyTypeObject sink_type;

static PyObject* told(Sink* self, wm_status status) {
    if (status == WM_OK) {
        Py_RETURN_NONE;
    }
    self->status = status;
    PyErr_SetString(PyExc_RuntimeError, "the host refused what the measure answered");
    return NULL;
}

static int is_over(const Sink* self) {
    if (self->sink == NULL) {
        (void)misuse("answers are taken only while the call of answer() they belong to runs");
    }
    return self->sink == NULL;
}

static PyObject* sink_contribute(PyObject* object, PyObject* args) {
    Sink* self = (Sink*)object;
    unsigned int indicator, series, period, number;
    double a, b;
    long long people, units;
    int state;
    PyObject* strata;
    uint32_t own[8];
    wm_contributions answer = {.size = sizeof answer};
    int64_t people64, units64;
    int32_t state32;
    if (is_over(self) ||
        !PyArg_ParseTuple(args, "IIIIddLLiO!", &indicator, &series, &period, &number, &a, &b,
                          &people, &units, &state, &PyTuple_Type, &strata)) {
        return NULL;
    }
    answer.n_own_strata = (uint32_t)PyTuple_GET_SIZE(strata);
    for (uint32_t i = 0; i < answer.n_own_strata && i < 8; ++i) {
        own[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GET_ITEM(strata, i));
    }
    if (PyErr_Occurred() != NULL || answer.n_own_strata > 8) {
        return PyErr_Occurred() != NULL
                   ? NULL
                   : misuse("a contribution has at most 8 kinds of own strata");
    }
    people64 = people;
    units64 = units;
    state32 = state;
    answer.indicator = indicator;
    answer.series = series;
    answer.period = period;
    answer.n = 1;
    answer.cases = &number;
    answer.a = &a;
    answer.b = &b;
    answer.people = &people64;
    answer.units = &units64;
    answer.state = &state32;
    answer.stratum = answer.n_own_strata == 0 ? NULL : own;
    return told(self, self->sink->contribute(self->sink, &answer));
}

static PyObject* sink_exclude(PyObject* object, PyObject* args) {
    Sink* self = (Sink*)object;
    unsigned int indicator, number, period, reason;
    if (is_over(self) || !PyArg_ParseTuple(args, "IIII", &indicator, &number, &period, &reason)) {
        return NULL;
    }
    return told(self, self->sink->exclude(self->sink, indicator, number, period, reason));
}

static PyObject* sink_finding(PyObject* object, PyObject* args) {
    Sink* self = (Sink*)object;
    unsigned int code, number, period;
    long long count, of;
    if (is_over(self) || !PyArg_ParseTuple(args, "IIILL", &code, &number, &period, &count, &of)) {
        return NULL;
    }
    return told(self, self->sink->finding(self->sink, code, number, period, count, of));
}

static PyMethodDef sink_methods[] = {{"contribute", sink_contribute, METH_VARARGS, NULL},
                                     {"exclude", sink_exclude, METH_VARARGS, NULL},
                                     {"finding", sink_finding, METH_VARARGS, NULL},
                                     {0}};
static PyTypeObject sink_type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "waymark.Sink",
                                 .tp_basicsize = sizeof(Sink), .tp_flags = Py_TPFLAGS_DEFAULT,
                                 .tp_methods = sink_methods};

int ready_sinks(void) {
    sink_type.tp_dealloc = (destructor)PyObject_Free;
    return PyType_Ready(&sink_type);
}

PyObject* new_sink(const wm_sink* sink) {
    Sink* self = PyObject_New(Sink, &sink_type);
    if (self != NULL) {
        self->sink = sink;
        self->status = WM_OK;
    }
    return (PyObject*)self;
}

void end_sink(PyObject* sink) {
    ((Sink*)sink)->sink = NULL;
}

wm_status sink_status(PyObject* sink) {
    return ((Sink*)sink)->status;
}
