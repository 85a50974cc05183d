# SPDX-License-Identifier: MIT
"""What had arrived by which day. Each run of the demo's year reads the extract of its own day, so no run
sees what was not known yet: entries, leavings, corrections and proofs all come to light in time."""

import csv
import datetime

from .draws import DAY

FIRST_DAY = datetime.date(2024, 9, 1)
LAST_DAY = datetime.date(2025, 8, 31)


def _days():
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += DAY


# The schedules of deploy.toml: Mondays, the 5th of each month, the 10th of each quarter's first month.
WEEKLY = [day for day in _days() if day.weekday() == 0]
MONTHLY = [day for day in _days() if day.day == 5]
QUARTERLY = [day for day in _days() if day.day == 10 and day.month in (1, 4, 7, 10)]


def write_table(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def write_extracts(folder, days, header, rows_as_of):
    """One file for each day: everything known by then."""
    for day in sorted(days):
        write_table(folder / f"{day.isoformat()}.csv", header, rows_as_of(day))


def write_deliveries(folder, deliveries, days, header, rows):
    """Rows of (day of arrival, row): one file for each delivery, and for each of `days` a folder of links to all
    that had arrived by then, as <folder>/<day>/<delivery>.csv."""
    arrived = {delivery: [] for delivery in deliveries}
    for delivery, row in rows:
        if delivery in arrived:
            arrived[delivery].append(row)
    for delivery in deliveries:
        write_table(folder / "delivered" / f"{delivery.isoformat()}.csv", header, arrived[delivery])
    for day in days:
        links = folder / day.isoformat()
        links.mkdir(parents=True)
        for delivery in deliveries:
            if delivery <= day:
                name = f"{delivery.isoformat()}.csv"
                (links / name).symlink_to(f"../delivered/{name}")


def next_delivery(day, days):
    """The first of `days` after `day`; None when the year is over before."""
    for delivery in days:
        if delivery > day:
            return delivery
    return None
