# SPDX-License-Identifier: MIT
"""Writes session marks of three made-up schools for the school year 2024/25 to standard output.

Synthetic: no row is about anybody. The same seed gives the same rows. One school improves over the
year, one worsens, one stays as it is; about one row in a thousand is a duplicate, a conflict or a code
nobody knows, as in real extracts.

    python3 synthetic_marks.py [SEED [PUPILS]]
"""

import csv
import datetime
import random
import sys

SCHOOLS = {"synthetic-hill": -0.04, "synthetic-dale": 0.05, "synthetic-shore": 0.0}  # change of absence over the year
TERMS = [("2024-09-02", "2024-12-20"), ("2025-01-06", "2025-04-04"), ("2025-04-22", "2025-07-22")]


def school_days():
    for first, last in TERMS:
        day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        while day <= end:
            if day.weekday() < 5:
                yield day
            day += datetime.timedelta(days=1)


def main(seed=1, pupils=60):
    chance = random.Random(seed)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["pupil_id", "school_id", "sex", "date", "session", "code"])
    people = [
        (f"synthetic-{school[10:]}-{number:03}", school, chance.choice("FM"), chance.betavariate(1.2, 14))
        for school in SCHOOLS
        for number in range(pupils if school != "synthetic-shore" else pupils // 4)
    ]
    days = list(school_days())
    for at, day in enumerate(days):
        for pupil, school, sex, absence in people:
            rate = max(0.0, absence + SCHOOLS[school] * at / len(days))
            away = chance.random() < rate
            for session, present in (("AM", "/"), ("PM", "\\")):
                code = chance.choices("IMOU", (8, 2, 3, 1))[0] if away else chance.choices((present, "L"), (30, 1))[0]
                row = [pupil, school, sex, day.isoformat(), session, code]
                out.writerow(row)
                if chance.random() < 0.001:
                    out.writerow(row[:5] + [chance.choice((code, "N", "?"))])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
