# SPDX-License-Identifier: MIT
"""Writes modules as C: freeze.py OUT.c NAME=FILE... With no file the module is Python's own, NAME of its library.

The interpreter inside a measure may open no file, so what it imports is compiled here and lies in the library.
"""

import importlib.util
import marshal
import sys


def frozen(name, file):
    """The compiled module and whether it is a package."""
    is_package = False
    if not file:
        spec = importlib.util.find_spec(name)
        file, is_package = spec.origin, spec.submodule_search_locations is not None
    with open(file, "rb") as source:
        # The name is what an author reads in a message: never a path of the machine that built it.
        return marshal.dumps(compile(source.read(), f"<{name}>", "exec", optimize=0, dont_inherit=True)), is_package


def main(out, *modules):
    arrays, entries = [], []
    for place, (name, _, file) in enumerate(one.partition("=") for one in modules):
        code, is_package = frozen(name, file)
        arrays.append(f"static const unsigned char code_{place}[] = {{{','.join(map(str, code))}}};\n")
        entries.append(f'    {{"{name}", code_{place}, sizeof code_{place}, {int(is_package)}, NULL}},\n')
    with open(out, "w", encoding="utf-8") as text:
        text.write('/* Made by freeze.py. */\n#include "frozen_modules.h"\n\n' + "".join(arrays))
        text.write("const struct _frozen waymark_frozen_modules[] = {\n" + "".join(entries) + "    {NULL, NULL, 0, 0, NULL}};\n")


if __name__ == "__main__":
    if sys.version_info[:2] != (3, 11):
        sys.exit("freeze.py: modules are frozen by the Python they run in, 3.11")
    main(*sys.argv[1:])
