# SPDX-License-Identifier: MIT
"""Who answers the attendance measure: Waymark whole, and queries in other tools. All are measured as whole processes."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import deployments
from measuring import measure

SCRIPTS = Path(__file__).resolve().parent / "contestants"
ALWAYS = 10**9


class Waymark:
    """`waymark run` from the table to the committed store. In each run ledger and store begin empty."""

    rounds_at_most = ALWAYS
    answer_seconds = None
    version = ""

    def __init__(self, deployment, name="waymark", before=()):
        self.deployment, self.name, self.before = deployment, name, before

    def run(self, memory=False):
        self.deployment.forget_runs()
        return self.deployment.run(memory, self.before)

    def answer(self):
        return deployments.attendance_answer(self.deployment)


class Again(Waymark):
    """The same run once more over unchanged data."""

    def run(self, memory=False):
        measured = self.deployment.run(memory, self.before)
        state = deployments.run_report(measured)["state"]
        if state != "unchanged":
            raise AssertionError(f"a run over unchanged data was {state}, not unchanged")
        return measured


class Query:
    """A script that is given the table, where to put its answer, and whether sessions may have two marks."""

    def __init__(self, name, interpreter, script, table, folder, *, form="plain", environment=None, rounds_at_most=ALWAYS, before=()):
        self.name, self.rounds_at_most, self.version = name, rounds_at_most, ""
        self.folder, self.environment, self.answer_seconds = folder, environment, None
        self.file = folder / f"answer-{name}.csv"
        self.command = [*before, *interpreter, SCRIPTS / script, table, self.file, form]

    def run(self, memory=False):
        self.file.unlink(missing_ok=True)
        measured = measure(self.command, self.folder, self.environment, memory)
        told = json.loads(measured.output)
        self.answer_seconds, self.version = told["seconds"], told["version"]
        return measured

    def answer(self):
        with open(self.file, newline="", encoding="ascii") as file:
            rows = [(row[0], int(row[1]), [round(float(number)) for number in row[2:]]) for row in csv.reader(file)]
        return {(school, term): numbers for school, term, numbers in rows if any(numbers)}


class Command:
    """A plain program that answers nothing, such as sha256sum."""

    rounds_at_most = ALWAYS
    answer_seconds = None
    version = ""

    def __init__(self, name, command, folder):
        self.name, self.command, self.folder = name, command, folder

    def run(self, memory=False):
        return measure(self.command, self.folder, memory=memory)


def _python_with_pandas():
    """Debian's pandas belongs to Debian's Python, which need not be the one that runs us."""
    for python in (sys.executable, "/usr/bin/python3"):
        if Path(python).exists() and subprocess.run([python, "-c", "import pandas"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def _has_data_table():
    command = ["Rscript", "-e", "library(data.table)"]
    return shutil.which("Rscript") and subprocess.run(command, capture_output=True, check=False).returncode == 0


class Others:
    """The other tools that are here. `missing` says which are not, and why."""

    def __init__(self, modules, wanted, slow_rounds):
        self.modules, self.slow_rounds, self.missing, self.known = modules, slow_rounds, {}, {}
        pandas = _python_with_pandas() if "pandas" in wanted else None
        found = {
            "duckdb": (["node"], "attendance_duckdb.cjs", "node and the package @duckdb/node-api, which ./dev bench installs",
                       shutil.which("node") and modules and (modules / "@duckdb/node-api").exists()),
            "data.table": (["Rscript"], "attendance_data_table.R", "R with data.table", "data.table" in wanted and _has_data_table()),
            "pandas": ([pandas], "attendance_pandas.py", "a Python with pandas", pandas),
            "python": ([sys.executable], "../reckoning.py", "", True),
        }
        for name in wanted:
            interpreter, script, needs, is_here = found[name]
            if is_here:
                self.known[name] = interpreter, script
            else:
                self.missing[name] = f"needs {needs}"

    def queries(self, table, folder, *, form="plain", names=None, before=()):
        """One contestant for each tool; the slow ones run in few rounds."""
        return [Query(name, interpreter, script, table, folder, form=form, before=before,
                      environment={"NODE_PATH": str(self.modules)} if name == "duckdb" else None,
                      rounds_at_most=ALWAYS if name == "duckdb" else self.slow_rounds)
                for name, (interpreter, script) in self.known.items() if names is None or name in names]


NAMES = ("duckdb", "data.table", "pandas", "python")
