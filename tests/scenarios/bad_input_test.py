# SPDX-License-Identifier: MIT
"""Bad input from outside: a clear sentence, the documented exit code, nothing half-written."""

import gzip
import os
import resource
import sqlite3
import subprocess
import unittest

from deployment import WAYMARK, Deployment, good_rows

FOLLOW_UP = """[[monitor]]
id = "follow-up"
measure = "org.waymark.reoffending_followup"
services = ["north"]
windows = ["(0..6m]"]
from = 2023-01-01
to = 2024-12-31
[monitor.table.outcomes]
source = "extract"
person = "person"
service = "service"
[monitor.table.outcomes.case_columns]
start = "start"
"""


class BadInput(unittest.TestCase):
    def expect(self, deployment, code, *words, **more):
        done = deployment.run(**more)
        told = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, told)
        for word in words:
            self.assertIn(word, told)
        self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history") or [(0,)], [(0,)])
        return told

    def test_good_rows_are_committed_and_a_repetition_is_not(self):
        with Deployment() as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stderr)
            before = deployment.rows("SELECT * FROM observation_history")
            self.assertGreater(len(before), 0)
            self.assertIn("nothing differs", deployment.run().stdout)
            self.assertEqual(deployment.rows("SELECT * FROM observation_history"), before)

    def test_missing_file(self):
        with Deployment(path="nowhere/{as_of}.csv") as deployment:
            self.expect(deployment, 66, "nowhere")

    def test_pipe_nobody_writes_to(self):
        with Deployment(path="pipe.csv") as deployment:
            os.mkfifo(deployment.folder / "pipe.csv")
            self.expect(deployment, 69, "pipe.csv", "name a regular file")

    def test_truncated_archive(self):
        with Deployment(path="rows.csv.gz") as deployment:
            packed = gzip.compress(good_rows())
            deployment.write("rows.csv.gz", packed[: len(packed) // 2])
            self.expect(deployment, 69, "rows.csv.gz")

    def test_header_without_a_column(self):
        with Deployment(rows=good_rows().replace(b"score", b"scroe", 1)) as deployment:
            self.expect(deployment, 65, "score", "scroe", "rows.csv:1")

    def test_type_error_on_line_7001(self):
        lines = good_rows().split(b"\n")
        lines[7000] = b"p1,north,2024-09-01,seven"
        with Deployment(rows=b"\n".join(lines)) as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("9999 used, 1 refused", done.stdout)
            self.assertIn("rows.csv:7001", done.stdout)
            self.assertNotIn("seven", done.stdout)

    def test_quote_never_closed(self):
        with Deployment(rows=good_rows() + b'"p1,north,2024-09-01,1\n') as deployment:
            self.expect(deployment, 65, "rows.csv:10002")

    def test_invalid_utf8(self):
        with Deployment(rows=good_rows() + b"p\xff,north,2024-09-01,1\n") as deployment:
            self.expect(deployment, 65, "UTF-8", "rows.csv:10002")

    def test_wrong_delimiter(self):
        with Deployment(rows=good_rows().replace(b",", b";")) as deployment:
            self.expect(deployment, 65, "delimiter", ";")

    def test_everything_refused(self):
        rows = b"person,service,day,score\n" + b"p1,north,yesterday,1\n" * 50
        with Deployment(rows=rows) as deployment:
            self.expect(deployment, 65, "50 refused", "max_refused")

    def test_no_rows(self):
        with Deployment(rows=b"person,service,day,score\n") as deployment:
            self.expect(deployment, 65, "empty")

    def test_configuration_faults_are_told_all_at_once(self):
        with Deployment(extra='[store2]\npaht = "x"\n[[monitor]]\nid = "none"\n') as deployment:
            told = self.expect(deployment, 78, "deploy.toml:", "store2", "errors. Nothing was changed")
            self.assertGreaterEqual(told.count("error:"), 2)
            self.assertRegex(told, r"deploy\.toml:\d+:\d+: ")
            self.assertIn('did you mean "store"?', told)

    def test_a_person_twice_where_one_row_is_allowed(self):
        def with_rows(rows):
            deployment = Deployment(measures=(), path="follow_up.csv", extra=FOLLOW_UP)
            deployment.write("follow_up.csv", ("person,service,start,last,reoffended\n" + rows).encode())
            return deployment

        sound = "".join(f"p{one},north,2023-01-01,2023-05-01,true\n" for one in range(200))
        with with_rows(sound + "p7,north,2023-01-01,2023-06-01,false\n") as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("200 used, 1 refused", done.stdout)
            self.assertIn("follow_up.csv:202", done.stdout)
            self.assertNotIn("p7", done.stdout)
        with with_rows(sound + sound) as deployment:
            self.expect(deployment, 65, "200 refused", "max_refused")

    def test_a_source_that_fails_harms_no_other_monitor(self):
        database = """kind = "sqlite"
path = "gone.sqlite"
query = "SELECT * FROM follow_up"
"""
        nobody = """kind = "http"
url = "http://127.0.0.1:9/follow_up.csv"
format = "csv"
"""
        for source, words in (('kind = "csv"\npath = "cut.csv.gz"\n', "cut.csv.gz"), (database, "gone.sqlite"), (nobody, "127.0.0.1")):
            broken = "[source.broken]\n" + source + FOLLOW_UP.replace('source = "extract"', 'source = "broken"')
            with self.subTest(words), Deployment(extra=broken) as deployment:
                rows = "".join(f"p{one},north,2023-01-01,2023-05-{1 + one % 28:02},true\n" for one in range(20_000))
                packed = gzip.compress(("person,service,start,last,reoffended\n" + rows).encode())
                deployment.write("cut.csv.gz", packed[: len(packed) // 2])
                done = deployment.run()
                self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
                self.assertIn(words, done.stdout)
                self.assertEqual(deployment.rows("SELECT DISTINCT measure_id FROM observation_history"), [("org.waymark.test.none",)])
                self.assertEqual(sorted(deployment.ledger_states()), ["committed", "failed"])

    def test_a_day_that_has_not_come(self):
        with Deployment() as deployment:
            done = deployment.run("--as-of", "2999-01-10")
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn("is in the future", done.stderr)
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history") or [(0,)], [(0,)])

    def test_a_query_for_what_the_store_does_not_know(self):
        with Deployment() as deployment:
            deployment.run()
            for option, wrong, right in (("--service", "nort", "north"), ("--grain", "month_", "month")):
                done = subprocess.run([WAYMARK, "query", "--store", deployment.folder / "indicators.sqlite", option, wrong],
                                      capture_output=True, text=True, timeout=60)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                self.assertIn(f'did you mean "{right}"?', done.stderr)

    def test_store_locked(self):
        with Deployment() as deployment:
            self.assertEqual(deployment.run("--service", "north").returncode, 0)
            deployment.write("rows.csv", good_rows(12_000))
            lock = sqlite3.connect(deployment.folder / "indicators.sqlite", isolation_level=None)
            lock.execute("BEGIN EXCLUSIVE")
            done = deployment.run()
            lock.execute("ROLLBACK")
            lock.close()
            self.assertEqual(done.returncode, 75, done.stderr)
            self.assertIn("indicators.sqlite", done.stderr)
            self.assertEqual(deployment.run().returncode, 0)

    def test_store_of_a_newer_schema(self):
        with Deployment() as deployment:
            self.assertEqual(deployment.run().returncode, 0)
            store = sqlite3.connect(deployment.folder / "indicators.sqlite")
            store.execute("PRAGMA user_version = 999")
            store.commit()
            store.close()
            done = deployment.run()
            self.assertEqual(done.returncode, 74, done.stderr)
            self.assertIn("newer", done.stderr)

    def test_full_disk_in_store_and_ledger(self):
        for file in ("indicators.sqlite", "ledger.sqlite"):
            with self.subTest(file):
                self.fill_the_disk(file)

    def fill_the_disk(self, file):
        # No file may grow beyond 100 MB, and this one is as large already: its next page meets a full
        # disk. (The limit must leave room for the memory shared with the worker, which is a file too.)
        def no_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000_000, 100_000_000))

        services = [b"person,service,day,score"] + [b"p%d,s%d,2024-09-02,1" % (i, i) for i in range(500)]
        with Deployment(rows=b"\n".join(services[:3])) as deployment:
            text = deployment.config.read_text().replace('[[service]]\nid = "north"\n[[service]]\nid = "south"\n', "")
            deployment.config.write_text(text.replace('services = ["north", "south"]', 'services = ["*"]'))
            self.assertEqual(deployment.run().returncode, 0)
            before = deployment.rows("SELECT * FROM observation_history")
            filler = sqlite3.connect(deployment.folder / file)
            filler.execute("CREATE TABLE filler (bytes BLOB)")
            filler.execute("INSERT INTO filler VALUES (zeroblob(100000000))")
            filler.commit()
            filler.close()
            deployment.write("rows.csv", b"\n".join(services))
            done = deployment.run(preexec_fn=no_room, restore_signals=False)  # SIGXFSZ stays ignored
            self.assertEqual(done.returncode, 74, done.stdout + done.stderr)
            self.assertEqual(deployment.rows("SELECT * FROM observation_history"), before)
            self.assertEqual(deployment.run().returncode, 0)

    def test_unknown_words_on_the_command_line(self):
        with Deployment() as deployment:
            for options, word in ((["--measrue", "x"], "--measure"), (["--measure", "nnoe"], "none"), (["--as-of", "today"], "2024-10-10")):
                done = deployment.run(*options)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
