# SPDX-License-Identifier: MIT
"""A caseload: who counts for which service and when, and who does not. All people are made up."""

import json
import sqlite3
import unittest

from deployment import WAYMARK, Deployment

SPELLS = """id,service,start,end,born,sex,upn,consent,withdrawn,route,area
s1,north,2024-09-01,2024-12-31,2012-03-05,F,u1,yes,,school,A1
s2,north,2024-09-01,,2010-11-20,M,u2,yes,,school,A2
s2,south,2024-10-01,,2010-11-20,M,u2,yes,,family,A2
s3,south,2024-09-01,,2013-02-28,F,u3,no,,family,A1
s4,south,2024-09-01,,2013-02-28,F,u4,yes,2025-01-10,family,A9
s5,south,2024-09-01,,2011-06-30,M,u5,yes,,school,A1
"""

AREAS = "code,decile\nA1,1\nA2,10\n"

MARKS = """upn,school,date,session,code
u1,h,2024-09-02,AM,/
u1,h,2024-09-02,PM,I
u2,h,2024-09-02,AM,/
u2,h,2024-10-14,AM,O
u3,h,2024-09-02,AM,/
u4,h,2024-09-02,AM,I
u5,h,2024-09-02,AM,/
u9,h,2024-09-02,AM,/
u1,h,2025-01-06,AM,/
"""

CONFIG = """[source.spells]
kind = "csv"
path = "spells.csv"
max_refused = {max_refused}
warn_refused = {max_refused}
[source.areas]
kind = "csv"
path = "areas.csv"
[source.marks]
kind = "csv"
path = "marks.csv"
[source.lists]
kind = "csv"
path = "opt_out.csv"
empty_is_valid = true
[source.ids]
kind = "csv"
path = "ids.csv"
empty_is_valid = true
[caseload]
source = "spells"
person = "id"
service = "service"
start = "start"
end = "end"
born = "born"
sex = "sex"
area = "area"
consent = "consent"
consent_withdrawn = "withdrawn"
age_bands = [5, 11, 14]
entry = ["quarter", "year"]
[caseload.schemes]
upn = "upn"
[caseload.strata]
route = "route"
[caseload.deprivation]
source = "areas"
area = "code"
decile = "decile"
[caseload.id_map]
source = "ids"
scheme = "scheme"
identifier = "identifier"
person = "person"
[caseload.opt_out]
source = "lists"
scheme = "scheme"
identifier = "identifier"
[[monitor]]
id = "attendance"
measure = "attendance"
services = ["*"]
grains = ["term"]
{windows}
from = 2024-08-01
to = 2025-07-31
[monitor.table.marks]
source = "marks"
person = "upn"
scheme = "{scheme}"
unit = "school"
membership = "{membership}"
"""

CALENDAR = """id = "school"
version = "1"
authority = "made up"
basis = "school_calendar"
source = "made up for this test"
[[term]]
ordinal = 1
first = 2024-09-09
last = 2024-12-20
"""

CELLS = ("SELECT service_id, period_key, stratum_kind, stratum_value, numerator, denominator FROM observation_current"
         " WHERE indicator_id = 'overall_absence_rate'")


class Caseload(Deployment):
    def __init__(self, spells=SPELLS, marks=MARKS, opt_out="", ids="", membership="during", scheme="upn", windows="",
                 max_refused="1.0"):
        extra = CONFIG.format(membership=membership, scheme=scheme, windows=windows, max_refused=max_refused)
        super().__init__(measures=(), rows=b"", extra=extra)
        plugins = WAYMARK.parent.parent / "plugins"
        self.config.write_text(self.config.read_text().replace("folders = [", f'folders = ["{plugins}", '))
        self.write("spells.csv", spells.encode())
        self.write("marks.csv", marks.encode())
        self.write("areas.csv", AREAS.encode())
        self.write("opt_out.csv", ("scheme,identifier\n" + opt_out).encode())
        self.write("ids.csv", ("scheme,identifier,person\n" + ids).encode())

    def cells(self, kind="all", *options):
        done = self.run("--as-of", "2025-08-31", *options)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return {(service, period, value): (a, b) for service, period, k, value, a, b in self.rows(CELLS) if k == kind}

    def pulls(self):
        done = self.run("--as-of", "2025-08-31", "--json")
        return done, {pull["input"]: pull for pull in json.loads(done.stdout)["runs"][0]["pulls"]}


class Membership(unittest.TestCase):
    def test_rows_count_during_the_spell_for_every_service_of_the_person(self):
        with Caseload() as deployment:
            cells = deployment.cells()
            # u1 counts in north until December, u2 in north and from October in south too; u3 never
            # consented, u4 withdrew, u9 is in nobody's caseload.
            self.assertEqual(cells[("north", "202425-T1", "all")], (2, 4))
            self.assertEqual(cells[("south", "202425-T1", "all")], (1, 2))
            self.assertNotIn(("north", "202425-T2", "all"), cells)

    def test_ever_counts_all_rows_in_the_first_spell(self):
        with Caseload(membership="ever") as deployment:
            cells = deployment.cells()
            self.assertEqual(cells[("north", "202425-T2", "all")], (0, 1))
            self.assertEqual(cells[("south", "202425-T1", "all")], (1, 3))

    def test_after_entry_goes_on_beyond_the_end_and_begins_with_the_start(self):
        with Caseload(membership="after_entry") as deployment:
            cells = deployment.cells()
            self.assertEqual(cells[("north", "202425-T2", "all")], (0, 1))
            self.assertEqual(cells[("south", "202425-T1", "all")], (1, 2))

    def test_windows_count_from_the_start_of_the_spell(self):
        with Caseload(membership="ever", windows='windows = ["-2m..0", "0..2m"]') as deployment:
            cells = deployment.cells()
            self.assertEqual(cells[("south", "w:-2m..0", "all")], (0, 1))
            self.assertEqual(cells[("south", "w:0..2m", "all")], (1, 2))

    def test_a_window_counts_only_those_for_whom_it_is_over(self):
        with Caseload(membership="ever", windows='windows = ["0..2m", "0..6m"]') as deployment:
            states = ("SELECT period_key, state, maturity, numerator, denominator FROM observation_current WHERE service_id = 'south'"
                      " AND indicator_id = 'overall_absence_rate' AND stratum_kind = 'all' AND grain = 'window' ORDER BY 1")
            # s5 came on 1 September, s2 a month later; s4 has withdrawn.
            early = deployment.run("--as-of", "2024-11-15")
            self.assertEqual(early.returncode, 0, early.stderr)
            self.assertEqual(deployment.rows(states), [("w:0..2m", "unavailable", "open", 0, 1), ("w:0..6m", "not_due", "open", None, None)])
            later = deployment.run("--as-of", "2024-12-15")
            self.assertEqual(later.returncode, 0, later.stderr)
            self.assertEqual(deployment.rows(states)[0], ("w:0..2m", "unavailable", "final", 1, 2))

    def test_a_run_with_windows_knows_no_later_row(self):
        with Caseload(membership="ever", windows='windows = ["0..2m"]') as deployment:
            done = deployment.run("--as-of", "2024-11-15", "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            marks = {pull["input"]: pull for pull in json.loads(done.stdout)["runs"][0]["pulls"]}["marks"]
            self.assertIn({"reason": "dated after the day of the run", "count": 1},
                          [{key: entry[key] for key in ("reason", "count")} for entry in marks["out_of_scope"]])

    def test_windows_alone_know_the_calendar_long_before_the_run(self):
        with Caseload(membership="ever", windows='windows = ["0..2m"]') as deployment:
            deployment.write("school.toml", CALENDAR.encode())
            text = deployment.config.read_text().replace('grains = ["term"]\n', 'calendars = ["school"]\n').replace("from = 2024-08-01\nto = 2025-07-31\n", "")
            deployment.config.write_text(text + '[calendar.school]\npath = "school.toml"\n')
            # 2 September is no school day there: what is marked on it does not count.
            self.assertEqual(deployment.cells()[("north", "w:0..2m", "all")], (1, 1))

    def test_strata_come_from_the_caseload(self):
        with Caseload() as deployment:
            self.assertEqual(deployment.cells("age_band"), {
                ("north", "202425-T1", "11-13"): (2, 4), ("south", "202425-T1", "11-13"): (1, 2)})
            found = {kind: {row[3] for row in deployment.rows(CELLS) if row[2] == kind} for kind in
                     ("sex", "route", "deprivation_quintile", "entry_quarter", "entry_year")}
            self.assertEqual(found, {"sex": {"F", "M"}, "route": {"school", "family"}, "deprivation_quintile": {"1", "5"},
                                     "entry_quarter": {"2024-Q3", "2024-Q4"}, "entry_year": {"2024"}})


class WhoIsLeftOut(unittest.TestCase):
    def test_every_row_is_accounted_for(self):
        with Caseload() as deployment:
            done, pulls = deployment.pulls()
            self.assertEqual(done.returncode, 0, done.stderr)
            marks = pulls["marks"]
            reasons = {entry["reason"]: entry["count"] for entry in marks["out_of_scope"]}
            self.assertEqual(reasons, {"identifier not in the caseload": 1, "dated outside the person's spells": 1,
                                       "person without consent, opted out, or without a spell that counts": 2})
            self.assertEqual(marks["rows_used"] + sum(reasons.values()), marks["rows_read"])

    def test_who_withdrew_is_left_out_whatever_day_a_run_is_as_of(self):
        with Caseload() as deployment:
            for as_of in ("2024-12-31", "2025-08-31"):
                done = deployment.run("--as-of", as_of)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(("south", "202425-T1", "all", "all", 1, 2), deployment.rows(CELLS))

    def test_who_is_going_to_withdraw_counts_until_then(self):
        with Caseload(spells=SPELLS.replace("yes,2025-01-10", "yes,2999-01-10")) as deployment:
            self.assertEqual(deployment.cells()[("south", "202425-T1", "all")], (2, 3))

    def test_who_opts_out_by_any_identifier_is_left_out(self):
        with Caseload(opt_out="upn,u2\n") as deployment:
            cells = deployment.cells()
            self.assertEqual(cells[("north", "202425-T1", "all")], (1, 2))
            self.assertEqual(cells[("south", "202425-T1", "all")], (0, 1))

    def test_an_opt_out_that_cannot_be_followed_stops_the_run(self):
        # One wrong row of 301 is less than warn_refused.
        with Caseload(opt_out=300 * "person,s5\n" + "upnn,u2\n") as deployment:
            done = deployment.run("--as-of", "2025-08-31")
            self.assertEqual(done.returncode, 65, done.stdout)
            self.assertIn('pull of "opt_out"', done.stdout)
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_current"), [(0,)])

    def test_a_second_identifier_links_to_the_same_person(self):
        marks = MARKS + "u1b,h,2024-09-03,AM,I\n"
        with Caseload(marks=marks, ids="upn,u1b,s1\n") as deployment:
            self.assertEqual(deployment.cells()[("north", "202425-T1", "all")], (3, 5))


class Restatements(unittest.TestCase):
    """Each change of a figure has one reason."""

    REASON = ("SELECT restated, flags FROM observation_current WHERE service_id = 'north' AND stratum_kind = 'all'"
              " AND period_key = '202425-T1' AND indicator_id = 'possible_sessions'")

    def test_late_data_correction_and_definition(self):
        with Caseload() as deployment:
            deployment.cells()
            self.assertEqual(deployment.rows(self.REASON), [("", "low_quality")])
            deployment.write("marks.csv", (MARKS + "u1,h,2024-09-03,AM,/\n").encode())
            deployment.cells()
            self.assertEqual(deployment.rows(self.REASON)[0][0], "late_data")
            deployment.cells()  # nothing new: the mark stays
            self.assertEqual(deployment.rows(self.REASON)[0][0], "late_data")
            deployment.write("opt_out.csv", b"scheme,identifier\nupn,u2\n")
            deployment.cells()
            self.assertEqual(deployment.rows(self.REASON)[0][0], "correction")
            codes = (WAYMARK.parent.parent / "plugins/org.waymark.attendance/codes.toml").read_text()
            deployment.write("codes.toml", codes.replace('category = "present"', 'category = "authorised"').encode())
            deployment.config.write_text(deployment.config.read_text().replace(
                'measure = "attendance"', 'measure = "attendance"\nparameters = { codes = "codes.toml" }'))
            deployment.write("opt_out.csv", b"scheme,identifier\n")
            deployment.cells()
            self.assertEqual(deployment.rows(self.REASON)[0][0], "definition")


class Forgetting(unittest.TestCase):
    """Whoever is forgotten leaves every later run, and nothing that leads to them is kept."""

    def forget(self, deployment, identifiers, *options):
        return deployment.run("--reason", "request 1", *options, verb=("forget",), input=identifiers)

    def test_a_person_of_the_caseload_is_left_out_and_nothing_leads_to_them(self):
        with Caseload() as deployment:
            self.assertEqual(deployment.cells()[("north", "202425-T1", "all")], (2, 4))
            done = self.forget(deployment, "u2\n", "--scheme", "upn", "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            proof = json.loads(done.stdout)["forgotten"][0]
            self.assertGreater(proof["places_erased"], 0)
            cells = deployment.cells()
            self.assertEqual(cells[("north", "202425-T1", "all")], (1, 2))
            self.assertEqual(cells[("south", "202425-T1", "all")], (0, 1))
            ledger = sqlite3.connect(deployment.folder / "ledger.sqlite")
            who, what, reason = ledger.execute("SELECT verb, what, reason FROM audit").fetchone()
            self.assertEqual((who, reason), ("forget", "request 1"))
            self.assertIn(proof["digest"], what)
            ledger.close()
            for name in ("ledger.sqlite", "indicators.sqlite"):
                self.assertNotIn(b"u2", (deployment.folder / name).read_bytes(), name)

    def test_no_later_run_tells_where_their_rows_are(self):
        with Caseload() as deployment:
            deployment.cells()
            self.assertEqual(self.forget(deployment, "u2\n", "--scheme", "upn").returncode, 0)
            done, pulls = deployment.pulls()
            self.assertEqual(done.returncode, 0, done.stderr)
            for table, lines in (("caseload", {3, 4}), ("marks", {4, 5})):
                reasons = {entry["reason"]: entry for entry in pulls[table]["out_of_scope"]}
                self.assertEqual(reasons["person to be forgotten"]["count"], len(lines))
                told = {int(place.rsplit(":", 1)[1]) for entry in reasons.values() for place in entry["samples"]}
                self.assertFalse(told & lines, (table, reasons))
            ledger = sqlite3.connect(deployment.folder / "ledger.sqlite")
            kept = ledger.execute("SELECT DISTINCT places FROM pull_reason WHERE reason = 'person to be forgotten'").fetchall()
            ledger.close()
            self.assertEqual(kept, [("",)])
            # The store does not even say that somebody was forgotten.
            self.assertFalse(b"forgotten" in (deployment.folder / "indicators.sqlite").read_bytes(), "told in the store")

    def test_it_is_said_twice_without_harm_and_needs_a_reason(self):
        with Caseload() as deployment:
            deployment.cells()
            for known in ("no", "yes"):
                done = self.forget(deployment, "s1\n", "--json")
                self.assertEqual(json.loads(done.stdout)["forgotten"][0]["forgotten_before"], known)
            self.assertEqual(deployment.run(verb=("forget",), input="s1").returncode, 2)
            self.assertEqual(self.forget(deployment, "").returncode, 2)
            self.assertEqual(self.forget(deployment, "s1", "--scheme", "nhs").returncode, 2)

    def test_without_a_caseload_the_rows_of_the_person_are_out_of_scope(self):
        rows = b"person,service,day,score\np1,north,2024-09-06,1\np2,north,2024-09-06,1\np2,south,2024-09-06,1\n"
        with Deployment(rows=rows) as deployment:
            self.assertEqual(deployment.run("--as-of", "2025-08-31").returncode, 0)
            self.assertEqual(self.forget(deployment, "p1\n").returncode, 0)
            done = deployment.run("--as-of", "2025-08-31", "--json")
            pull = json.loads(done.stdout)["runs"][0]["pulls"][0]
            self.assertEqual(pull["rows_used"], 2)
            self.assertEqual(pull["out_of_scope"][0]["reason"], "person to be forgotten")


class BadCaseload(unittest.TestCase):
    def refused(self, rows, reason):
        with Caseload(spells=SPELLS + rows) as deployment:
            done, pulls = deployment.pulls()
            self.assertEqual(done.returncode, 0, done.stderr)
            found = {entry["reason"]: entry for entry in pulls["caseload"]["refused"]}
            self.assertEqual(list(found), [reason])
            self.assertTrue(found[reason]["samples"][0].endswith("spells.csv:8"), found)
        with Caseload(spells=SPELLS + rows, max_refused="0.05") as deployment:
            done = deployment.run("--as-of", "2025-08-31")
            self.assertEqual(done.returncode, 65)
            self.assertIn('pull of "caseload"', done.stdout + done.stderr)
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_current"), [(0,)])

    def test_overlapping_spells(self):
        self.refused("s1,north,2024-10-01,2025-02-01,2012-03-05,F,u1,yes,,school,A1\n",
                     "the spell overlaps an earlier one of the same person and service")

    def test_the_place_told_is_in_the_file_of_its_service(self):
        header, *rows = SPELLS.splitlines(keepends=True)
        twice = "s2,south,2024-11-01,,2010-11-20,M,u2,yes,,family,A2\n"
        with Caseload() as deployment:
            deployment.config.write_text(deployment.config.read_text().replace('"spells.csv"', '"spells_{service}.csv"'))
            for service in ("north", "south"):
                deployment.write(f"spells_{service}.csv", (header + "".join(row for row in rows if service in row)
                                                           + (twice if service == "south" else "")).encode())
            done, pulls = deployment.pulls()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(pulls["caseload"]["refused"][0]["samples"][0].endswith("spells_south.csv:6"), pulls["caseload"])

    def test_a_spell_ending_before_it_starts(self):
        self.refused("s6,north,2024-10-01,2024-09-01,2012-03-05,F,u6,yes,,school,A1\n", "the spell ends before it starts")

    def test_birth_after_entry(self):
        self.refused("s6,north,2024-10-01,,2024-11-05,F,u6,yes,,school,A1\n", "the person is born after the spell starts")

    def test_one_identifier_on_two_people(self):
        with Caseload(spells=SPELLS + "s6,north,2024-09-01,,2012-03-05,F,u1,yes,,school,A1\n") as deployment:
            done, pulls = deployment.pulls()
            self.assertEqual(done.returncode, 0, done.stderr)
            reasons = {entry["reason"]: entry["count"] for entry in pulls["marks"]["out_of_scope"]}
            self.assertEqual(reasons["identifier stands for two people"], 3)
            self.assertIn("1 identifiers of the caseload stand for two people", done.stdout)

    def test_a_caseload_without_the_scheme_a_table_needs(self):
        with Caseload(scheme="nhs") as deployment:
            done = deployment.run("--as-of", "2025-08-31")
            self.assertEqual(done.returncode, 78)
            self.assertRegex(done.stderr, r'deploy\.toml:\d+:\d+: error: unknown identifier scheme "nhs"')


if __name__ == "__main__":
    unittest.main()
