# SPDX-License-Identifier: MIT
"""Writes the database this configuration reads, about pupils who do not exist.

    python3 synthetic.py FOLDER
"""

import datetime
import random
import sqlite3
import sys
import tomllib
from pathlib import Path

PUPILS = {"early-help": 90, "mentoring": 60}
SCHEMA = """
CREATE TABLE spell (client_id TEXT, upn TEXT, programme TEXT, start_day TEXT, end_day TEXT, sex TEXT, year_group INTEGER);
CREATE TABLE mark (upn TEXT, school TEXT, day TEXT, half TEXT, code TEXT);
"""


def days_of(entry):
    day, last = (entry["date"],) * 2 if "date" in entry else (entry["first"], entry["last"])
    while day <= last:
        yield day
        day += datetime.timedelta(days=1)


def school_days():
    calendar = tomllib.loads((Path(__file__).parent / "calendar.toml").read_text(encoding="utf-8"))
    closed = {day for closure in calendar["closure"] for day in days_of(closure)}
    return [day for term in calendar["term"] for day in days_of(term) if day.weekday() < 5 and day not in closed]


def main(folder):
    unit = random.Random("council").random
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "education.sqlite"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript(SCHEMA)
    open_days = school_days()
    for programme, pupils in PUPILS.items():
        for number in range(pupils):
            upn, school = f"SYN-U-{programme[0]}{number:03}", f"SYN-SCHOOL-{int(6 * unit())}"
            start = datetime.date(2024, 8, 26) + datetime.timedelta(days=int(60 * unit()))
            end = start + datetime.timedelta(days=int(120 + 300 * unit()))
            spell = [f"SYN-C-{programme[0]}{number:03}", upn, programme, start.isoformat(),
                     end.isoformat() if end < datetime.date(2025, 8, 1) else None, "FM"[number % 2], 7 + number % 5]  # fmt: skip
            database.execute("INSERT INTO spell VALUES (?, ?, ?, ?, ?, ?, ?)", spell)
            often = 0.04 + 0.12 * unit()
            rows = []
            for at, day in enumerate(open_days):
                # Mentoring helps: a pupil there is away half as often by the end of the year.
                share = often * (1 - 0.5 * at / len(open_days)) if programme == "mentoring" else often
                code = ("I", "O", "M")[int(3 * unit())] if unit() < share else None
                rows += [(upn, school, day.isoformat(), "am", code or "/"), (upn, school, day.isoformat(), "pm", code or "\\")]
            database.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", rows)
    database.commit()
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
