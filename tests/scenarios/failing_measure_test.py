# SPDX-License-Identifier: MIT
"""Measures that crash, hang, eat memory or answer rubbish: recorded in plain words, the others go on."""

import os
import sys
import unittest

from deployment import PLUGINS, Deployment


class FailingMeasure(unittest.TestCase):
    def expect(self, measure, outcome, *words):
        with Deployment(measures=(measure, "none")) as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            failed, sound = done.stdout.split("run 01")[1:] if not done.stdout.startswith("run -") else done.stdout.split("run ")[1:]
            for word in words:
                self.assertIn(word, failed)
            self.assertIn("committed", sound)
            measures = deployment.rows("SELECT DISTINCT measure_id FROM observation_history")
            self.assertEqual(measures, [("org.waymark.test.none",)])
            status = deployment.run(verb=("status",))
            self.assertEqual(status.returncode, 1)
            self.assertIn(outcome, status.stdout)
        with Deployment(measures=(measure,)) as deployment:
            alone = deployment.run()
            self.assertEqual(alone.returncode, 76, alone.stdout + alone.stderr)
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history"), [(0,)])

    def test_crash(self):
        self.expect("crash", "crashed", "SIGSEGV")

    def test_hang(self):
        self.expect("hang", "timed_out")

    def test_memory_without_end(self):
        self.expect("hungry", "out_of_memory")

    def test_opening_a_file(self):
        self.expect("file", "failed", "cannot open /etc/passwd")

    def test_opening_a_socket(self):
        self.expect("socket", "policy")

    def test_not_a_number(self):
        self.expect("nan", "rejected")

    def test_undeclared_indicator(self):
        self.expect("undeclared", "rejected")

    def test_another_abi(self):
        sidecar = (PLUGINS / "none/none.measure.json").read_text()
        library = PLUGINS / "abi/abi.so"
        import hashlib
        import json
        told = json.loads(sidecar)
        told["sha256"] = hashlib.sha256(library.read_bytes()).hexdigest()
        told["description"]["id"] = told["id"] = "org.waymark.test.abi"
        (PLUGINS / "abi/abi.measure.json").write_text(json.dumps(told))
        self.expect("abi", "refused", "ABI")

    def test_missing_plugin(self):
        with Deployment(measures=("nowhere", "none")) as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("no plugin for measure", done.stdout)


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE"):
        print("skipped: sanitized builds run measures in the program itself, where a crash is a crash")
        sys.exit(77)
    unittest.main()
