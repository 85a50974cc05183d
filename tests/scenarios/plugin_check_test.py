# SPDX-License-Identifier: MIT
"""The verb plugin check from outside: exit codes, reports, golden cases that are missing, wrong or broken."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

WAYMARK = Path(os.environ["WAYMARK"])
PLUGINS = WAYMARK.parents[1] / "plugins"
TOTALS = PLUGINS / "org.waymark.attendance_totals" / "attendance_totals.so"
GOLDEN = Path(__file__).resolve().parents[2] / "plugins/attendance_totals/golden"
CRASHING = Path(os.environ["SCENARIO_PLUGINS"]) / "crash" / "crash.so"


def check(*options, plugin=TOTALS):
    return subprocess.run([WAYMARK, "plugin", "check", plugin, *options], capture_output=True, text=True, timeout=300)


class PluginCheck(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-plugin-check-"))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def golden(self, *, cells=None, head=None):
        copy = self.folder / "golden"
        shutil.copytree(GOLDEN, copy)
        for case in copy.iterdir():
            if cells:
                text = (case / "cells.csv").read_text()
                self.assertIn(cells[0], text)
                (case / "cells.csv").write_text(text.replace(*cells))
            if head:
                (case / "golden.json").write_text(head)
        return copy

    def cause(self, done):
        return {one["id"]: (one["verdict"], one["cause"]) for one in json.loads(done.stdout)["checks"]}

    def test_a_sound_measure_passes_with_its_golden_cases(self):
        done = check("--golden", GOLDEN)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"\d+ checks, seed 1: .* 0 failed, 0 crashed")

    def test_golden_cases_are_required(self):
        done = check("--only", "golden", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--save-golden", self.cause(done)["golden.cases"][1])

    def test_a_figure_that_is_not_the_authors_is_told_with_its_row(self):
        done = check("--only", "golden", "--json", "--golden", self.golden(cells=("0.184,46,250", "0.2,50,250")))
        self.assertEqual(done.returncode, 1)
        verdict, cause = self.cause(done)["golden.cases"]
        self.assertEqual(verdict, "fail")
        self.assertIn("cells.csv:2: overall_absence_rate 202425-T1 all: value should be 0.2, the measure gives 0.184", cause)

    def test_a_golden_case_that_cannot_be_replayed_fails(self):
        done = check("--only", "golden", "--json", "--golden", self.golden(head='{"schema": 1, "inputs": {"total": "totals.csv"}, "as_of": "2025-01-01"}'))
        self.assertEqual(done.returncode, 1)
        self.assertIn('needs rows for input "totals"', self.cause(done)["golden.cases"][1])

    def test_a_crash_is_told_check_by_check_and_ends_with_1(self):
        done = check("--only", "values", "--only", "algebra.repeatable", "--json", plugin=CRASHING)
        self.assertEqual(done.returncode, 1, done.stderr)
        verdict, cause = self.cause(done)["algebra.repeatable"]
        self.assertEqual(verdict, "crashed")
        self.assertIn("SIG", cause)
        self.assertGreater(len(self.cause(done)), 5)  # one crash does not end the others

    def test_a_plugin_that_hangs_does_not_hang_the_kit(self):
        done = check("--patience", "1", "--json", plugin=CRASHING.parents[1] / "hang" / "hang.so")
        self.assertEqual(done.returncode, 1)
        verdicts = [one for one in json.loads(done.stdout)["checks"] if "silent for" in one["cause"] or "were over" in one["cause"]]
        self.assertEqual(len(verdicts), 2)
        self.assertEqual({one["verdict"] for one in verdicts}, {"crashed"})
        self.assertIn("hung twice", done.stdout)

    def test_junit_has_the_same_verdicts(self):
        suite = xml.etree.ElementTree.fromstring(check("--only", "golden", "--only", "load", "--junit").stdout)
        self.assertEqual((suite.get("tests"), suite.get("failures"), suite.get("errors")), ("5", "1", "0"))
        self.assertEqual([one.get("name") for one in suite.iter("testcase") if one.find("failure") is not None], ["golden.cases"])

    def test_without_a_sandbox_what_needs_one_is_skipped(self):
        done = check("--in-process", "--json", "--only", "conduct", "--only", "algebra.batches")
        self.assertEqual(done.returncode, 0, done.stdout)
        verdicts = {name: verdict for name, (verdict, _) in self.cause(done).items()}
        self.assertEqual((verdicts["conduct.forbidden_calls"], verdicts["conduct.quiet"], verdicts["algebra.batches"]), ("skipped", "skipped", "pass"))

    def test_mistakes_are_told(self):
        for options, code, sentence in (
            (["--seed", "x"], 2, "give a whole number from 0"),
            (["--only", "nothing"], 2, "no check's id begins so"),
            (["--param", "x"], 2, "--param NAME=VALUE"),
        ):
            with self.subTest(options):
                done = check(*options)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(sentence, done.stderr)
        self.assertEqual(check(plugin=self.folder / "absent.so").returncode, 66)


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE"):
        sys.exit(77)  # plugins run in the program itself there, and a crash would be its own
    unittest.main()
