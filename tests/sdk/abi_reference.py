# SPDX-License-Identifier: MIT
"""docs/abi_reference.md, from abi.h: its words and declarations, with the sizes, offsets and values the compiler gives them.

  COMPILER=cc python3 tests/sdk/abi_reference.py    writes it anew; abi_reference_test.py compares.

Text of the header that fits none of the forms below ends it: nothing is left out in silence.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "sdk" / "include" / "waymark" / "abi.h"
PAGE = ROOT / "docs" / "abi_reference.md"
INTRODUCTION = """<!-- Written by tests/sdk/abi_reference.py from sdk/include/waymark/abi.h; do not edit. -->
# The border, member by member

Everything that crosses between the host and a measure, in the order of `waymark/abi.h`. Sizes and offsets are bytes on 64-bit machines, as the
compiler lays them out. What the JSON description holds is in [plugin_contract.md](plugin_contract.md), how a measure comes to be in
[plugin_guide.md](plugin_guide.md).
"""
COMMENT = r"/\*(?P<comment>.*?)\*/"
FORMS = re.compile(
    r"(?P<space>\s+|#(?:if|ifdef|ifndef|else|endif|include)\b[^\n]*|extern \"C\" \{|\}(?=\s*#endif))"
    r"|#define (?P<macro>\w+)(?P<value>[^\n]*?)(?P<about>/\*[^\n]*\*/)?(?=\n)"
    r"|" + COMMENT +
    r"|enum \{(?P<enum>.*?)\};"
    r"|(?:typedef )?struct (?P<struct>\w+) \{(?P<members>.*?)\n\}[^;]*;"
    r"|(?P<plain>[A-Za-z][^;{#]*;)(?:[ ]*/\*(?P<plain_about>.*?)\*/)?", re.DOTALL)
MEMBER = re.compile(r"\s*(?:/\*(?P<before>.*?)\*/\s*)?(?P<declared>[^;/]+);(?:[ ]*/\*(?P<after>.*?)\*/)?", re.DOTALL)
VALUE = re.compile(r"\s*(?P<name>\w+) = \w+,?(?:[ ]*/\*(?P<about>.*?)\*/)?", re.DOTALL)


def lines_of(comment):
    """The lines of a comment without its stars."""
    return [re.sub(r"^\s*\* ?", "", line).rstrip() for line in comment.strip().splitlines()]


def words(*comments):
    """Comments as text in one line, fit for a table."""
    text = " ".join(part for one in comments if one for part in (line.strip() for line in lines_of(one)) if part)
    return text.replace("|", "\\|").replace("<", "&lt;")


def prose(comment):
    """A comment as paragraphs; one with columns or steps, which begin with more space, as it stands."""
    lines = lines_of(comment)
    if any(line.startswith("  ") for line in lines) and not any(line.startswith(" - ") for line in lines):
        return "```text\n" + "\n".join(lines) + "\n```\n"
    return "\n".join(line[1:] if line.startswith(" - ") or line.startswith("   ") else line for line in lines) + "\n"


def names_in(declared):
    """(name, type) of each member a declaration declares; a pointer to a function is one."""
    declared = " ".join(declared.split())
    if function := re.fullmatch(r"(.*\(\*)(\w+)(\)\(.*\))", declared):
        return [(function[2], function[1] + function[3])]
    first, *others = declared.split(", ")
    kind, name, array = re.fullmatch(r"(.*?)(\w+)(\[\d+\])?", first).groups()
    return [(name, kind.strip() + (array or ""))] + [(other, kind.strip()) for other in others]


def scanned(text, form):
    """The matches of a form, one after the other, up to the end."""
    at = 0
    while at < len(text.rstrip()):
        match = form.match(text, at)
        if match is None or match.end() == at:
            raise ValueError(f"no form of this page: {text[at:at + 80]!r}")
        yield match
        at = match.end()


def measured(header_text, questions):
    """What the compiler answers to expressions of C, by expression."""
    rows = "\n".join(f'    printf("%lld\\n", (long long)({question}));' for question in questions)
    program = f'#include "abi.h"\n#include <stdio.h>\nint main(void) {{\n{rows}\n    return 0;\n}}\n'
    with tempfile.TemporaryDirectory(prefix="waymark-abi-") as name:
        folder = Path(name)
        (folder / "abi.h").write_text(header_text)
        (folder / "ask.c").write_text(program)
        subprocess.run([os.environ["COMPILER"], "-std=c11", "ask.c", "-o", "ask"], cwd=folder, check=True)
        told = subprocess.run([folder / "ask"], check=True, capture_output=True, text=True).stdout.split()
    return dict(zip(questions, told, strict=True))


class Asked(dict):
    """Stands for the answers while the questions are collected."""

    def __missing__(self, question):
        self[question] = ""
        return ""


def number(text):
    """As decimal, or as hexadecimal where that is how people know it."""
    return f"{int(text):#x}" if text and int(text) >= 0xFFFF else text


def values(text, answers):
    rows = [f"| `{one['name']}` | {number(answers[one['name']])} | {words(one['about'])} |" for one in scanned(text, VALUE)]
    return "| name | value | |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def members(struct, text, answers):
    """A row for each declaration; several members declared together share its words."""
    rows = []
    for one in scanned(text, MEMBER):
        declared = names_in(one["declared"])
        offsets = "<br>".join(answers[f"offsetof(struct {struct}, {name})"] for name, _ in declared)
        sizes = "<br>".join(answers[f"sizeof(((struct {struct}*)0)->{name})"] for name, _ in declared)
        names = "<br>".join(f"`{name}`" for name, _ in declared)
        rows.append(f"| {offsets} | {sizes} | {names} | `{declared[0][1]}` | {words(one['before'], one['after'])} |")
    return "| offset | size | member | type | |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"


def section(text, answers):
    """The declarations of one part of the header, each after the comment before it."""
    parts = []
    macros = []
    for one in scanned(text + "\n", FORMS):
        if one["macro"]:
            if one["value"].strip() and "(" not in one["value"]:
                macros.append(f"| `{one['macro']}` | {number(answers[one['macro']])} | {words((one['about'] or '').strip('/*'))} |")
            continue
        if macros and not one["space"]:
            parts.append("| name | value | |\n|---|---|---|\n" + "\n".join(macros) + "\n")
            macros = []
        if one["comment"] is not None:
            parts.append(prose(one["comment"]))
        elif one["enum"] is not None:
            about = re.match(r" /\*(.*?)\*/", one["enum"], re.DOTALL)
            if about:
                parts.append(f"**{words(about[1])}**\n")
            parts.append(values(one["enum"][about.end() if about else 0:], answers))
        elif one["struct"]:
            size = answers[f"sizeof(struct {one['struct']})"]
            parts.append(f"**`{one['struct']}`**, {size} bytes\n")
            parts.append(members(one["struct"], one["members"], answers))
        elif one["plain"]:
            declared = " ".join(one["plain"].split())
            parts.append(f"`{declared}` {words(one['plain_about'])}".rstrip() + "\n")
    if macros:
        parts.append("| name | value | |\n|---|---|---|\n" + "\n".join(macros) + "\n")
    return "\n".join(parts)


def page(header_text):
    """The whole page for a header."""
    def written(answers):
        without_licence = re.sub(r"^/\* SPDX[^\n]*\n \* ", "/* ", header_text)
        head, *rest = re.split(r"/\* -{20,} ?(.*?) \*/\n", without_licence)
        text = INTRODUCTION + "\n" + section(head, answers)
        for title, part in zip(rest[::2], rest[1::2], strict=True):
            text += f"\n## {title[0].upper() + title[1:]}\n\n" + section(part, answers)
        return text

    questions = Asked()
    written(questions)
    return written(measured(header_text, list(questions)))


if __name__ == "__main__":
    PAGE.write_text(page(HEADER.read_text()))
