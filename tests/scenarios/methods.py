# SPDX-License-Identifier: MIT
"""The section "Indicators" of docs/methods.md, from what the plugins declare.

  WAYMARK=build/release/bin/waymark python3 tests/scenarios/methods.py    writes it anew; methods_test.py compares.
"""

import json
import os
import subprocess
import textwrap
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "methods.md"
BEGIN = "<!-- From here to the end written by tests/scenarios/methods.py from what the plugins declare; do not edit. -->\n"
STANDINGS = {
    "verified": "verified: the rules were checked against the source",
    "background": "background: at second hand or from memory; check before you rest a decision on it",
    "project": "the project's own",
}
INTRODUCTION = """
# Indicators

What each shipped measure says of its indicators. The same words stand in every store beside the numbers (view `indicator`) and in
`waymark explain`. A definition "x / y" names numerator and denominator; the population is every case of the service in the period but those
under *not counted*; the standing says how well the rules were checked.
"""


def described(waymark):
    """The descriptions of all plugins beside the program, by id."""
    def read(*arguments):
        return json.loads(subprocess.run([waymark, *arguments, "--json"], check=True, capture_output=True, text=True).stdout)
    return [read("plugin", "describe", plugin["id"]) for plugin in read("plugin", "list")["plugins"]]


def wrapped(text):
    return textwrap.fill(text, 148, break_long_words=False, break_on_hyphens=False)


def figure_line(indicator):
    """Kind and everything that says which figures there are."""
    parts = [indicator["kind"] + (f", in {indicator['unit']}" if indicator.get("unit") else "")]
    if indicator.get("display_multiplier", 1) != 1:
        parts.append(f"shown times {indicator['display_multiplier']:g}")
    parts.append({"up": "up is better", "down": "down is better"}.get(indicator.get("direction"), "no direction is better"))
    if indicator.get("part_of"):
        parts.append(f"a part of `{indicator['part_of']}`")
    if indicator.get("points"):
        parts.append("points " + ", ".join(str(point) for point in indicator["points"]))
    if indicator.get("for_each"):
        each = indicator["for_each"]
        parts.append(f"a series for each `{each['array']}` of the document `{each['document']}`")
    return "; ".join(parts)


def period_line(indicator):
    grains = indicator.get("grains")
    text = ", ".join(f"`{grain}`" for grain in grains) if grains else "every grain but `day`"
    follow_up, settling = indicator.get("follow_up_months", 0), indicator.get("settling_months", 0)
    if follow_up:
        text += f"; due {follow_up} months after the period"
    if settling:
        text += f"; final {settling} months later" if follow_up else f"; final {settling} months after the period"
    if indicator.get("min_people_for_rate"):
        text += f"; no rate under {indicator['min_people_for_rate']} people"
    return text


def section(indicator):
    rows = [f"### `{indicator['id']}`\n", wrapped(f"**{indicator['title']}.**"), ""]
    numerator, slash, denominator = indicator["definition"].partition(" / ")
    if slash:
        rows += [wrapped(f"- Numerator: {numerator}"), wrapped(f"- Denominator: {denominator}")]
    else:
        rows += [wrapped(f"- Figure: {numerator}")]
    rows += [wrapped(f"- Kind: {figure_line(indicator)}"), wrapped(f"- Periods: {period_line(indicator)}"),
             wrapped(f"- Source: {indicator['source']} ({STANDINGS[indicator['standing']]})"), ""]
    return "\n".join(rows)


def chapter(description):
    rows = [f"\n## {description['title']} (`{description['id']}` {description['version']})\n", wrapped(description["summary"] + "."), ""]
    if description.get("exclusions"):
        rows += [wrapped("Not counted: " + "; ".join(f"{one['title']} (`{one['id']}`)" for one in description["exclusions"]) + "."), ""]
    return "\n".join(rows) + "\n" + "\n".join(section(indicator) for indicator in description["indicators"])


def document(waymark, text):
    """`text` with its generated part made anew."""
    kept = text.partition(BEGIN)[0]
    return kept + BEGIN + INTRODUCTION + "".join(chapter(one) for one in described(waymark))


if __name__ == "__main__":
    DOCUMENT.write_text(document(os.environ["WAYMARK"], DOCUMENT.read_text()))
