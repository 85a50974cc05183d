# SPDX-License-Identifier: MIT
"""kill -9 at any moment: the next run settles what was left, and the store equals that of an
undisturbed run."""

import gzip
import os
import random
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

from deployment import Deployment, good_rows

FIGURES = "SELECT service_id, indicator_id, period_key, stratum_value, state, value, numerator, people FROM observation_current ORDER BY 1, 2, 3, 4"


class KilledHost(unittest.TestCase):
    def undisturbed(self):
        with Deployment(rows=good_rows(200_000)) as deployment:
            start = time.monotonic()
            self.assertEqual(deployment.run().returncode, 0)
            return deployment.rows(FIGURES), time.monotonic() - start

    def rows_of_the_dead(self, deployment):
        try:
            return deployment.rows(FIGURES)
        except sqlite3.OperationalError as told:
            # Killed within the store's own transaction: its journal is to be rolled back first, which a reader who
            # may not write cannot do. The next run does.
            self.assertIn("readonly database", str(told))
            self.assertTrue((deployment.folder / "indicators.sqlite-journal").exists())
            return []

    def test_the_host_is_killed_at_many_points(self):
        expected, duration = self.undisturbed()
        seed = random.SystemRandom().randrange(1 << 30)
        moments = random.Random(seed)
        for _ in range(12):
            with self.subTest(seed=seed), Deployment(rows=good_rows(200_000)) as deployment:
                process = deployment.start()
                time.sleep(moments.uniform(0, duration))
                process.send_signal(signal.SIGKILL)
                process.communicate()
                self.assertIn(self.rows_of_the_dead(deployment), ([], expected))
                done = deployment.run()
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(deployment.rows(FIGURES), expected)
                self.assertFalse({"running", "prepared"} & set(deployment.ledger_states()))

    def wait_until_it_reads(self, process, file):
        for _ in range(1000):
            for number in Path(f"/proc/{process.pid}/fd").iterdir():
                if number.is_symlink() and os.path.realpath(number) == str(file):
                    return
            time.sleep(0.01)
        self.fail(f"{file} was not opened in ten seconds")

    def test_an_interrupt_ends_the_reading_of_rows(self):
        with Deployment(path="endless.csv.gz") as deployment:
            head, _, tail = good_rows().partition(b"\n")
            with open(deployment.folder / "endless.csv.gz", "wb") as file:  # a minute's rows in a few megabytes
                file.write(gzip.compress(head + b"\n"))
                row = tail.split(b"\n")[0] + b"\n"
                member = gzip.compress(row * 1_000_000)
                for _ in range(400):
                    file.write(member)
            process = deployment.start()
            self.wait_until_it_reads(process, deployment.folder / "endless.csv.gz")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130, out + err)
            self.assertIn("stopped as asked", out + err)

    @unittest.skipIf(os.environ.get("WAYMARK_SANITIZE"), "sanitized builds run measures in the program itself")
    def test_the_worker_is_killed(self):
        with Deployment(measures=("hang",)) as deployment:
            process = deployment.start()
            for _ in range(100):
                time.sleep(0.02)
                workers = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
                if workers:
                    subprocess.run(["kill", "-9", *workers], check=False)
                if process.poll() is not None:
                    break
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 76, out + err)
            self.assertIn("SIGKILL", out)
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history"), [(0,)])


if __name__ == "__main__":
    unittest.main()
