# SPDX-License-Identifier: MIT
"""What is compared: the attendance measure on one table, and the sections that are no such comparison."""

import json
import os
import subprocess
import sys
from functools import cached_property

import deployments
from contestants import SCRIPTS, Again, Command, Waymark
from deployments import Deployment
from measuring import Series, in_turn, measure, ratios
from report import megabytes, middle, with_spread
from tables import Name

INFLATE = "import sys, zlib; unpack = zlib.decompressobj(31); file = open(sys.argv[1], 'rb')\nwhile data := file.read(1 << 17): unpack.decompress(data)"


class Bench:
    """What all sections share."""

    def __init__(self, programs, folder, tables, others, report, rounds):
        self.programs, self.folder, self.tables, self.others, self.report, self.rounds = programs, folder, tables, others, report, rounds
        self.by_size = []  # (table, rows, Series) of Waymark on date-major tables

    def deployment(self, name, monitor, table, **more):
        return Deployment(self.programs / "waymark", self.folder / name, monitor, table.files, **more)

    def attendance(self, name, table, **more):
        return self.deployment(name, deployments.ATTENDANCE, table, **more)

    @cached_property
    def has_tree_digest(self):
        """Whether a source may ask for the tree digest; says why not, once."""
        probe = self.attendance("probe", self.tables.marks(Name("date", "tiny")), source=deployments.TREE_DIGEST)
        if refusal := probe.refusal():
            self.report.leave_out("the tree digest", refusal)
        return not refusal

    def waymarks(self, name, table, before=()):
        """Waymark on a table, and once more with the tree digest where it is known."""
        found = [Waymark(self.attendance(name, table), before=before)]
        if self.has_tree_digest:
            found.append(Waymark(self.attendance(f"{name}-tree", table, source=deployments.TREE_DIGEST), "waymark, tree digest", before))
        return found

    def tell_scale(self):
        """Time and memory against rows, and what they come to for England's 3,000 million."""
        if len({rows for _, rows, _ in self.by_size}) < 2:
            return
        (_, few, least), (_, many, most) = min(self.by_size, key=lambda size: size[1]), max(self.by_size, key=lambda size: size[1])
        slope = (middle(most.seconds) - middle(least.seconds)) / (many - few)
        bytes_a_row = (most.rss - least.rss) / (many - few)
        numbers = {f"{name.text}: {rows / 1e6:.2f} million rows": f"{with_spread(series.seconds)} s, {middle(series.seconds) / rows * 1e9:.0f} ns a row, "
                   f"CPU {middle(series.cpu_seconds) / rows * 1e9:.0f} ns a row, {megabytes(series.rss)} MB" for name, rows, series in self.by_size}
        numbers["from the smallest to the largest"] = f"{slope * 1e9:.1f} ns and {bytes_a_row:.2f} bytes of memory a row"
        numbers["by that, 3,000 million rows of as many times more people"] = f"{slope * 3e9:.0f} s, {bytes_a_row * 3e9 / 1e9:.1f} GB"
        self.report.note("Scale: date-major tables, Waymark whole", numbers)


class Agreement:
    """Holds every answer to the first one, and that one to what was planted."""

    def __init__(self, planted):
        self.planted, self.expected, self.teller = planted, None, ""

    def __call__(self, contestant):
        if not hasattr(contestant, "answer"):
            return
        answer = contestant.answer()
        if self.expected is None:
            self.expected, self.teller = answer, contestant.name
            self._check_planted(answer)
        differing = [place for place in sorted({*answer, *self.expected}) if answer.get(place) != self.expected.get(place)]
        if differing:
            place = differing[0]
            raise AssertionError(f"{contestant.name} and {self.teller} differ in {len(differing)} of {len(self.expected)} places, first at {place}: "
                                 f"{answer.get(place)} and {self.expected.get(place)}")

    def _check_planted(self, answer):
        for at, finding in enumerate(("dup_identical", "dup_conflict", "unknown_marks")):
            found = sum(numbers[6 + at] for (_, term), numbers in answer.items() if term > 0)
            if found != self.planted[finding]:
                raise AssertionError(f"{self.planted[finding]} {finding} were planted, and {found} found by {self.teller}")


def unpacker(name, file, folder):
    """The decompressor alone, its output thrown away."""
    if name.packing == "gz":
        return Command("zlib alone", [sys.executable, "-c", INFLATE, file], folder)
    return Command("zstd alone", ["zstd", "-q", "-t", file], folder)


def marks(bench, name):
    """The attendance measure on one table, by everybody."""
    table = bench.tables.marks(name)
    folder = bench.folder / name.text
    contestants = bench.waymarks(name.text, table)
    has_slow = not name.packing and name.size != "53m"
    contestants += bench.others.queries(table.file, folder, form="checked" if name.is_dirty else "plain", names=None if has_slow else {"duckdb"})
    if name.packing:
        contestants.append(unpacker(name, table.file, folder))
    series = in_turn(contestants, bench.rounds, Agreement(table.planted))
    planted = ", ".join(f"{table.planted[finding]} {finding}" for finding in ("dup_identical", "dup_conflict", "unknown_marks"))
    bench.report.compare(name.text, series, rows=table.rows, size=table.bytes,
                         remark=f"Planted and found: {planted}." if name.is_dirty else "")
    if name.kind == "date" and not name.packing:
        bench.by_size.append((name, table.rows, series[0]))
    hold_marks(bench.report, name, {one.name: one for one in series})


def hold_marks(report, name, series):
    if name.size in ("tiny", "1m"):
        return
    plain, tree, duckdb = series["waymark"], series.get("waymark, tree digest"), series.get("duckdb")
    alone = next((one for one in series.values() if one.name.endswith(" alone")), None)
    if alone:
        report.hold(f"{name.text}: at the speed of {alone.name}", middle(ratios(plain.seconds, alone.seconds)), 1.2, at_least=False, unit="×")
    elif duckdb:
        least = 4 if name.kind in ("date", "pupil") else 3
        report.hold(f"{name.text}: faster than DuckDB (least acceptable {least})", middle(ratios(duckdb.answer_seconds, plain.seconds)), 5, at_least=True, unit="×")
        report.hold(f"{name.text}: of DuckDB's memory", plain.rss / duckdb.rss, 0.333, at_least=False)
        if tree:
            report.hold(f"{name.text}: faster than DuckDB, tree digest", middle(ratios(duckdb.answer_seconds, tree.seconds)), 7, at_least=True, unit="×")


def unchanged(bench):
    """A run where nothing changed, against hashing the input."""
    table = bench.tables.marks(Name("date"))
    again = Again(bench.attendance("unchanged", table), "waymark again")
    Waymark.run(again)
    hashes = [Command("openssl dgst -sha256", ["openssl", "dgst", "-sha256", table.file], bench.folder),
              Command("sha256sum", ["sha256sum", table.file], bench.folder)]
    series = in_turn([again, *hashes], bench.rounds, lambda _: None)
    bench.report.compare("unchanged: the same run once more", series, rows=table.rows, size=table.bytes)
    bench.report.hold("unchanged run: of hashing the input (openssl)", middle(ratios(series[0].seconds, series[1].seconds)), 1.0, at_least=False, unit="×")


def cores(bench):
    """One core and two."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < 2:
        bench.report.leave_out("a second core", "there is only one")
        return
    table = bench.tables.marks(Name("date"))
    by_count = {count: ("taskset", "-c", ",".join(map(str, allowed[:count]))) for count in (1, 2)}
    contestants = []
    for count, before in by_count.items():
        folder = bench.folder / f"cores-{count}"
        found = bench.waymarks(f"cores-{count}", table, before) + bench.others.queries(table.file, folder, names={"duckdb"}, before=before)
        for contestant in found:
            contestant.name += f" on {count}"
        contestants += found
    series = in_turn(contestants, bench.rounds, Agreement(table.planted))
    bench.report.compare("cores: one and two", series, rows=table.rows, size=table.bytes)
    kind = "waymark, tree digest" if bench.has_tree_digest else "waymark"
    one, two = ([found for found in series if found.name == f"{kind} on {count}"][0] for count in (1, 2))
    bench.report.hold(f"a second core: faster ({kind})", middle(ratios(one.seconds, two.seconds)), 1.5, at_least=True, unit="×")


def equality(bench, size="1m"):
    """The same rows give the same results to the last bit, however they are read and by how many."""
    dirty = bench.tables.marks(Name("dirty", size))
    variants = {f"{threads} threads, {workers} workers, {shards} shards": (dirty, {"threads": threads, "workers": workers, "shards": shards}, "")
                for threads, workers, shards in ((1, 1, 8), (2, 1, 8), (3, 2, 8), (1, 4, 8), (2, 1, 1), (2, 2, 64))}
    for name in (Name("dirty", size, "gz"), Name("dirty", size, "zst"), Name("dirty_pupil", size), Name("dirty_shuffled", size)):
        variants[name.text] = (bench.tables.marks(name), {}, "")
    if bench.has_tree_digest:
        variants["tree digest"] = (dirty, {}, deployments.TREE_DIGEST)
    digests = {}
    for title, (table, machine, source) in variants.items():
        waymark = Waymark(bench.attendance("equality", table, machine=machine, source=source))
        waymark.run()
        digests[title] = waymark.deployment.result_digest()
    bench.report.note(f"equality: SHA-256 of all exact figures, findings and releases, {dirty.rows} rows", digests)
    if len(set(digests.values())) != 1:
        raise AssertionError(f"results differ: {digests}")


class Cases(Waymark):
    """A measure that sees a case's rows together; its answer is what was planted, summed over the services."""

    def __init__(self, deployment, grain, places):
        super().__init__(deployment)
        self.grain, self.places = grain, places

    def answer(self):
        answer = dict.fromkeys(self.places, 0)
        for (_, _, indicator, _), parts in self.deployment.sums(self.grain).items():
            for name, (wanted, part) in self.places.items():
                answer[name] += round(parts[part]) if indicator == wanted else 0
        return answer


def cases(bench, title, table, waymark):
    def settle(contestant):
        answer = contestant.answer()
        if answer != (planted := {name: table.planted[name] for name in answer}):
            raise AssertionError(f"planted were {planted}, found {answer}")

    series = in_turn([waymark], bench.rounds, settle)
    bench.report.compare(title, series, rows=table.rows, size=table.bytes, remark=f"Planted and found: {json.dumps(waymark.answer())}.")
    bench.report.hold(f"{title}: seconds", middle(series[0].seconds), 2, at_least=False, unit=" s")
    bench.report.hold(f"{title}: memory", series[0].rss / 1e9, 1, at_least=False, unit=" GB")


def questionnaires(bench, people=1_000_000):
    """Ten forms each, read in the order of days, grouped and scored."""
    table = bench.tables.questionnaires(people)
    instruments = SCRIPTS.parents[2] / "plugins/resilience/instruments"
    deployment = bench.deployment("questionnaires", deployments.QUESTIONNAIRES, table, instruments=instruments)
    cases(bench, "questionnaires", table, Cases(deployment, "academic_year", {
        "episodes": ("baseline_rate", 0), "pairs": ("completion_rate", 0), "improved": ("reliable_improvement", 0), "worse": ("reliable_deterioration", 0)}))


def offences(bench, people=1_000_000):
    """Ten offences and an event each, a person's rows as far apart as they can be."""
    table = bench.tables.offences(people)
    deployment = bench.deployment("offences", deployments.OFFENCES, table, as_of="2025-08-31")
    cases(bench, "offences", table, Cases(deployment, "calendar_year", {
        "offenders": ("reoffending_rate", 1), "reoffenders": ("reoffending_rate", 0), "reoffences": ("reoffences_per_offender", 0)}))


def _benchmarks(bench, program, *options, environment=None):
    """Name -> milliseconds of real time of each benchmark of a program."""
    folder = bench.folder / program
    folder.mkdir(parents=True, exist_ok=True)
    done = measure([bench.programs / program, *options, "--benchmark_format=json"], folder, environment)
    in_ms = {"ns": 1e-6, "us": 1e-3, "ms": 1, "s": 1e3}
    return {one["name"]: one["real_time"] * in_ms[one["time_unit"]] for one in json.loads(done.output)["benchmarks"]}


def store(bench):
    """A store of ten million releases: commits of 100,000 into it, and one series read from it."""
    folder = bench.folder / "store_bench"
    file = folder / "indicators.sqlite"
    file.unlink(missing_ok=True)
    found = _benchmarks(bench, "store_bench", environment={"WAYMARK_BENCH_MEASURES": "100", "WAYMARK_BENCH_FOLDER": str(folder)})
    numbers = {name.split("/")[0]: f"{milliseconds:.2f} ms" for name, milliseconds in found.items()}
    query = [bench.programs / "waymark", "query", "--store", file, "--measure", "org.example.m042", "--service", "service-03", "--indicator", "indicator_02",
             "--stratum", "group=g05", "--csv"]
    series = Series("waymark query")
    for _ in range(20):
        measured = measure(query, folder)
        if measured.output.count("\n") != 101:
            raise AssertionError(f"a header and 100 weeks were expected:\n{measured.output[:500]}")
        series.add(measured, None)
    numbers["waymark query, whole process"] = f"{with_spread([1e3 * seconds for seconds in series.seconds])} ms"
    numbers["the store's file"] = f"{megabytes(file.stat().st_size)} MB"
    bench.report.note("store: ten million releases", numbers)
    file.unlink()
    by_kind = {name.split("/")[0]: milliseconds for name, milliseconds in found.items()}
    for kind in ("commit_new_measure", "commit_restated_measure"):
        bench.report.hold(f"store: {kind}, 100,000 releases", by_kind[kind] / 1e3, 0.5, at_least=False, unit=" s")
    bench.report.hold("store: one series read", by_kind["read_one_series"], 5, at_least=False, unit=" ms")
    served = subprocess.run([bench.programs / "waymark", "serve", "--help"], capture_output=True, check=False)
    if served.returncode != 0:
        bench.report.leave_out("the API's read of one series", "this build has no waymark serve")


def kernels(bench):
    """The stages of reading, by Google Benchmark."""
    found = _benchmarks(bench, "pull_bench", str(bench.tables.marks(Name("date")).file))
    bench.report.note("kernels: stages of reading, real time", {name: f"{milliseconds:.3f} ms" for name, milliseconds in found.items()})


SECTIONS = {"unchanged": unchanged, "cores": cores, "equality": equality, "questionnaires": questionnaires, "offences": offences,
            "store": store, "kernels": kernels}
