# SPDX-License-Identifier: MIT
"""Measures that crash, hang, eat memory or answer rubbish: recorded in plain words, the others go on."""

import hashlib
import json
import os
import shutil
import subprocess
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

    def test_a_build_that_keeps_failing_is_left_alone(self):
        rules = '[plugins]\nquarantine_after = 2\n'
        with Deployment(measures=("crash", "none")) as deployment:
            (deployment.folder / "deploy.toml.d").mkdir()
            deployment.write("deploy.toml.d/rules.toml", rules.encode())
            for _ in range(2):
                done = deployment.run()
                self.assertIn("SIGSEGV", done.stdout)
            done = deployment.run("--again")
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            self.assertIn("rule plugins.quarantine_after", done.stdout)
            self.assertNotIn("SIGSEGV", done.stdout)
            self.assertIn("nothing differs", done.stdout)  # the other one was measured
            status = json.loads(deployment.run("--json", verb=("status",)).stdout)["monitors"]
            self.assertEqual([row["quarantine"] is not None for row in status], [True, False])
            scan = json.loads(deployment.run("--json", verb=("plugin", "rescan")).stdout)["plugins"]
            verdicts = {row["id"].split(".")[-1]: (row["verdict"], row["change"]) for row in scan}
            self.assertEqual(verdicts["crash"], ("refused", "new here"))
            self.assertEqual(verdicts["none"], ("may run", "as it ran last"))
            refused = deployment.run("crash", verb=("plugin", "unquarantine"))
            self.assertEqual(refused.returncode, 2, refused.stderr)
            lifted = deployment.run("crash", "--reason", "mended", verb=("plugin", "unquarantine"))
            self.assertEqual(lifted.returncode, 0, lifted.stderr)
            self.assertIn("SIGSEGV", deployment.run().stdout)
            audit = deployment.folder / "ledger.sqlite"
            told = subprocess.run([os.environ["WAYMARK"], "audit", "list", "--ledger", audit, "--json"], capture_output=True, text=True, check=True)
            self.assertIn("unquarantine", told.stdout)

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

    def write_sidecar(self, name):
        """Of a plugin that the worker refuses to describe."""
        told = json.loads((PLUGINS / "none/none.measure.json").read_text())
        told["sha256"] = hashlib.sha256((PLUGINS / name / f"{name}.so").read_bytes()).hexdigest()
        told["description"]["id"] = told["id"] = f"org.waymark.test.{name}"
        (PLUGINS / name / f"{name}.measure.json").write_text(json.dumps(told))

    def test_another_abi(self):
        self.write_sidecar("abi")
        self.expect("abi", "refused", "ABI")

    def test_a_file_that_asks_the_loader_for_more(self):
        self.write_sidecar("run_path")
        self.expect("run_path", "refused", "rule load.plain", "-rpath")

    def test_a_library_that_is_not_the_pinned_one(self):
        right = hashlib.sha256((PLUGINS / "none/none.so").read_bytes()).hexdigest()
        for pins, refused in ((f'[plugins.pins]\n"org.waymark.test.none" = "{right}"\n', None),
                              (f'[plugins.pins]\n"org.waymark.test.none" = "{"0" * 64}"\n', "rule plugins.pins"),
                              ("[plugins]\npinned_only = true\n", "rule plugins.pinned_only")):
            with self.subTest(pins), Deployment(measures=("none",)) as deployment:
                (deployment.folder / "deploy.toml.d").mkdir()
                deployment.write("deploy.toml.d/pins.toml", pins.encode())
                done = deployment.run()
                self.assertEqual(done.returncode, 76 if refused else 0, done.stdout + done.stderr)
                if refused:
                    self.assertIn(refused, done.stdout + done.stderr)
                    self.assertIn(right, done.stdout + done.stderr)
                    self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history"), [(0,)])

    @unittest.skipIf(shutil.which("minisign") is None, "needs minisign")
    def test_a_sidecar_signed_by_minisign_itself(self):
        for is_edited, code in ((False, 0), (True, 76)):
            with self.subTest(is_edited=is_edited), Deployment(measures=("none",)) as deployment:
                plugins = deployment.folder / "plugins"
                shutil.copytree(PLUGINS / "none", plugins)
                sidecar = plugins / "none.measure.json"
                key, secret = deployment.folder / "key.pub", deployment.folder / "key.sec"
                subprocess.run(["minisign", "-G", "-W", "-p", key, "-s", secret], check=True, capture_output=True)
                subprocess.run(["minisign", "-S", "-s", secret, "-m", sidecar], check=True, capture_output=True)
                if is_edited:
                    sidecar.write_text(sidecar.read_text() + " ")
                deployment.config.write_text(deployment.config.read_text().replace(f'folders = ["{PLUGINS}"]', f"""folders = ["{plugins}"]
trusted_keys = ["{key.read_text().splitlines()[1]}"]
require_signed = true"""))
                done = deployment.run()
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                if is_edited:
                    self.assertIn("rule plugins.trusted_keys", done.stdout + done.stderr)

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
