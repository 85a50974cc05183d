# SPDX-License-Identifier: MIT
"""The whole demo in a temporary folder: the planted effects stand in the store, the planted faults in the accounts, and
nobody in either file."""

import csv
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["WAYMARK"]).parents[1]
YOUTH, HUBS, RESTART = "synthetic-youth-partnership", "synthetic-family-hubs", "synthetic-restart-programme"
BRS = "brs/1/self/1-5/mean"


def run_demo(folder):
    """A copy of the demo in its own folder, since it works beside itself."""
    shutil.copytree(PROJECT / "examples/demo", folder / "examples/demo")
    (folder / "plugins").symlink_to(PROJECT / "plugins")
    done = subprocess.run([folder / "examples/demo/run", BUILD, "--no-serve"], capture_output=True, text=True, timeout=560)
    if done.returncode:
        log = folder / "build/demo/daemon.log"
        raise AssertionError(done.stdout + done.stderr + (log.read_text()[-4000:] if log.exists() else ""))
    return done.stdout


def opened(path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def releases(store):
    """Everything released, without what differs from run to run by design: ids of runs and times of recording."""
    columns = [row[1] for row in store.execute("PRAGMA table_info(observation_history)")]
    kept = ", ".join(name for name in columns if name not in ("run_id", "recorded_at", "recorded_at_epoch"))
    digest = hashlib.sha256()
    for row in store.execute(f"SELECT {kept} FROM observation_history ORDER BY {kept}"):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="waymark-demo-")
        cls.folder = Path(cls.temporary.name) / "first"
        cls.printed = run_demo(cls.folder)
        cls.demo = cls.folder / "build/demo"
        cls.store = opened(cls.demo / "indicators.sqlite")
        cls.ledger = opened(cls.demo / "ledger.sqlite")

    @classmethod
    def tearDownClass(cls):
        cls.store.close()
        cls.ledger.close()
        cls.temporary.cleanup()

    def cell(self, service, indicator, grain, period, series="", point="", stratum=("all", "all")):
        found = self.store.execute(
            """SELECT * FROM observation_current WHERE service_id = ? AND indicator_id = ? AND grain = ? AND period_key = ?
               AND series = ? AND point = ? AND stratum_kind = ? AND stratum_value = ?""",
            (service, indicator, grain, period, series, point, *stratum),
        ).fetchall()
        self.assertEqual(len(found), 1, (service, indicator, period))
        return found[0]

    def value(self, *key, **more):
        cell = self.cell(*key, **more)
        self.assertEqual(cell["state"], "observed", key)
        return cell["value"]

    def limits_part(self, low, high):
        """Whether one interval lies wholly below another."""
        self.assertLess(low["upper"], high["lower"])

    def test_absence_falls_in_one_service_rises_in_one_and_stays_in_one(self):
        def years(service):
            return [self.cell(service, "overall_absence_rate", "academic_year", year) for year in ("202223", "202425")]

        self.limits_part(*reversed(years(YOUTH)))
        self.limits_part(*years(RESTART))
        first, last = years(HUBS)
        self.assertLess(abs(first["value"] - last["value"]), 0.03)

    def test_absence_before_and_after_entry_tells_the_same(self):
        def around(service):
            cells = [self.cell(service, "overall_absence_rate", "window", key) for key in ("w:-12m..0", "w:6m..12m")]
            self.assertNotIn("low_quality", cells[0]["flags"] + cells[1]["flags"])
            return cells

        self.limits_part(*reversed(around(YOUTH)))
        self.limits_part(*around(RESTART))
        before, after = around(HUBS)
        self.assertLess(abs(before["value"] - after["value"]), 0.02)

    def test_those_who_leave_gain_lose_or_stay_as_they_were(self):
        def change(service):
            return self.cell(service, "mean_change", "calendar_year", "2024", series=BRS, point="mean")

        self.assertGreater(change(YOUTH)["lower"], 0.3)
        self.assertLess(change(RESTART)["upper"], -0.2)
        self.assertLess(abs(change(HUBS)["value"]), 0.25)

    def test_reoffending_falls_rises_and_stays(self):
        def rates(service):
            return [self.value(service, "reoffending_rate", "calendar_year", year) for year in ("2022", "2023")]

        first, last = rates(YOUTH)
        self.assertGreater(first, last + 0.1)
        first, last = rates(RESTART)
        self.assertLess(first, last - 0.1)
        first, last = rates(HUBS)
        self.assertLess(abs(first - last), 0.1)

    def test_cohorts_are_final_provisional_or_not_due(self):
        def cohort(year):
            return self.cell(RESTART, "reoffending_rate", "calendar_year", year)

        self.assertEqual(cohort("2022")["maturity"], "final")
        self.assertEqual(cohort("2023")["maturity"], "provisional")
        self.assertEqual(cohort("2024")["state"], "not_due")

    def test_the_group_of_18_is_suppressed_wherever_it_is_small(self):
        cells = self.store.execute(
            """SELECT grain, state, people FROM observation_current WHERE service_id = ? AND stratum_kind = 'referral_route'
               AND stratum_value = 'hospital' AND measure_id = 'org.waymark.attendance'
               AND indicator_id NOT LIKE 'attrition_%'""",
            (YOUTH,),
        ).fetchall()
        of_calendar = {cell["state"] for cell in cells if cell["grain"] in ("term", "academic_year")}
        self.assertEqual(of_calendar, {"suppressed"})
        # Windows pool all who ever entered: there are enough of them.
        shown = [cell["people"] for cell in cells if cell["state"] == "observed"]
        self.assertGreater(len(shown), 0)
        self.assertTrue(all(10 <= people <= 20 for people in shown), shown)

    def test_the_faults_planted_are_those_the_runs_tell(self):
        planted = json.loads((self.demo / "synthetic/planted.json").read_text())
        for name, told in self.accounts().items():
            self.assertEqual(told, planted[name], name)

    def accounts(self):
        """What the last run of each monitor says, under the names of planted.json."""
        last = {row[0]: row[1] for row in self.ledger.execute("SELECT monitor_id, max(run_no) FROM run GROUP BY 1")}

        def finding(monitor, code, periods):
            return self.ledger.execute(
                f"SELECT coalesce(sum(count), 0) FROM finding WHERE run_no = ? AND code = ? AND period_key {periods}",
                (last[monitor], code),
            ).fetchone()[0]

        def reason(monitor, table, words):
            return self.ledger.execute(
                """SELECT coalesce(sum(count), 0) FROM pull_reason JOIN pull USING (pull_no)
                   WHERE run_no = ? AND input = ? AND reason LIKE '%' || ? || '%'""",
                (last[monitor], table, words),
            ).fetchone()[0]

        year, years = "= '202425'", "IN ('', '2022', '2023', '2024', '2025')"
        return {
            "caseload: end before start": reason("attendance", "caseload", "ends before it starts"),
            "caseload: born after entry": reason("attendance", "caseload", "born after"),
            "caseload: unreadable date": reason("attendance", "caseload", "not a date"),
            "caseload: row given twice": reason("attendance", "caseload", "overlaps"),
            "marks: identical": finding("attendance", "dup_identical", year),
            "marks: unknown code": finding("attendance", "unknown_marks", year),
            "marks: school closed": finding("attendance", "off_calendar", year),
            "marks: no such session": reason("attendance", "marks", "not an allowed code"),
            "marks: unreadable date": reason("attendance", "marks", "not a date"),
            "marks: pupil number of nobody": reason("attendance", "marks", "not in the caseload"),
            "forms: given twice": finding("resilience", "duplicate_forms", years),
            "forms: answer out of range": finding("resilience", "invalid_forms", years),
            "forms: person nobody knows": reason("resilience", "forms", "not in the caseload"),
            "forms: unreadable date": reason("resilience", "forms", "not a date"),
            "offences: before the index date, proven after": finding("reoffending", "pseudo", years),
            "offences: on the index date": finding("reoffending", "same_day", years),
            "offences: breach": finding("reoffending", "breach", years),
            "offences: given twice": finding("reoffending", "duplicate_row", years),
            "events: offender nobody knows": reason("reoffending", "events", "not in the caseload"),
            "events: unreadable date": reason("reoffending", "events", "not a date"),
        }

    def test_marks_in_conflict_are_as_many_as_a_recount_finds(self):
        last = self.ledger.execute("SELECT max(run_no) FROM run WHERE monitor_id = 'attendance'").fetchone()[0]
        told = self.ledger.execute(
            "SELECT sum(count) FROM finding WHERE run_no = ? AND code = 'dup_conflict' AND period_key = '202425'", (last,)
        ).fetchone()[0]
        self.assertEqual(told, self.recounted_conflicts())

    def recounted_conflicts(self):
        records = self.demo / "synthetic"
        day = max((records / "marks/delivered").glob("*.csv")).stem

        def rows(path):
            with open(path, encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        gone = {row["identifier"] for row in rows(records / "opt_out" / f"{day}.csv")}
        other = {row["person_id"]: row["identifier"] for row in rows(records / "id_map" / f"{day}.csv")}
        spells = {}
        for row in rows(records / "caseload" / f"{day}.csv"):
            if row["consent"] == "yes" and not row["consent_withdrawn"] and row["person_id"] not in gone:
                for upn in {row["upn"], other.get(row["person_id"])}:
                    spells.setdefault(upn, []).append((row["service_id"], row["start_date"], row["end_date"] or "9999"))
        found = {}
        for path in sorted((records / "marks" / day).iterdir()):
            for row in rows(path):
                for service, start, end in set(spells.get(row["pupil_upn"], [])):
                    if "2024-08-01" <= row["date"] <= "2025-07-31" and start <= row["date"] <= end:
                        key = (row["pupil_upn"], service, row["school_id"], row["date"], row["session"])
                        found.setdefault(key, set()).add(row["code"])
        return sum(len(codes) - 1 for codes in found.values())

    def test_nobody_is_in_the_store_or_the_ledger(self):
        ids = set()
        for path in (self.demo / "synthetic").rglob("*.csv"):
            if path.is_symlink():
                continue
            with open(path, encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    ids |= {row[name] for name in ("person_id", "upn", "pnc_id", "pupil_upn", "offender_id", "identifier") if name in row}
        ids.discard("")
        self.assertGreater(len(ids), 1500)
        for name in ("indicators.sqlite", "ledger.sqlite"):
            content = (self.demo / name).read_bytes()
            self.assertIn(b"synthetic-youth-partnership", content)
            self.assertEqual([one for one in sorted(ids) if one.encode() in content], [], name)

    def test_the_year_left_vintages_and_restatements(self):
        runs = dict(self.ledger.execute("SELECT monitor_id, count(*) FROM run WHERE state IN ('committed', 'unchanged') GROUP BY 1"))
        self.assertEqual(runs, {"attendance": 52, "attendance-around-entry": 12, "resilience": 12, "reoffending": 4})
        (states,) = self.ledger.execute("SELECT count(*) FROM run WHERE state NOT IN ('committed', 'unchanged')").fetchone()
        self.assertEqual(states, 0)
        cohort = self.store.execute(
            """SELECT as_of, state, maturity FROM observation_history WHERE service_id = ? AND grain = 'calendar_year'
               AND indicator_id = 'reoffending_rate' AND period_key = '2023' AND stratum_kind = 'all' ORDER BY as_of""",
            (RESTART,),
        ).fetchall()
        self.assertEqual(cohort[0]["state"], "not_due")
        self.assertEqual((cohort[-1]["state"], cohort[-1]["maturity"]), ("observed", "provisional"))
        reasons = {row[0] for row in self.store.execute("SELECT DISTINCT restated FROM observation_history")}
        self.assertEqual(reasons, {"", "late_data", "correction"})  # the latter by consent withdrawn and opt-outs

    def test_value_for_money_rests_on_releases_and_their_vintages(self):
        done = subprocess.run([os.environ["WAYMARK"], "report", "value", self.folder / "examples/demo/unit_costs.toml", "--store",
                               self.demo / "indicators.sqlite", "--json"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        found = {(one["service"], one["period"], one["indicator"]): one for one in report["figures"]}
        rate = self.cell(RESTART, "reoffending_rate", "calendar_year", "2022")
        net = rate["denominator"] * (1 - rate["value"] - 0.40)
        self.assertAlmostEqual(found[RESTART, "2022", "net_outcomes"]["value"], net)
        cost = (42000 + 6000 / 1.035) * 100 / 93 * 1.05
        benefit = net * 0.75 * 100 / 93 * (9000 + 3000 / 1.035 + 3000 / 1.035**2)
        self.assertAlmostEqual(found[RESTART, "2022", "benefit_cost_ratio"]["value"], benefit / cost)
        self.assertEqual(found[RESTART, "2024", "net_present_value"]["state"], "not_due")
        hidden = self.cell(HUBS, "reliable_improvement", "calendar_year", "2024", series="swemwbs/1/self/1-5/metric")
        self.assertEqual(hidden["state"], "suppressed")
        self.assertEqual(found[HUBS, "2024", "benefit_cost_ratio"]["state"], "suppressed")
        vintages = {one["vintage"] for one in report["inputs"] if "vintage" in one}
        self.assertIn(rate["vintage_id"], vintages)

    def test_the_printout_says_synthetic_and_where_the_store_is(self):
        self.assertIn("SYNTHETIC", self.printed)
        for word in ("suppressed", "not due", "provisional", "eligible"):
            self.assertIn(word, self.printed)
        self.assertTrue(self.printed.endswith(f"store: {self.demo.resolve()}/indicators.sqlite\n"), self.printed[-200:])
        names = {row[0] for row in self.store.execute("SELECT DISTINCT deployment_id FROM run")}
        self.assertEqual(names, {"synthetic-demo"})

    def test_a_second_run_with_the_same_seed_releases_the_same(self):
        again = Path(self.temporary.name) / "again"
        printed = run_demo(again)
        store = opened(again / "build/demo/indicators.sqlite")
        self.assertEqual(releases(store), releases(self.store))
        store.close()
        self.assertEqual(printed.replace(str(again), ""), self.printed.replace(str(self.folder), ""))


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE"):
        print("skipped: a year of runs takes too long with sanitizers; each step has its own tests")
        sys.exit(77)
    unittest.main()
