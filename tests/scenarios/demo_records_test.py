# SPDX-License-Identifier: MIT
"""The demo's records: the same bytes whatever the machine is set to, nothing known before its day, marked as synthetic."""

import csv
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

GENERATOR = Path(__file__).resolve().parents[2] / "examples/demo/generate.py"
DATES_OF = {"caseload": "start_date", "questionnaires": "completed_on", "events": "event_date", "offences": "offence_date"}


def generate(folder, seed=1, **environment):
    done = subprocess.run([sys.executable, "-B", GENERATOR, folder, "--seed", str(seed)], capture_output=True, text=True,
                          timeout=120, env=os.environ | environment)  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


def digest(folder):
    """Of every path below the folder, where it links to, and every byte."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(f"{path.relative_to(folder)}\n".encode())
        if path.is_symlink():
            total.update(os.readlink(path).encode())
        elif path.is_file():
            total.update(path.read_bytes())
    return total.hexdigest()


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_date(text):
    """Some dates are planted that no calendar has."""
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


class DemoRecords(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="waymark-demo-records-")
        cls.folder = Path(cls.temporary.name) / "first"
        cls.printed = generate(cls.folder, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_the_same_seed_gives_the_same_bytes_whatever_hash_order_zone_and_locale(self):
        again = Path(self.temporary.name) / "again"
        printed = generate(again, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
        self.assertEqual(digest(self.folder), digest(again))
        self.assertEqual(printed, self.printed)

    def test_another_seed_gives_other_people(self):
        other = Path(self.temporary.name) / "other"
        generate(other, seed=2)
        self.assertNotEqual(digest(self.folder), digest(other))

    def test_no_extract_holds_what_happened_after_its_day(self):
        for table, column in DATES_OF.items():
            extracts = sorted((self.folder / table).glob("*.csv"))
            self.assertGreater(len(extracts), 3)
            for extract in extracts:
                rows = rows_of(extract)
                self.assertTrue(rows, extract)
                latest = max(filter(is_date, (row[column] for row in rows)))
                self.assertLess(latest, extract.stem, extract)
        for delivery in (self.folder / "marks/delivered").glob("*.csv"):
            latest = max((row["recorded_at"] for row in rows_of(delivery)), default="")
            self.assertLess(latest, delivery.stem)

    def test_each_day_of_marks_links_to_what_had_arrived(self):
        delivered = sorted(path.name for path in (self.folder / "marks/delivered").iterdir())
        self.assertEqual(len(delivered), 52)
        days = sorted(path for path in (self.folder / "marks").iterdir() if path.name != "delivered")
        self.assertEqual(days[0].name, "2024-09-02")
        for day in days:
            arrived = sorted(path.name for path in day.iterdir())
            self.assertEqual(arrived, [name for name in delivered if name <= f"{day.name}.csv"])
            self.assertTrue(all(path.is_file() for path in day.iterdir()))

    def test_every_row_is_marked_synthetic(self):
        for path in self.folder.rglob("*.csv"):
            rows = path.read_text(encoding="utf-8").splitlines()[1:]
            self.assertTrue(all("SYN-" in row for row in rows), path)
        self.assertIn("SYNTHETIC", (self.folder / "SYNTHETIC.txt").read_text())
        self.assertTrue(self.printed.startswith("Synthetic"))

    def test_three_services_of_250_and_a_group_of_18(self):
        last = rows_of(max((self.folder / "caseload").glob("*.csv")))
        first_spell = {}
        for row in last:
            first_spell.setdefault(row["person_id"], row)
        sizes = {}
        for row in first_spell.values():
            sizes[row["service_id"]] = sizes.get(row["service_id"], 0) + 1
        self.assertEqual(len(sizes), 3)
        for service, people in sizes.items():
            self.assertTrue(240 <= people <= 260, (service, people))
        self.assertEqual(sum(row["referral_route"] == "hospital" for row in last), 18)

    def test_what_was_planted_is_in_the_files(self):
        planted = json.loads((self.folder / "planted.json").read_text())
        marks = [row for path in (self.folder / "marks/delivered").glob("*.csv") for row in rows_of(path)]
        self.assertEqual(len(marks) - len({tuple(row.values()) for row in marks}), planted["marks: identical"])
        for name, is_odd in {
            "marks: unknown code": lambda row: row["code"] == "?",
            "marks: no such session": lambda row: row["session"] == "EV",
            "marks: unreadable date": lambda row: row["date"] == "31/11/2024",
            "marks: pupil number of nobody": lambda row: row["pupil_upn"] == "SYN-U-900000",
        }.items():
            self.assertEqual(sum(map(is_odd, marks)), planted[name], name)
        offences = rows_of(max((self.folder / "offences").glob("*.csv")))
        self.assertEqual(len(offences) - len({row["offence_id"] for row in offences}), planted["offences: given twice"])
        self.assertEqual(sum(row["breach"] == "1" for row in offences), planted["offences: breach"])


if __name__ == "__main__":
    unittest.main()
