# SPDX-License-Identifier: MIT
"""The made-up tables by their names, such as date, ragged-zst or dirty-1m. Each is made once and goes when it is no longer needed."""

import json
import subprocess
from dataclasses import dataclass

KINDS = {
    "date": ("order=date",),
    "pupil": ("order=pupil",),
    "shuffled": ("order=shuffled",),
    "quoted": ("form=quoted",),
    "ragged": ("form=ragged",),
    "dirty": ("dirt_per_million=1000",),
    "dirty_pupil": ("dirt_per_million=1000", "order=pupil"),
    "dirty_shuffled": ("dirt_per_million=1000", "order=shuffled"),
}
SIZES = {  # rows: pupils x 190 days x 2
    "tiny": ("pupils=40", "schools=3"),
    "1m": ("pupils=2632", "schools=7"),
    "10m": ("pupils=28000", "schools=70"),  # 10.64 million
    "53m": ("pupils=140000", "schools=350"),  # 53.2 million
}
PACKERS = {"gz": ("gzip", "-6", "-c"), "zst": ("zstd", "-q", "-3", "-c")}
HELP = f"{' '.join(KINDS)}, each with -1m or -53m for another size than 10.64 million rows and -gz or -zst for a packed file"


@dataclass(frozen=True)
class Name:
    """What a name of a table says."""

    kind: str
    size: str = "10m"
    packing: str = ""

    @classmethod
    def of(cls, text):
        """None when the text names no table."""
        kind, *rest = text.split("-")
        sizes, packings = [part for part in rest if part in SIZES], [part for part in rest if part in PACKERS]
        if kind not in KINDS or len(rest) != len(sizes) + len(packings) or len(sizes) > 1 or len(packings) > 1:
            return None
        return cls(kind, *(sizes or ["10m"]), *packings)

    @property
    def is_dirty(self):
        return self.kind.startswith("dirty")

    @property
    def plain(self):
        return Name(self.kind, self.size)

    @property
    def text(self):
        return "-".join(part for part in (self.kind, self.size if self.size != "10m" else "", self.packing) if part)


@dataclass(frozen=True)
class Table:
    """A file (or several) and what was planted in it."""

    files: tuple
    planted: dict

    @property
    def file(self):
        return self.files[0]

    @property
    def bytes(self):
        return sum(file.stat().st_size for file in self.files)

    @property
    def rows(self):
        return self.planted["rows"]


class Tables:
    """Makes tables in a folder with the program bench_table, and keeps them until they are dropped."""

    def __init__(self, program, folder):
        self.program, self.folder, self.made = program, folder, {}
        folder.mkdir(parents=True, exist_ok=True)

    def _make(self, key, kind, names, options):
        files = tuple(self.folder / name for name in names)
        if key not in self.made:
            done = subprocess.run([self.program, kind, ",".join(map(str, files)), *options], check=True, capture_output=True, text=True)
            self.made[key] = Table(files, json.loads(done.stdout))
        return self.made[key]

    def marks(self, name):
        if name.packing:
            plain, key = self.marks(name.plain), name.text
            if key not in self.made:
                packed = plain.file.with_name(f"{plain.file.name}.{name.packing}")
                with open(packed, "wb") as out:
                    subprocess.run([*PACKERS[name.packing], plain.file], check=True, stdout=out)
                self.made[key] = Table((packed,), plain.planted)
            return self.made[key]
        return self._make(name.text, "attendance", [f"synthetic-marks-{name.text}.csv"], (*KINDS[name.kind], *SIZES[name.size]))

    def questionnaires(self, people=1_000_000):
        return self._make("questionnaires", "questionnaires", ["synthetic-forms.csv"], [f"people={people}"])

    def offences(self, people=1_000_000):
        return self._make("offences", "offences", ["synthetic-events.csv", "synthetic-offences.csv"], [f"people={people}"])

    def drop(self, *keys):
        """Removes tables from the disk."""
        for key in keys:
            if table := self.made.pop(key, None):
                for file in table.files:
                    file.unlink(missing_ok=True)
