# SPDX-License-Identifier: MIT
"""Participation and crisis contacts, from files to the store: their own sample configurations, run on made-up people."""

import datetime
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
ENTRY = datetime.date(2023, 3, 1)
PEOPLE = 40


def day(days):
    return (ENTRY + datetime.timedelta(days=days)).isoformat()


def as_csv(header, rows):
    return "\n".join([header, *(",".join(str(field) for field in row) for row in rows)]) + "\n"


class FurtherOutcomes(unittest.TestCase):
    def outcome(self, measure, files):
        """The current observations of the sample of `measure`, with `files` beside it, by (indicator, period, point)."""
        with tempfile.TemporaryDirectory(prefix="waymark-outcomes-") as name:
            folder = Path(name)
            shutil.copy(PLUGINS / measure / "sample.toml", folder / "deploy.toml")
            spells = [(f"c{one}", "restart", ENTRY, day(700), "2001-01-01", "FM"[one % 2]) for one in range(PEOPLE)]
            (folder / "spells.csv").write_text(as_csv("client_id,programme,start_day,end_day,born,sex", spells))
            for file, content in files.items():
                (folder / file).write_text(content)
            done = subprocess.run([os.environ["WAYMARK"], "run", "deploy.toml", "--as-of", "2025-06-30"],
                                  cwd=folder, capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            store = sqlite3.connect(f"file:{folder}/indicators.sqlite?mode=ro", uri=True)
            found = store.execute("""SELECT indicator_id, period_key, point, state, value, numerator, denominator
                                     FROM observation_current WHERE stratum_kind = 'all'""").fetchall()
            store.close()
        return {row[:3]: row[3:] for row in found}

    def test_participation_at_six_and_twelve_months(self):
        rows = []
        for one in range(PEOPLE):
            if one < 20:  # a job from the first day, with a weekend between two employers
                rows += [(f"c{one}", day(0), day(100), "employment"), (f"c{one}", day(103), "", "employment")]
            elif one < 30:  # an apprenticeship that begins in the eighth month
                rows += [(f"c{one}", day(0), day(229), "neet"), (f"c{one}", day(230), "", "apprenticeship")]
        found = self.outcome("participation", {"activities.csv": as_csv("client_id,first_day,last_day,activity", rows)})
        self.assertEqual(found["participating", "w:0..6m", ""], ("observed", 20 / 30, 20, 30))
        self.assertEqual(found["participating", "w:0..12m", ""], ("observed", 1, 30, 30))
        self.assertEqual(found["in_training", "w:0..12m", ""], ("observed", 10 / 30, 10, 30))
        self.assertEqual(found["sustained", "w:0..12m", ""], ("observed", 20 / 30, 20, 30))
        self.assertEqual(found["status_known", "w:0..6m", ""], ("observed", 30 / 40, 30, 40))
        self.assertEqual(found["participating", "2023-Q4", ""], ("observed", 1, 30, 30))

    def test_crisis_contacts_before_and_after_entry(self):
        rows = [(f"c{one}", day(-day_of_year), kind, f"{one}-{day_of_year}")
                for one in range(20) for day_of_year, kind in ((30, "A&E"), (60, "999"), (360, "A&E"))]
        rows += [(f"c{one}", day(40), "A&E", f"{one}-after") for one in range(20)]
        rows += rows[:5]  # handed in twice
        found = self.outcome("crisis_contacts", {"contacts.csv": as_csv("client_id,date,kind,contact_id", rows)})
        self.assertEqual(found["crisis_contacts", "w:-12m..0", ""][0::2], ("observed", 60))
        self.assertEqual(found["crisis_contacts", "w:0..12m", ""][0::2], ("observed", 20))
        self.assertEqual(found["police_callouts", "w:-12m..0", ""][2], 20)
        self.assertEqual(found["people_in_crisis", "w:0..12m", ""], ("observed", 0.5, 20, 40))
        # 40 people: a year's contacts fall by 60 / 40 - 20 / 40 = 1 on average.
        self.assertAlmostEqual(found["change_after_entry", "w:0..12m", "mean"][1], -1.0, places=2)


if __name__ == "__main__":
    unittest.main()
