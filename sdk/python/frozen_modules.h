/* SPDX-License-Identifier: MIT
 * The modules that lie in the library, made by freeze.py. Constant; any thread.
 */
#ifndef WAYMARK_PYTHON_FROZEN_MODULES_H
#define WAYMARK_PYTHON_FROZEN_MODULES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern const struct _frozen waymark_frozen_modules[];

#endif /* WAYMARK_PYTHON_FROZEN_MODULES_H */
