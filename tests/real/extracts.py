# SPDX-License-Identifier: MIT
"""Runs the configurations of this folder on the public extracts. The store is read with Python's sqlite3, read-only, as a dashboard
would. Skips, saying so, when the folder of extracts is absent."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data"
WORK = HERE.parents[1] / "build" / "real"
WAYMARK = Path(os.environ.get("WAYMARK", HERE.parents[1] / "build/release/bin/waymark"))


def run(name, *options, expect=0):
    """waymark run tests/real/NAME.toml; its standard output."""
    done = subprocess.run([WAYMARK, "run", HERE / f"{name}.toml", *options], capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(f"waymark run {name} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def fresh(name):
    shutil.rmtree(WORK / name, ignore_errors=True)
    (WORK / name).mkdir(parents=True)


def rows(name, sql, *values):
    store = sqlite3.connect(f"file:{WORK / name / 'indicators.sqlite'}?mode=ro", uri=True)
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def figures(folder):
    return {figure["key"]: figure["value"] for figure in json.loads((DATA / folder / "figures.json").read_text())["figures"]}


def fresh_run(name):
    fresh(name)
    run(name)


def main():
    if not DATA.is_dir():
        print(f"skipped: the public extracts are not at {DATA.relative_to(HERE.parents[2])} beside the project")
        sys.exit(77)
    unittest.main()
