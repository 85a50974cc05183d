# SPDX-License-Identifier: MIT
"""A small deployment in a temporary folder, and the program run on it."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

WAYMARK = Path(os.environ["WAYMARK"])
PLUGINS = Path(os.environ["SCENARIO_PLUGINS"])

CONFIG = """config_version = 1
[deployment]
id = "scenario"
timezone = "Europe/London"
[ledger]
path = "ledger.sqlite"
[store]
path = "indicators.sqlite"
[plugins]
folders = ["{plugins}"]
[disclosure]
profile = "open_data"
approved_by = "the Waymark test suite"
reason = "synthetic rows made by the test"
[machine]
threads = {threads}
workers = {workers}
shards = 8
[[service]]
id = "north"
[[service]]
id = "south"
[source.extract]
{source}
"""

MONITOR = """[[monitor]]
id = "{id}"
measure = "org.waymark.test.{id}"
services = ["north", "south"]
grains = ["academic_year", "month"]
from = 2024-08-01
to = 2025-07-31
limits = {{ wall_clock = "3s", memory = "256MiB" }}
[monitor.table.marks]
source = "extract"
person = "person"
service = "service"
"""


def good_rows(count=10_000):
    """Synthetic rows: two services, a day of a school year and a score each."""
    lines = ["person,service,day,score"]
    for i in range(count):
        lines.append(f"p{i % 997},{'north' if i % 3 else 'south'},2024-{9 + i % 3:02}-{1 + i % 28:02},{i % 10}")
    return ("\n".join(lines) + "\n").encode()


class Deployment:
    """Removes itself at the end of `with`."""

    def __init__(self, measures=("none",), path="rows.csv", rows=None, threads=2, workers=1, extra="", source=None):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-scenario-"))
        self.folder.chmod(0o755)
        own_source = source or f'kind = "csv"\npath = "{path}"'
        text = CONFIG.format(plugins=PLUGINS, source=own_source, threads=threads, workers=workers)
        text += "".join(MONITOR.format(id=measure) for measure in measures) + extra
        self.config = self.folder / "deploy.toml"
        self.config.write_text(text)
        if path == "rows.csv":
            (self.folder / path).write_bytes(good_rows() if rows is None else rows)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, content):
        (self.folder / name).write_bytes(content)

    def run(self, *options, verb=("run",), **more):
        return subprocess.run([WAYMARK, *verb, self.config, *options], capture_output=True, text=True, timeout=120, **more)

    def start(self, *options):
        return subprocess.Popen([WAYMARK, "run", self.config, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def rows(self, sql):
        """What the store answers, or [] when there is none yet."""
        store = self.folder / "indicators.sqlite"
        if not store.exists():
            return []
        connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        try:
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                return []  # killed before it had a schema: an empty file
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def ledger_states(self):
        connection = sqlite3.connect(self.folder / "ledger.sqlite")
        try:
            return [row[0] for row in connection.execute("SELECT state FROM run ORDER BY run_id")]
        finally:
            connection.close()
