# SPDX-License-Identifier: MIT
"""A plugin's folder explains it: golden cases, a sample configuration without error, and a README that names
every indicator the plugin declares (a template with its series as `id@...`)."""

import json
import os
import subprocess
import unittest
from pathlib import Path

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def waymark(*arguments):
    return subprocess.run([os.environ["WAYMARK"], *arguments], capture_output=True, text=True)


class PluginFolder(unittest.TestCase):
    def test_every_sample_configuration_is_right(self):
        samples = sorted(PLUGINS.glob("*/sample.toml"))
        self.assertGreaterEqual(len(samples), 3)
        for sample in samples:
            with self.subTest(sample.parent.name):
                done = waymark("config", "check", str(sample))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_readme_names_every_indicator(self):
        for sample in sorted(PLUGINS.glob("*/sample.toml")):
            with self.subTest(sample.parent.name):
                readme = (sample.parent / "README.md").read_text()
                done = waymark("plugin", "describe", f"org.waymark.{sample.parent.name}", "--json")
                self.assertEqual(done.returncode, 0, done.stderr)
                described = json.loads(done.stdout)
                ids = [one["id"] for one in described["indicators"]]
                self.assertGreater(len(ids), 0)
                self.assertEqual([one for one in ids if f"`{one}`" not in readme and f"`{one}@" not in readme], [])

    def test_every_plugin_has_golden_cases_and_is_checked_with_them(self):
        folders = sorted(one.parent for one in PLUGINS.glob("*/CMakeLists.txt"))
        self.assertGreaterEqual(len(folders), 10)
        for folder in folders:
            with self.subTest(folder.name):
                self.assertIn("GOLDEN golden", (folder / "CMakeLists.txt").read_text())
                self.assertGreater(len(list(folder.glob("golden/*/golden.json"))), 0)


if __name__ == "__main__":
    unittest.main()
