# SPDX-License-Identifier: MIT
"""A run where nothing changed measures nothing, and any change at all makes it measure."""

import json
import os
import unittest

from deployment import Deployment, good_rows

AS_OF = ("--as-of", "2025-01-31")


class UnchangedRun(unittest.TestCase):
    def run_it(self, deployment, *options):
        done = deployment.run(*AS_OF, "--json", *options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        (report,) = json.loads(done.stdout)["runs"]
        return report

    def assert_measured(self, report):
        self.assertNotIn("nothing was measured again", report["sentence"])
        self.assertNotEqual(report["sandbox"], "")

    def assert_repeated(self, report, run_id):
        self.assertEqual(report["state"], "unchanged")
        self.assertIn(run_id, report["sentence"])
        self.assertIn("nothing was measured again", report["sentence"])
        self.assertEqual(report["sandbox"], "")

    def test_the_same_again_is_not_measured_and_tells_the_same_account(self):
        with Deployment() as deployment:
            first = self.run_it(deployment)
            self.assertEqual(first["state"], "committed")
            for _ in range(2):  # the third rests on the first, too
                again = self.run_it(deployment)
                self.assert_repeated(again, first["run_id"])
                self.assertEqual(again["pulls"], first["pulls"])
            self.assertEqual(deployment.ledger_states(), ["committed", "unchanged", "unchanged"])
            asked = self.run_it(deployment, "--again")
            self.assert_measured(asked)
            self.assertEqual(asked["state"], "unchanged")
            self.assert_repeated(self.run_it(deployment), asked["run_id"])

    def test_whatever_changes_makes_it_measure(self):
        with Deployment(extra="# end\n") as deployment:
            self.run_it(deployment)
            rows = good_rows()
            changed = rows.replace(b"p1,south", b"p2,south", 1)
            self.assertEqual(len(changed), len(rows))
            deployment.write("rows.csv", changed)
            self.assert_measured(self.run_it(deployment))
            self.assertIn("nothing was measured again", self.run_it(deployment)["sentence"])
            text = deployment.config.read_text()
            deployment.config.write_text(text + "# another line\n")
            self.assert_measured(self.run_it(deployment))
            narrow = self.run_it(deployment, "--service", "north")
            self.assert_measured(narrow)
            self.assert_measured(self.run_it(deployment))  # the last one was of one service alone
            done = deployment.run(*AS_OF[:1], "2025-01-30")
            self.assertNotIn("nothing was measured again", done.stdout)
            self.assert_measured(self.run_it(deployment))  # the last one knew less
            forgotten = deployment.run("--reason", "asked to", verb=("forget",), input="p5\n")
            self.assertEqual(forgotten.returncode, 0, forgotten.stdout + forgotten.stderr)
            self.assert_measured(self.run_it(deployment))
            self.assertIn("nothing was measured again", self.run_it(deployment)["sentence"])

    def test_a_store_that_was_lost_is_written_again(self):
        with Deployment() as deployment:
            self.run_it(deployment)
            os.remove(deployment.folder / "indicators.sqlite")
            again = self.run_it(deployment)
            self.assert_measured(again)
            self.assertEqual(again["state"], "committed")

    def test_a_file_more_that_the_pattern_names_is_read(self):
        rows = good_rows()
        with Deployment(path="part-*.csv") as deployment:
            deployment.write("part-1.csv", rows)
            first = self.run_it(deployment)
            self.assert_repeated(self.run_it(deployment), first["run_id"])
            deployment.write("part-2.csv", rows)
            self.assert_measured(self.run_it(deployment))


if __name__ == "__main__":
    unittest.main()
