# SPDX-License-Identifier: MIT
"""How many cases are left at each step, for every measure, period and stratum; and services of which nothing came."""

import subprocess
import unittest

from caseload_test import SPELLS, Caseload
from deployment import WAYMARK, Deployment

# Synthetic marks of 30 pupils of north: ten left in October, ten came in November, ten were there
# all the time; one has only sessions that could not be attended. Nothing came of south.
MONITOR = """[[monitor]]
id = "attendance"
measure = "attendance"
services = ["north", "south"]
grains = ["month"]
windows = ["0..1m", "12m..13m"]
from = 2024-09-01
to = 2024-12-31
[monitor.table.marks]
source = "extract"
person = "pupil"
service = "school"
unit = "school"
[monitor.table.marks.case_columns]
start = "start"
end = "end"
[monitor.table.marks.strata]
sex = "sex"
"""
STEPS = ["eligible", "consented", "linked", "with_data", "used"]


def marks():
    lines = ["pupil,school,date,session,code,start,end,sex"]
    for pupil in range(30):
        start, end = ("2024-09-01", "2024-10-15") if pupil < 10 else ("2024-11-04", "") if pupil < 20 else ("2024-09-01", "")
        for month in (9, 10, 11, 12):
            day = f"2024-{month:02}-06"
            if start <= day and (not end or day <= end):
                code = "Y1" if pupil == 29 else "/"
                lines.append(f"p{pupil},north,{day},AM,{code},{start},{end},{'F' if pupil % 2 else 'M'}")
    return ("\n".join(lines) + "\n").encode()


def deployed():
    deployment = Deployment(measures=(), rows=marks(), extra=MONITOR)
    text = deployment.config.read_text()
    text = text.replace("folders = [", f'folders = ["{WAYMARK.parent.parent / "plugins"}", ')
    text = text.replace('kind = "csv"\n', 'kind = "csv"\nallow_partial = true\n')
    deployment.config.write_text(text)
    return deployment


class Attrition(unittest.TestCase):
    def run_it(self, deployment, *options):
        done = deployment.run("--as-of", "2024-12-31", *options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def chain(self, deployment, period, kind="all", value="all", service="north"):
        found = dict(deployment.rows(
            "SELECT indicator_id, value FROM observation_current WHERE indicator_id LIKE 'attrition_%' AND series = ''"
            f" AND service_id = '{service}' AND period_key = '{period}' AND stratum_kind = '{kind}' AND stratum_value = '{value}'"))
        return [found.get("attrition_" + step) for step in STEPS]

    def test_every_period_and_stratum_has_its_steps(self):
        with deployed() as deployment:
            self.run_it(deployment)
            self.assertEqual(self.chain(deployment, "2024-09"), [20, 20, 20, 20, 19])
            self.assertEqual(self.chain(deployment, "2024-11"), [20, 20, 20, 20, 19])
            self.assertEqual(self.chain(deployment, "2024-09", "sex", "F"), [10, 10, 10, 10, 9])
            self.assertEqual(self.chain(deployment, "w:0..1m"), [30, 30, 30, 30, 29])
            self.assertEqual(deployment.rows("SELECT DISTINCT state FROM observation_current WHERE period_key = 'w:12m..13m'"
                                             " AND service_id = 'north' AND indicator_id LIKE 'attrition_%'"), [("not_due",)])

    def test_reasons_are_series_and_nobody_is_a_number(self):
        with deployed() as deployment:
            self.run_it(deployment)
            excluded = deployment.rows(
                "SELECT stratum_value, series, value FROM observation_current WHERE indicator_id = 'attrition_excluded'"
                " AND service_id = 'north' AND period_key = '2024-09' ORDER BY 1")
            reasons = {series for _, series, _ in excluded}
            self.assertEqual(reasons, {"no_sessions", "age_unknown", "not_5_to_15", "started_late"})
            excluded = [row for row in excluded if row[1] == "no_sessions" or row[2] != 0]
            self.assertEqual(excluded, [("F", "no_sessions", 1), ("M", "no_sessions", 0), ("all", "no_sessions", 1)])

    def test_a_service_of_which_nothing_came_is_missing_in_every_period(self):
        with deployed() as deployment:
            self.run_it(deployment)
            states = deployment.rows(
                "SELECT indicator_id, period_key, state, value FROM observation_current WHERE service_id = 'south'"
                " AND grain = 'month' AND indicator_id IN ('attendance_rate', 'attrition_eligible') ORDER BY 1, 2")
            months = [f"2024-{month:02}" for month in (9, 10, 11, 12)]
            self.assertEqual(states, [(indicator, month, "missing", None)
                                      for indicator in ("attendance_rate", "attrition_eligible") for month in months])

    def test_exact_profiles_round_the_steps_and_withhold_their_strata(self):
        rows = "person,service,day,score,sex\n" + "".join(f"p{i},north,2024-09-06,1,{'FM'[i % 2]}\n" for i in range(23))
        with Deployment(measures=("none",), rows=rows.encode()) as deployment:
            text = deployment.config.read_text().replace('"open_data"', '"dfe_cla"').replace('["academic_year", "month"]', '["month"]')
            text = text.replace('services = ["north", "south"]', 'services = ["north"]') + '[monitor.table.marks.strata]\nsex = "sex"\n'
            deployment.config.write_text(text)
            self.run_it(deployment)
            self.assertEqual(self.chain(deployment, "2024-08"), [20, 20, 20, 20, 20])
            self.assertEqual(self.chain(deployment, "2024-08", "sex", "F"), [None] * 5)
            self.assertEqual(deployment.rows("SELECT value FROM observation_current WHERE indicator_id = 'cases' AND stratum_kind = 'all'"
                                             " AND period_key = '2024-08'"), [(23,)])

    def test_a_caseload_loses_cases_step_by_step(self):
        # Of south s3 never consented, s4 withdrew and s2 opts out; s6 stands in no data, and s7 has a
        # row in the next term only.
        more = "s6,south,2024-09-01,,2011-06-30,M,u6,yes,,school,A1\ns7,south,2024-09-09,,2011-06-30,M,u1,yes,,school,A1\n"
        spells = (SPELLS + more).replace("u1,yes,,school,A1\ns2", "u8,yes,,school,A1\ns2")
        with Caseload(spells=spells, opt_out="upn,u2\n") as deployment:
            deployment.config.write_text(deployment.config.read_text().replace("to = 2025-07-31", "to = 2025-07-31\nservices = [\"*\"]", 0))
            done = deployment.run("--as-of", "2025-08-31")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(self.chain(deployment, "202425-T1", service="south"), [6, 3, 2, 2, 1])
            self.assertEqual(self.chain(deployment, "202425-T1", "sex", "F", "south"), [2, 0, 0, 0, 0])

    def test_a_caseload_that_knows_nobody_says_nobody(self):
        spells = "\n".join(line for line in SPELLS.splitlines() if not line.startswith("s2,north")) + "\n"
        with Caseload(spells=spells) as deployment:
            done = deployment.run("--as-of", "2025-08-31")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(self.chain(deployment, "202425-T3", service="north"), [0, 0, 0, 0, 0])

    def test_query_tells_attrition_last_and_from_step_to_step(self):
        with deployed() as deployment:
            self.run_it(deployment)
            done = subprocess.run([WAYMARK, "query", "--store", deployment.folder / "indicators.sqlite", "--service", "north",
                                   "--grain", "month", "--stratum", "all"], capture_output=True, text=True)
            told = [line.split()[1] for line in done.stdout.splitlines()[1:]]
            first = next(i for i, indicator in enumerate(told) if indicator.startswith("attrition_"))
            self.assertGreater(first, 0)
            self.assertEqual(told[first:first + 6], ["attrition_" + step for step in STEPS + ["excluded"]])
            self.assertTrue(all(indicator.startswith("attrition_") for indicator in told[first:]))

    def test_repeating_the_run_changes_nothing(self):
        with deployed() as deployment:
            self.run_it(deployment)
            again = deployment.run("--as-of", "2024-12-31")
            self.assertIn("unchanged", again.stdout)


if __name__ == "__main__":
    unittest.main()
