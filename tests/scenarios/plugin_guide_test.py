# SPDX-License-Identifier: MIT
"""docs/plugin_guide.md, as an author reads it: every command, in order, from an empty folder."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/plugin_guide.md"
BUILD = Path(os.environ["WAYMARK"]).parents[1]


class PluginGuide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="waymark-guide-"))
        cls.folder.chmod(0o755)
        (cls.folder / "plugins").mkdir()
        blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL)
        prefix = cls.folder / "prefix"
        environment = {**os.environ, "BUILD": str(BUILD), "PREFIX": str(prefix), "PLUGINS": str(cls.folder / "plugins"),
                       "CMAKE_PREFIX_PATH": str(prefix), "PATH": f"{prefix}/bin:{os.environ['PATH']}", "CMAKE_BUILD_PARALLEL_LEVEL": "1"}
        cls.done = subprocess.run(["sh", "-eux"], input="".join(blocks), cwd=cls.folder, env=environment, capture_output=True, text=True)
        cls.measure = cls.folder / "hours_of_care"

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def test_every_command_works_in_the_order_of_the_page(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout + self.done.stderr)

    def test_the_page_has_each_verb_of_plugin(self):
        verbs = {"new", "run", "check", "list", "describe", "rescan", "unquarantine"}
        self.assertEqual({verb for verb in verbs if f"waymark plugin {verb}" in GUIDE.read_text()}, verbs)

    def test_what_was_made_is_there(self):
        self.assertTrue((self.measure / "golden/by_month/cells.csv").exists())
        self.assertTrue((self.folder / "plugins/org.example.hours_of_care/hours_of_care.measure.json").exists())

    def test_the_signed_measure_ran_and_told_nothing_about_two_people(self):
        store = sqlite3.connect(self.measure / "indicators.sqlite")
        self.addCleanup(store.close)
        told = set(store.execute("SELECT indicator_id, state FROM observation_current"))
        self.assertIn(("contacts", "suppressed"), told)
        self.assertNotIn("observed", {state for _, state in told})

    def test_the_reports_can_be_read_by_machines(self):
        checks = json.loads((self.measure / "check.json").read_text())["checks"]
        suite = xml.etree.ElementTree.parse(self.measure / "check.xml").getroot()
        self.assertEqual([one.get("name") for one in suite.iter("testcase")], [one["id"] for one in checks])
        self.assertEqual((suite.get("failures"), suite.get("errors")), ("0", "0"))
        verdicts = {one["id"]: one["verdict"] for one in checks}
        self.assertEqual(verdicts["golden.cases"], "pass")
        self.assertEqual(verdicts["description.words"], "warning")  # the template's words are still there

    def test_the_table_has_every_group_of_checks(self):
        checks = json.loads((self.measure / "check.json").read_text())["checks"]
        for group in {one["id"].split(".")[0] for one in checks}:
            self.assertIn(f"| `{group}` |", GUIDE.read_text())


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE"):
        sys.exit(77)  # the measure is built without sanitizers, as an author builds it
    unittest.main()
