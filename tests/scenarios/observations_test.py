# SPDX-License-Identifier: MIT
"""A service's exact figures: for a reason only, and every look is in the audit before anything is seen."""

import csv
import io
import json
import os
import pwd
import sqlite3
import subprocess
import unittest

from deployment import WAYMARK, Deployment

ROWS = ("person,service,day,score\n" + "".join(f"p{i},{'north' if i < 3 else 'south'},2024-09-06,1\n" for i in range(40))).encode()


class Observations(unittest.TestCase):
    def setUp(self):
        self.deployment = Deployment(measures=("none",), rows=ROWS)
        self.addCleanup(self.deployment.__exit__)
        text = self.deployment.config.read_text()
        self.deployment.config.write_text(text.replace('"open_data"', '"nhs_hes"'))
        done = self.deployment.run("--as-of", "2025-08-31")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.ledger = self.deployment.folder / "ledger.sqlite"

    def look(self, *options, expect=0):
        done = subprocess.run([WAYMARK, "observations", "--ledger", self.ledger, *options], capture_output=True, text=True)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done

    def audit(self):
        done = subprocess.run([WAYMARK, "audit", "list", "--ledger", self.ledger, "--json"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["audit"]

    def test_the_store_hides_what_the_ledger_shows_to_those_who_may_read_it(self):
        hidden = self.deployment.rows("SELECT DISTINCT state FROM observation_current WHERE service_id = 'north' AND indicator_id = 'cases'")
        self.assertEqual(hidden, [("suppressed",)])
        done = self.look("--service", "north", "--reason", "termly review", "--indicator", "cases", "--csv")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual((row["service_id"], row["value"], row["people"], row["state"]), ("north", "3", "3", "observed"))
        self.assertIn("not protected", done.stderr)

    def test_each_look_is_a_row_of_the_audit(self):
        shown = self.look("--service", "north", "--reason", "termly review", "--grain", "month", "--json")
        rows = json.loads(shown.stdout)["observations"]
        (entry,) = self.audit()
        user = pwd.getpwuid(os.getuid()).pw_name
        self.assertEqual((entry["who"], entry["uid"], entry["verb"], entry["service"]), (user, os.getuid(), "observations", "north"))
        self.assertEqual((entry["filters"], entry["reason"], entry["rows"]), ("grain=month", "termly review", len(rows)))

    def test_without_a_reason_nothing_is_shown(self):
        for reason in ((), ("--reason", ""), ("--reason", "  ")):
            with self.subTest(reason=reason):
                done = self.look("--service", "north", *reason, expect=2)
                self.assertEqual(done.stdout, "")
        self.assertEqual(self.audit(), [])

    def test_an_unknown_service_is_told_and_not_audited(self):
        done = self.look("--service", "nort", "--reason", "review", expect=2)
        self.assertIn('no service "nort"; did you mean "north"?', done.stderr)
        self.assertEqual(self.audit(), [])

    def test_nothing_is_shown_when_the_audit_cannot_be_written(self):
        connection = sqlite3.connect(self.ledger)
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END")
        connection.commit()
        connection.close()
        done = self.look("--service", "north", "--reason", "review", expect=70)
        self.assertEqual(done.stdout, "")

    def test_a_ledger_that_is_not_there_is_not_made(self):
        self.ledger = self.deployment.folder / "other.sqlite"
        self.look("--service", "north", "--reason", "review", expect=66)
        self.assertFalse(self.ledger.exists())

    def test_a_ledger_others_may_read_is_refused(self):
        self.ledger.chmod(0o640)
        self.look("--service", "north", "--reason", "review", expect=77)


if __name__ == "__main__":
    unittest.main()
