# SPDX-License-Identifier: MIT
"""The sample of the reoffending measure, run on made-up people, against a second implementation of the
rules of sections 2, 3, 4 and 6 that shares nothing with the first but the rules."""

import calendar
import csv
import io
import random
import unittest
from datetime import date, timedelta
from pathlib import Path

from deployment import Deployment

SAMPLE = Path(__file__).resolve().parents[2] / "plugins" / "reoffending" / "sample.toml"
CUT = date(2024, 9, 1)
WHILE_RUNNING = date(2023, 11, 15)  # inside the last quarter of the sample
TYPES = ["caution", "conviction", "custody_release", "recall", "community_resolution"]
DISPOSALS = ["custody", "suspended_sentence_order", "youth_rehabilitation_order", "community_order", "fine", "caution"]
SEVERITY = {code: rank for rank, code in enumerate(DISPOSALS)}
PRECEDENCE = {"custody_release": 0, "conviction": 1, "caution": 2}


def months_later(day, months):
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def made_up_people(count=400, seed=2024):
    """Events and offences of people who do not exist; some rows cannot be used."""
    at_random = random.Random(seed)
    some_day = lambda first, days: first + timedelta(days=at_random.randrange(days))
    events, offences = [], []
    for number in range(count):
        person = {"offender_id": f"synthetic-{number}", "sex": at_random.choice("fm")}
        person["dob"] = "" if at_random.random() < 0.05 else some_day(date(1970, 1, 1), 16000).isoformat()
        person["death_date"] = ""
        mine = []
        for one in range(at_random.randrange(1, 10)):
            committed = some_day(date(2021, 1, 1), 1200)
            proven = committed + timedelta(days=at_random.randrange(-5, 400))
            mine.append({
                "offender_id": person["offender_id"], "offence_id": f"{number}-{one}",
                "offence_date": "" if at_random.random() < 0.03 else committed.isoformat(),
                "proven_date": "" if at_random.random() < 0.03 else proven.isoformat(),
                "proven_type": at_random.choice(["conviction", "conviction", "caution", "charge"]),
                "ho_class": at_random.choice(["46", "34B", "8N", "no such class"]), "recordable": str(int(at_random.random() < 0.9)),
                "breach": str(int(at_random.random() < 0.1)), "place": at_random.choice(["EW"] * 9 + ["SCO"])})
        offences += mine
        for one in range(at_random.randrange(0, 7)):
            kind = at_random.choice(TYPES)
            events.append({**person, "event_id": f"{number}-{one}", "event_type": kind,
                           "event_date": "" if at_random.random() < 0.03 else some_day(date(2022, 1, 1), 1000).isoformat(),
                           "disposal_group": {"custody_release": "custody", "caution": "caution"}.get(kind, at_random.choice(DISPOSALS[:5])),
                           "custody_length_days": "", "offence_id": at_random.choice(mine)["offence_id"]})
    return events, offences


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def day(text):
    return date.fromisoformat(text) if text else None


def known_offences(rows):
    """offence id -> the row, for offences proven up to the cut."""
    known = {}
    for row in rows:
        committed, proven = day(row["offence_date"]), day(row["proven_date"])
        if row["proven_type"] != "charge" and proven and not (committed and proven < committed) and proven <= CUT:
            known[row["offence_id"]] = row
    return known


def counts(row):
    return row["recordable"] == "1" and row["breach"] == "0" and row["place"] == "EW"


def index_events(rows, offences):
    """(date, row) of each event that can be an index event, in order."""
    rows = [row for row in rows if row["event_date"] and day(row["event_date"]) <= CUT]
    rows.sort(key=lambda row: (row["event_date"], PRECEDENCE.get(row["event_type"], 9), SEVERITY[row["disposal_group"]], row["event_id"]))
    released, found = set(), []
    for row in rows:
        offence = offences.get(row["offence_id"])
        if row["event_type"] == "custody_release":
            if row["offence_id"] in released:
                continue
            released.add(row["offence_id"])
        elif row["event_type"] not in PRECEDENCE or (row["event_type"] == "conviction" and row["disposal_group"] == "custody"):
            continue
        if offence and counts(offence):
            found.append((day(row["event_date"]), row))
    return found


def reoffences_after(index, offences):
    found = [day(row["offence_date"]) for row in offences.values()
             if counts(row) and row["offence_date"] and index < day(row["offence_date"]) <= months_later(index, 12)
             and index < day(row["proven_date"]) <= months_later(index, 18)]
    return len(found)


class Cohorts:
    """key -> [entries, reoffenders, reoffences, index dates]"""

    def __init__(self, events, offences):
        self.cells = {}
        by_person = {}
        for row in events:
            by_person.setdefault(row["offender_id"], ([], []))[0].append(row)
        for row in offences:
            by_person.setdefault(row["offender_id"], ([], []))[1].append(row)
        for own_events, own_offences in by_person.values():
            self.add_person(own_events, known_offences(own_offences))

    def add_person(self, events, offences):
        seen = set()
        for index, row in index_events(events, offences):
            quarter = f"{index.year}-Q{(index.month + 2) // 3}"
            if day(row["dob"]) and months_later(day(row["dob"]), 120) > index:
                continue
            for cohort, keys in ((quarter, [("reoffending_rate", "", quarter), ("reoffending_rate", "", str(index.year))]),
                                 (f"{index.year} whole", [("unique_reoffending_rate", "", str(index.year))]),
                                 (f"{quarter} {row['event_type']}", self.table_keys(row, quarter))):
                if cohort not in seen:
                    seen.add(cohort)
                    for key in keys:
                        self.add(key, index, offences)

    @staticmethod
    def table_keys(row, quarter):
        table = {"custody_release": "custody", "caution": "caution"}.get(row["event_type"])
        return [("disposal_reoffending_rate", table, quarter)] if table else []

    def add(self, key, index, offences):
        cell = self.cells.setdefault(key, [0, 0, 0, []])
        reoffences = reoffences_after(index, offences)
        cell[0] += 1
        cell[1] += reoffences > 0
        cell[2] += reoffences
        cell[3].append(index)


def state_of(indices):
    latest = max(indices)
    if CUT < months_later(latest, 12):
        return "not_due", None
    settled = months_later(latest, 18) + timedelta(days=90) <= CUT
    return "observed", "final" if settled else "provisional"


CASELOAD = """
[caseload]
source = "spells"
person = "offender_id"
start = "start"
end = "end"
born = "dob"
[source.spells]
kind = "csv"
path = "spells.csv"
"""
RATES = ("SELECT indicator_id, series, period_key, state, maturity, numerator, denominator, people FROM observation_current"
         " WHERE stratum_kind = 'all' AND indicator_id LIKE '%reoffending_rate' ORDER BY 1, 2, 3")


def spells(events):
    """One spell for each person of the events, some of whom come back for a second one."""
    born = {row["offender_id"]: row["dob"] for row in events}
    rows = [{"offender_id": person, "start": "2022-06-01", "end": "2022-07-01", "dob": dob} for person, dob in born.items()]
    return rows + [{**row, "start": "2023-01-01", "end": ""} for row in rows[::3]]


class Reoffending(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        events, offences = made_up_people()
        cls.cohorts = Cohorts(events, offences).cells
        with Deployment(measures=()) as deployment:
            text = SAMPLE.read_text().replace('profile = "nhs_hes"', 'profile = "open_data"\nreason = "made-up people"')
            deployment.config.write_text(text)
            deployment.write("events.csv", as_csv(events))
            deployment.write("offences.csv", as_csv(offences))
            cls.plain = deployment.config.read_text()
            for cut in (WHILE_RUNNING, CUT):
                done = deployment.run("--as-of", cut.isoformat())
                if done.returncode != 0:
                    raise AssertionError(done.stdout + done.stderr)
            cls.rates = deployment.rows(RATES)
            cls.while_running = deployment.rows(
                "SELECT period_key, state, maturity FROM observation_history WHERE indicator_id = 'reoffending_rate'"
                f" AND stratum_kind = 'all' AND as_of = '{WHILE_RUNNING}'")
            cls.store = deployment.rows(
                "SELECT indicator_id, series, period_key, stratum_kind, stratum_value, state, maturity, numerator, denominator"
                " FROM observation_current")

    def cell(self, indicator, series, period):
        found = [row[5:] for row in self.store if row[:4] == (indicator, series, period, "all")]
        self.assertEqual(len(found), 1, (indicator, series, period))
        return found[0]

    def test_every_cohort_agrees(self):
        compared = 0
        for (indicator, series, period), (entries, reoffenders, _, indices) in self.cohorts.items():
            if period[:4] not in ("2022", "2023"):
                continue
            with self.subTest(indicator=indicator, series=series, period=period):
                state, maturity, numerator, denominator = self.cell(indicator, series, period)
                expected = state_of(indices)
                if expected[0] == "not_due":
                    self.assertEqual((state, numerator), ("not_due", None))
                    continue
                self.assertEqual(maturity, expected[1])
                self.assertEqual((numerator, denominator), (reoffenders, entries))
                compared += 1
        self.assertGreaterEqual(compared, 20)

    def test_frequency_agrees(self):
        for (indicator, _, period), (entries, reoffenders, reoffences, indices) in self.cohorts.items():
            if indicator == "reoffending_rate" and period[:4] in ("2022", "2023") and state_of(indices)[0] == "observed":
                self.assertEqual(self.cell("reoffences_per_offender", "", period)[2:], (reoffences, entries))
                self.assertEqual(self.cell("reoffences_per_reoffender", "", period)[2:], (reoffences, reoffenders))

    def test_strata_of_the_measure_add_up_to_all(self):
        for kind in ("adult_juvenile", "age_at_index", "previous_offences", "index_offence_group", "index_event", "custody_length", "sex"):
            parts = sum(row[8] or 0 for row in self.store if row[0] == "reoffending_rate" and row[2:4] == ("2022-Q1", kind))
            self.assertEqual(parts, self.cohorts["reoffending_rate", "", "2022-Q1"][0], kind)

    def test_the_states_seen_are_all_three(self):
        seen = {(row[5], row[6]) for row in self.store if row[0] == "reoffending_rate" and row[3] == "all"}
        self.assertLessEqual({("observed", "final"), ("observed", "provisional")}, seen)
        self.assertIn("not_due", {state for state, _ in seen})

    def rates_with_caseload(self, options=""):
        events, offences = made_up_people()
        text = self.plain.replace('person = "offender_id"', 'person = "offender_id"\nmembership = "ever"')
        text = text.replace('born = "dob"\n', "").replace("entry_lag_days = 90", "entry_lag_days = 90" + options)
        with Deployment(measures=()) as deployment:
            deployment.config.write_text(text + CASELOAD)
            for name, rows in (("events", events), ("offences", offences), ("spells", spells(events))):
                deployment.write(f"{name}.csv", as_csv(rows))
            done = deployment.run("--as-of", CUT.isoformat())
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            return deployment.rows(RATES)

    def test_a_caseload_of_the_same_people_gives_the_same_rates(self):
        self.assertEqual(self.rates_with_caseload(), self.rates)

    def test_rows_of_a_spell_alone_are_refused(self):
        for membership in ('membership = "during"', ""):
            text = self.plain.replace('person = "offender_id"', 'person = "offender_id"\n' + membership)
            with Deployment(measures=()) as deployment:
                deployment.config.write_text(text.replace('born = "dob"\n', "") + CASELOAD)
                for name in ("events", "offences", "spells"):
                    deployment.write(f"{name}.csv", b"")
                done = deployment.run(verb=("config", "check"))
                self.assertEqual(done.returncode, 78, done.stdout + done.stderr)
                self.assertIn('input "events" needs rows from before a spell to after it', done.stderr)

    def test_index_events_from_entry_leave_the_quarters_before_it_empty(self):
        found = self.rates_with_caseload(', index_events = "from_entry"')
        quarters = {row[2] for row in found if row[0] == "reoffending_rate"}
        self.assertNotIn("2022-Q1", quarters)
        self.assertIn("2022-Q2", quarters)

    def test_a_quarter_that_is_not_closed_is_open(self):
        found = {period: states for period, *states in self.while_running}
        self.assertEqual(found["2023-Q4"], ["not_due", "open"])
        self.assertEqual(found["2023-Q3"], ["not_due", "provisional"])
        self.assertEqual(found["2022-Q3"], ["observed", "provisional"])
        self.assertNotIn("final", [maturity for _, maturity in found.values()])


if __name__ == "__main__":
    unittest.main()
