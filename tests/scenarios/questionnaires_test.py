# SPDX-License-Identifier: MIT
"""The sample configuration of plugins/resilience on synthetic forms: run, calibrate, faulty instruments."""

import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from datetime import date, timedelta
from pathlib import Path

WAYMARK = Path(os.environ["WAYMARK"])
MEASURE = Path(__file__).resolve().parents[2] / "plugins" / "resilience"
HEADER = "client,form_id,form,completed_on,referred_on,closed_on,date_of_birth,sessions_attended," + ",".join(f"q{i}" for i in range(1, 10))


def synthetic_forms(people=120, seed=11):
    """Made-up forms: all start alike, most end better, a third is never asked again. (forms, who was asked again)"""
    draw = random.Random(seed)
    lines, again, number = [HEADER], 0, 0
    for person in range(people):
        start = date(2024, 9, 2) + timedelta(days=draw.randrange(60))
        end = start + timedelta(days=120)
        is_asked_again = person % 3 != 0
        again += is_asked_again
        for day, level in ((start, 2), (end, 1))[:1 + is_asked_again]:
            for form, items in (("PHQ-9", 9), ("GAD-7", 7)):
                number += 1
                answers = [str(min(3, max(0, level + draw.choice((-1, 0, 0, 1))))) for _ in range(items)] + [""] * (9 - items)
                lines.append(f"c{person},{number},{form},{day},{start},{end},1990-01-01,5," + ",".join(answers))
    return "\n".join(lines) + "\n", again


class Deployment:
    """The sample in a folder of its own. Removes itself at the end of `with`."""

    def __init__(self, forms):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-questionnaires-"))
        self.folder.chmod(0o755)
        shutil.copy(MEASURE / "sample.toml", self.folder / "deploy.toml")
        shutil.copytree(MEASURE / "instruments", self.folder / "instruments")
        (self.folder / "incoming").mkdir()
        (self.folder / "incoming" / "questionnaires.csv").write_text(forms)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def waymark(self, verb, *options):
        return subprocess.run([WAYMARK, verb, self.folder / "deploy.toml", *options, "--as-of", "2025-08-31"],
                              capture_output=True, text=True, timeout=120)

    def rows(self, sql):
        store = sqlite3.connect(f"file:{self.folder / 'indicators.sqlite'}?mode=ro", uri=True)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()


class Questionnaires(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.forms, cls.again = synthetic_forms()

    def test_the_sample_publishes_change_beside_completion(self):
        with Deployment(self.forms) as deployment:
            done = deployment.waymark("run")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            cells = dict(((indicator, series), (state, numerator, denominator)) for indicator, series, state, numerator, denominator in deployment.rows(
                "SELECT indicator_id, series, state, numerator, denominator FROM observation_current"
                " WHERE grain = 'academic_year' AND stratum_kind = 'all' AND point IN ('', 'mean')"))
            phq9 = "phq9/1/self/0-3/total"
            self.assertEqual(cells["completion_rate", phq9][0], "observed")
            # The profile rounds counts to the next 5.
            self.assertAlmostEqual(cells["completion_rate", phq9][1], self.again, delta=5)
            self.assertAlmostEqual(cells["completion_rate", phq9][2], 120, delta=5)
            self.assertEqual(cells["mean_change", phq9][0], "observed")
            self.assertIn(("joint_improvement", "talking_therapies"), cells)
            self.assertNotIn(("calibration_score", phq9), cells)

    def test_few_follow_ups_flag_the_cells(self):
        kept, asked = [], set()
        for line in self.forms.splitlines():
            client, form = line.split(",")[0], line.split(",")[2]
            if client == "client" or (client, form) not in asked or int(client[1:]) % 5 == 1:
                kept.append(line)
            asked.add((client, form))
        with Deployment("\n".join(kept) + "\n") as deployment:
            self.assertEqual(deployment.waymark("run").returncode, 0)
            flags = {flags for (flags,) in deployment.rows("SELECT flags FROM observation_current WHERE grain = 'academic_year'")}
            self.assertEqual(flags, {"low_completion"})

    def test_of_two_episodes_in_a_year_the_first_counts_by_the_caseload(self):
        spells, forms = ["client,start,end"], ["client,form_id,form,completed_on," + ",".join(f"q{i}" for i in range(1, 10))]
        for person in range(20):
            for start, middle, end in (("2024-09-02", "2024-11-01", "2024-12-01"), ("2025-01-06", "2025-03-03", "2025-04-01")):
                spells.append(f"c{person},{start},{end}")
                forms += [f"c{person},{len(forms) + more},PHQ-9,{day}," + ",".join("2" * 9) for more, day in enumerate((start, middle))]
        for choice, expected in (("first", {"academic_year": 20, "2024-12": 20, "2025-04": 20}),
                                 ("all", {"academic_year": 40, "2024-12": 20, "2025-04": 20})):
            with Deployment("\n".join(forms) + "\n") as deployment:
                (deployment.folder / "incoming" / "spells.csv").write_text("\n".join(spells) + "\n")
                file = deployment.folder / "deploy.toml"
                text = file.read_text()[:file.read_text().index("[monitor.table.forms.case_columns]")]
                text = text.replace("parameters = { ", f'parameters = {{ episodes = "{choice}", ')
                text = text.replace('person = "client"', 'person = "client"\nmembership = "during"')
                file.write_text(text + """[source.spells]
kind = "csv"
path = "incoming/spells.csv"
[caseload]
source = "spells"
person = "client"
start = "start"
end = "end"
""")
                done = deployment.waymark("run")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                found = deployment.rows("""SELECT grain, period_key, stratum_kind, stratum_value, denominator FROM observation_current
                                           WHERE indicator_id = 'completion_rate' AND series LIKE 'phq9%' AND state = 'observed'""")
                total = {grain if grain == "academic_year" else period: denominator
                         for grain, period, kind, _, denominator in found if kind == "all"}
                self.assertEqual(total, expected)
                strata = {value: denominator for grain, _, kind, value, denominator in found
                          if grain == "academic_year" and kind == "episode"}
                self.assertEqual(strata, {"first": 20, "later": 20} if choice == "all" else {})

    def test_calibrate_proposes_and_publishes_nothing(self):
        with Deployment(self.forms) as deployment:
            done = deployment.waymark("calibrate", "gad7")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("gad7/1/self/0-3/total: 120 complete baseline forms", done.stdout)
            self.assertIn("reliability = 0.", done.stdout)
            self.assertNotIn("phq9", done.stdout)
            self.assertFalse((deployment.folder / "indicators.sqlite").exists())
            self.assertFalse((deployment.folder / "ledger.sqlite").exists())

    def test_calibrate_leaves_out_who_is_forgotten(self):
        with Deployment(self.forms) as deployment:
            self.assertEqual(deployment.waymark("run").returncode, 0)
            forgotten = subprocess.run([WAYMARK, "forget", deployment.folder / "deploy.toml", "--reason", "request 1"],
                                       input="c1\nc2\n", capture_output=True, text=True, timeout=120)
            self.assertEqual(forgotten.returncode, 0, forgotten.stderr)
            self.assertIn("gad7/1/self/0-3/total: 118 complete baseline forms", deployment.waymark("calibrate", "gad7").stdout)

    def test_calibrate_refuses_under_thirty_forms(self):
        with Deployment(synthetic_forms(29)[0]) as deployment:
            done = deployment.waymark("calibrate", "phq9")
            self.assertEqual(done.returncode, 1)
            self.assertIn("29 complete baseline forms; at least 30 are needed", done.stdout)
            self.assertNotIn("sd =", done.stdout)

    def test_an_instrument_with_an_item_twice_is_refused_with_its_place(self):
        with Deployment(self.forms) as deployment:
            file = deployment.folder / "instruments" / "gad7.toml"
            file.write_text(file.read_text().replace("min_answered = 5\n", "items = [1, 2, 3, 4, 5, 6, 6]\nmin_answered = 5\n"))
            done = deployment.waymark("run")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("item 6 is listed twice", done.stdout + done.stderr)

    def test_a_misspelt_key_is_told_with_file_line_and_suggestion(self):
        with Deployment(self.forms) as deployment:
            file = deployment.folder / "instruments" / "gad7.toml"
            file.write_text(file.read_text().replace("cutoff = 8", "cutof = 8"))
            done = deployment.waymark("run")
            self.assertEqual(done.returncode, 78)
            self.assertRegex(done.stdout + done.stderr, r'gad7\.toml:\d+:1: error: unknown key "cutof"; did you mean "cutoff"\?')


if __name__ == "__main__":
    unittest.main()
