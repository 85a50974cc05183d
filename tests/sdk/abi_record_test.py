# SPDX-License-Identifier: MIT
"""The contract against its record: abi-1.0.abi holds the layout of everything that crosses the border, and any difference is told by
abidiff. A member that was appended on purpose needs a new minor in abi.h, and the record anew:

  COMPILER=cc python3 tests/sdk/abi_record_test.py --write
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = HERE.parents[1] / "sdk" / "include" / "waymark" / "abi.h"
RECORD = HERE / "abi-1.0.abi"
CHANGED = 4  # a bit of abidiff's exit code


def described(folder, header_text):
    """The ABI of a header as abidw writes it, without any path of this machine."""
    include = folder / "include" / "waymark"
    include.mkdir(parents=True)
    (include / "abi.h").write_text(header_text)
    shutil.copy(os.environ.get("SOURCE", HERE / "abi_record.c"), folder)
    subprocess.run([os.environ["COMPILER"], "-std=c11", "-g", "-shared", "-fPIC", "-fvisibility=hidden", "-Iinclude", "abi_record.c", "-o",
                    "record.so"], cwd=folder, check=True)
    return subprocess.run(["abidw", "--no-show-locs", "--no-corpus-path", "--no-comp-dir-path", "--no-architecture", "record.so"], cwd=folder,
                          check=True, capture_output=True, text=True).stdout


def difference(header_text):
    """Exit code and words of abidiff between the record and a header."""
    with tempfile.TemporaryDirectory(prefix="waymark-abi-") as name:
        now = Path(name) / "now.abi"
        now.write_text(described(Path(name) / "built", header_text))
        done = subprocess.run(["abidiff", "--no-show-locs", RECORD, now], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@unittest.skipIf(shutil.which("abidw") is None or os.uname().machine != "x86_64", "needs abidw, and the record is of x86-64")
class AbiRecord(unittest.TestCase):
    def test_the_contract_is_the_recorded_one(self):
        code, words = difference(HEADER.read_text())
        self.assertEqual(code, 0, words)

    def change(self, old, new):
        text = HEADER.read_text()
        self.assertIn(old, text)
        return difference(text.replace(old, new))

    def test_a_member_put_before_others_is_incompatible(self):
        code, words = self.change("typedef struct wm_contributions {\n", "typedef struct wm_contributions {\n    uint64_t added;\n")
        self.assertTrue(code & CHANGED, words)
        self.assertIn("wm_contributions", words)

    def test_a_member_that_is_appended_is_told_as_a_change(self):
        code, words = self.change("    uint32_t n_own_strata, reserved2;\n", "    uint32_t n_own_strata, reserved2;\n    const double* added;\n")
        self.assertTrue(code & CHANGED, words)

    def test_a_parameter_of_another_type_is_a_change(self):
        code, words = self.change("uint32_t code, uint32_t case_or_all,", "uint64_t code, uint32_t case_or_all,")
        self.assertTrue(code & CHANGED, words)


if __name__ == "__main__":
    if "--write" in sys.argv:
        with tempfile.TemporaryDirectory(prefix="waymark-abi-") as name:
            RECORD.write_text(described(Path(name) / "built", HEADER.read_text()))
    else:
        unittest.main()
