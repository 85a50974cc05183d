# SPDX-License-Identifier: MIT
"""The days on which the schools of the demo are open, from the calendar file that Waymark reads too."""

import tomllib
from pathlib import Path

from .draws import DAY

CALENDAR = Path(__file__).resolve().parents[1] / "calendars" / "synthetic-county.toml"


def days_of(entry):
    day, last = (entry["date"],) * 2 if "date" in entry else (entry["first"], entry["last"])
    while day <= last:
        yield day
        day += DAY


def open_sessions():
    """Day -> the sessions that are open on it, for every open day, in order."""
    calendar = tomllib.loads(CALENDAR.read_text(encoding="utf-8"))
    days = {day: ["AM", "PM"] for half in calendar["half_term"] for day in days_of(half) if day.weekday() < 5}
    for closure in calendar["closure"]:
        closed = {"morning": ["AM"], "afternoon": ["PM"]}.get(closure.get("session"), ["AM", "PM"])
        for day in days_of(closure):
            left = [session for session in days.pop(day, []) if session not in closed]
            if left:
                days[day] = left
    return dict(sorted(days.items()))
