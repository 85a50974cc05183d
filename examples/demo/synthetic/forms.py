# SPDX-License-Identifier: MIT
"""Questionnaires: BRS for everybody of 13 and over, with SWEMWBS for the young and PHQ-9 for the restart
programme. A baseline, follow-ups every three months, and drop-out. Item numbers only, no item's words."""

import datetime

from .draws import DAY, Draws, Quota

ITEMS = 9
HEADER = ["record_id", "person_id", "service_id", "instrument", "informant", "completed_on"] + [
    f"item_{number}" for number in range(1, ITEMS + 1)
]

# items, smallest and largest answer, reversed items, and which way is better
FORMS = {"brs": (6, 1, 5, {2, 4, 6}, 1), "swemwbs": (7, 1, 5, set(), 1), "phq9": (9, 0, 3, set(), -1)}
SECOND_FORM = {
    "synthetic-youth-partnership": "swemwbs",
    "synthetic-family-hubs": "swemwbs",
    "synthetic-restart-programme": "phq9",
}

# By how much an answer is better at the last form than at the first: for those who left early in 2022 and
# for those who leave late in 2025.
CHANGE = {
    "synthetic-youth-partnership": (0.1, 1.0),
    "synthetic-family-hubs": (0.0, 0.0),
    "synthetic-restart-programme": (0.2, -0.8),
}
FIRST_END, LAST_END = datetime.date(2022, 6, 1), datetime.date(2025, 8, 31)


def _answers(draw, form, state):
    """Whole answers around `state`, which is in steps above the middle, higher = better."""
    items, lowest, highest, reverse, better = FORMS[form]
    middle = (lowest + highest) / 2
    answers = []
    for number in range(1, items + 1):
        step = (state + 0.6 * draw.bell()) * better * (-1 if number in reverse else 1)
        answers.append(min(highest, max(lowest, int(middle + step + 0.5))))
    return answers


def _form_days(draw, spell, stays):
    """Baseline soon after entry, then every three months; those who stay answer one at the end too."""
    baseline = spell.start + draw.below(21) * DAY
    if not stays:
        return [baseline]
    last = (spell.end or LAST_END) - draw.below(10) * DAY
    days = [baseline]
    while days[-1] + 120 * DAY < last:
        days.append(days[-1] + 91 * DAY)
    return days + [last] if spell.end and last > baseline + 30 * DAY else days


def _spell_forms(draw, spell, stays):
    first, last = CHANGE[spell.service.id]
    end = spell.end or LAST_END
    share = min(1.0, max(0.0, (end - FIRST_END).days / (LAST_END - FIRST_END).days))
    change = first + (last - first) * share
    before = -0.3 + 0.5 * draw.bell()
    length = max(1, (end - spell.start).days)
    for day in _form_days(draw, spell, stays):
        state = before + change * (day - spell.start).days / length
        for form in ("brs", SECOND_FORM[spell.service.id]):
            yield spell, form, day, _answers(draw, form, state)


def _planted(draw, rows):
    """Dirt in the rows of people who left, and about whom nothing else is odd."""
    places = [at for at, (spell, _) in enumerate(rows)
              if spell.plain and spell.end and spell.end < datetime.date(2025, 6, 1) and spell.contacts >= 2]  # fmt: skip
    chosen = draw.some(places, 43)
    draw_apart = iter(draw.some(chosen, len(chosen)))
    for at in (next(draw_apart) for _ in range(12)):
        rows.append((rows[at][0], list(rows[at][1])))
    for at in (next(draw_apart) for _ in range(9)):
        rows[at][1][8] = 7
    for at in (next(draw_apart) for _ in range(14)):
        rows[at][1][7] = None
    for at in (next(draw_apart) for _ in range(4)):
        rows.append((rows[at][0], [f"{rows[at][1][0]}-b", "SYN-P-900009"] + rows[at][1][2:]))
    for at in (next(draw_apart) for _ in range(4)):
        rows.append((rows[at][0], [f"{rows[at][1][0]}-b"] + rows[at][1][1:5] + ["2024-02-30"] + rows[at][1][6:]))
    return {"forms: given twice": 12, "forms: answer out of range": 9, "forms: one answer left out": 14,
            "forms: person nobody knows": 4, "forms: unreadable date": 4}  # fmt: skip


def form_rows(seed, people):
    """A function that gives the extract of a day, and what is planted in it."""
    draw = Draws(seed, "forms")
    stays = {service: Quota() for service in CHANGE}
    rows = []
    for person in people:
        for spell in person.spells:
            if spell.age(spell.start) < 13 or draw.chance(0.08):
                continue
            kept = stays[spell.service.id].yes(0.78)
            for _, form, day, answers in _spell_forms(draw, spell, kept):
                row = [f"SYN-F-{len(rows):05}", person.id, spell.service.id, form, "self", day]
                rows.append((spell, row + answers + [None] * (ITEMS - len(answers))))
    planted = _planted(draw, rows)

    def rows_as_of(day):
        return [row for _, row in rows if not isinstance(row[5], datetime.date) or row[5] < day]

    return rows_as_of, planted
