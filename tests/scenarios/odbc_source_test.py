# SPDX-License-Identifier: MIT
"""Rows through unixODBC: from SQLite's driver, and from a real PostgreSQL that the test starts."""

import os
import subprocess
import unittest

from deployment import WAYMARK, Deployment, good_rows
from postgres import Postgres, programs
from sqlite_source_test import fill

FIGURES = "SELECT service_id, period_key, indicator_id, value FROM observation_current ORDER BY 1, 2, 3"
QUERY = "SELECT person, service, day, score FROM mark ORDER BY number"


def has_driver(name):
    try:
        told = subprocess.run(["odbcinst", "-q", "-d", "-n", name], capture_output=True, check=False)
        return told.returncode == 0
    except FileNotFoundError:
        return False


def source(connection, query, more=""):
    return f'kind = "odbc"\nconnection = "{connection}"\nquery = """{query}"""\n{more}\n'


class OdbcCase(unittest.TestCase):
    def expect(self, deployment, code, *words, **more):
        done = deployment.run(**more)
        told = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, told)
        for word in words:
            self.assertIn(word, told)
        self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history") or [(0,)], [(0,)])
        return told


class AnyDriver(OdbcCase):
    def test_unknown_driver_and_unknown_data_source(self):
        for text in (source("Driver=No Such Driver;Database=x", QUERY), source("", QUERY).replace('connection = ""', 'dsn = "no-such-dsn"')):
            with Deployment(path="", source=text) as deployment:
                self.expect(deployment, 78, "no ODBC driver", "odbcinst")

    def test_a_password_of_one_letter_is_covered_and_the_message_ends(self):
        with Deployment(path="", source=source("Driver=No Such Driver", QUERY, 'user = "u"\npassword = "file:secret"')) as deployment:
            deployment.write("secret", b"e\n")
            (deployment.folder / "secret").chmod(0o600)
            self.expect(deployment, 78, "no ODBC driver", "(secret)")

    def test_a_password_in_the_configuration_is_refused_and_not_repeated(self):
        for text in (
            source("Driver=x;PWD=hunter2", QUERY),
            source("Driver=x; Password = hunter2", QUERY),
            source("Driver=x", QUERY, 'user = "u"\npassword = "hunter2"'),
        ):
            with Deployment(path="", source=text) as deployment:
                told = self.expect(deployment, 78, "never stands in the configuration", "deploy.toml:")
                self.assertNotIn("hunter2", told)


@unittest.skipUnless(has_driver("SQLite3"), "Debian's libsqliteodbc is not installed")
class SqliteDriver(OdbcCase):
    def deployment(self, query="SELECT person, service, day, score FROM mark ORDER BY rowid", more=""):
        deployment = Deployment(path="", source="none yet")
        text = deployment.config.read_text()
        own = source(f"Driver=SQLite3;Database={deployment.folder}/register.sqlite", query, more)
        deployment.config.write_text(text.replace("none yet", own))
        return deployment

    def test_the_figures_are_those_of_the_same_rows_as_csv(self):
        with Deployment() as csv, self.deployment() as database:
            fill(database).close()
            self.assertEqual(csv.run().returncode, 0)
            done = database.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("10000 rows read, 10000 used", done.stdout)
            self.assertEqual(csv.rows(FIGURES), database.rows(FIGURES))

    def test_bad_queries(self):
        for query, code, word in (
            ("SELECT 1; DELETE FROM mark", 78, "second statement"),
            ("SELECT person, service, day, score FROM marks", 78, "no such table"),
            ("WITH gone AS (SELECT 1) DELETE FROM mark", 78, "only reads"),
        ):
            with self.subTest(query), self.deployment(query) as deployment:
                connection = fill(deployment)
                self.expect(deployment, code, word)
                self.assertEqual(connection.execute("SELECT count(*) FROM mark").fetchone(), (10_000,))
                connection.close()


@unittest.skipUnless(has_driver("PostgreSQL Unicode"), "Debian's odbc-postgresql is not installed")
@unittest.skipUnless(programs(), "Debian's postgresql is not installed")
class PostgresDriver(OdbcCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Postgres()
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.__enter__()
        cls.server.sql("CREATE TABLE mark (number serial, person text, service text, day date, score int)")
        cls.server.load("mark (person, service, day, score)", good_rows())

    def deployment(self, query=QUERY, more="", secret=None, mode=0o600):
        own = source(self.server.connection, query, f'user = "{self.server.user}"\npassword = "file:secret"\n' + more)
        deployment = Deployment(path="", source=own)
        deployment.write("secret", ((self.server.password if secret is None else secret) + "\n").encode())
        (deployment.folder / "secret").chmod(mode)
        return deployment

    def test_the_figures_are_those_of_the_same_rows_as_csv(self):
        with Deployment() as csv, self.deployment() as database:
            self.assertEqual(csv.run().returncode, 0)
            done = database.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("10000 rows read, 10000 used", done.stdout)
            self.assertEqual(csv.rows(FIGURES), database.rows(FIGURES))

    def test_parameters_are_bound(self):
        query = "SELECT person, day, score FROM mark WHERE service = :service AND day BETWEEN :from AND :to AND day <= :as_of"
        with self.deployment(query) as deployment:
            deployment.config.write_text(deployment.config.read_text().replace('service = "service"\n', ""))
            done = deployment.run("--as-of", "2024-10-31")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            inside = sum(line.split(b",")[2] <= b"2024-10-31" for line in good_rows().splitlines()[1:])
            self.assertIn(f"{inside} rows read, {inside} used, 0 refused, 0 out of scope", done.stdout)

    def test_texts_and_numbers_arrive_as_they_are(self):
        service = 'no"rth,\n\U0001f600 é' + "ü" * 5000
        query = f"""SELECT 'p' || n AS person, '{service}' AS service, date '2024-09-02' AS day, n::float8 AS score
                    FROM generate_series(1, 3) n UNION ALL SELECT NULL, 'north', '2024-09-02', 7"""
        with self.deployment(query.replace('"', '\\"')) as deployment:
            text = deployment.config.read_text().replace('[[service]]\nid = "north"\n[[service]]\nid = "south"\n', "")
            text = text.replace('services = ["north", "south"]', 'services = ["*"]')
            deployment.config.write_text(text.replace("[source.extract]", "[source.extract]\nmax_refused = 1.0\nallow_partial = true"))
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("4 rows read, 3 used, 1 refused", done.stdout)
            self.assertIn((service,), deployment.rows("SELECT service_id FROM service"))

    def test_credentials_missing_wrong_or_open_to_everybody(self):
        with self.deployment(secret="hunter2") as deployment:
            self.assertNotIn("hunter2", self.expect(deployment, 77, "refuses the login"))
        with self.deployment(mode=0o644) as deployment:
            self.expect(deployment, 77, "chmod", "secret")
        with self.deployment() as deployment:
            (deployment.folder / "secret").unlink()
            self.expect(deployment, 66, "secret", "no such file")
            text = deployment.config.read_text().replace("file:secret", "credential:db")
            deployment.config.write_text(text)
            self.expect(deployment, 66, "LoadCredential=db")
            folder = deployment.folder / "credentials"
            folder.mkdir()
            (folder / "db").write_text(self.server.password)
            (folder / "db").chmod(0o400)
            done = deployment.run(env={**os.environ, "CREDENTIALS_DIRECTORY": str(folder)})
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_no_query_writes(self):
        for query, word in (
            ("WITH gone AS (DELETE FROM mark RETURNING *) SELECT person, service, day, score FROM gone", "data-modifying"),
            ("SELECT person, service, day, score FROM mark WHERE nextval('mark_number_seq') > 0", "writes"),
        ):
            with self.subTest(query), self.deployment(query) as deployment:
                before = self.server.sql("SELECT count(*), (SELECT last_value FROM mark_number_seq) FROM mark")
                self.expect(deployment, 78, word)
                self.assertEqual(self.server.sql("SELECT count(*), (SELECT last_value FROM mark_number_seq) FROM mark"), before)

    def test_unknown_columns_are_told_in_the_databases_words(self):
        with self.deployment("SELECT person, service, day, scroe FROM mark") as deployment:
            self.expect(deployment, 78, "scroe", "deploy.toml:")

    def test_a_value_the_database_cannot_work_out_is_never_repeated(self):
        with self.deployment("SELECT person, service, day, person::int AS score FROM mark") as deployment:
            told = self.expect(deployment, 65, "22P02")
            self.assertNotIn("p0", told)

    def test_a_database_gone_in_mid_pull_leaves_nothing(self):
        query = """SELECT person, service, day, CASE WHEN number = 9000 THEN pg_terminate_backend(pg_backend_pid())::int
                   ELSE score END AS score FROM mark ORDER BY number"""
        with self.deployment(query) as deployment:
            self.expect(deployment, 69, "went away")

    def test_a_slow_query_is_ended_by_its_timeout(self):
        query = "SELECT person, service, day, score FROM mark, pg_sleep(60)"
        with self.deployment(query, 'timeout = "1s"') as deployment:
            self.expect(deployment, 69, "timeout of 1000 ms")

    def test_a_server_that_is_not_there(self):
        with self.deployment() as deployment:
            deployment.config.write_text(deployment.config.read_text().replace("Port=5432", "Port=5433"))
            self.expect(deployment, 69, "cannot be reached")

    @unittest.skipIf(os.environ.get("WAYMARK_SANITIZE"), "sanitizers keep memory of their own")
    def test_memory_does_not_grow_with_the_answer(self):
        def peak_kib(count):
            query = f"SELECT 'p' || n % 997 AS person, CASE n % 2 WHEN 0 THEN 'north' ELSE 'south' END AS service, date '2024-09-02' AS day, n % 10 AS score, repeat('x', 300) AS more FROM generate_series(1, {count}) n"
            with self.deployment(query) as deployment:
                running = subprocess.Popen([WAYMARK, "run", deployment.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                _, status, used = os.wait4(running.pid, 0)
                running.returncode = os.waitstatus_to_exitcode(status)
                self.assertEqual(running.returncode, 0)
                return used.ru_maxrss

        self.assertLess(peak_kib(300_000), peak_kib(30_000) + 30_000)


if __name__ == "__main__":
    unittest.main()
