# SPDX-License-Identifier: MIT
"""A measure on its author's own rows: figures, one case's story, places of what is wrong, golden cases."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

WAYMARK = Path(os.environ["WAYMARK"])
PLUGINS = WAYMARK.parents[1] / "plugins"
TOTALS = PLUGINS / "org.waymark.attendance_totals" / "attendance_totals.so"
PUBLISHED = PLUGINS / "org.waymark.attendance_published" / "attendance_published.so"

ROWS = """person,unit,date,possible,authorised,unauthorised,sex
p1,s1,2024-10-03,100,5,6,F
p2,s1,2024-10-03,100,5,0,M
p2,s1,2025-01-16,120,60,0,M
"""


class PluginRun(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-plugin-run-"))
        self.write("totals.csv", ROWS)

    def tearDown(self):
        shutil.rmtree(self.folder)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def run_measure(self, *options, plugin=TOTALS):
        return subprocess.run([WAYMARK, "plugin", "run", plugin, *options], cwd=self.folder, capture_output=True, text=True)

    def figures(self, *options):
        done = self.run_measure("--input", "totals=totals.csv", "--as-of", "2025-09-01", "--json", *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def cell(self, figures, indicator, period, stratum="all"):
        found = [one for one in figures["cells"] if (one["indicator"], one["period"], one["stratum"]) == (indicator, period, stratum)]
        self.assertEqual(len(found), 1, figures["cells"])
        return found[0]

    def test_cells_are_exact_and_of_however_few_people(self):
        figures = self.figures("--grain", "term", "--stratum", "sex")
        cell = self.cell(figures, "overall_absence_rate", "202425-T1")
        self.assertEqual((cell["numerator"], cell["denominator"], cell["people"]), (16, 200, 2))
        self.assertAlmostEqual(cell["value"], 16 / 200)
        self.assertEqual(self.cell(figures, "persistent_absence", "202425-T1", "sex=F")["value"], 1)
        self.assertFalse(figures["protected"])

    def test_periods_are_read_off_the_dates_and_can_be_asked_for(self):
        self.assertEqual({one["period"] for one in self.figures("--grain", "term")["cells"]}, {"202425-T1", "202425-T2"})
        self.assertEqual({one["period"] for one in self.figures("--grain", "term", "--to", "2024-12-01")["cells"]}, {"202425-T1"})

    def test_a_case_tells_its_contributions_exclusions_and_findings(self):
        case = self.figures("--grain", "term", "--case", "p1")["case"]
        rate = [one for one in case["contributions"] if one["indicator"] == "overall_absence_rate"]
        self.assertEqual([(one["period"], one["a"], one["b"]) for one in rate], [("202425-T1", 11, 100)])
        self.assertEqual([(one["reason"], one["period"]) for one in case["exclusions"]], [("no_sessions", "202425-T2")])

    def test_a_person_of_two_services_has_a_case_in_each(self):
        self.write("totals.csv", ROWS.replace("sex\n", "service\n", 1).replace(",F\n", ",north\n").replace(",M\n", ",south\n")
                   + "p1,s2,2024-10-03,50,0,0,south\n")
        figures = self.figures("--grain", "term", "--case", "p1")
        possible = [one["a"] for one in figures["case"]["contributions"] if one["indicator"] == "possible_sessions"]
        self.assertEqual(sorted(possible), [50, 100])
        self.assertEqual({one["service"] for one in figures["cells"]}, {"north", "south"})

    def test_one_of_several_inputs_is_asked_for_in_words(self):
        done = self.run_measure(plugin=PUBLISHED)
        self.assertEqual(done.returncode, 2)
        self.assertIn("exactly one of its inputs sessions, absence", done.stderr)

    def test_the_figures_are_said_to_be_unprotected(self):
        done = self.run_measure("--input", "totals=totals.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("exact and not protected", done.stderr)

    def test_what_is_wrong_with_a_row_is_told_at_line_and_column(self):
        self.write("totals.csv", ROWS + 'p3,"s,1",2024-13-03,100,5,0,M\np4,s1,2024-10-03,x,5,0,M\n')
        done = self.run_measure("--input", "totals=totals.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn("totals.csv:5:10: error: column 'date': not a date", done.stderr)
        self.assertIn("totals.csv:6:18: error: column 'possible': not a whole number", done.stderr)

    def test_mistakes_on_the_command_line_are_told_with_the_remedy(self):
        for options, code, sentence in (
            ([], 2, 'needs rows for input "totals"'),
            (["--input", "total=totals.csv", "--input", "totals=totals.csv"], 2, 'did you mean "totals"?'),
            (["--input", "totals"], 2, "--input NAME=VALUE"),
            (["--input", "totals=absent.csv"], 66, "absent.csv"),
            (["--input", "totals=totals.csv", "--grain", "fortnight"], 2, "half_term"),
            (["--input", "totals=totals.csv", "--param", "rule=1"], 78, '--param rule: error: unknown parameter "rule"'),
            (["--input", "totals=totals.csv", "--case", "p9"], 2, 'identifier "p9"'),
            (["--input", "totals=totals.csv", "--stratum", "colour"], 2, "no input has such a column"),
        ):
            with self.subTest(options):
                done = self.run_measure(*options)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(sentence, done.stderr)

    def test_a_header_without_what_is_needed_is_told_with_the_nearest(self):
        self.write("totals.csv", ROWS.replace("person", "persn", 1))
        done = self.run_measure("--input", "totals=totals.csv")
        self.assertEqual(done.returncode, 65)
        self.assertIn("totals.csv:1: the header has no column 'person'", done.stderr)
        self.assertIn("Is it 'persn'?", done.stderr)

    def test_a_file_that_is_no_plugin_is_refused(self):
        done = self.run_measure("--input", "totals=totals.csv", plugin=self.folder / "totals.csv")
        self.assertEqual(done.returncode, 76, done.stderr)

    def test_a_golden_case_is_kept_replayed_and_fails_when_a_figure_differs(self):
        keep = ["--input", "totals=totals.csv", "--grain", "term", "--as-of", "2025-09-01", "--save-golden", "golden/first"]
        self.assertEqual(self.run_measure(*keep).returncode, 0)
        self.assertEqual(self.run_measure(*keep).returncode, 2)  # never over one that is there
        self.assertEqual(sorted(p.name for p in (self.folder / "golden/first").iterdir()), ["cells.csv", "golden.json", "totals.csv"])
        done = self.run_measure("--golden", "golden/first")
        self.assertEqual((done.returncode, done.stdout), (0, "golden/first: the figures are those expected\n"))

        cells = self.folder / "golden/first/cells.csv"
        good = cells.read_text()
        cells.write_text(good.replace(",0.08,16,200,", ",0.09,16,200,"))
        done = self.run_measure("--golden", "golden/first")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cells.csv:2: overall_absence_rate 202425-T1 all: value should be 0.09, the measure gives 0.08", done.stdout)

        lines = good.splitlines(keepends=True)
        cells.write_text("".join(lines[:-1]))
        self.assertIn("is not expected there", self.run_measure("--golden", "golden/first").stdout)
        cells.write_text(good + lines[-1])
        self.assertIn("gives no such figure", self.run_measure("--golden", "golden/first").stdout)

    def test_a_golden_case_may_say_only_what_was_worked_out_by_hand(self):
        self.run_measure("--input", "totals=totals.csv", "--grain", "academic_year", "--as-of", "2025-09-01", "--save-golden", "g")
        (self.folder / "g/cells.csv").write_text("indicator,value\noverall_absence_rate,0.2375\n")
        done = self.run_measure("--golden", "g")
        self.assertEqual(done.returncode, 1)  # the other indicators are not there
        head = json.loads((self.folder / "g/golden.json").read_text())
        self.assertEqual(head["inputs"], {"totals": "totals.csv"})

    def test_a_golden_case_that_cannot_be_read_is_told_at_its_place(self):
        self.run_measure("--input", "totals=totals.csv", "--save-golden", "g")
        (self.folder / "g/golden.json").write_text('{"schema": 1,\n  "as_of" 3}')
        done = self.run_measure("--golden", "g")
        self.assertEqual(done.returncode, 78)
        self.assertIn("g/golden.json:2:11: this is no JSON", done.stderr)

    def test_published_tables_have_rows_and_no_people(self):
        self.write("weekly.csv", "period,enrolled\n")
        done = self.run_measure("--input", "nothing=weekly.csv", plugin=PUBLISHED)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
