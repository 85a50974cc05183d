# SPDX-License-Identifier: MIT
"""One process and all it starts, measured: wall time, CPU time and, in runs of their own, memory.

Memory is the peak of a sum over the processes of the tree that are alive together, looked at every two
milliseconds: of their resident sets (RSS: pages that host and worker share count twice) and of their
proportional ones (PSS: they count once). Looking costs time, so a run whose memory is looked at is not
one whose time counts."""

import os
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field

LOOK_EVERY_SECONDS = 0.002


@dataclass
class Measured:
    """What one run cost. rss and pss are bytes, None when nobody looked or the system does not tell."""

    seconds: float
    cpu_seconds: float
    output: str
    rss: int | None = None
    pss: int | None = None


class Failed(Exception):
    """A program that we measure ended with another exit code than it should have."""


def _children(pid):
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                found += [int(child) for child in file.read().split()]
    except OSError:
        pass  # it has ended meanwhile
    return found


def _tree(root):
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += _children(pid)
    return found


def _memory(pid):
    """(rss, pss) of a process in bytes; pss is None where only its owner's debugger may see it."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            sizes = {line.split(":")[0]: line.split()[1] for line in file if line.endswith("kB\n")}
        return int(sizes["Rss"]) * 1024, int(sizes["Pss"]) * 1024
    except PermissionError:
        return _resident(pid), None
    except (OSError, KeyError):
        return 0, 0  # it has ended meanwhile


def _resident(pid):
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


class _Watch(threading.Thread):
    """Looks at a process tree until it is told to stop, and keeps the peaks."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.rss, self.pss = pid, 0, 0
        self.stopped = threading.Event()

    def run(self):
        while not self.stopped.wait(LOOK_EVERY_SECONDS):
            sizes = [_memory(pid) for pid in _tree(self.pid)]
            self.rss = max(self.rss, sum(rss for rss, _ in sizes))
            if self.pss is not None:
                self.pss = None if any(pss is None for _, pss in sizes) else max(self.pss, sum(pss for _, pss in sizes))


def measure(command, folder, environment=None, memory=False, exit_code=0):
    """Runs `command` in `folder` to its end. Throws Failed with its last words when it ends otherwise than with `exit_code`."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=output, stderr=errors, stdin=subprocess.DEVNULL,
                                   env={**os.environ, **(environment or {})})
        watch = _Watch(process.pid) if memory else None
        if watch:
            watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if watch:
            watch.stopped.set()
            watch.join()
        output.seek(0)
        errors.seek(0)
        if process.returncode != exit_code:
            raise Failed(f"exit code {process.returncode} of {' '.join(map(str, command))}\n{output.read()[-1000:]}{errors.read()[-2000:]}")
        return Measured(seconds, usage.ru_utime + usage.ru_stime, output.read(), watch.rss if watch else None, watch.pss if watch else None)


@dataclass
class Series:
    """The timed runs of one contestant in one comparison; entry r of each list is of round r, None where it did not run."""

    name: str
    seconds: list = field(default_factory=list)
    cpu_seconds: list = field(default_factory=list)
    answer_seconds: list = field(default_factory=list)  # as it tells itself: without its interpreter's start
    rss: int | None = None
    pss: int | None = None
    version: str = ""

    def look_at(self, measured):
        self.rss = max(self.rss or 0, measured.rss)
        self.pss = None if measured.pss is None else max(self.pss or 0, measured.pss)

    def add(self, measured, answer_seconds):
        self.seconds.append(measured.seconds if measured else None)
        self.cpu_seconds.append(measured.cpu_seconds if measured else None)
        self.answer_seconds.append(answer_seconds if measured else None)


def spread(values):
    """(median, least, greatest) of those that are there."""
    there = [value for value in values if value is not None]
    return (statistics.median(there), min(there), max(there)) if there else None


def ratios(numerators, denominators):
    """Round by round, so that a machine that is slow for a while is slow for both."""
    return [a / b for a, b in zip(numerators, denominators) if a is not None and b]


def in_turn(contestants, rounds, settle):
    """A warm-up whose memory is looked at, then `rounds` timed ones in which everybody runs once (the slow ones only in as many
    as they are given), each round beginning with another; then memory once more. `settle(contestant)` is called after every
    run and throws when the answer is wrong. One Series per contestant."""
    series = {contestant: Series(contestant.name) for contestant in contestants}

    def look(contestant):
        series[contestant].look_at(contestant.run(memory=True))
        settle(contestant)

    for contestant in contestants:
        look(contestant)
    for number in range(rounds):
        at = number % len(contestants)
        for contestant in contestants[at:] + contestants[:at]:
            if number < contestant.rounds_at_most:
                measured = contestant.run()
                settle(contestant)
                series[contestant].add(measured, contestant.answer_seconds)
            else:
                series[contestant].add(None, None)
    for contestant in contestants:
        if contestant.rounds_at_most >= rounds:
            look(contestant)
        series[contestant].version = contestant.version
    return list(series.values())
