/* SPDX-License-Identifier: MIT
 * The interpreter that lies in each Python measure. It stops after the first phase of its start:
 * before it would look for files, the environment and the standard streams, none of which a measure
 * may have. Modules that reach the system (os, time, socket ...) are not there at all.
 */
#include "frozen_modules.h"
#include "runtime.h"

extern PyObject* PyMarshal_Init(void);
extern PyObject* PyInit__imp(void);
extern PyObject* PyInit__ast(void);
extern PyObject* PyInit__string(void);
extern PyObject* PyInit_gc(void);
extern PyObject* _PyWarnings_Init(void);
extern PyObject* PyInit__abc(void);
extern PyObject* PyInit__bisect(void);
extern PyObject* PyInit__codecs(void);
extern PyObject* PyInit__collections(void);
extern PyObject* PyInit__datetime(void);
extern PyObject* PyInit__functools(void);
extern PyObject* PyInit__heapq(void);
extern PyObject* PyInit__io(void);
extern PyObject* PyInit__operator(void);
extern PyObject* PyInit__sre(void);
extern PyObject* PyInit__thread(void);
extern PyObject* PyInit__weakref(void);
extern PyObject* PyInit_itertools(void);
extern PyObject* PyInit_math(void);

/* In place of the table that libpython brings, which would draw in everything Debian builds. */
struct _inittab _PyImport_Inittab[] = {
    {"marshal", PyMarshal_Init},
    {"_imp", PyInit__imp},
    {"_ast", PyInit__ast},
    {"builtins", NULL},
    {"sys", NULL},
    {"gc", PyInit_gc},
    {"_warnings", _PyWarnings_Init},
    {"_string", PyInit__string},
    {"_abc", PyInit__abc},
    {"_bisect", PyInit__bisect},
    {"_codecs", PyInit__codecs},
    {"_collections", PyInit__collections},
    {"_functools", PyInit__functools},
    {"_heapq", PyInit__heapq},
    {"_io", PyInit__io},
    {"_operator", PyInit__operator},
    {"_sre", PyInit__sre},
    {"_thread", PyInit__thread},
    {"_waymark", PyInit__waymark},
    {"_weakref", PyInit__weakref},
    {"datetime", PyInit__datetime}, /* datetime.py would ask for time, which is not there */
    {"itertools", PyInit_itertools},
    {"math", PyInit_math},
    {NULL, NULL}};

/* The library is never unloaded (-z nodelete), and its interpreter never ends before the process.
 */
const char* start_interpreter(void) {
    PyPreConfig before;
    PyConfig config;
    PyStatus status;
    if (Py_IsInitialized()) {
        return NULL;
    }
    PyPreConfig_InitIsolatedConfig(&before);
    before.utf8_mode = 1;
    status = Py_PreInitialize(&before);
    if (PyStatus_Exception(status)) {
        return status.err_msg;
    }
    PyImport_FrozenModules = waymark_frozen_modules;
    PyConfig_InitIsolatedConfig(&config);
    config._init_main = 0;
    config.use_hash_seed = 1; /* the order of a set of texts must be the same each time */
    config.hash_seed = 0;
    config.site_import = 0;
    config.module_search_paths_set = 1;
    config.pathconfig_warnings = 0;
    config.write_bytecode = 0;
    config._is_python_build = 0;
    (void)PyConfig_SetBytesString(&config, &config.program_name, "waymark");
    (void)PyConfig_SetBytesString(&config, &config.executable, "");
    (void)PyConfig_SetBytesString(&config, &config.prefix, "");
    (void)PyConfig_SetBytesString(&config, &config.exec_prefix, "");
    (void)PyConfig_SetBytesString(&config, &config.base_prefix, "");
    (void)PyConfig_SetBytesString(&config, &config.base_exec_prefix, "");
    (void)PyConfig_SetBytesString(&config, &config.base_executable, "");
    (void)PyConfig_SetBytesString(&config, &config.stdlib_dir, "");
    (void)PyConfig_SetBytesString(&config, &config.filesystem_encoding, "utf-8");
    (void)PyConfig_SetBytesString(&config, &config.filesystem_errors, "strict");
    status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        return status.err_msg;
    }
    if (ready_batches() < 0 || ready_sinks() < 0) {
        return "the types of batches cannot be made";
    }
    (void)PyEval_SaveThread();
    return NULL;
}
