# SPDX-License-Identifier: MIT
"""Events and proven offences of those with an offender id: one event at entry, the offence behind it, and what
was proven later. A reoffence is proven a few months on and becomes known two weeks after that."""

import datetime
from dataclasses import dataclass

from .draws import DAY, Draws, Quota, months_later

EVENT_HEADER = [
    "offender_id", "event_id", "event_type", "event_date", "disposal_group", "custody_length_days", "offence_id",
]  # fmt: skip
OFFENCE_HEADER = [
    "offender_id", "offence_id", "offence_date", "proven_date", "proven_type", "ho_class", "recordable", "breach", "place",
]  # fmt: skip

# Share with a proven reoffence within a year, of those who entered in the first and in the last quarter.
REOFFENDING = {
    "synthetic-youth-partnership": (0.65, 0.15),
    "synthetic-family-hubs": (0.35, 0.35),
    "synthetic-restart-programme": (0.25, 0.65),
}
FIRST_INDEX, LAST_INDEX = datetime.date(2022, 1, 1), datetime.date(2024, 6, 30)
CLASSES = [("49", 6), ("105A", 5), ("92D", 3), ("58B", 3), ("8L", 2)]  # Home Office classes
DISPOSALS = ["community_order", "fine", "conditional_discharge"]
YOUTH_DISPOSALS = ["youth_rehabilitation_order", "referral_order", "conditional_discharge"]


@dataclass
class Record:
    """A row and the day on which it is in the extract for the first time."""

    known: datetime.date
    row: list


class Docket:
    """Numbers events and offences and keeps them."""

    def __init__(self, draw):
        self.draw = draw
        self.events = []
        self.offences = []

    def offence(self, person, day, proven, how, breach=0):
        name = f"SYN-O-{len(self.offences):05}"
        row = [person.pnc, name, day, proven, how, self.draw.weighted(CLASSES), 1, breach, "EW"]
        self.offences.append(Record((proven or day) + 14 * DAY, row))
        return name

    def event(self, person, kind, day, disposal, custody_days, offence):
        row = [person.pnc, f"SYN-E-{len(self.events):05}", kind, day, disposal, custody_days, offence]
        self.events.append(Record(day + 14 * DAY, row))


def _disposal(draw, spell, day):
    return draw.one_of(DISPOSALS if spell.age(day) >= 18 else YOUTH_DISPOSALS)


def _index_event(docket, draw, spell):
    person, day = spell.person, spell.start + draw.below(7) * DAY
    kinds = [("caution", 3), ("conviction", 4)] + ([("custody_release", 2)] if spell.age(day) >= 16 else [])
    kind = draw.weighted(kinds)
    if kind == "custody_release":
        length = draw.between(60, 400)
        sentenced = day - length * DAY
        offence = docket.offence(person, sentenced - draw.between(30, 150) * DAY, sentenced, "conviction")
        docket.event(person, kind, day, "custody", length, offence)
        return day
    proof = "conviction" if kind == "conviction" else "caution" if spell.age(day) >= 18 else "youth_caution"
    offence = docket.offence(person, day - draw.between(20, 150) * DAY, day, proof)
    docket.event(person, kind, day, _disposal(draw, spell, day) if kind == "conviction" else proof, None, offence)
    return day


def _reoffences(docket, draw, spell, index):
    """One to four offences in the year after the index date, proven at one hearing, whose day is given."""
    days = [index + draw.between(8, 330) * DAY for _ in range(draw.weighted([(1, 4), (2, 3), (3, 2), (4, 1)]))]
    proven = max(days) + draw.between(20, 140) * DAY
    names = [docket.offence(spell.person, day, proven, "conviction") for day in days]
    docket.event(spell.person, "conviction", proven, _disposal(draw, spell, proven), None, names[0])
    return proven


def _planted(docket, draw, entries):
    """Offences that do not count, and rows that no extract should have, about people with nothing else odd."""
    plain = [(spell, index) for spell, index, again in entries
             if spell.plain and not again and len(spell.person.spells) == 1 and index < datetime.date(2023, 6, 1)]  # fmt: skip
    chosen = draw.some(plain, 48)
    left = [chosen.pop() for _ in range(20)]  # those about whom nothing is planted below
    chosen = iter(chosen)
    for spell, index in (next(chosen) for _ in range(6)):
        docket.offence(spell.person, index - 12 * DAY, index + 60 * DAY, "conviction")
    for spell, index in (next(chosen) for _ in range(4)):
        docket.offence(spell.person, index, index + 50 * DAY, "conviction")
    for spell, index in (next(chosen) for _ in range(5)):
        docket.offence(spell.person, months_later(index, 11), months_later(index, 18) + DAY, "conviction")
    for spell, index in (next(chosen) for _ in range(5)):
        docket.offence(spell.person, index + 40 * DAY, index + 90 * DAY, "conviction", breach=1)
    for spell, index in (next(chosen) for _ in range(3)):
        docket.offence(spell.person, index + 90 * DAY, None, "conviction")
    for spell, index in (next(chosen) for _ in range(3)):
        docket.offence(spell.person, index + 90 * DAY, index + 30 * DAY, "conviction")
    calm = {spell.person.pnc for spell, _ in left}
    for record in draw.some([r for r in docket.offences if r.row[0] in calm], 7):
        docket.offences.append(Record(record.known, list(record.row)))
    for at in range(4):
        docket.events.append(Record(datetime.date(2024, 1, 1), ["SYN-J-900000", f"SYN-E-9000{at}", "caution",
                                    datetime.date(2023, 3, 1) + at * DAY, "caution", None, None]))  # fmt: skip
    for spell, index in (next(chosen) for _ in range(2)):
        docket.events.append(Record(datetime.date(2024, 1, 1), [spell.person.pnc, f"SYN-E-9100{spell.start.day}",
                                    "caution", "2023-13-01", "caution", None, None]))  # fmt: skip
    return {"offences: before the index date, proven after": 6, "offences: on the index date": 4,
            "offences: proven too late": 5, "offences: breach": 5, "offences: never proven": 3,
            "offences: proven before committed": 3, "offences: given twice": 7,
            "events: offender nobody knows": 4, "events: unreadable date": 2}  # fmt: skip


def _offends_again(quotas, service, index):
    first, last = REOFFENDING[service]
    share = min(1.0, max(0.0, (index - FIRST_INDEX).days / (LAST_INDEX - FIRST_INDEX).days))
    return quotas[service].yes(first + (last - first) * share)


def court_rows(seed, people):
    """Two functions that give the extracts of a day, of events and of offences, and what is planted."""
    draw = Draws(seed, "offences")
    docket = Docket(draw)
    firsts = {service: Quota() for service in REOFFENDING}
    laters = {service: Quota() for service in REOFFENDING}
    entries = []
    spells = sorted((p.spells[0] for p in people if p.pnc), key=lambda spell: (spell.start, spell.person.id))
    for spell in spells:
        index = _index_event(docket, draw, spell)
        again = _offends_again(firsts, spell.service.id, index)
        entries.append((spell, index, again))
        while again:  # the hearing is an event of its own, with a year of its own
            index = _reoffences(docket, draw, spell, index)
            again = _offends_again(laters, spell.service.id, index)
    planted = _planted(docket, draw, entries)

    def as_of(records):
        return lambda day: [record.row for record in records if record.known <= day]

    return as_of(docket.events), as_of(docket.offences), planted
