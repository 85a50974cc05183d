# SPDX-License-Identifier: MIT
"""Writes the files this configuration reads, about children who do not exist.

    python3 synthetic.py FOLDER
"""

import csv
import datetime
import random
import sys
from pathlib import Path

CHILDREN, AREAS = 420, 40
FIRST = datetime.date(2022, 4, 4)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written(folder, name, header, rows):
    with open(folder / name, "w", encoding="cp1252", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def worded(day):
    return f"{day.day:02} {MONTHS[day.month - 1]} {day.year}" if day else ""


def slashed(day):
    return f"{day.day:02}/{day.month:02}/{day.year}"


def later(day, days):
    return day + datetime.timedelta(days=int(days))


def main(folder):
    unit = random.Random("youth-justice").random
    spells, outcomes, offences = [], [], []

    def proven(pnc, committed, day, outcome):
        how = outcome if outcome.startswith("YC") else "Court"
        offences.append([pnc, f"SYN-O-{len(offences):04}", slashed(committed), slashed(day), how, 0])
        outcomes.append([pnc, f"SYN-E-{len(outcomes):04}", slashed(day), outcome, offences[-1][1]])

    for number in range(CHILDREN):
        start = later(FIRST, number * 2.7)
        pnc = f"SYN-PNC-{number:03}"
        end = later(start, 120 + 240 * unit())
        born = later(start, -365.25 * (11 + 6.5 * unit()))
        spells.append([f"SYN-YJ-{number:03}", pnc, worded(start), worded(end if end.year < 2025 else None), worded(born),
                       "Male" if unit() < 0.8 else "Female", f"SYN-A-{int(AREAS * unit()):02}"])  # fmt: skip
        proven(pnc, later(start, -20 - 60 * unit()), start, ("YC", "YCC", "RO", "RO", "YRO")[int(5 * unit())])
        if number % 3 == 0:  # one in three offends again within the year
            again = later(start, 20 + 300 * unit())
            proven(pnc, again, later(again, 30 + 90 * unit()), ("RO", "YRO", "DTO")[int(3 * unit())])
    folder.mkdir(parents=True, exist_ok=True)
    header = ["case_no", "pnc_number", "opened", "closed", "dob", "gender", "area"]
    written(folder, "interventions.csv", header, spells)
    written(folder, "outcomes.csv", ["pnc_number", "outcome_no", "date", "outcome", "offence_no"], outcomes)
    header = ["pnc_number", "offence_no", "committed", "proven", "how", "breach"]
    written(folder, "offences.csv", header, offences)
    written(folder, "areas.csv", ["area", "rank"], [[f"SYN-A-{area:02}", area + 1] for area in range(AREAS)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
