# SPDX-License-Identifier: MIT
"""A partner's whole afternoon, in every language the program offers: from the installed SDK to a signed measure in the demo
deployment, and to its next definition, dropped in while the daemon runs."""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from author import installed
from daemon import Daemon, known, make_due

PROJECT = Path(__file__).resolve().parents[2]
NEEDS = {"rust": "rustc", "python": "python3"}  # what a language needs beside the compiler of C and C++

MONITOR = """[[monitor]]
id = "{name}"
measure = "org.example.{name}"
grains = ["calendar_year"]
from = 2024-01-01
to = 2024-12-31
schedule = {{ cron = "0 0 29 2 *" }}
[monitor.table.contacts]
source = "questionnaires"
person = "person_id"
service = "service_id"
membership = "ever"
columns = {{ date = "completed_on" }}
"""


def newest_only(text, records):
    """The configuration of the demo for the last records of each kind, whatever day it is."""
    def newest(match):
        return match[1] + max(path.name for path in (records / match[2]).iterdir()).removesuffix(".csv")
    return re.sub(r"(synthetic/(\w+)/)\{as_of\}", newest, text)


class Afternoon(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-afternoon-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.environment = installed(self.folder / "prefix")
        listed = self.call("waymark", "plugin", "new").partition("Languages (--lang)\n")[2]
        languages = re.findall(r"^  (\w+)  ", listed, re.MULTILINE)
        self.names = {f"seen_in_{one}": one for one in languages if shutil.which(NEEDS.get(one, "cc"))}

    def call(self, *command, cwd=None, code=0):
        done = subprocess.run(command, cwd=cwd or self.folder, env=self.environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def build(self, name):
        """The two commands of the README; the folder to deploy."""
        self.call("cmake", "-S", ".", "-B", "build", "-DCMAKE_BUILD_TYPE=Release", cwd=self.folder / name)
        self.call("cmake", "--build", "build", cwd=self.folder / name)
        return self.folder / name / "build/plugins" / f"org.example.{name}"

    def begin(self, name, language):
        """Scaffold, build, run, keep a golden case, check."""
        self.call("waymark", "plugin", "new", f"org.example.{name}", "--shape", "fold", "--lang", language)
        built = self.build(name)
        run = ("waymark", "plugin", "run", built / f"{name}.so", "--input", "contacts=golden/first/contacts.csv")
        self.assertIn("contacts", self.call(*run, cwd=self.folder / name))
        self.call(*run, "--save-golden", "golden/mine", cwd=self.folder / name)
        self.call("waymark", "plugin", "check", built / f"{name}.so", "--golden", "golden", cwd=self.folder / name)

    def sign(self, built):
        (sidecar,) = built.glob("*.measure.json")
        self.call("minisign", "-S", "-s", self.folder / "key.sec", "-m", sidecar)

    def deploy(self):
        """A copy of the demo that takes signed measures only."""
        self.call("minisign", "-G", "-W", "-p", "key.pub", "-s", "key.sec")
        self.demo = self.folder / "examples/demo"
        shutil.copytree(PROJECT / "examples/demo", self.demo)
        self.records = self.folder / "build/demo"
        self.records.mkdir(parents=True)
        (self.folder / "plugins").symlink_to(PROJECT / "plugins")
        self.call("python3", "-B", self.demo / "generate.py", self.records / "synthetic")
        key = (self.folder / "key.pub").read_text().splitlines()[1]
        self.config = self.demo / "deploy.toml"
        self.config.write_text(newest_only(self.config.read_text(), self.records / "synthetic")
                               + "".join(MONITOR.format(name=name) for name in self.names)
                               + f'[plugins]\nfolders = ["measures"]\ntrusted_keys = ["{key}"]\nrequire_signed = true\n'
                               + '[daemon]\nretry_first = "1s"\n')

    def make_due(self):
        for name in self.names:
            make_due(self.records / "ledger.sqlite", name)

    def run_all(self, daemon, outcome):
        for _ in self.names:
            daemon.wait_for("run_ended", outcome=outcome)

    def series(self, name):
        """(major version of the definition, whether it breaks) of the figures of a measure."""
        told = self.call("waymark", "query", "--store", self.records / "indicators.sqlite", "--measure", f"org.example.{name}",
                         "--stratum", "all", "--csv")
        return {(row["definition_version"], "break" in row["flags"]) for row in csv.DictReader(told.splitlines())
                if not row["indicator_id"].startswith("attrition_")}

    def next_definition(self, name):
        """Raises the major where the source declares it."""
        source = next(path for path in (self.folder / name).glob(f"{name}.*") if "1.0.0" in path.read_text())
        source.write_text(source.read_text().replace("1.0.0", "2.0.0"))

    def test_from_nothing_to_a_break_in_the_series(self):
        self.deploy()
        for name, language in self.names.items():
            self.begin(name, language)
            built = self.folder / name / "build/plugins" / f"org.example.{name}"
            self.sign(built)
            shutil.copytree(built, self.demo / "measures" / built.name)
        known(self)
        self.make_due()
        with Daemon(self) as daemon:
            self.run_all(daemon, "committed")
            self.assertEqual(daemon.stop(), 0)
        for name in self.names:
            self.assertEqual(self.series(name), {("1", False)})
        # The next definition, its signature forgotten: refused, until it is there.
        for name in self.names:
            self.next_definition(name)
            built = self.build(name)
            for file in ("measure.json", "so"):
                shutil.copy(built / f"{name}.{file}", self.folder / "dropped")
                (self.folder / "dropped").rename(self.demo / "measures" / built.name / f"{name}.{file}")
        self.make_due()
        with Daemon(self) as daemon:
            self.run_all(daemon, "refused")
            for name in self.names:
                self.sign(self.demo / "measures" / f"org.example.{name}")
            self.run_all(daemon, "committed")
            self.assertEqual(daemon.stop(), 0)
        for name in self.names:
            self.assertIn(("1", False), self.series(name))
            self.assertIn(("2", True), self.series(name))


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE") or shutil.which("minisign") is None:
        print("skipped: the measures are built without sanitizers, as an author builds them; and needs minisign")
        sys.exit(77)
    unittest.main()
