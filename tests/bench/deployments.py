# SPDX-License-Identifier: MIT
"""Waymark on a made-up table: a deployment in a folder of its own, run as anyone would run it, and what it answered."""

import hashlib
import json
import re
import sqlite3
import subprocess

from measuring import measure

HEAD = """config_version = 1
[deployment]
id = "bench"
timezone = "Europe/London"
[ledger]
path = "ledger.sqlite"
[store]
path = "indicators.sqlite"
[disclosure]
profile = "nhs_hes"
approved_by = "nobody had to: the people are made up"
"""

ATTENDANCE = """[source.marks]
kind = "csv"
path = "{0}"
{source}
[[monitor]]
id = "attendance"
measure = "attendance"
services = ["*"]
grains = ["term", "academic_year"]
from = 2023-08-01
to = 2024-07-31
[monitor.table.marks]
source = "marks"
person = "pupil_id"
service = "school_id"
unit = "school_id"
"""

QUESTIONNAIRES = """[source.forms]
kind = "csv"
path = "{0}"
[[monitor]]
id = "resilience"
measure = "resilience"
services = ["*"]
grains = ["academic_year"]
from = 2023-08-01
to = 2024-07-31
parameters = {{ instruments = ["{instruments}/who5.toml"] }}
[monitor.table.forms]
source = "forms"
person = "client"
service = "service"
[monitor.table.forms.columns]
date = "completed_on"
items = {{ pattern = "q{{1..5}}" }}
[monitor.table.forms.case_columns]
start = "referred_on"
end = "closed_on"
"""

OFFENCES = """[source.events]
kind = "csv"
path = "{0}"
[source.offences]
kind = "csv"
path = "{1}"
[[monitor]]
id = "reoffending"
measure = "reoffending"
services = ["*"]
grains = ["quarter", "calendar_year"]
from = 2022-01-01
to = 2022-12-31
[monitor.table.events]
source = "events"
person = "offender_id"
service = "service"
[monitor.table.events.case_columns]
born = "dob"
[monitor.table.offences]
source = "offences"
person = "offender_id"
service = "service"
"""

LAST_RUN_NO = "(SELECT max(run_no) FROM run)"
LAST_RUN_ID = "(SELECT run_id FROM run ORDER BY run_no DESC LIMIT 1)"
TREE_DIGEST = 'digest = "tree"'


class Deployment:
    """Made anew in `folder`; `machine` are keys of [machine], `source` lines of the attendance source."""

    def __init__(self, program, folder, monitor, tables, machine=None, source="", instruments="", as_of="2024-08-31"):
        self.program, self.folder, self.as_of = program, folder, as_of
        folder.mkdir(parents=True, exist_ok=True)
        own = "".join(f"{key} = {value}\n" for key, value in (machine or {}).items())
        text = HEAD + (f"[machine]\n{own}" if own else "") + monitor.format(*tables, source=source, instruments=instruments)
        (folder / "deploy.toml").write_text(text, encoding="utf-8")

    def forget_runs(self):
        for file in self.folder.glob("*.sqlite*"):
            file.unlink()

    def refusal(self):
        """Why the configuration is refused: the first fault; "" when it is not."""
        done = subprocess.run([self.program, "config", "check", "deploy.toml"], cwd=self.folder, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else (done.stderr + done.stdout).strip().splitlines()[0]

    def run(self, memory=False, before=()):
        """Measures `waymark run`; `before` is what stands before the command, such as taskset. The output is JSON."""
        command = [*before, self.program, "run", "deploy.toml", "--as-of", self.as_of, "--json"]
        return measure(command, self.folder, memory=memory)

    def _select(self, file, sql):
        connection = sqlite3.connect(f"file:{self.folder / file}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def sums(self, grain, stratum="all"):
        """Exact parts of the last run, which the private ledger keeps: (service, period, indicator, series) -> (a, b)."""
        rows = self._select("ledger.sqlite",
                            "SELECT service_id, period_key, indicator_id, series, a, b FROM exact_observation"
                            f" WHERE run_id = {LAST_RUN_ID} AND grain = '{grain}' AND stratum_kind = '{stratum}'")
        return {tuple(row[:4]): (row[4], row[5]) for row in rows}

    def findings(self):
        """(service, period, code) -> count, of the last run."""
        rows = self._select("ledger.sqlite", f"SELECT service_id, period_key, code, count FROM finding WHERE run_no = {LAST_RUN_NO}")
        return {tuple(row[:3]): row[3] for row in rows}

    def result_digest(self):
        """SHA-256 of everything the last run found and released, apart from when it was and how it is called."""
        exact = self._select("ledger.sqlite",
                             "SELECT measure_id, definition_version, service_id, indicator_id, series, grain, period_key, stratum_kind,"
                             " stratum_value, state, maturity, flags, contributions, people, contributors, a, b, aa, ab, bb, times, quantities"
                             f" FROM exact_observation WHERE run_id = {LAST_RUN_ID} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9")
        found = sorted(self.findings().items())
        released = self._select("indicators.sqlite",
                                "SELECT service_id, indicator_id, series, grain, period_key, stratum_kind, stratum_value, point, state, maturity,"
                                " flags, value, numerator, denominator, people, lower, upper FROM observation_current ORDER BY 1, 2, 3, 4, 5, 6, 7, 8")
        return hashlib.sha256(repr((exact, found, released)).encode()).hexdigest()


def attendance_answer(deployment):
    """School and term (0 is the year) -> enrolments, possible, authorised, unauthorised, persistent, severe, and the findings
    identical, conflicts, unknown: what the queries answer too."""
    answer = {}

    def entry(service, period):
        term = re.fullmatch(r"\d+-T(\d)", period)
        return answer.setdefault((service, int(term[1]) if term else 0), [0] * 9)

    places = {"possible_sessions": 1, "authorised_absence_rate": 2, "unauthorised_absence_rate": 3, "persistent_absence": 4, "severe_absence": 5}
    for grain in ("term", "academic_year"):
        for (service, period, indicator, _), (a, b) in deployment.sums(grain).items():
            if indicator in places:
                entry(service, period)[places[indicator]] = round(a)
            if indicator == "persistent_absence":
                entry(service, period)[0] = round(b)
    for (service, period, code), count in deployment.findings().items():
        if code in (codes := ("dup_identical", "dup_conflict", "unknown_marks")):
            entry(service, period)[6 + codes.index(code)] = count
    return {place: numbers for place, numbers in answer.items() if any(numbers)}


def run_report(measured):
    """The one monitor's entry of what `waymark run --json` printed."""
    return json.loads(measured.output)["runs"][0]
