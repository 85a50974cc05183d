# SPDX-License-Identifier: MIT
"""reckoning.py TABLE ANSWER: the attendance measure once more, row by row, with nothing but dictionaries.

Shares no code with Waymark and none with the queries; slow, and plain enough to be checked by eye. Rules: School
attendance (England): of two marks for a session any code replaces N ("no reason yet"), else the better one for the pupil holds."""

import csv
import json
import sys
import time
from collections import Counter, defaultdict

PRESENT, AUTHORISED, UNAUTHORISED, UNKNOWN, NO_REASON_YET = 0, 2, 3, 5, 6  # the smaller holds
CODES = {"/": PRESENT, "\\": PRESENT, "L": PRESENT, "I": AUTHORISED, "M": AUTHORISED, "O": UNAUTHORISED, "N": NO_REASON_YET}


def term_of(day):
    """Autumn, spring or summer term of 2023/24: 1 to 3."""
    return 1 if day < "2024-01-01" else 2 if day <= "2024-03-31" else 3


def resolved(table):
    """The mark that holds for each session, and what was found beside: school, term and finding -> count."""
    held, found = {}, Counter()
    with open(table, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            session = row["school_id"], row["pupil_id"], row["date"], row["session"]
            code, before = row["code"], held.get(session)
            place = row["school_id"], term_of(row["date"])
            if before is None:
                held[session] = code
            elif before == code:
                found[*place, "dup_identical"] += 1
            else:
                found[*place, "dup_conflict"] += 1
                held[session] = min(before, code, key=lambda mark: CODES.get(mark, UNKNOWN))
    return held, found


def figures(held, found):
    """School and term (0 is the year) -> the nine numbers of an answer."""
    sessions = defaultdict(Counter)
    unknown = Counter()
    for (school, pupil, day, _), code in held.items():
        for term in (0, term_of(day)):
            kind = CODES.get(code, UNKNOWN)
            if kind == UNKNOWN:
                unknown[school, term] += 1
            else:
                sessions[school, term, pupil][UNAUTHORISED if kind == NO_REASON_YET else kind] += 1
    sums = defaultdict(Counter)
    for (school, term, _), kinds in sessions.items():
        possible, absent = sum(kinds.values()), kinds[AUTHORISED] + kinds[UNAUTHORISED]
        sums[school, term].update(enrolments=1, possible=possible, authorised=kinds[AUTHORISED], unauthorised=kinds[UNAUTHORISED],
                                  persistent=10 * absent >= possible, severe=2 * absent >= possible)
    for (school, term, finding), count in found.items():
        sums[school, term][finding] += count
        sums[school, 0][finding] += count
    names = ("enrolments", "possible", "authorised", "unauthorised", "persistent", "severe", "dup_identical", "dup_conflict")
    return {place: [*(int(sums[place][name]) for name in names), unknown[place]] for place in sums}


def main(table, answer, _form=None):
    start = time.perf_counter()
    lines = [",".join(map(str, (*place, *numbers))) for place, numbers in sorted(figures(*resolved(table)).items())]
    seconds = time.perf_counter() - start
    with open(answer, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
    print(json.dumps({"seconds": seconds, "version": sys.version.split()[0], "rows": len(lines)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
