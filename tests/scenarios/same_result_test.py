# SPDX-License-Identifier: MIT
"""The same rows give the same store, to the last bit, for any number of threads and workers."""

import random
import subprocess
import sys
import unittest
from pathlib import Path

from deployment import WAYMARK, Deployment

PROJECT = Path(__file__).resolve().parents[2]
FIGURES = ("SELECT service_id, indicator_id, period_key, stratum_kind, stratum_value, point, state, maturity, flags, value,"
           " numerator, denominator, people, lower, upper FROM observation_current ORDER BY 1, 2, 3, 4, 5, 6")
ATTENDANCE = """[[monitor]]
id = "attendance"
measure = "attendance"
services = ["*"]
grains = ["month", "half_term", "term", "academic_year"]
windows = ["0..3m", "3m..12m"]
from = 2024-08-01
to = 2025-07-31
[monitor.table.marks]
source = "extract"
person = "pupil_id"
service = "school_id"
unit = "school_id"
[monitor.table.marks.case_columns]
start = { constant = "2024-09-01" }
[monitor.table.marks.strata]
sex = "sex"
"""


def figures(threads, workers, rows, shards=8):
    with Deployment(measures=(), rows=rows, threads=threads, workers=workers, extra=ATTENDANCE) as deployment:
        text = deployment.config.read_text().replace('[[service]]\nid = "north"\n[[service]]\nid = "south"\n', "")
        plugins = WAYMARK.parent.parent / "plugins"
        text = text.replace("shards = 8", f"shards = {shards}")
        deployment.config.write_text(text.replace("folders = [", f'folders = ["{plugins}", '))
        done = deployment.run("--as-of", "2025-08-31")
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return deployment.rows(FIGURES)


class SameResult(unittest.TestCase):
    def test_threads_and_workers_change_nothing(self):
        made = subprocess.run([sys.executable, PROJECT / "examples/first_run/synthetic_marks.py", "7", "120"], capture_output=True, check=True)
        expected = figures(1, 1, made.stdout)
        self.assertGreater(len(expected), 400)
        self.assertTrue(any(row[-1] is not None for row in expected), "intervals are compared too")
        for threads, workers in ((2, 1), (3, 2), (1, 3), (2, 8)):
            with self.subTest(threads=threads, workers=workers):
                self.assertEqual(figures(threads, workers, made.stdout), expected)

    def test_rows_in_any_order_and_any_machine(self):
        # Batches are cut by the order of the rows and by threads, workers and shards: each drawn anew in every run.
        seed = random.SystemRandom().randrange(1 << 30)
        draw = random.Random(seed)
        made = subprocess.run([sys.executable, PROJECT / "examples/first_run/synthetic_marks.py", str(seed), "60"], capture_output=True, check=True)
        head, *rows = made.stdout.splitlines(keepends=True)
        expected = figures(1, 1, made.stdout)
        self.assertGreater(len(expected), 200)
        for _ in range(6):
            workers = draw.randint(1, 5)
            machine = draw.randint(1, 6), workers, draw.randint(workers, 40)
            draw.shuffle(rows)
            with self.subTest(seed=seed, threads_workers_shards=machine):
                self.assertEqual(figures(*machine[:2], head + b"".join(rows), shards=machine[2]), expected)


if __name__ == "__main__":
    unittest.main()
