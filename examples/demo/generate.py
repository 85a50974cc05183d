#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the records of three made-up services, as they stood on each day of a year of monitoring.

Synthetic: nobody is in them. The same seed gives the same bytes on every machine. README.md beside this file
says what is planted, and what the figures should show.

    generate.py FOLDER [--seed N]
"""

import argparse
import json
import shutil
from pathlib import Path

from synthetic import delivery, forms, marks, offences, people

NOTICE = """SYNTHETIC. Everything below this folder was made up by examples/demo/generate.py with seed {seed}.
No row is about anybody. Each file or folder named by a day holds what was known on that day.
"""


def write_records(folder, seed):
    """Writes all tables below `folder` and returns what is planted in them: name -> rows."""
    everybody = people.made_up_people(seed)
    often = sorted(set(delivery.WEEKLY + delivery.MONTHLY + delivery.QUARTERLY))
    planted = {}

    delivery.write_table(folder / "areas.csv", ["lsoa_code", "imd_decile"], people.area_rows())
    caseload, found = people.caseload_rows(everybody)
    planted |= found
    delivery.write_extracts(folder / "caseload", often, people.HEADER, caseload)
    delivery.write_extracts(folder / "opt_out", often, ["scheme", "identifier"], people.opt_out_rows(everybody))
    id_map = people.id_map_rows(everybody)
    delivery.write_extracts(folder / "id_map", often, ["scheme", "identifier", "person_id"], id_map)

    rows, found = marks.mark_deliveries(seed, everybody)
    planted |= found
    days = sorted({*delivery.WEEKLY, *delivery.MONTHLY})
    delivery.write_deliveries(folder / "marks", delivery.WEEKLY, days, marks.HEADER, rows)

    rows, found = forms.form_rows(seed, everybody)
    planted |= found
    delivery.write_extracts(folder / "questionnaires", delivery.MONTHLY, forms.HEADER, rows)

    events, proven, found = offences.court_rows(seed, everybody)
    planted |= found
    delivery.write_extracts(folder / "events", delivery.QUARTERLY, offences.EVENT_HEADER, events)
    delivery.write_extracts(folder / "offences", delivery.QUARTERLY, offences.OFFENCE_HEADER, proven)
    return planted


def main():
    arguments = argparse.ArgumentParser(description="Writes the synthetic records of the demo.")
    arguments.add_argument("folder", type=Path, help="where to write; its earlier content is removed")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    (given.folder / "SYNTHETIC.txt").write_text(NOTICE.format(seed=given.seed), encoding="utf-8")
    planted = write_records(given.folder, given.seed)
    (given.folder / "planted.json").write_text(json.dumps(planted, indent=2) + "\n", encoding="utf-8")
    print(f"Synthetic records, seed {given.seed}. Planted faults:")
    for name, count in planted.items():
        print(f"{count:7}  {name}")


if __name__ == "__main__":
    main()
