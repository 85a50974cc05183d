# SPDX-License-Identifier: MIT
"""Follows the README word by word, from the project's folder: every command of its first sections."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
WAYMARK = os.environ["WAYMARK"]


def commands_of(heading):
    section = (PROJECT / "README.md").read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line for block in re.findall(r"```\n(.*?)```", section, re.S) for line in block.splitlines()]


class Readme(unittest.TestCase):
    def run_all(self, commands):
        """What each command printed, by its second word. The build is there already, so `./dev demo` begins after it."""
        printed = {}
        for command in commands:
            command = command.replace("build/release/bin/waymark", WAYMARK)
            command = command.replace("./dev demo", f"examples/demo/run {Path(WAYMARK).parents[1]}")
            done = subprocess.run(command, shell=True, cwd=PROJECT, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
            printed[command.split(" ")[1]] = done.stdout
        return printed

    def test_the_demo_is_one_command_and_its_store_answers(self):
        commands = commands_of("See it work")
        self.assertEqual(commands[0], "./dev demo --no-serve")
        printed = self.run_all(commands)
        self.assertIn("not_due", printed["query"])
        self.assertIn("provisional", printed["query"])

    def test_every_command_works_and_prints_figures(self):
        commands = commands_of("From a clone to a figure")
        self.assertGreater(len(commands), 5)
        shutil.rmtree(PROJECT / "build/first_run", ignore_errors=True)
        printed = self.run_all(commands)
        self.assertIn("committed", printed["run"])
        self.assertIn("persistent_absence", printed["query"])
        self.assertIn("plugin_sha256", printed["explain"])


if __name__ == "__main__":
    unittest.main()
