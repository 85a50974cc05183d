# SPDX-License-Identifier: MIT
"""Session marks of three school years for the pupils the services name: from a year before they enter to a
year after they leave, with the codes in force on the day."""

import datetime

from .delivery import WEEKLY, next_delivery
from .draws import DAY, Draws, Quota, months_later
from .terms import open_sessions

HEADER = ["pupil_upn", "school_id", "date", "session", "code", "recorded_at"]
SCHOOLS = 12
PRESENT = [("", 180), ("L", 10), ("V", 3), ("B", 3), ("P", 2), ("K", 1)]
AWAY = [("I", 50), ("M", 9), ("O", 17), ("U", 7), ("G", 5), ("E", 4), ("R", 2), ("N", 6)]

# Absence in the autumn of 2022 and the summer of 2025, and how it stands before entry and later than six
# months after it, against the first six months.
ABSENCE = {
    "synthetic-youth-partnership": (0.17, 0.08, 1.5, 0.7),
    "synthetic-family-hubs": (0.09, 0.09, 1.0, 1.0),
    "synthetic-restart-programme": (0.11, 0.21, 0.7, 1.3),
}
FIRST_YEAR, LAST_YEAR = datetime.date(2022, 9, 5), datetime.date(2025, 7, 22)
LATE_SCHOOL, LATE_WEEK = "SYN-SCHOOL-03", datetime.date(2024, 11, 11)
SNOW_SCHOOL, SNOW_DAY = "SYN-SCHOOL-07", datetime.date(2025, 1, 9)


def _is_school_age(born, day):
    """Statistical age 5 to 15: completed years on 31 August before the school year."""
    year = day.year - (day.month < 8)
    age = year - born.year - ((8, 31) < (born.month, born.day))
    return 5 <= age <= 15


def _level(spell, day):
    first, last, before, later = ABSENCE[spell.service.id]
    share = (day - FIRST_YEAR).days / (LAST_YEAR - FIRST_YEAR).days
    level = first + (last - first) * share
    if day < spell.start:
        return level * before
    return level * later if day >= months_later(spell.start, 6) else level


class Pupil:
    """One person at one school, and that person's own tendency to be away."""

    def __init__(self, draw, person, often_away):
        self.person = person
        self.school = f"SYN-SCHOOL-{draw.between(1, SCHOOLS):02}"
        # A few are away often, most seldom; 1 on average.
        self.tendency = 0.35 + 0.7 * draw.unit() + (2.4 if often_away else 0.0)
        self.spell = person.spells[0]

    def upn(self, day):
        """Schools use the new number from the autumn of 2024 on; Waymark learns of it by the id map."""
        other = self.person.other_upn
        return other if other and day >= datetime.date(2024, 9, 1) else self.person.upn

    def days(self, calendar):
        spells = self.person.spells
        first = months_later(spells[0].start, -12)
        last = months_later(max(s.end or LAST_YEAR for s in spells), 12)
        return [d for d in calendar if first <= d <= last and _is_school_age(self.person.born, d)]

    def arrival(self, day):
        """Schools send marks weekly, of new pupils all at once, and one school was late once."""
        if self.school == LATE_SCHOOL and LATE_WEEK <= day < LATE_WEEK + 7 * DAY:
            day = LATE_WEEK + 18 * DAY
        return next_delivery(max(day, self.spell.known), WEEKLY)


def _code(draw, pupil, day, session, away):
    if pupil.school == SNOW_SCHOOL and day == SNOW_DAY:
        return "Y2"
    if away:
        return draw.weighted(AWAY)
    return draw.weighted(PRESENT) or ("/" if session == "AM" else "\\")


def _mark(pupil, day, session, code, recorded):
    return [pupil.upn(day), pupil.school, day, session, code, f"{recorded}T{'10' if session == 'AM' else '14'}:00:00Z"]


def _pupil_marks(draw, pupil, calendar):
    """(arrival, row) for every open session; absence comes by the day, reasons by the session. Where no
    reason was known, half of the time one follows two weeks later."""
    for day in pupil.days(calendar):
        arrival = pupil.arrival(day)
        away = draw.chance(min(0.95, _level(pupil.spell, day) * pupil.tendency))
        for session in calendar[day]:
            code = _code(draw, pupil, day, session, away)
            yield arrival, _mark(pupil, day, session, code, day)
            if code == "N" and draw.chance(0.5):
                later = day + 14 * DAY
                yield pupil.arrival(later), _mark(pupil, day, session, "I", later)


def _planted(draw, marks):
    """Dirt: changes `marks` and adds to them. Only in the marks of the last autumn, made inside a spell."""
    def pick(count):
        for at in draw.some(places, count):
            places.remove(at)
            yield at

    places = [at for at, (pupil, _, row) in enumerate(marks)
              if pupil.spell.plain and len(pupil.person.spells) == 1 and row[4] not in ("N", "Y2")
              and max(pupil.spell.start, datetime.date(2024, 9, 9)) <= row[2] <= datetime.date(2024, 12, 13)
              and (pupil.spell.end is None or row[2] <= pupil.spell.end)]  # fmt: skip
    for at in pick(60):
        marks.append(marks[at])
    for at in pick(40):
        pupil, arrival, row = marks[at]
        marks.append((pupil, arrival, row[:4] + ["O", row[5].replace(":00:00Z", ":30:00Z")]))
    for at in pick(30):
        marks[at][2][4] = "?"
    for at in pick(12):
        pupil, arrival, row = marks[at]
        saturday = row[2] + (5 - row[2].weekday()) * DAY
        marks.append((pupil, arrival + 7 * DAY, row[:2] + [saturday] + row[3:]))
    for at in pick(6):
        pupil, arrival, row = marks[at]
        marks.append((pupil, arrival, row[:3] + ["EV"] + row[4:]))
    for at in pick(5):
        pupil, arrival, row = marks[at]
        marks.append((pupil, arrival, row[:2] + ["31/11/2024"] + row[3:]))
    for at in pick(25):
        pupil, arrival, row = marks[at]
        marks.append((pupil, arrival, ["SYN-U-900000"] + row[1:]))
    return {"marks: identical": 60, "marks: in conflict": 40, "marks: unknown code": 30, "marks: school closed": 12,
            "marks: no such session": 6, "marks: unreadable date": 5, "marks: pupil number of nobody": 25}  # fmt: skip


def mark_deliveries(seed, people):
    """(day of arrival, row) of every mark, and what is planted in them."""
    calendar = open_sessions()
    draw = Draws(seed, "marks")
    often_away = {service: Quota() for service in ABSENCE}
    pupils = [Pupil(draw, p, often_away[p.spells[0].service.id].yes(0.125)) for p in people if p.upn]
    marks = [(pupil, arrival, row) for pupil in pupils for arrival, row in _pupil_marks(draw, pupil, calendar)]
    corrected = sum(row[4] == "I" and row[5] > row[2].isoformat() + "T15" for _, arrival, row in marks if arrival)
    planted = _planted(draw, marks)
    planted["marks: a reason told later"] = corrected
    return [(arrival, row) for _, arrival, row in marks], planted
