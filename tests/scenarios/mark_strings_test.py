# SPDX-License-Identifier: MIT
"""Attendance from mark strings: the sample configuration says of made-up pupils what their single marks say."""

import csv
import datetime
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

MEASURE = Path(__file__).resolve().parents[2] / "plugins" / "attendance"
FIRST = datetime.date(2024, 9, 2)
CODES = ["/", "\\", "L", "I", "C1", "Y1", "O", "N", "#"]


def pupils(count=30, weeks=8, seed=5):
    """(pupil, marks, two a school day)"""
    draw = random.Random(seed)
    return [(f"u{pupil}", [draw.choice(CODES[:2]) if draw.random() < 0.8 else draw.choice(CODES) for _ in range(10 * weeks)])
            for pupil in range(count)]


def school_days(count):
    return [FIRST + datetime.timedelta(days=7 * (day // 5) + day % 5) for day in range(count)]


def run(folder, config, *expected):
    (folder / "deploy.toml").write_text(config)
    done = subprocess.run([os.environ["WAYMARK"], "run", "deploy.toml", "--as-of", "2025-02-01"], cwd=folder, capture_output=True,
                          text=True, timeout=120)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    for text in expected:
        if text not in done.stdout + done.stderr:
            raise AssertionError(done.stdout + done.stderr)
    store = sqlite3.connect(f"file:{folder}/indicators.sqlite?mode=ro", uri=True)
    cells = store.execute("""SELECT indicator_id, period_key, stratum_value, state, flags, value, numerator, denominator, people
                             FROM observation_current WHERE indicator_id NOT LIKE 'attrition%' ORDER BY 1, 2, 3""").fetchall()
    store.close()
    return cells


class MarkStrings(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-strings-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = (MEASURE / "sample_strings.toml").read_text()

    def write(self, name, header, rows):
        with open(self.folder / name, "w", newline="") as file:
            csv.writer(file).writerows([header, *rows])

    def write_strings(self, people, spoilt=()):
        days = len(people[0][1]) // 2
        self.write("registers.csv", ["upn", "school", "AttendanceStartDate", "AttendanceEndDate", "AttendanceMarks"],
                   [(pupil, "hill", FIRST, school_days(days)[-1], "".join(marks) + ("/" if pupil in spoilt else "")) for pupil, marks in people])

    def test_a_string_says_what_its_marks_say(self):
        people = pupils()
        self.write_strings(people)
        of_strings = run(self.folder, self.config)
        self.write("marks.csv", ["upn", "school", "date", "session", "code"],
                   [(pupil, "hill", school_days(len(marks) // 2)[at // 2], "AM" if at % 2 == 0 else "PM", code)
                    for pupil, marks in people for at, code in enumerate(marks)])
        for name in ("ledger.sqlite", "indicators.sqlite"):
            (self.folder / name).unlink()
        config = self.config[:self.config.index("[monitor.table.mark_strings]")].replace("registers.csv", "marks.csv")
        of_marks = run(self.folder, config + '[monitor.table.marks]\nsource = "registers"\nperson = "upn"\nunit = "school"\n')
        self.assertGreater(len(of_strings), 10)
        self.assertEqual(of_strings, of_marks)

    def test_a_string_that_does_not_fit_its_days_does_not_count_and_flags_the_figure(self):
        people = pupils()
        self.write_strings(people, spoilt={"u3", "u4", "u5", "u6", "u7", "u8", "u9", "u10"})
        cells = run(self.folder, self.config)
        (year,) = [cell for cell in cells if cell[0] == "overall_absence_rate" and cell[1] == "202425"]
        self.assertEqual(year[8], 20)
        store = sqlite3.connect(f"file:{self.folder}/indicators.sqlite?mode=ro", uri=True)
        told = store.execute("SELECT count FROM finding WHERE code = 'unfit_strings'").fetchall()
        store.close()
        self.assertTrue(told)

    def test_a_figure_outside_its_band_is_told_as_a_finding(self):
        self.write_strings(pupils())
        alarm = """
[[monitor.alarm]]
indicator = "overall_absence_rate"
most = 0.05
source = "made up"
"""
        run(self.folder, self.config + alarm, "alarm: hillside, 202425: overall_absence_rate is 0.", "above 0.05 (made up)")
        store = sqlite3.connect(f"file:{self.folder}/indicators.sqlite?mode=ro", uri=True)
        told = store.execute("SELECT service_id, indicator_id, period_key FROM finding WHERE code = 'alarm' AND period_key = '202425'").fetchall()
        store.close()
        self.assertEqual(told, [("hillside", "overall_absence_rate", "202425")])
        with self.assertRaisesRegex(AssertionError, 'has no indicator "overall_absence"; did you mean'):
            run(self.folder, self.config + alarm.replace("overall_absence_rate", "overall_absence"))

    def test_a_string_that_began_before_the_periods_is_read(self):
        self.write_strings(pupils())
        cells = run(self.folder, self.config.replace("from = 2024-09-01", "from = 2024-10-01"))
        self.assertEqual({cell[1] for cell in cells if cell[0] == "overall_absence_rate" and cell[3] == "observed"}, {"2024-10", "202425"})


if __name__ == "__main__":
    unittest.main()
