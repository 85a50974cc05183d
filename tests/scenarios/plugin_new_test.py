# SPDX-License-Identifier: MIT
"""An author's first hour: install the SDK, begin a measure in each shape and language, and do what its README
says, nothing else: build, try, test, keep a golden case. The folder it builds runs in a deployment."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from author import installed

SHAPES = ("case", "fold", "sheet", "aggregate")
LANGUAGES = ("c", "cpp", "python", *(["rust"] if shutil.which("rustc") else []))

DEPLOYMENT = """config_version = 1
[deployment]
id = "author"
timezone = "Europe/London"
[ledger]
path = "ledger.sqlite"
[store]
path = "indicators.sqlite"
[plugins]
folders = ["plugins"]
[disclosure]
profile = "open_data"
approved_by = "the Waymark test suite"
reason = "synthetic rows made by the test"
[[service]]
id = "north"
[source.rows]
kind = "csv"
path = "rows.csv"
[[monitor]]
measure = "{id}"
services = ["north"]
grains = ["calendar_year"]
from = 2024-01-01
to = 2024-12-31
[monitor.table.{input}]
source = "rows"
person = "person"
"""


def shell_commands(markdown):
    """The commands of every ```sh block, a line each."""
    blocks = re.findall(r"```sh\n(.*?)```", markdown, re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line.strip()]


class PluginNew(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="waymark-author-"))
        cls.folder.chmod(0o755)
        cls.made = set()
        cls.prefix = cls.folder / "prefix"
        cls.environment = {**installed(cls.prefix), "CMAKE_BUILD_PARALLEL_LEVEL": "1"}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def waymark(self, *arguments, cwd=None):
        return subprocess.run([self.prefix / "bin/waymark", *arguments], cwd=cwd or self.folder, env=self.environment,
                              capture_output=True, text=True)

    def built(self, shape, language):
        """The folder of a measure begun and treated as its README says; made once."""
        name = f"{shape}_in_{language}"
        folder = self.folder / name
        if folder not in self.made:
            done = self.waymark("plugin", "new", f"org.example.{name}", "--shape", shape, "--lang", language)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(done.stdout.splitlines()), 8 if language == "rust" else 7)
            self.run_readme(folder)
            self.made.add(folder)
        return folder

    def run_readme(self, folder):
        rows = next(one for one in (folder / "golden/first").glob("*.csv") if one.name != "cells.csv")
        shutil.copy(rows, folder / "mine.csv")
        commands = shell_commands((folder / "README.md").read_text())
        self.assertEqual(len(commands), 4, commands)
        for command in commands:
            done = subprocess.run(command, shell=True, cwd=folder, env=self.environment, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, command + "\n" + done.stdout + done.stderr)

    def test_every_shape_in_every_language_builds_tests_itself_and_runs(self):
        for language in LANGUAGES:
            for shape in SHAPES:
                with self.subTest(shape=shape, language=language):
                    folder = self.built(shape, language)
                    self.assertEqual(len((folder / "CMakeLists.txt").read_text().splitlines()), 4)
                    done = subprocess.run(["./ci.sh"], cwd=folder, env=self.environment, capture_output=True, text=True)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    self.assertIn(".golden.mine", done.stdout)  # the case kept above is replayed from now on
                    self.assertIn(f"{folder.name}.check", done.stdout)

    def test_all_languages_of_a_shape_give_the_same_figures(self):
        for shape in SHAPES:
            told = {(self.built(shape, language) / "golden/mine/cells.csv").read_text() for language in LANGUAGES}
            self.assertEqual(len(told), 1, shape)

    def test_a_wrong_figure_in_a_golden_case_fails_its_test(self):
        folder = self.built("fold", "c")
        cells = folder / "golden/first/cells.csv"
        right = cells.read_text()
        cells.write_text(right.replace("contacts,2024,all,observed,3", "contacts,2024,all,observed,4"))
        done = subprocess.run(["ctest", "--test-dir", "build"], cwd=folder, capture_output=True, text=True)
        cells.write_text(right)
        self.assertNotEqual(done.returncode, 0, done.stdout)

    def test_copying_one_folder_deploys_the_measure(self):
        built = self.built("fold", "cpp") / "build/plugins/org.example.fold_in_cpp"
        place = self.folder / "deployment"
        shutil.copytree(built, place / "plugins/org.example.fold_in_cpp")
        (place / "deploy.toml").write_text(DEPLOYMENT.format(id="org.example.fold_in_cpp", input="contacts"))
        (place / "rows.csv").write_text("person,date\n" + "".join(f"p{i % 40},2024-03-{1 + i % 28:02}\n" for i in range(200)))
        done = self.waymark("run", "deploy.toml", "--json", cwd=place)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(json.loads(done.stdout)["runs"][0]["state"], "committed")

    def test_without_arguments_it_lists_shapes_and_languages_with_a_line_each(self):
        done = self.waymark("plugin", "new")
        self.assertEqual(done.returncode, 0)
        for word in (*SHAPES, "cpp", "c", "rust", "python"):
            self.assertEqual(len([line for line in done.stdout.splitlines() if line.startswith(f"  {word} ")]), 1, word)

    def test_mistakes_are_told_with_the_remedy_and_nothing_is_written(self):
        (self.folder / "there").mkdir()
        for arguments, sentence in (
            (["hello", "--shape", "fold"], "org.example.hours_of_care"),
            (["org.example.hello", "--shape", "folds"], 'did you mean "fold"?'),
            (["org.example.hello"], "--shape is one of case, fold, sheet, aggregate"),
            (["org.example.hello", "--shape", "fold", "--lang", "pascal"], "--lang is one of cpp, c, rust, python"),
            (["org.example.there", "--shape", "fold"], "is there already"),
        ):
            with self.subTest(arguments):
                done = self.waymark("plugin", "new", *arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(sentence, done.stderr)
        self.assertFalse((self.folder / "hello").exists())
        self.assertEqual(list((self.folder / "there").iterdir()), [])


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE"):
        sys.exit(77)  # the measures are built without sanitizers, as an author builds them
    unittest.main()
