# SPDX-License-Identifier: MIT
"""Measures built with earlier minors of the contract run on today's host and give the figures they gave."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOST_BYTES = 64 * 1024


def kept():
    """(hash, library) of every exhibit."""
    return [(line.split()[0], HERE / line.split()[1]) for line in (HERE / "SHA256SUMS").read_text().splitlines()]


def run(library, golden):
    return subprocess.run([os.environ["WAYMARK"], "plugin", "run", library, "--golden", golden], capture_output=True, text=True, timeout=60)


@unittest.skipUnless(os.uname().machine == "x86_64", "the exhibits are x86-64 libraries")
class Museum(unittest.TestCase):
    def test_every_exhibit_is_what_it_was(self):
        self.assertEqual({library for _, library in kept()}, set(HERE.glob("abi_*/*/measure.so")))
        for sha256, library in kept():
            with self.subTest(library.parent.name):
                content = library.read_bytes()
                self.assertEqual(hashlib.sha256(content).hexdigest(), sha256)
                self.assertLessEqual(len(content), MOST_BYTES)

    def test_every_exhibit_gives_the_figures_it_gave(self):
        for _, library in kept():
            with self.subTest(library.parent.name):
                done = run(library, library.parent / "golden")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_other_figures_would_be_told(self):
        library = HERE / "abi_1_0" / "case" / "measure.so"
        with tempfile.TemporaryDirectory(prefix="waymark-museum-") as name:
            golden = Path(name) / "golden"
            shutil.copytree(library.parent / "golden", golden)
            cells = golden / "cells.csv"
            head, first, *rest = cells.read_text().splitlines()
            place = head.split(",").index("value")
            fields = first.split(",")
            fields[place] = "12345"
            cells.write_text("\n".join([head, ",".join(fields), *rest]) + "\n")
            done = run(library, golden)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
