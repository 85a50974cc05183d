# SPDX-License-Identifier: MIT
"""A matched comparison from file to verdict: the sample configuration of reoffending_matched, on made-up people."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "plugins" / "reoffending_matched" / "sample.toml"


def members(treated, treated_reoffended, others, others_reoffended, weight=0.25):
    rows = ["id,index_date,arm,weight,reoffended,reoffences"]
    for arm, people, reoffended, its in (("treated", treated, treated_reoffended, 1), ("comparison", others, others_reoffended, weight)):
        rows += [f"{arm}{one},2023-05-15,{arm},{its},{'true' if one < reoffended else 'false'},{2 * (one < reoffended)}"
                 for one in range(people)]
    return "\n".join(rows) + "\n"


class Matched(unittest.TestCase):
    def report(self, rows, changes=(), *arguments):
        """The differences told of these rows, as JSON, and the sentences printed."""
        with tempfile.TemporaryDirectory(prefix="waymark-matched-") as name:
            folder = Path(name)
            text = SAMPLE.read_text()
            for old, new in changes:
                self.assertIn(old, text)
                text = text.replace(old, new)
            (folder / "deploy.toml").write_text(text)
            (folder / "members.csv").write_text(rows)
            waymark = os.environ["WAYMARK"]
            done = subprocess.run([waymark, "run", "deploy.toml", "--as-of", "2025-06-30"], cwd=folder, capture_output=True,
                                  text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            command = [waymark, "report", "matched", "--store", "indicators.sqlite"]
            told = subprocess.run([*command, "--json"], cwd=folder, capture_output=True, text=True, check=True).stdout
            printed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
        return json.loads(told)["differences"], printed

    OPEN = (('profile = "nhs_hes"', 'profile = "open_data"\nreason = "made-up people of a test"'),)

    def test_reoffending_example_12_inconclusive(self):
        (one,), printed = self.report(members(100, 30, 400, 160), self.OPEN)
        self.assertAlmostEqual(one["difference"], -0.10)
        self.assertAlmostEqual((one["upper"] - one["lower"]) / 2 / 1.959964, 0.05196, places=5)
        self.assertAlmostEqual(one["lower"], -0.202, places=3)
        self.assertAlmostEqual(one["upper"], 0.002, places=3)
        self.assertEqual(one["verdict"], "inconclusive")
        self.assertEqual(one["effective"], 400)
        self.assertIn("more people are needed", printed)
        self.assertNotIn("no effect", printed)

    def test_reoffending_example_12_significant_decrease(self):
        (one,), printed = self.report(members(100, 20, 400, 160), self.OPEN)
        self.assertAlmostEqual(one["difference"], -0.20)
        self.assertAlmostEqual(one["lower"], -0.292, places=3)
        self.assertAlmostEqual(one["upper"], -0.108, places=3)
        self.assertEqual(one["verdict"], "significant_decrease")
        self.assertIn("reoffended less, by 10.8 to 29.2 percentage points", printed)
        self.assertTrue(one["vintages"])

    def test_an_increase_is_told_and_an_unadjusted_difference_is_no_effect(self):
        (one,), printed = self.report(members(100, 60, 400, 160), self.OPEN)
        self.assertEqual(one["verdict"], "significant_increase")
        self.assertIn("reoffended more, by", printed)
        (plain,), printed = self.report(members(100, 60, 400, 160, 1),
                                        self.OPEN + (('design = "matched"', 'design = "unadjusted"'),))
        self.assertEqual(plain["design"], "unadjusted")
        self.assertIn("not matched, so no effect of the programme", printed)

    def test_few_people_have_no_rate_and_hidden_ones_no_difference(self):
        (few,), printed = self.report(members(25, 10, 400, 160))
        self.assertEqual((few["state"], few.get("difference")), ("unavailable", None))
        self.assertIn("no difference can be told: unavailable", printed)
        (hidden,), _ = self.report(members(100, 3, 400, 160))
        self.assertEqual((hidden["state"], hidden.get("verdict")), ("suppressed", None))


if __name__ == "__main__":
    unittest.main()
