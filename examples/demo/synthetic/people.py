# SPDX-License-Identifier: MIT
"""The people of the demo, their spells with the services, and the caseload extract. Ids only, no names."""

import datetime
from dataclasses import dataclass, field

from .draws import DAY, Draws, months_later

FIRST_ENTRY = datetime.date(2022, 1, 3)
LAST_ENTRY = datetime.date(2025, 5, 30)
AREAS = 100
SMALL_ROUTE, SMALL_ROUTE_PEOPLE = "hospital", 18

HEADER = [
    "person_id", "upn", "pnc_id", "service_id", "start_date", "end_date", "date_of_birth", "sex", "lsoa",
    "ace_band", "referral_route", "consent", "consent_withdrawn", "attended_contacts",
]  # fmt: skip


@dataclass
class Service:
    id: str
    ages: list  # ((youngest, oldest), weight)
    routes: list
    months: tuple  # shortest and longest spell
    with_offender_id: float
    people: int = 250


SERVICES = [
    Service("synthetic-youth-partnership", [((10, 12), 3), ((13, 15), 9), ((16, 18), 3)],
            [("school", 5), ("youth_justice", 3), ("self", 2)], (4, 14), 0.6),
    Service("synthetic-family-hubs", [((5, 12), 4), ((13, 15), 6), ((20, 44), 7)],
            [("school", 4), ("health", 3), ("self", 3)], (4, 14), 0.9),
    Service("synthetic-restart-programme", [((13, 15), 9), ((16, 24), 8)],
            [("youth_justice", 4), ("court", 4), ("self", 1)], (5, 14), 1.0),
]  # fmt: skip


@dataclass
class Person:
    id: str
    born: datetime.date
    sex: str
    area: str
    upn: str
    pnc: str
    spells: list = field(default_factory=list)
    other_upn: str = ""  # the school's new number, told by the id map
    opted_out: datetime.date = None


@dataclass
class Spell:
    person: Person
    service: Service
    start: datetime.date
    end: datetime.date  # None: still there
    ace_band: str
    route: str
    consent: str
    withdrawn: datetime.date = None
    contacts: int = 0
    plain: bool = True  # nothing odd about it, so that dirt planted in it is counted for sure

    @property
    def known(self):
        return self.start + 7 * DAY

    def age(self, day):
        born = self.person.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _number(at, prefix):
    """Scattered over the numbers, so that no id tells the order in which people came."""
    return f"SYN-{prefix}-{(at * 7919 + 4242) % 100003:06}"


def _born(draw, ages, start):
    youngest, oldest = draw.weighted(ages)
    return months_later(start, -12 * draw.between(youngest, oldest)) - draw.between(1, 364) * DAY


def _end(draw, start, months):
    """A known end, or None for those still there when the demo's year is over."""
    end = months_later(start, draw.between(*months)) + draw.below(28) * DAY
    return end if end <= datetime.date(2025, 8, 20) else None


def _spell(draw, person, service, start):
    spell = Spell(person, service, start, _end(draw, start, service.months),
                  draw.weighted([("0", 3), ("1-3", 5), ("4+", 4)]), draw.weighted(service.routes),
                  draw.weighted([("yes", 94), ("no", 5), ("", 1)]))
    spell.contacts = draw.between(2, 30) if draw.chance(0.94) else draw.below(2)
    spell.plain = spell.consent == "yes"
    person.spells.append(spell)
    return spell


def _service_people(draw, service, first):
    """People of one service, one after the other through the years, so that each quarter has its entries."""
    days = (LAST_ENTRY - FIRST_ENTRY).days
    for at in range(service.people):
        start = FIRST_ENTRY + ((at * days) // service.people + draw.below(5)) * DAY
        number = first + at
        born = _born(draw, service.ages, start)
        years = (start - born).days // 366
        person = Person(_number(number, "P"), born, draw.one_of("FM"), f"SYN-A-{draw.below(AREAS):03}",
                        _number(number, "U") if years <= 16 else "",
                        _number(number, "J") if draw.chance(service.with_offender_id) and years >= 10 else "")
        _spell(draw, person, service, start)
        yield person


def _return(draw, people):
    """Some come back after a while, some go on to another service."""
    left = [person for person in people if person.spells[0].end and person.spells[0].end.year < 2025]
    for at, person in enumerate(draw.some(left, 24)):
        first = person.spells[0]
        others = [service for service in SERVICES if service is not first.service]
        service = first.service if at < 12 else draw.one_of(others)
        spell = _spell(draw, person, service, first.end + draw.between(20, 120) * DAY)
        first.plain = spell.plain = False


def _odd_ones(draw, people):
    """Consent that ends, opt-outs and second numbers come to light in the course of the demo's year."""
    def some(count, keep):
        found = [p.spells[0] for p in people if p.spells[0].plain and keep(p.spells[0])]
        for spell in draw.some(found, count):
            spell.plain = False
            yield spell

    for spell in some(9, lambda spell: spell.start.year == 2024 and spell.start.month < 9):
        spell.withdrawn = datetime.date(2024, 10, 7) + draw.below(200) * DAY
    for spell in some(6, lambda spell: spell.start.year < 2024):
        spell.person.opted_out = datetime.date(2024, 8, 1) + draw.below(240) * DAY
    for spell in some(8, lambda spell: spell.person.upn and spell.start < datetime.date(2024, 9, 1)):
        spell.person.other_upn = spell.person.upn.replace("-U-", "-V-")


def _small_route(draw, people):
    """One referral route of the youth partnership has 18 people only: enough to be looked for, too few to be shown."""
    plain = [p.spells[0] for p in people if p.spells[0].plain and p.spells[0].service is SERVICES[0]]
    for spell in draw.some(plain, SMALL_ROUTE_PEOPLE):
        spell.route = SMALL_ROUTE


def made_up_people(seed):
    draw = Draws(seed, "people")
    people = []
    for service in SERVICES:
        people += _service_people(draw, service, len(people))
    _return(draw, people)
    _odd_ones(draw, people)
    _small_route(draw, people)
    return people


def area_rows():
    """Area code and deprivation decile, 1 = most deprived; ten areas of each."""
    return [(f"SYN-A-{area:03}", area * 10 // AREAS + 1) for area in range(AREAS)]


def _row(spell, day):
    person = spell.person
    end = spell.end if spell.end and spell.end + 3 * DAY <= day else None
    withdrawn = spell.withdrawn if spell.withdrawn and spell.withdrawn <= day else None
    return [person.id, person.upn, person.pnc, spell.service.id, spell.start, end, person.born, person.sex, person.area,
            spell.ace_band, spell.route, spell.consent, withdrawn, spell.contacts]  # fmt: skip


def _planted_rows(people):
    """Rows that no caseload should have. They are in every extract, for they were made before the demo's year."""
    early = [p.spells[0] for p in people if p.spells[0].plain and p.spells[0].end and p.spells[0].end.year == 2023]
    day = datetime.date(2024, 8, 31)
    backwards, unborn, unreadable, twice = (_row(spell, day) for spell in early[:4])
    backwards[0:3] = ["SYN-P-900001", "", ""]
    backwards[4:6] = [backwards[5], backwards[4]]
    unborn[0:3] = ["SYN-P-900002", "", ""]
    unborn[6] = unborn[4] + 400 * DAY
    unreadable[0:3] = ["SYN-P-900003", "", ""]
    unreadable[4] = "31/02/2023"
    pupil = next(spell for spell in early[4:] if spell.person.upn and 10 <= spell.age(spell.start) <= 13)
    shared = _row(pupil, day)
    shared[0:3] = ["SYN-P-900004", pupil.person.upn, ""]
    pupil.plain = False
    planted = {"caseload: end before start": 1, "caseload: born after entry": 1, "caseload: unreadable date": 1,
               "caseload: row given twice": 1, "caseload: one pupil number, two people": 1}  # fmt: skip
    return [backwards, unborn, unreadable, twice, shared], planted


def caseload_rows(people):
    """A function that gives the extract of a day, and what is planted in it."""
    spells = sorted((s for p in people for s in p.spells), key=lambda spell: (spell.start, spell.person.id))
    extra, planted = _planted_rows(people)

    def rows_as_of(day):
        return [_row(spell, day) for spell in spells if spell.known <= day] + extra

    return rows_as_of, planted


def opt_out_rows(people):
    def rows_as_of(day):
        return [("person", p.id) for p in people if p.opted_out and p.opted_out <= day]

    return rows_as_of


def id_map_rows(people):
    """Second pupil numbers become known in the middle of the demo's year."""
    def rows_as_of(day):
        return [("upn", p.other_upn, p.id) for p in people if p.other_upn and day >= datetime.date(2025, 1, 1)]

    return rows_as_of
