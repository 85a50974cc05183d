# SPDX-License-Identifier: MIT
"""Follows the README word by word: every command of "From a clone to a figure", from the project's folder."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class Readme(unittest.TestCase):
    def test_every_command_works_and_prints_figures(self):
        section = (PROJECT / "README.md").read_text().split("## From a clone to a figure")[1].split("\n## ")[0]
        commands = [line for block in re.findall(r"```\n(.*?)```", section, re.S) for line in block.splitlines()]
        self.assertGreater(len(commands), 5)
        shutil.rmtree(PROJECT / "build/first_run", ignore_errors=True)
        printed = {}
        for command in commands:
            command = command.replace("build/release/bin/waymark", os.environ["WAYMARK"])
            done = subprocess.run(command, shell=True, cwd=PROJECT, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
            printed[command.split(" ")[1]] = done.stdout
        self.assertIn("committed", printed["run"])
        self.assertIn("persistent_absence", printed["query"])
        self.assertIn("plugin_sha256", printed["explain"])


if __name__ == "__main__":
    unittest.main()
