# SPDX-License-Identifier: MIT
"""What is printed of the comparisons: one table each, the goals of Waymark beside them, and the same as JSON."""

import datetime
import json
import os
import platform
import subprocess
from pathlib import Path

from measuring import ratios, spread


def with_spread(values, digits=2):
    """Median, and in brackets the least and the greatest."""
    found = spread(values)
    if found is None:
        return "–"
    middle, least, greatest = (f"{value:.{digits}f}" for value in found)
    return middle if least == greatest else f"{middle} ({least}–{greatest})"


def megabytes(size):
    return "–" if size is None else f"{size / 1e6:.0f}"


def _machine():
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
                  if line.startswith("model name")), platform.machine())
    commit = subprocess.run(["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), "commit": commit.stdout.strip(),
            "processor": model, "cores": len(os.sched_getaffinity(0)), "kernel": platform.release()}


class Report:
    """Prints as it goes. One thread."""

    def __init__(self):
        self.machine = _machine()
        self.load_before = os.getloadavg()[0]
        self.results, self.goals, self.left_out, self.wrong = [], [], [], []
        print(f"# {self.machine['date']}, commit {self.machine['commit']}")
        print(f"{self.machine['processor']}, {self.machine['cores']} cores, Linux {self.machine['kernel']}; load {self.load_before:.2f} at the start")

    def _print_table(self, head, rows):
        print("\n| " + " | ".join(head) + " |\n|" + "---|" * len(head))
        for row in rows:
            print("| " + " | ".join(row) + " |")

    def leave_out(self, what, why):
        """Says that `what` is not measured."""
        self.left_out.append({"what": what, "why": why})
        print(f"\nNot measured: {what}: {why}", flush=True)

    def tell_wrong(self, what, error):
        """An answer or a program was wrong."""
        self.wrong.append({"what": what, "error": str(error)})
        print(f"\n## {what}\n\n**WRONG**: {error}", flush=True)

    def compare(self, title, series, *, rows, size, remark=""):
        """One comparison; the first series is what the others are held to. Times of the others are those of the answer alone
        where they tell it, and Waymark's are always those of the whole process."""
        first = series[0]
        print(f"\n## {title}: {rows / 1e6:.2f} million rows, {size / 1e6:.0f} MB", end="")
        print(f"\n\n{remark}" if remark else "")
        lines = []
        for one in series:
            times = ratios([answer or whole for answer, whole in zip(one.answer_seconds, one.seconds)], first.seconds)
            lines.append([f"{one.name} {one.version}".strip(), with_spread(one.seconds), with_spread(one.answer_seconds), with_spread(one.cpu_seconds),
                          megabytes(one.rss), megabytes(one.pss),
                          *(("1", "1", "1") if one is first else (with_spread(times, 1), with_spread(ratios(one.cpu_seconds, first.cpu_seconds), 1),
                                                                   f"{one.rss / first.rss:.1f}" if one.rss and first.rss else "–"))])
        self._print_table(["", "wall s", "answer alone s", "CPU s", "RSS MB", "PSS MB", "time ×", "CPU ×", "RSS ×"], lines)
        self.results.append({"title": title, "rows": rows, "bytes": size, "series": [vars(one) for one in series]})
        print(end="", flush=True)

    def note(self, title, numbers):
        """Numbers that are no comparison of processes: name -> text."""
        print(f"\n## {title}")
        self._print_table(["", ""], numbers.items())
        self.results.append({"title": title, "numbers": numbers})
        print(end="", flush=True)

    def hold(self, claim, value, limit, *, at_least, unit=""):
        """Notes whether a goal is met: `value` at least or at most `limit`."""
        if value is not None:
            is_met = value >= limit if at_least else value <= limit
            self.goals.append({"claim": claim, "value": value, "limit": limit, "unit": unit, "at_least": at_least, "is_met": is_met})

    def finish(self, file=None):
        """Prints the goals, and writes everything as JSON to `file` if one is given."""
        if self.goals:
            print("\n## Goals (issue 4)")
            self._print_table(["goal", "limit", "measured", ""],
                              [[goal["claim"], f"{'≥' if goal['at_least'] else '≤'} {goal['limit']:g}{goal['unit']}",
                                f"{goal['value']:.3g}{goal['unit']}", "met" if goal["is_met"] else "**not met**"] for goal in self.goals])
        load = os.getloadavg()[0]
        print(f"\nLoad {self.load_before:.2f} at the start, {load:.2f} at the end.", end=" ")
        print("Others were at work at the start: compare CPU times and ratios, not wall times." if self.load_before > 0.5 else "")
        if file:
            everything = {"schema": 1, "machine": self.machine, "load_before": self.load_before, "load_after": load,
                          "results": self.results, "goals": self.goals, "left_out": self.left_out, "wrong": self.wrong}
            Path(file).write_text(json.dumps(everything, indent=2) + "\n", encoding="utf-8")


def middle(values):
    """The median, None when nothing is there."""
    found = spread(values)
    return found[0] if found else None
