# SPDX-License-Identifier: MIT
"""docs/methods.md has every indicator as its plugin declares it."""

import os
import unittest

import methods


class Methods(unittest.TestCase):
    def test_the_document_says_what_the_plugins_declare(self):
        text = methods.DOCUMENT.read_text()
        self.assertIn(methods.BEGIN, text)
        self.assertEqual(text, methods.document(os.environ["WAYMARK"], text),
                         "run WAYMARK=build/release/bin/waymark python3 tests/scenarios/methods.py")

    def test_every_indicator_has_a_section_with_definition_and_standing(self):
        text = methods.DOCUMENT.read_text()
        descriptions = methods.described(os.environ["WAYMARK"])
        self.assertGreaterEqual(len(descriptions), 10)
        for description in descriptions:
            for indicator in description["indicators"]:
                with self.subTest(indicator=indicator["id"]):
                    self.assertIn(f"### `{indicator['id']}`", text)
                    self.assertGreater(len(indicator["definition"]), 10)
                    self.assertGreater(len(indicator["source"]), 10)


if __name__ == "__main__":
    unittest.main()
