# SPDX-License-Identifier: MIT
"""Rows per second from CSV to store for the attendance measure, sandbox on, on generated marks.

    python3 whole_run.py WAYMARK TABLE_GENERATOR [ROUNDS]

TABLE_GENERATOR is the program attendance_table; the table (28,000 pupils, 190 days, 70 schools: 10.64
million rows) is made once in a temporary folder and removed at the end. The first run warms up and is
not counted. Memory is the largest resident set of one of our processes."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONFIG = """config_version = 1
[deployment]
id = "bench"
timezone = "Europe/London"
[ledger]
path = "ledger.sqlite"
[store]
path = "indicators.sqlite"
[disclosure]
profile = "nhs_hes"
approved_by = "bench"
[machine]
threads = 2
[source.marks]
kind = "csv"
path = "marks.csv"
[[monitor]]
id = "attendance"
measure = "attendance"
services = ["*"]
grains = ["term", "academic_year"]
from = {first}
to = {last}
[monitor.table.marks]
source = "marks"
person = "pupil_id"
service = "school_id"
unit = "school_id"
"""


def span(table):
    with open(table) as file:
        file.readline()
        first = file.readline().split(",")[2]
    year = int(first[:4]) - (0 if first[5:7] >= "08" else 1)
    return f"{year}-08-01", f"{year + 1}-07-31"


def main(waymark, generator, rounds=3):
    folder = Path(tempfile.mkdtemp(prefix="waymark-bench-"))
    try:
        table = folder / "marks.csv"
        subprocess.run([generator, "date", table], check=True, stdout=subprocess.DEVNULL)
        rows = int(subprocess.run(["wc", "-l", table], capture_output=True, text=True, check=True).stdout.split()[0]) - 1
        first, last = span(table)
        (folder / "deploy.toml").write_text(CONFIG.format(first=first, last=last))
        times = []
        for round_ in range(int(rounds) + 1):
            for file in ("ledger.sqlite", "indicators.sqlite"):
                (folder / file).unlink(missing_ok=True)
            start = time.monotonic()
            process = subprocess.Popen([waymark, "run", folder / "deploy.toml", "--as-of", last], stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if os.waitstatus_to_exitcode(status) != 0:
                sys.exit("the run failed")
            if round_ > 0:
                times.append(time.monotonic() - start)
        best, worst = min(times), max(times)
        middle = sorted(times)[len(times) // 2]
        print(f"attendance, CSV to store, sandbox on: {rows} rows, {table.stat().st_size / 1e6:.0f} MB")
        print(f"  {middle:.2f} s (from {best:.2f} to {worst:.2f}), {rows / middle / 1e6:.1f} million rows a second, host {usage.ru_maxrss / 1024:.0f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
