# SPDX-License-Identifier: MIT
"""Rows from a query on an SQLite file: the same figures as from CSV, and nothing but reading."""

import json
import sqlite3
import threading
import unittest

from deployment import Deployment, good_rows

QUERY = "SELECT person, service, day, score FROM mark ORDER BY rowid"


def source(query=QUERY, more=""):
    return f'kind = "sqlite"\npath = "register.sqlite"\nquery = """{query}"""\n{more}'


def fill(deployment, rows=None, name="register.sqlite"):
    """The rows of the CSV extract as a table of the partner's own file."""
    lines = (rows or good_rows()).decode().splitlines()[1:]
    connection = sqlite3.connect(deployment.folder / name)
    connection.execute("CREATE TABLE mark (person TEXT, service TEXT, day TEXT, score INTEGER)")
    connection.executemany("INSERT INTO mark VALUES (?, ?, ?, ?)", [line.split(",") for line in lines])
    connection.commit()
    return connection


class SqliteSource(unittest.TestCase):
    def expect(self, deployment, code, *words):
        done = deployment.run()
        told = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, told)
        for word in words:
            self.assertIn(word, told)
        self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history") or [(0,)], [(0,)])
        return told

    def test_the_figures_are_those_of_the_same_rows_as_csv(self):
        figures = "SELECT service_id, period_key, indicator_id, value FROM observation_current ORDER BY 1, 2, 3"
        with Deployment() as csv, Deployment(path="", source=source()) as database:
            fill(database).close()
            self.assertEqual(csv.run().returncode, 0)
            done = database.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("10000 rows read, 10000 used", done.stdout)
            self.assertGreater(len(csv.rows(figures)), 0)
            self.assertEqual(csv.rows(figures), database.rows(figures))
            self.assertIn("nothing differs", database.run().stdout)
            ledger = sqlite3.connect(database.folder / "ledger.sqlite")
            (path,) = ledger.execute("SELECT path FROM pull_file LIMIT 1").fetchone()
            ledger.close()
            self.assertIn("register.sqlite: its answer to the query of SHA-256", path)

    def test_parameters_are_bound_and_each_service_is_read_by_itself(self):
        query = "SELECT person, day, score FROM mark WHERE service = :service AND day BETWEEN :from AND :to"
        with Deployment(path="", source=source(query)) as deployment:
            text = deployment.config.read_text().replace('service = "service"\n', "")
            deployment.config.write_text(text)
            connection = fill(deployment)
            connection.execute("INSERT INTO mark VALUES ('p1', 'north', '2019-01-01', 1)")
            connection.execute("INSERT INTO mark VALUES ('p1', 'x'' OR 1=1 --', '2024-09-03', 1)")
            connection.commit()
            connection.close()
            done = deployment.run("--as-of", "2024-10-31")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            inside = sum(line.split(b",")[2] <= b"2024-10-31" for line in good_rows().splitlines()[1:])
            self.assertIn(f"{inside} rows read, {inside} used, 0 refused, 0 out of scope", done.stdout)

    def test_missing_and_faulty_values_are_told_by_row_without_the_value(self):
        with Deployment(path="", source=source()) as deployment:
            connection = fill(deployment)
            connection.execute("UPDATE mark SET score = 'seven' WHERE rowid = 7000")
            connection.execute("UPDATE mark SET score = NULL WHERE rowid = 7001")
            connection.commit()
            connection.close()
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("9998 used, 2 refused", done.stdout)
            self.assertIn("register.sqlite:7001", done.stdout)
            self.assertNotIn("seven", done.stdout)

    def test_bad_queries_are_configuration_errors_with_their_place(self):
        for query, word in (
            (QUERY + "; DROP TABLE mark", "second statement"),
            ("DELETE FROM mark", "begin with SELECT"),
            ("WITH gone AS (SELECT 1) DELETE FROM mark", "only reads"),
            ("SELECT person, service, day, score FROM marks", "no such table"),
            ("SELECT * FROM mark WHERE day > :form", ":from?"),
            ("SELECT * FROM mark WHERE day > ?", "not ?"),
            ("SELECT 'open", "never closed"),
            ("", "empty"),
        ):
            with self.subTest(query), Deployment(path="", source=source(query)) as deployment:
                fill(deployment).close()
                self.expect(deployment, 78, word, "deploy.toml:")
                connection = sqlite3.connect(deployment.folder / "register.sqlite")
                self.assertEqual(connection.execute("SELECT count(*) FROM mark").fetchone(), (10_000,))
                connection.close()

    def test_a_query_file_is_told_with_its_own_line(self):
        text = 'kind = "sqlite"\npath = "register.sqlite"\nquery_file = "marks.sql"\n'
        with Deployment(path="", source=text) as deployment:
            fill(deployment).close()
            self.expect(deployment, 78, "no such file")
            deployment.write("marks.sql", b"-- every mark; one row each\n" + QUERY.encode() + b";\n")
            self.assertEqual(deployment.run().returncode, 0)
            deployment.write("marks.sql", QUERY.encode() + b";\n\n  DELETE FROM mark")
            self.assertIn("marks.sql:3:3", deployment.run().stderr)

    def test_bad_files(self):
        with Deployment(path="", source=source()) as deployment:
            self.expect(deployment, 66, "register.sqlite", "no such file")
            deployment.write("register.sqlite", b"person,service,day,score\n" * 100)
            self.expect(deployment, 65, "no SQLite database")

    def test_a_column_that_is_not_in_the_result_is_named(self):
        with Deployment(path="", source=source("SELECT person, service, day, score AS scroe FROM mark")) as deployment:
            fill(deployment).close()
            self.expect(deployment, 65, "score", "scroe")

    def test_a_database_that_breaks_in_mid_pull_leaves_nothing(self):
        with Deployment(path="", source=source()) as deployment:
            fill(deployment, good_rows(200_000)).close()
            path = deployment.folder / "register.sqlite"
            whole = path.read_bytes()
            path.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) // 2))
            self.expect(deployment, 69, "register.sqlite")

    def test_a_locked_database_is_told(self):
        with Deployment(path="", source=source(more='timeout = "200ms"')) as deployment:
            connection = fill(deployment)
            connection.execute("BEGIN EXCLUSIVE")
            self.expect(deployment, 69, "locked")
            connection.close()

    def test_an_endless_query_is_ended_by_its_timeout(self):
        endless = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                     SELECT 'p' AS person, 'north' AS service, '2024-09-02' AS day, count(*) AS score FROM n"""
        with Deployment(path="", source=source(endless, 'timeout = "200ms"')) as deployment:
            fill(deployment).close()
            self.expect(deployment, 69, "timeout of 200 ms")

    def test_the_file_may_be_written_while_it_is_read(self):
        with Deployment(path="", source=source()) as deployment:
            connection = fill(deployment)
            connection.execute("PRAGMA journal_mode = WAL")
            stop = threading.Event()

            def write():
                own = sqlite3.connect(deployment.folder / "register.sqlite", timeout=10)
                while not stop.is_set():
                    own.execute("UPDATE mark SET score = score WHERE rowid = 1")
                    own.commit()
                own.close()

            writer = threading.Thread(target=write)
            writer.start()
            done = deployment.run()
            stop.set()
            writer.join()
            connection.close()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_source_test_reads_the_head_and_keeps_nothing(self):
        with Deployment(path="", source=source()) as deployment:
            connection = fill(deployment, good_rows(100_000))
            done = deployment.run("--source", "extract", verb=("source", "test"))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("columns: person, service, day, score", done.stdout)
            self.assertIn("the head of it", done.stdout)
            connection.execute("UPDATE mark SET score = 'seven' WHERE rowid = 7")
            connection.commit()
            done = deployment.run("--source", "extract", "--json", verb=("source", "test"))
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            (head,) = json.loads(done.stdout)["heads"]
            self.assertGreaterEqual(head["rows_read"], 1000)
            self.assertLess(head["rows_read"], 50_000)
            self.assertEqual(head["refused"][0]["rows"], 1)
            self.assertTrue(head["refused"][0]["first"].endswith("register.sqlite:8"))
            self.assertNotIn("seven", done.stdout)
            connection.close()
            self.assertEqual(deployment.run("--source", "extrakt", verb=("source", "test")).returncode, 2)
            self.assertEqual(sorted(path.name for path in deployment.folder.iterdir()), ["deploy.toml", "register.sqlite"])
            (deployment.folder / "register.sqlite").unlink()
            self.assertEqual(deployment.run("--source", "extract", verb=("source", "test")).returncode, 66)

    def test_keys_of_another_kind_are_errors(self):
        with Deployment(path="", source=source(more='delimiter = ";"')) as deployment:
            self.expect(deployment, 78, "deploy.toml:", "delimiter")


if __name__ == "__main__":
    unittest.main()
