# SPDX-License-Identifier: MIT
"""A daemon over a small deployment: started, listened to, told things, killed."""

import json
import os
import queue
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

from deployment import WAYMARK, Deployment

PATIENCE = 60  # seconds a test waits for what must come


def scheduled(deployment, **schedules):
    """Gives monitors their schedule: the inline TOML table of each, by id."""
    text = deployment.config.read_text()
    for monitor, schedule in schedules.items():
        head, tail = text.split(f'[[monitor]]\nid = "{monitor}"\n')
        text = f'{head}[[monitor]]\nid = "{monitor}"\nschedule = {schedule}\n{tail}'
    deployment.config.write_text(text)


def simulate(deployment, first, last, **more):
    """Runs the daemon from first to last under a simulated clock: the process and its log."""
    done = deployment.run("--simulate-from", first, "--until", last, verb=("daemon",), **more)
    return done, [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]


def events(log, event):
    return [line for line in log if line["event"] == event]


def make_due(ledger, monitor, ago=timedelta(seconds=5)):
    """Opens a due time in a ledger, as a daemon does that is killed before its run began."""
    due = int((datetime.now(timezone.utc) - ago).timestamp() * 1_000_000)
    connection = sqlite3.connect(ledger)
    with connection:
        changed = connection.execute("UPDATE schedule SET due_us = ?, handled_us = ? WHERE monitor_id = ?", (due, due, monitor))
    connection.close()
    if changed.rowcount != 1:
        raise AssertionError(f"the ledger has no schedule of {monitor}")
    return due


def known(deployment):
    """Lets a daemon see the deployment once, so that the ledger has its schedules."""
    with Daemon(deployment) as daemon:
        daemon.wait_for("started")
        if daemon.stop() != 0:
            raise AssertionError("the daemon did not stop well")


class Daemon:
    """A running daemon. Kills what is left at the end of `with`."""

    def __init__(self, deployment, *options, environment=None):
        self.log = []
        self._lines = queue.Queue()
        self.process = subprocess.Popen(
            [WAYMARK, "daemon", deployment.config, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stderr.close()

    def wait_for(self, event, **fields):
        """The next line of the log that tells of this event with these fields."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            if line is None:
                raise AssertionError(f"the daemon ended before it told of {event}: {self.log}")
            told = json.loads(line) if line.startswith("{") else {"event": line}
            self.log.append(told)
            if told["event"] == event and all(told.get(name) == value for name, value in fields.items()):
                return told

    def send(self, number):
        self.process.send_signal(number)

    def stop(self):
        self.send(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)


class Manager:
    """Listens as a service manager does."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="waymark-notify-")
        self.path = str(Path(self._folder.name) / "socket")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.path)
        self._socket.settimeout(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()
        self._folder.cleanup()

    def wait_for(self, word):
        """The fields of the next message that begins with this word."""
        while True:
            lines = self._socket.recv(4096).decode().split("\n")
            if lines[0] == word:
                return dict(line.split("=", 1) for line in lines)
