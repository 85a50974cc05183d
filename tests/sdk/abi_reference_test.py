# SPDX-License-Identifier: MIT
"""docs/abi_reference.md is what abi.h says: the page is made anew and compared, and a change of the header changes it."""

import os
import re
import sys
import unittest

from abi_reference import HEADER, PAGE, page


@unittest.skipIf(sys.maxsize < 2**32 or "COMPILER" not in os.environ, "the page is of 64-bit machines, and needs COMPILER")
class AbiReference(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.header = HEADER.read_text()
        cls.now = page(cls.header)

    def changed(self, old, new):
        self.assertIn(old, self.header)
        return page(self.header.replace(old, new))

    def test_the_page_is_of_this_header(self):
        self.maxDiff = None
        self.assertEqual(PAGE.read_text(), self.now, "write it anew: COMPILER=cc python3 tests/sdk/abi_reference.py")

    def test_every_name_of_the_header_is_on_the_page(self):
        names = set(re.findall(r"\b(?:WM|wm|waymark|Arrow|ARROW)_?\w+", self.header)) - {"ARROW_C_DATA_INTERFACE"}
        guards = {name for name in names if name.endswith("_H")}
        self.assertEqual({name for name in names - guards if name not in self.now}, set())

    def test_offsets_are_the_compilers(self):
        moved = self.changed("typedef struct wm_error {\n", "typedef struct wm_error {\n    int64_t added;\n")
        self.assertIn("**`wm_error`**, 264 bytes", moved)
        self.assertIn("| 12 | 252 | `message` |", moved)

    def test_values_and_words_are_the_headers(self):
        self.assertIn("| `WM_E_MEMORY` | 6 | no room |", self.changed("WM_E_MEMORY = 4,    /* out of memory */", "WM_E_MEMORY = 6, /* no room */"))

    def test_what_it_cannot_read_is_told(self):
        with self.assertRaisesRegex(ValueError, "no form of this page"):
            self.changed("#define WM_NO_SLOT", "@define WM_NO_SLOT")

    def test_the_documents_lead_to_it(self):
        for name in ("plugin_contract.md", "plugin_guide.md"):
            self.assertIn("](abi_reference.md)", (PAGE.parent / name).read_text())


if __name__ == "__main__":
    unittest.main()
