# SPDX-License-Identifier: MIT
"""The comparison itself, on small tables: Waymark against a reckoning that shares no code with it."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import reckoning
import sections
from contestants import Others, Query, Waymark
from measuring import Failed, in_turn, measure
from report import Report
from tables import Name, Table, Tables

WAYMARK, BENCH_TABLE = Path(os.environ["WAYMARK"]), Path(os.environ["BENCH_TABLE"])
HERE = Path(__file__).resolve().parent


class OnSmallTables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="waymark-bench-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name)
        cls.folder.chmod(0o755)
        cls.tables = Tables(BENCH_TABLE, cls.folder / "tables")
        cls.bench = sections.Bench(WAYMARK.parent, cls.folder, cls.tables, Others(None, ["python"], 1), Report(), rounds=1)

    def test_the_comparison_runs_from_end_to_end_on_every_form_of_table(self):
        numbers = self.folder / "numbers.json"
        names = ["date-tiny", "pupil-tiny", "shuffled-tiny", "quoted-tiny", "ragged-tiny", "dirty-tiny", "date-tiny-gz", "ragged-tiny-zst"]
        done = subprocess.run([sys.executable, HERE / "compare.py", "--programs", WAYMARK.parent, "--folder", self.folder / "compared", "--tools", "python",
                               "--rounds", "1", "--json", numbers, *names], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        told = json.loads(numbers.read_text())
        self.assertEqual([result["title"] for result in told["results"]], names)
        for result in told["results"]:
            waymark = result["series"][0]
            self.assertEqual(len(waymark["seconds"]), 1)
            self.assertGreater(waymark["rss"], 1_000_000)
        self.assertEqual(told["wrong"], [])
        self.assertEqual(list((self.folder / "compared" / "tables").iterdir()), [], "tables go when they are no longer needed")

    def test_what_is_planted_is_in_the_table(self):
        table = self.tables.marks(Name("dirty", "tiny"))
        held, found = reckoning.resolved(table.file)
        counts = dict.fromkeys(("dup_identical", "dup_conflict"), 0)
        for (_, _, finding), count in found.items():
            counts[finding] += count
        counts["unknown_marks"] = sum(code not in reckoning.CODES for code in held.values())
        self.assertEqual(counts, {name: table.planted[name] for name in counts})
        self.assertTrue(all(counts.values()), counts)
        self.assertEqual(len(held) + counts["dup_identical"] + counts["dup_conflict"], table.rows)

    def test_all_orders_and_forms_have_the_same_rows(self):
        kept = {name: reckoning.resolved(self.tables.marks(Name(name, "tiny")).file)[0] for name in ("date", "pupil", "shuffled", "quoted")}
        self.assertEqual(len(kept["date"]), 40 * 190 * 2)
        for name, held in kept.items():
            self.assertEqual(held, kept["date"], name)

    def test_a_wrong_answer_is_noticed(self):
        clean, dirty = (self.tables.marks(Name(kind, "tiny")) for kind in ("date", "dirty"))
        waymark = Waymark(self.bench.attendance("wrong", clean))
        other = Query("python", [sys.executable], "../reckoning.py", dirty.file, self.folder)
        with self.assertRaisesRegex(AssertionError, "python and waymark differ"):
            in_turn([waymark, other], 1, sections.Agreement(clean.planted))
        more = {**clean.planted, "dup_conflict": 1}
        with self.assertRaisesRegex(AssertionError, "1 dup_conflict were planted, and 0 found"):
            in_turn([waymark], 1, sections.Agreement(more))

    def test_a_program_that_fails_is_no_measurement(self):
        waymark = Waymark(self.bench.attendance("missing", Table((self.folder / "nowhere.csv",), {})))
        with self.assertRaisesRegex(Failed, "exit code 66"):
            waymark.run()

    def test_memory_is_summed_over_the_tree(self):
        hold = "import subprocess, sys, time; kept = bytearray(40_000_000); "
        child = hold + "time.sleep(0.3)"
        both = measure([sys.executable, "-c", hold + f"subprocess.run([sys.executable, '-c', {child!r}])"], self.folder, memory=True)
        self.assertGreater(both.rss, 80_000_000)
        self.assertIsNone(measure(["true"], self.folder).rss)

    def test_results_are_the_same_to_the_last_bit_however_rows_are_read(self):
        sections.equality(self.bench, "tiny")

    def test_measures_that_see_a_case_together_find_what_was_planted(self):
        sections.questionnaires(self.bench, people=500)
        sections.offences(self.bench, people=500)


if __name__ == "__main__":
    unittest.main()
