# SPDX-License-Identifier: MIT
"""The daemon from outside: signals, reloads, the service manager, clocks, one daemon per ledger."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest
from datetime import timedelta
from pathlib import Path

from daemon import Daemon, Manager, events, known, make_due, scheduled, simulate
from deployment import PLUGINS, WAYMARK, Deployment, good_rows

in_process = unittest.skipIf(
    os.environ.get("WAYMARK_SANITIZE"), "sanitized builds run measures in the program itself, where a crash is a crash")

NEVER = '{ cron = "0 0 29 2 *" }'
WEEKLY = '{ cron = "30 6 * * MON" }'


def small(**more):
    return Deployment(rows=good_rows(300), **more)


def ledger_of(deployment):
    return deployment.folder / "ledger.sqlite"


def schedule_rows(deployment):
    connection = sqlite3.connect(ledger_of(deployment))
    try:
        return dict(connection.execute("SELECT monitor_id, last_end FROM schedule"))
    finally:
        connection.close()


class Signals(unittest.TestCase):
    def test_a_stop_while_idle_ends_well(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number), small() as deployment:
                scheduled(deployment, none=NEVER)
                with Daemon(deployment) as daemon:
                    daemon.wait_for("started")
                    daemon.send(number)
                    daemon.wait_for("stopped")
                    self.assertEqual(daemon.process.wait(timeout=30), 0)

    def test_signals_right_after_ready_are_kept(self):
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            with Manager() as manager, Daemon(deployment, environment={"NOTIFY_SOCKET": manager.path}) as daemon:
                manager.wait_for("READY=1")
                daemon.send(signal.SIGHUP)
                daemon.send(signal.SIGTERM)
                self.assertEqual(daemon.process.wait(timeout=30), 0)

    def test_an_open_due_time_runs_at_once_and_is_finished_before_the_stop(self):
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            known(deployment)
            make_due(ledger_of(deployment), "none")
            with Daemon(deployment) as daemon:
                daemon.wait_for("run_started")
                self.assertEqual(daemon.stop(), 0)
                daemon.wait_for("run_ended", outcome="committed")
            self.assertEqual(deployment.ledger_states(), ["committed"])
            self.assertEqual(schedule_rows(deployment), {"none": "done"})

    @in_process
    def test_a_run_that_does_not_end_is_cancelled_and_stays_due(self):
        with small(measures=("hang",)) as deployment:
            scheduled(deployment, hang=NEVER)
            text = deployment.config.read_text().replace('"3s"', '"10m"')
            deployment.config.write_text(text + '[daemon]\nstop_within = "1s"\n')
            known(deployment)
            make_due(ledger_of(deployment), "hang")
            with Daemon(deployment) as daemon:
                daemon.wait_for("run_started")
                self.assertEqual(daemon.stop(), 0)
                daemon.wait_for("cancelling")
                daemon.wait_for("run_ended")
            self.assertEqual(deployment.ledger_states(), ["failed"])
            self.assertEqual(schedule_rows(deployment), {"hang": ""})


class Reload(unittest.TestCase):
    def test_a_bad_configuration_keeps_the_old_one_and_a_good_one_is_taken(self):
        with small(measures=("none",)) as deployment:
            scheduled(deployment, none=NEVER)
            good = deployment.config.read_text()
            with Manager() as manager, Daemon(deployment, environment={"NOTIFY_SOCKET": manager.path}) as daemon:
                manager.wait_for("READY=1")
                deployment.config.write_text(good.replace("29 2 *", "31 2 *"))
                daemon.send(signal.SIGHUP)
                refused = daemon.wait_for("reload_refused")
                self.assertIn('cron "0 0 31 2 *": no such day', refused["sentence"])
                self.assertTrue(manager.wait_for("RELOADING=1")["MONOTONIC_USEC"].isdigit())
                manager.wait_for("READY=1")

                deployment.config.write_text(good.replace("indicators.sqlite", "elsewhere.sqlite"))
                daemon.send(signal.SIGHUP)
                self.assertIn("cannot change", daemon.wait_for("reload_refused")["sentence"])

                deployment.config.write_text(good.replace("29 2 *", "28 2 *"))
                daemon.send(signal.SIGHUP)
                daemon.wait_for("reloaded", monitors=1)
                self.assertEqual(daemon.stop(), 0)


class NewBuild(unittest.TestCase):
    def test_a_build_dropped_in_place_is_used_from_the_next_run(self):
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            plugins = deployment.folder / "plugins"
            shutil.copytree(PLUGINS / "none", plugins)
            right = (plugins / "none.so").read_bytes()
            (plugins / "none.so").write_bytes((PLUGINS / "crash/crash.so").read_bytes())
            text = deployment.config.read_text().replace(f'folders = ["{PLUGINS}"]', f'folders = ["{plugins}"]')
            deployment.config.write_text(text + '[daemon]\nretry_first = "1s"\n')
            known(deployment)
            make_due(ledger_of(deployment), "none")
            with Daemon(deployment) as daemon:
                daemon.wait_for("run_ended", outcome="refused")
                (plugins / "new.so").write_bytes(right)
                (plugins / "new.so").chmod(0o755)
                (plugins / "new.so").rename(plugins / "none.so")
                daemon.wait_for("run_ended", outcome="committed")
                self.assertEqual(daemon.stop(), 0)


    def test_a_new_definition_begins_a_series_of_its_own_with_a_break(self):
        with small() as deployment:
            self.assertEqual(deployment.run().returncode, 0)
            first = deployment.rows("SELECT count(*) FROM observation_current WHERE definition_version = '1'")
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_current WHERE flags LIKE '%break%'"), [(0,)])
            text = deployment.config.read_text()
            deployment.config.write_text(text.replace(f'folders = ["{PLUGINS}"]', f'folders = ["{os.environ["SCENARIO_NEXT"]}"]'))
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            # The old series ends as it was; of the new one the first period of each grain is the break.
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_current WHERE definition_version = '1'"), first)
            breaks = deployment.rows("""SELECT DISTINCT grain, period_key FROM observation_current
                                        WHERE definition_version = '2' AND flags LIKE '%break%'
                                        AND stratum_kind = 'all' AND indicator_id NOT LIKE 'attrition%' ORDER BY grain""")
            firsts = deployment.rows("""SELECT grain, min(period_key) FROM observation_current
                                        WHERE definition_version = '2' AND stratum_kind = 'all'
                                        AND indicator_id NOT LIKE 'attrition%' GROUP BY grain ORDER BY grain""")
            self.assertEqual(breaks, firsts)
            self.assertGreater(len(firsts), 0)


class ServiceManager(unittest.TestCase):
    def test_readiness_watchdog_and_stop_are_told(self):
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            environment = {"WATCHDOG_USEC": "400000"}
            with Manager() as manager, Daemon(deployment, environment={**environment, "NOTIFY_SOCKET": manager.path}) as daemon:
                self.assertIn("1 monitors", manager.wait_for("READY=1")["STATUS"])
                manager.wait_for("WATCHDOG=1")
                manager.wait_for("WATCHDOG=1")
                daemon.send(signal.SIGTERM)
                manager.wait_for("STOPPING=1")
                self.assertEqual(daemon.process.wait(timeout=30), 0)


class Memory(unittest.TestCase):
    def test_a_crash_leaves_no_memory_behind(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        if hard == 0:
            self.skipTest("this system writes no core dumps anyhow")
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            with Daemon(deployment) as daemon:
                daemon.wait_for("started")
                self.assertEqual(resource.prlimit(daemon.process.pid, resource.RLIMIT_CORE), (0, 0))


class OneDaemon(unittest.TestCase):
    def test_a_second_one_is_told_to_try_later(self):
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            with Daemon(deployment) as daemon:
                daemon.wait_for("started")
                second = deployment.run(verb=("daemon",))
                self.assertEqual(second.returncode, 75)
                self.assertIn("another Waymark is running on this ledger", second.stderr)
                status = deployment.run(verb=("status",))
                self.assertEqual(status.returncode, 0, status.stderr)


class BadInput(unittest.TestCase):
    def expect(self, code, *words, schedule=NEVER, verb=("daemon",), options=(), change=("", "")):
        with small() as deployment:
            scheduled(deployment, none=schedule)
            deployment.config.write_text(deployment.config.read_text().replace(*change))
            done = deployment.run(*options, verb=verb)
            self.assertEqual(done.returncode, code, done.stderr)
            for word in words:
                self.assertIn(word, done.stderr)
            self.assertFalse((deployment.folder / "indicators.sqlite").exists())

    def test_an_unknown_zone(self):
        self.expect(78, ":4:12: error:", 'no zone "Europe/Londn"', change=("Europe/London", "Europe/Londn"))

    def test_an_impossible_cron(self):
        self.expect(78, "no such day in the months given", schedule='{ cron = "0 6 31 APR *" }')

    def test_no_schedule_at_all(self):
        self.expect(78, "no monitor has a schedule", change=(f"schedule = {NEVER}", ""))

    def test_a_simulation_without_its_end(self):
        self.expect(2, "--until", options=("--simulate-from", "2026-01-01"))

    def test_days_that_are_no_number(self):
        self.expect(2, '--days "two"', verb=("schedule", "next"), options=("--days", "two"))


class Clocks(unittest.TestCase):
    def test_downtime_and_a_clock_set_forward_are_caught_up_once(self):
        with small() as deployment:
            scheduled(deployment, none=WEEKLY)
            _, log = simulate(deployment, "2026-01-01", "2026-01-13")
            self.assertEqual([line["as_of"] for line in events(log, "run_started")], ["2026-01-05", "2026-01-12"])
            _, log = simulate(deployment, "2026-02-20", "2026-02-24")
            self.assertEqual(events(log, "passed_over")[0]["due_times"], 4)
            self.assertEqual([line["as_of"] for line in events(log, "run_started")], ["2026-02-16", "2026-02-23"])

    def test_a_clock_set_back_far_refuses_the_future_and_goes_on(self):
        with small() as deployment:
            scheduled(deployment, none=WEEKLY)
            simulate(deployment, "2026-06-01", "2026-06-30")
            _, log = simulate(deployment, "2026-03-01", "2026-03-10")
            self.assertEqual(len(events(log, "future_refused")), 1)
            self.assertEqual([line["as_of"] for line in events(log, "run_started")], ["2026-03-02", "2026-03-09"])

    def test_a_clock_set_back_a_little_runs_nothing_twice(self):
        with small() as deployment:
            scheduled(deployment, none=WEEKLY)
            simulate(deployment, "2026-01-01", "2026-01-12")
            _, log = simulate(deployment, "2026-01-12", "2026-01-18")  # from before the run of the 12th
            self.assertEqual(events(log, "run_started") + events(log, "future_refused"), [])

    def test_days_on_which_clocks_change(self):
        with small() as deployment:
            scheduled(deployment, none='{ cron = "30 1 * * *" }')
            for first, last, utc in (
                ("2026-03-28", "2026-03-30", ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
                ("2026-10-24", "2026-10-26", ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
            ):
                done, log = simulate(deployment, first, last)
                self.assertIn("simulated clock", done.stdout)
                self.assertEqual([line["due"] for line in events(log, "run_started")][-3:], utc)
                self.assertTrue(all(line["clock"] == "simulated" for line in log))

    def test_the_rehearsal_says_what_the_daemon_does(self):
        with small() as deployment:
            scheduled(deployment, none='{ cron = "30 1 * * SUN", jitter = "10m" }')
            plan = deployment.run("--from", "2026-03-20", "--days", "14", verb=("schedule", "next"))
            self.assertIn("2026-03-29 02:00  BST", plan.stdout)
            self.assertIn("2026-03-29 01:30 does not exist", plan.stdout)


class Unit(unittest.TestCase):
    def test_the_unit_file_has_no_fault_that_systemd_sees(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        text = (Path(__file__).parents[2] / "configs" / "waymark.service").read_text()
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder) / "waymark.service"
            unit.write_text(text.replace("/usr/bin/waymark", str(WAYMARK)))
            done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
            told = [line for line in done.stderr.splitlines() if "waymark" in line]
            self.assertEqual((done.returncode, told), (0, []))


class Others(unittest.TestCase):
    @in_process
    def test_runs_go_side_by_side_up_to_the_limit(self):
        for limit, order in ((2, ["none", "hang"]), (1, ["hang", "none"])):
            with self.subTest(parallel_runs=limit), small(measures=("hang", "none")) as deployment:
                scheduled(deployment, hang=NEVER, none=NEVER)
                deployment.config.write_text(deployment.config.read_text() + f"[daemon]\nparallel_runs = {limit}\n")
                known(deployment)
                make_due(ledger_of(deployment), "hang", timedelta(seconds=9))
                make_due(ledger_of(deployment), "none")
                with Daemon(deployment) as daemon:
                    for _ in order:
                        daemon.wait_for("run_ended")
                    self.assertEqual([line["monitor"] for line in events(daemon.log, "run_ended")], order)
                    self.assertEqual(daemon.stop(), 0)

    def test_many_runs_at_once_take_turns_at_the_ledger(self):
        measures = ("none", "nan", "undeclared", "file", "socket")
        with small(measures=measures) as deployment:
            scheduled(deployment, **{measure: '{ cron = "0 */3 * * *" }' for measure in measures})
            terms = f"[daemon]\nparallel_runs = {len(measures)}\nretry_attempts = 1\n"
            deployment.config.write_text(deployment.config.read_text() + terms)
            done, log = simulate(deployment, "2026-01-01", "2026-01-01")
            self.assertIn(done.returncode, (0, 76))  # most of these measures are refused, and given up
            self.assertEqual(events(log, "run_unsettled"), [])
            self.assertEqual(len(events(log, "run_ended")), 8 * len(measures))

    def test_a_store_that_is_locked_too_long_is_settled_and_tried_again(self):
        with small() as deployment:
            scheduled(deployment, none=NEVER)
            deployment.config.write_text(deployment.config.read_text() + '[daemon]\nretry_first = "1s"\n')
            known(deployment)
            make_due(ledger_of(deployment), "none")
            reader = sqlite3.connect(deployment.folder / "indicators.sqlite", isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM run_notice").fetchone()  # who reads keeps others from writing
            with Daemon(deployment) as daemon:
                daemon.wait_for("run_unsettled")
                reader.close()
                daemon.wait_for("settled")
                daemon.wait_for("run_ended", outcome="committed")
                self.assertEqual(daemon.stop(), 0)
            self.assertEqual(deployment.ledger_states(), ["failed", "committed"])

    @in_process
    def test_a_monitor_that_always_fails_leaves_the_others_alone(self):
        with small(measures=("crash", "none")) as deployment:
            scheduled(deployment, crash=WEEKLY, none=WEEKLY)
            deployment.config.write_text(deployment.config.read_text() + "[daemon]\nretry_attempts = 2\n")
            done, log = simulate(deployment, "2026-01-01", "2026-01-13")
            self.assertEqual(done.returncode, 76)
            self.assertEqual(len(events(log, "given_up")), 2)
            ended = events(log, "run_ended")
            self.assertEqual([line["outcome"] for line in ended if line["monitor"] == "crash"], ["crashed", "crashed", "crashed", "refused"])
            self.assertFalse(any("sentence" in line for line in ended))
            self.assertEqual(deployment.ledger_states().count("failed"), 3)  # then it was in quarantine
            self.assertEqual(schedule_rows(deployment), {"crash": "given_up", "none": "done"})
            status = deployment.run(verb=("status",))
            self.assertEqual(status.returncode, 1)
            self.assertIn("given_up", status.stdout)

    @in_process
    def test_status_knows_a_failure_before_a_thousand_runs_of_others(self):
        with small(measures=("crash", "none")) as deployment:
            deployment.run()
            connection = sqlite3.connect(deployment.folder / "ledger.sqlite")
            with connection:
                columns = [row[1] for row in connection.execute("PRAGMA table_info(run)")]
                copied = ", ".join({"run_no": "NULL", "run_id": "run_id || n"}.get(name, name) for name in columns)
                connection.execute(
                    f"""WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000)
                        INSERT INTO run SELECT {copied} FROM run, number WHERE monitor_id = 'none'"""
                )
            connection.close()
            status = deployment.run(verb=("status",))
            self.assertEqual(status.returncode, 1, status.stdout + status.stderr)
            self.assertIn("crashed", status.stdout)
            self.assertNotIn("never run", status.stdout)


if __name__ == "__main__":
    unittest.main()
