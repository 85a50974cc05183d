# SPDX-License-Identifier: MIT
"""Waymark against other tools on the same made-up tables, in turn: time, CPU time, memory, and that all answers agree.

    python3 compare.py --programs build/bench/bin [--modules NODE_MODULES] [--rounds N] [--json FILE] [WHAT...]

WHAT is a table (see --help), one of the sections, "quick" (the default) or "all". `./dev bench` calls this; the method is
described in docs/performance.md. Exit code 1: answers differ, or a program failed."""

import argparse
import sys
from pathlib import Path

import tables
from contestants import NAMES, Others
from measuring import Failed
from report import Report
from sections import SECTIONS, Bench, marks

QUICK = ["date-1m", "date", "shuffled", "dirty", "date-zst", "unchanged", "cores", "equality"]
ALL = ["date-1m", "date", "pupil", "shuffled", "quoted", "ragged", "dirty", "date-gz", "date-zst", "ragged-gz", "ragged-zst", "date-53m",
       "shuffled-53m", *SECTIONS]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help=f"tables: {tables.HELP}; sections: {' '.join(SECTIONS)}; quick: {' '.join(QUICK)}; all")
    parser.add_argument("--programs", type=Path, required=True, help="where waymark and bench_table are")
    parser.add_argument("--modules", type=Path, help="node_modules with @duckdb/node-api")
    parser.add_argument("--folder", type=Path, help="where tables and deployments are put; beside the programs when not given")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds of each comparison (5)")
    parser.add_argument("--slow-rounds", type=int, default=1, help="of them, those in which R and pandas run (1)")
    parser.add_argument("--tools", default="duckdb,data.table,pandas", help=f"whom Waymark is compared with: {','.join(NAMES)}; or none")
    parser.add_argument("--json", type=Path, help="write all numbers to this file")
    given = parser.parse_args()
    known = [*SECTIONS, "quick", "all"]
    for what in given.what:
        if what not in known and tables.Name.of(what) is None:
            parser.error(f"no table and no section is called {what}; see --help")
    for tool in (given.tools.split(",") if given.tools != "none" else []):
        if tool not in NAMES:
            parser.error(f"no such tool: {tool}; known are {', '.join(NAMES)}")
    return given


def wanted(words):
    """Names of tables and sections in the order asked for, each once."""
    expanded = []
    for word in words or ["quick"]:
        expanded += {"quick": QUICK, "all": ALL}.get(word, [word])
    return list(dict.fromkeys(expanded))


def main():
    given = arguments()
    report = Report()
    others = Others(given.modules.resolve() if given.modules else None, given.tools.split(",") if given.tools != "none" else [], given.slow_rounds)
    for tool, why in others.missing.items():
        report.leave_out(tool, why)
    folder = (given.folder or given.programs.parent / "compared").resolve()
    made = tables.Tables(given.programs.resolve() / "bench_table", folder / "tables")
    bench = Bench(given.programs.resolve(), folder, made, others, report, given.rounds)
    try:
        for what in wanted(given.what):
            try:
                SECTIONS[what](bench) if what in SECTIONS else marks(bench, tables.Name.of(what))
            except (Failed, AssertionError) as error:
                report.tell_wrong(what, error)
            made.drop(*(key for key in list(made.made) if key != "date"))  # several sections read that one
        bench.tell_scale()
    finally:  # what took long to measure is told even when a later section has a fault
        made.drop(*list(made.made))
        report.finish(given.json)
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
