# SPDX-License-Identifier: MIT
"""Writes the files this configuration reads, about people who do not exist.

    python3 synthetic.py FOLDER
"""

import csv
import datetime
import random
import sys
from pathlib import Path

PEOPLE = 160
FIRST = datetime.date(2023, 1, 9)


def written(folder, name, delimiter, header, rows):
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def british(day):
    return day.strftime("%d/%m/%Y") if day else ""


def answers(unit, state):
    return [min(5, max(0, int(state + 2 * unit() - 0.5))) if unit() > 0.004 else "skipped" for _ in range(5)]


def main(folder):
    unit = random.Random("single-charity").random
    people, forms = [], []
    for number in range(PEOPLE):
        start = FIRST + datetime.timedelta(days=number * 5)
        end = start + datetime.timedelta(days=int(90 + 90 * unit()))
        if end > datetime.date(2025, 6, 30):
            end = None
        born = start - datetime.timedelta(days=int(365 * (17 + 45 * unit())))
        consent = "no" if number % 20 == 7 else "yes"
        people.append([f"SYN-C-{number:03}", british(start), british(end), british(born), "FM"[number % 2], consent,
                       int(2 + 20 * unit())])  # fmt: skip
        days = [start] if number % 4 == 3 or not end else [start, end - datetime.timedelta(days=3)]
        for at, day in enumerate(days):  # most come back for a last form, and feel better by then
            forms.append([f"SYN-C-{number:03}", british(day), *answers(unit, 1.6 + 1.1 * at)])
    folder.mkdir(parents=True, exist_ok=True)
    written(folder, "people.csv", ",", ["client", "Joined", "Left", "Birthday", "Sex", "Consent", "Sessions"], people)
    written(folder, "forms.csv", ";", ["client", "Date", "Q1", "Q2", "Q3", "Q4", "Q5"], forms)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
