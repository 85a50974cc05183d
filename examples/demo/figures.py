#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the figures of the demo that tell its story, read from the store as any dashboard would.

    figures.py STORE
"""

import sqlite3
import sys

# Title, measure, indicator, series, kind of period, periods, stratum.
EVERYBODY = ("all", "all")
NO_CELL = "no cell"
YEARS = ("2022", "2023", "2024")
TABLES = [
    ("School absence, by school year", "attendance", "overall_absence_rate", "", "academic_year",
     ("202223", "202324", "202425"), EVERYBODY),
    ("School absence, before and after entry", "attendance", "overall_absence_rate", "", "window",
     ("w:-12m..0", "w:0..6m", "w:6m..12m"), EVERYBODY),
    ("Persistent absence, by school year", "attendance", "persistent_absence", "", "academic_year",
     ("202223", "202324", "202425"), EVERYBODY),
    ("Resilience (BRS): change from first to last form, by year of leaving", "resilience", "mean_change",
     "brs/1/self/1-5/mean", "calendar_year", YEARS, EVERYBODY),
    ("Resilience (BRS): first and last form completed, by year of leaving", "resilience", "completion_rate",
     "brs/1/self/1-5/mean", "calendar_year", YEARS, EVERYBODY),
    ("Proven reoffending within a year, by year of entry", "reoffending", "reoffending_rate", "", "calendar_year",
     YEARS, EVERYBODY),
    ("Proven reoffending within a year, by quarter of entry", "reoffending", "reoffending_rate", "", "quarter",
     ("2023-Q2", "2023-Q4", "2024-Q2", "2024-Q4"), EVERYBODY),
    ("Persistent absence of a referral route of 18 people, by term", "attendance", "persistent_absence", "", "term",
     ("202324-T1", "202324-T2", "202324-T3", "202425-T1"), ("referral_route", "hospital")),
]  # fmt: skip

ATTRITION = [("attendance", "term", "202324-T1"), ("resilience", "calendar_year", "2023"),
             ("reoffending", "calendar_year", "2022")]  # fmt: skip
STEPS = ("eligible", "consented", "linked", "with_data", "used")


def shown(row):
    """A figure with its interval and how settled it is, or why there is none."""
    if row is None:
        return NO_CELL
    if row["state"] != "observed":
        return row["state"].replace("_", " ")
    scale, decimals = row["display_multiplier"], row["decimals"]
    sign = " %" if scale == 100 else ""
    text = f"{row['value'] * scale:.{decimals}f}{sign}"
    if row["lower"] is not None:
        text += f" ({row['lower'] * scale:.{decimals}f} to {row['upper'] * scale:.{decimals}f})"
    return text if row["maturity"] == "final" else f"{text} {row['maturity']}"


def one_cell(store, service, measure, indicator, series, grain, period, stratum):
    return store.execute(
        """SELECT * FROM observation_current JOIN indicator USING (measure_id, indicator_id, definition_version)
           WHERE service_id = ? AND measure_id = 'org.waymark.' || ? AND indicator_id = ? AND series = ?
             AND grain = ? AND period_key = ? AND stratum_kind = ? AND stratum_value = ? AND point IN ('', 'mean')""",
        (service, measure, indicator, series, grain, period, *stratum),
    ).fetchone()


def print_columns(heads, lines):
    widths = [max(len(line[at]) for line in [heads, *lines]) for at in range(len(heads))]
    for line in [heads, *lines]:
        print("  " + "  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())


def print_table(store, services, title, measure, indicator, series, grain, periods, stratum):
    print(f"\n{title}")
    lines = []
    for service, name in services:
        cells = [one_cell(store, service, measure, indicator, series, grain, period, stratum) for period in periods]
        lines.append([name, *map(shown, cells)])
    labels = [store.execute("SELECT max(period_label) FROM period WHERE period_key = ?", (key,)).fetchone()[0] for key in periods]
    # A group that only one service has is no row of the others.
    print_columns(["", *labels], [line for line in lines if set(line[1:]) != {NO_CELL}])


def print_attrition(store, services):
    """How many of those who could be in a figure are in it: counts, so rounded and hidden like all."""
    print("\nAttrition: from those a service had to those in the figures")
    lines = []
    for measure, grain, period in ATTRITION:
        label = store.execute("SELECT max(period_label) FROM period WHERE period_key = ?", (period,)).fetchone()[0]
        for service, name in services:
            cells = [one_cell(store, service, measure, f"attrition_{step}", "", grain, period, EVERYBODY) for step in STEPS]
            lines.append([measure, label, name, *map(shown, cells)])
    print_columns(["", "", "", *(step.replace("_", " ") for step in STEPS)], lines)


def print_vintages(store):
    runs, vintages, first, last = store.execute(
        "SELECT count(*), count(DISTINCT vintage_id), min(as_of), max(as_of) FROM run"
    ).fetchone()
    print(f"\n{runs} runs from {first} to {last} wrote {vintages} vintages.")
    reasons = store.execute(
        "SELECT restated, count(*) FROM observation_history WHERE restated <> '' GROUP BY restated ORDER BY restated"
    ).fetchall()
    told = ", ".join(f"{count} for {reason.replace('_', ' ')}" for reason, count in reasons)
    print(f"Figures restated as the year went on: {told}. What they were is kept.")


def main(path):
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    store.row_factory = sqlite3.Row
    services = store.execute("SELECT service_id, service_name FROM service ORDER BY service_id").fetchall()
    print("SYNTHETIC: made-up services and people. Values with 95 % limits; counts behind them rounded to 5.")
    for table in TABLES:
        print_table(store, services, *table)
    print_attrition(store, services)
    print_vintages(store)


if __name__ == "__main__":
    main(sys.argv[1])
