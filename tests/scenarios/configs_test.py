# SPDX-License-Identifier: MIT
"""The deployments in configs/ work: each with its own synthetic data, from a copy of its folder."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
WAYMARK = os.environ["WAYMARK"]


class Configs(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="waymark-configs-")
        root = Path(self.temporary.name)
        shutil.copytree(PROJECT / "configs", root / "configs")
        (root / "plugins").symlink_to(PROJECT / "plugins")
        self.root = root

    def tearDown(self):
        self.temporary.cleanup()

    def waymark(self, *arguments):
        done = subprocess.run([WAYMARK, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def deployed(self, name, as_of):
        """Data, check and two runs of one deployment; the second finds nothing new."""
        self.folder = self.root / "configs" / name
        subprocess.run([sys.executable, "-B", "synthetic.py", "incoming"], cwd=self.folder, check=True, timeout=60)
        self.waymark("config", "check", "deploy.toml")
        printed = self.waymark("run", "deploy.toml", "--as-of", as_of)
        self.assertIn("committed", printed)
        self.assertIn("nothing differs", self.waymark("run", "deploy.toml", "--as-of", as_of))
        return printed

    def cells(self, indicator, grain, stratum="all"):
        store = sqlite3.connect(f"file:{self.folder}/indicators.sqlite?mode=ro", uri=True)
        store.row_factory = sqlite3.Row
        found = store.execute(
            """SELECT * FROM observation_current WHERE indicator_id = ? AND grain = ? AND stratum_kind = ?
               AND point IN ('', 'mean') ORDER BY service_id, period_key, stratum_value""",
            (indicator, grain, stratum),
        ).fetchall()
        store.close()
        return found

    def due(self):
        return self.waymark("schedule", "next", "deploy.toml", "--from", "2025-07-01", "--days", "120")

    def test_every_folder_with_a_deployment_is_tested_here(self):
        folders = {path.parent.name for path in (PROJECT / "configs").glob("*/deploy.toml")}
        self.assertEqual(folders, {"single-charity", "council", "youth-justice"})

    def test_a_single_charity_sees_that_people_feel_better(self):
        printed = self.deployed("single-charity", "2025-07-01")
        self.assertIn("without consent", printed)
        changes = {cell["period_key"]: cell for cell in self.cells("mean_change", "calendar_year")}
        self.assertGreater(changes["2024"]["lower"], 5.0)
        rates = {cell["period_key"]: cell for cell in self.cells("completion_rate", "calendar_year")}
        self.assertTrue(0.5 < rates["2024"]["value"] < 0.9)
        self.assertIn("2025-08-03", self.due())

    def test_a_council_reads_its_database_and_sees_mentoring_help(self):
        self.deployed("council", "2025-08-01")
        terms = {(cell["service_id"], cell["period_key"]): cell for cell in self.cells("overall_absence_rate", "term")}
        first, last = terms["mentoring", "202425-T1"], terms["mentoring", "202425-T3"]
        self.assertGreater(first["value"], last["value"])
        self.assertGreater(terms["early-help", "202425-T3"]["value"], last["value"])
        self.assertIn("2025-07-07", self.due())

    def test_a_youth_justice_service_sees_its_cohorts_mature(self):
        self.deployed("youth-justice", "2025-07-10")
        quarters = {cell["period_key"]: cell for cell in self.cells("reoffending_rate", "quarter")}
        self.assertEqual(quarters["2022-Q2"]["maturity"], "final")
        self.assertTrue(0.2 < quarters["2022-Q2"]["value"] < 0.45)
        self.assertEqual(quarters["2024-Q1"]["maturity"], "provisional")
        self.assertEqual(quarters["2024-Q3"]["state"], "not_due")
        self.assertEqual(len({cell["stratum_value"] for cell in self.cells("reoffending_rate", "financial_year", "deprivation_quintile")}), 5)
        self.assertIn("2025-07-10", self.due())


if __name__ == "__main__":
    unittest.main()
