# SPDX-License-Identifier: MIT
"""A simulated year of the daemon with faults: a source that vanishes, a measure that crashes, kill -9 at
any moment. The store must equal that of a year without them, and every due time must have run once."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from daemon import scheduled, simulate
from deployment import PLUGINS, WAYMARK, Deployment

CRASHING = Path(os.environ["SCENARIO_CRASHING"])
LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2024, 9, 1), date(2025, 8, 31)

MONTHLY = """[daemon]
retry_first = "1h"
retry_longest = "6h"
retry_attempts = 1000
[[monitor]]
id = "monthly"
measure = "org.waymark.test.none"
services = ["north", "south"]
grains = ["academic_year"]
from = 2024-08-01
to = 2025-07-31
schedule = { named = "monthly", at = "01:30", jitter = "20m" }
[monitor.table.marks]
source = "extract"
person = "person"
service = "service"
"""

RELEASES = """SELECT service_id, measure_id, indicator_id, grain, period_key, stratum_value, as_of, state, value, numerator, people
    FROM observation_history ORDER BY 1, 2, 3, 4, 5, 6, 7"""


def due_days():
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    return [day for day in days if day.weekday() == 0 or day.day == 1]


class Year(Deployment):
    """Two monitors of one measure; on every due day another extract, as registers grow."""

    def __init__(self):
        super().__init__(path="rows/{as_of}.csv", extra=MONTHLY)
        self.plugins = self.folder / "plugins"
        shutil.copytree(PLUGINS / "none", self.plugins)
        text = self.config.read_text().replace(f'["{PLUGINS}"]', f'["{self.plugins}"]')
        self.config.write_text(text.replace('grains = ["academic_year", "month"]', 'grains = ["month"]'))
        scheduled(self, none='{ cron = "30 6 * * MON", jitter = "5m" }')
        (self.folder / "rows").mkdir()
        for day in due_days():
            rows = [f"p{n},{'north' if n % 3 else 'south'},{FIRST + timedelta(n // 2)},{n % 10}" for n in range(2 * (day - FIRST).days)]
            self.extract(day).write_text("\n".join(["person,service,day,score", f"p0,north,{FIRST},1", f"p1,south,{FIRST},1", *rows]) + "\n")

    def extract(self, day):
        return self.folder / "rows" / f"{day}.csv"

    def install(self, folder):
        for name in ("none.so", "none.measure.json"):
            shutil.copy(folder / name, self.plugins / f"{name}.new")
            (self.plugins / f"{name}.new").replace(self.plugins / name)

    def ledger(self, sql):
        connection = sqlite3.connect(self.folder / "ledger.sqlite")
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def runs_of_due_times(self):
        return self.ledger("SELECT monitor_id, due_us, count(*) FROM run WHERE state IN ('committed', 'unchanged') GROUP BY 1, 2 ORDER BY 1, 2")

    def last_decided(self, default):
        """The day of the last due time the ledger has decided: where a killed daemon goes on."""
        if not (self.folder / "ledger.sqlite").exists():
            return default
        try:
            stamp = self.ledger("SELECT max(handled_us) FROM schedule")[0][0]
        except sqlite3.OperationalError:
            return default  # killed before there was a schema
        return max(default, datetime.fromtimestamp(stamp / 1e6, LONDON).date()) if stamp else default


class Soak(unittest.TestCase):
    def undisturbed(self):
        with Year() as year:
            done, log = simulate(year, str(FIRST), str(LAST))
            self.assertEqual(done.returncode, 0, done.stderr)
            seconds = sum(line.get("seconds", 0) for line in log)
            return year.rows(RELEASES), year.runs_of_due_times(), seconds / len(due_days())

    def go_on(self, year, first, last):
        done, _ = simulate(year, str(first), str(last))
        self.assertEqual(done.returncode, 0, done.stderr)

    def kill_somewhere(self, year, first, last, delay):
        """Runs from first towards last, and kills the daemon after so many seconds of ours."""
        process = subprocess.Popen(
            [WAYMARK, "daemon", year.config, "--simulate-from", str(first), "--until", str(last)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def vanish(self, year, day):
        year.extract(day).rename(year.folder / "gone.csv")
        self.go_on(year, day, day)
        (year.folder / "gone.csv").rename(year.extract(day))

    def crash(self, year, day):
        year.install(CRASHING)
        self.go_on(year, day, day)
        year.install(PLUGINS / "none")

    def test_a_year_with_faults_equals_a_year_without(self):
        releases, runs, pace = self.undisturbed()
        self.assertGreater(len(releases), 100)
        seed = random.SystemRandom().randrange(1 << 30)
        chance = random.Random(seed)
        days = sorted(chance.sample(due_days()[1:-1], 9))
        with self.subTest(seed=seed), Year() as year:
            cursor = FIRST
            for day, fault in zip(days, chance.sample(["vanish", "crash", "kill"] * 3, 9)):
                if fault == "kill":
                    self.kill_somewhere(year, cursor, day, chance.uniform(0, 4 * pace))
                    cursor = year.last_decided(cursor)
                else:
                    self.go_on(year, cursor, day - timedelta(1))
                    getattr(self, fault)(year, day)
                    cursor = day
            self.go_on(year, cursor, LAST)
            self.assertEqual(year.rows(RELEASES), releases)
            self.assertEqual(year.runs_of_due_times(), runs)
            self.assertTrue(all(count == 1 for _, _, count in runs))
            self.assertFalse({"running", "prepared"} & set(year.ledger_states()))
            self.assertTrue(year.ledger("SELECT 1 FROM run WHERE outcome = 'crashed'"))


if __name__ == "__main__":
    if os.environ.get("WAYMARK_SANITIZE"):
        print("skipped: sanitized builds run measures in the program itself, where a crash is a crash")
        sys.exit(77)
    unittest.main()
