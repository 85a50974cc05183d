# SPDX-License-Identifier: MIT
"""attendance_pandas.py TABLE ANSWER plain|checked: the attendance measure in pandas.

Categories instead of texts, because that was the fastest. Prints its seconds from reading to the answer."""

import json
import sys
import time

import pandas

RANK = {"/": 0, "\\": 0, "L": 0, "I": 2, "M": 2, "O": 3, "N": 6}  # of two marks of a session the smaller holds
UNKNOWN = 5
KEYS = ["school_id", "pupil_id", "term"]


def marks_of(table, form):
    columns = ["pupil_id", "school_id", "date", "session", "code"]
    kinds = {name: "category" for name in columns}
    marks = pandas.read_csv(table, usecols=columns if form == "checked" else [c for c in columns if c != "session"], dtype=kinds)
    days = marks["date"].cat.categories
    term = pandas.Series([1 if day < "2024-01-01" else 2 if day <= "2024-03-31" else 3 for day in days])
    marks["term"] = term.to_numpy()[marks["date"].cat.codes]
    rank = pandas.Series([RANK.get(code, UNKNOWN) for code in marks["code"].cat.categories], dtype="int8")
    marks["rank"] = rank.to_numpy()[marks["code"].cat.codes]
    marks["identical"] = marks["conflicts"] = 0
    if form == "checked":
        session = ["pupil_id", "school_id", "date", "session"]
        marks = marks.sort_values("rank", kind="stable")
        again = marks.duplicated(session, keep="first")
        same = marks.duplicated([*session, "code"], keep=False) & again
        beside = marks[again]
        beside = beside.assign(identical=same[again].astype(int), conflicts=(~same[again]).astype(int))
        marks = marks[~again]
        return marks, beside
    return marks, marks.iloc[:0]


def main(table, answer, form):
    start = time.perf_counter()
    marks, beside = marks_of(table, form)
    rank = marks["rank"]
    marks = marks.assign(possible=rank != UNKNOWN, authorised=rank == 2, unauthorised=rank.isin((3, 6)), unknown=rank == UNKNOWN)
    sums = ["possible", "authorised", "unauthorised", "unknown"]
    terms = marks.groupby(KEYS, observed=True)[sums].sum().reset_index()
    years = terms.assign(term=0).groupby(KEYS, observed=True)[sums].sum().reset_index()
    periods = pandas.concat([terms, years])
    periods = periods.assign(
        enrolments=periods["possible"] > 0,
        persistent=(periods["possible"] > 0) & (10 * (periods["authorised"] + periods["unauthorised"]) >= periods["possible"]),
        severe=(periods["possible"] > 0) & (2 * (periods["authorised"] + periods["unauthorised"]) >= periods["possible"]),
    )
    found = beside.groupby(["school_id", "term"], observed=True)[["identical", "conflicts"]].sum().reset_index()
    found = pandas.concat([found, found.assign(term=0)]).groupby(["school_id", "term"], observed=True).sum()
    figures = periods.groupby(["school_id", "term"], observed=True)[["enrolments", "possible", "authorised", "unauthorised", "persistent", "severe", "unknown"]].sum()
    figures = figures.join(found).fillna(0).astype(int)
    figures = figures[["enrolments", "possible", "authorised", "unauthorised", "persistent", "severe", "identical", "conflicts", "unknown"]]
    seconds = time.perf_counter() - start
    figures.to_csv(answer, header=False)
    print(json.dumps({"seconds": seconds, "version": pandas.__version__, "rows": len(figures)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
