/* SPDX-License-Identifier: MIT
 * Batches in Python: columns of numbers as read-only memoryviews of the memory shared with the
 * host, and any column as a list of Python values.
 */
#include "runtime.h"
#include "waymark/reading.h"

/* ---------------------------------------------------------------- the memory behind a memoryview
 */

typedef struct {
    PyObject_HEAD Py_ssize_t exports, count, item;
    const void* from;
    char format[2];
} Memory;

static int memory_get(PyObject* object, Py_buffer* view, int flags) {
    Memory* self = (Memory*)object;
    if (PyBuffer_FillInfo(view, object, (void*)self->from, self->count * self->item, 1, flags) <
        0) {
        return -1;
    }
    view->itemsize = self->item;
    view->format = (flags & PyBUF_FORMAT) == 0 ? NULL : self->format;
    if (view->shape != NULL) {
        view->shape = &self->count;
    }
    if (view->strides != NULL) {
        view->strides = &self->item;
    }
    ++self->exports;
    return 0;
}

static void memory_release(PyObject* object, Py_buffer* view) {
    (void)view;
    --((Memory*)object)->exports;
}

static PyBufferProcs memory_buffer = {memory_get, memory_release};
static PyTypeObject memory_type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "waymark.Memory",
                                   .tp_basicsize = sizeof(Memory), .tp_flags = Py_TPFLAGS_DEFAULT,
                                   .tp_as_buffer = &memory_buffer};

/* ------------------------------------------------------------------------------------ the batch */

typedef struct {
    PyObject_HEAD const wm_batch* batch; /* NULL once the call is over */
    int64_t first, count;
    PyObject* views; /* [memory, memoryview, ...] handed out */
} Batch;

static PyTypeObject batch_type;

static int64_t column_index(const Batch* self, PyObject* name) {
    const char* wanted = PyUnicode_AsUTF8(name);
    if (wanted == NULL) {
        return -1;
    }
    if (self->batch == NULL) {
        (void)misuse("the batch ended with the call of rows() it was handed to");
        return -1;
    }
    for (int64_t i = 0; i < self->batch->schema->n_children; ++i) {
        if (strcmp(self->batch->schema->children[i]->name, wanted) == 0) {
            return i;
        }
    }
    (void)misuse("the input has no column by that name");
    return -1;
}

static Memory* memory_of(const Batch* self, int64_t index) {
    static const struct {
        const char *arrow, *python;
        Py_ssize_t size;
    } plain[] = {{"I", "I", 4},   {"l", "q", 8}, {"g", "d", 8},
                 {"tdD", "i", 4}, {"i", "i", 4}, {"tsu:UTC", "q", 8}};
    const char* format = self->batch->schema->children[index]->format;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; ++i) {
        if (strcmp(plain[i].arrow, format) == 0) {
            const struct ArrowArray* column = wm_column(self->batch, index);
            Memory* memory = PyObject_New(Memory, &memory_type);
            if (memory != NULL) {
                memory->exports = 0;
                memory->count = (Py_ssize_t)self->count;
                memory->item = plain[i].size;
                memory->from =
                    (const char*)column->buffers[1] +
                    (column->offset + wm_place(self->batch, self->first)) * plain[i].size;
                memcpy(memory->format, plain[i].python, 2);
            }
            return memory;
        }
    }
    (void)misuse("the column has no numbers of one width, so take values()");
    return NULL;
}

static PyObject* batch_subscript(PyObject* object, PyObject* name) {
    Batch* self = (Batch*)object;
    const int64_t index = column_index(self, name);
    Memory* memory = index < 0 ? NULL : memory_of(self, index);
    PyObject* view = memory == NULL ? NULL : PyMemoryView_FromObject((PyObject*)memory);
    if (view != NULL && (PyList_Append(self->views, (PyObject*)memory) < 0 ||
                         PyList_Append(self->views, view) < 0)) {
        Py_CLEAR(view);
    }
    Py_XDECREF((PyObject*)memory);
    return view;
}

static PyObject* text(const struct ArrowArray* array, int64_t at) {
    const int32_t* ends = (const int32_t*)array->buffers[1] + at;
    return PyUnicode_DecodeUTF8((const char*)array->buffers[2] + ends[0], ends[1] - ends[0], NULL);
}

static PyObject* value_at(const struct ArrowSchema* schema, const struct ArrowArray* column,
                          int64_t place) {
    const char* format = schema->format;
    if (wm_is_null(column, place)) {
        return Py_NewRef(Py_None);
    }
    if (strncmp(format, "+w:", 3) == 0) {
        const int64_t length = strtoll(format + 3, NULL, 10);
        PyObject* items = PyTuple_New((Py_ssize_t)length);
        for (int64_t i = 0; items != NULL && i < length; ++i) {
            PyObject* item = value_at(schema->children[0], column->children[0],
                                      (column->offset + place) * length + i);
            if (item == NULL) {
                Py_CLEAR(items);
            } else {
                PyTuple_SET_ITEM(items, (Py_ssize_t)i, item);
            }
        }
        return items;
    }
    switch (format[0]) {
        case 'I': {
            const uint32_t number = wm_number(column, place);
            return number == WM_ALL ? Py_NewRef(Py_None) : PyLong_FromUnsignedLong(number);
        }
        case 'l':
            return PyLong_FromLongLong(wm_integer(column, place));
        case 'g':
            return PyFloat_FromDouble(wm_real(column, place));
        case 'b':
            return PyBool_FromLong(wm_boolean(column, place));
        case 'u':
            return text(column, column->offset + place);
        case 't':
            return format[1] == 'd' ? PyLong_FromLong(wm_day(column, place))
                                    : PyLong_FromLongLong(wm_integer(column, place));
        default: /* a category, or a state beside a column with symbols */
            return column->dictionary == NULL
                       ? PyLong_FromLong(wm_day(column, place))
                       : text(column->dictionary,
                              column->dictionary->offset + wm_day(column, place));
    }
}

static PyObject* batch_values(PyObject* object, PyObject* name) {
    Batch* self = (Batch*)object;
    const int64_t index = column_index(self, name);
    PyObject* list = index < 0 ? NULL : PyList_New((Py_ssize_t)self->count);
    for (int64_t row = 0; list != NULL && row < self->count; ++row) {
        PyObject* value =
            value_at(self->batch->schema->children[index], wm_column(self->batch, index),
                     wm_place(self->batch, self->first + row));
        if (value == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)row, value);
        }
    }
    return list;
}

static Py_ssize_t batch_length(PyObject* object) {
    return (Py_ssize_t)((Batch*)object)->count;
}

static PyObject* batch_table(PyObject* object, void* unused) {
    const Batch* self = (const Batch*)object;
    (void)unused;
    return PyLong_FromUnsignedLong(self->batch == NULL ? WM_TABLE_CASES : self->batch->table);
}

static void batch_free(PyObject* object) {
    Py_CLEAR(((Batch*)object)->views);
    PyObject_Free(object);
}

static PyMappingMethods batch_mapping = {batch_length, batch_subscript, NULL};
static PyMethodDef batch_methods[] = {
    {"values", batch_values, METH_O, "The column as a list; None where it is null."}, {0}};
static PyGetSetDef batch_members[] = {{"table", batch_table, NULL, "index of the input", NULL},
                                      {0}};
static PyTypeObject batch_type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "waymark.Batch",
                                  .tp_basicsize = sizeof(Batch),
                                  .tp_dealloc = batch_free,
                                  .tp_as_mapping = &batch_mapping,
                                  .tp_flags = Py_TPFLAGS_DEFAULT,
                                  .tp_methods = batch_methods,
                                  .tp_getset = batch_members};

int ready_batches(void) {
    memory_type.tp_dealloc = (destructor)PyObject_Free;
    return PyType_Ready(&memory_type) < 0 || PyType_Ready(&batch_type) < 0 ? -1 : 0;
}

PyObject* new_batch(const wm_batch* batch, int64_t first, int64_t count) {
    PyObject* views = PyList_New(0);
    Batch* self = views == NULL ? NULL : PyObject_New(Batch, &batch_type);
    if (self == NULL) {
        Py_XDECREF(views);
        return NULL;
    }
    self->batch = batch;
    self->first = first;
    self->count = count;
    self->views = views;
    return (PyObject*)self;
}

int end_batch(PyObject* object) {
    Batch* self = (Batch*)object;
    self->batch = NULL;
    for (Py_ssize_t i = 0; i + 1 < PyList_GET_SIZE(self->views); i += 2) {
        PyObject* done = PyObject_CallMethod(PyList_GET_ITEM(self->views, i + 1), "release", NULL);
        Py_XDECREF(done);
        PyErr_Clear();
        if (((Memory*)PyList_GET_ITEM(self->views, i))->exports != 0) {
            (void)misuse(
                "rows() keeps a view of a batch, which ends with the call; copy what you need");
            return -1;
        }
    }
    return 0;
}
