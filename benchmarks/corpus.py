"""A set of invented telegrams and memos, the same for every run with the same seed.

Shares follow counts over published telegrams: 46 of 100 have no transmission header, 41 are unclassified and most of
those unmarked, portions are (C) 39, (U) 37, (SBU) 21 and (S) 3 of 100, one blank stands on either side of a mark in 63
of 100. One telegram in twenty has a fault. Lengths are log-normal around six kilobytes. Names and places are invented.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20071
_MEMOS = 0.1
_FAULTY = 0.05
_SPACES = ((" ", " ", 63), ("  ", " ", 25), ("  ", "  ", 8), ("", "", 4))
_MARKS = (("C", 39), ("U", 37), ("SBU", 21), ("S", 3))
_FAULTS = ("(c)", "(C/NF)", "(X)", "(C//)", "(S)", "")
_POSTS = ("PORT ELARA", "BRONN", "VESTMARK", "SANDHAVEN", "OLDE QUAY")
_WORDS = tuple(
    "the harbor commission ferry autumn order council minister agreed fees vessels northern quay talks week report "  # noqa: SIM905
    "delegation said that it would consider a further extension of terms for fishing and pilotage before winter".split()
)
_RANK = ("U", "SBU", "C", "S")
_LINES = {"U": "UNCLAS", "SBU": "UNCLAS", "C": "C O N F I D E N T I A L", "S": "S E C R E T"}


def texts(count: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """So many documents, each with its name."""
    draw = random.Random(seed)
    for number in range(count):
        make = _memo if draw.random() < _MEMOS else _telegram
        yield f"E{number:07}", make(draw, number)


def write_jsonl(path: Path, count: int, seed: int = SEED) -> int:
    """A file of so many documents; gives the bytes of their texts."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for name, text in texts(count, seed):
            size += len(text)
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    return size


def _chosen(draw: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return draw.choices([item for item, _ in weighted], [weight for _, weight in weighted])[0]


def _paragraph(draw: random.Random, lead: str, size: int) -> str:
    lines, line = [], lead
    length = 0
    while length < size:
        word = draw.choice(_WORDS)
        length += len(word) + 1
        if len(line) + len(word) > 71:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    lines.append(f"{line}.")
    return "\n".join(lines)


def _size(draw: random.Random) -> int:
    return max(800, min(60_000, int(draw.lognormvariate(8.6, 0.55))))


def _telegram(draw: random.Random, number: int) -> str:
    post, serial = draw.choice(_POSTS), f"{number % 10_000:06}"
    classified = draw.random() > 0.41
    marked = classified or draw.random() > 0.73
    marks = [_chosen(draw, _MARKS if classified else (("U", 40), ("SBU", 60))) for _ in range(draw.randint(3, 14))]
    if classified:
        marks[0] = "C"
    level = max(marks, key=_RANK.index) if marked else "U"
    fault = draw.randrange(len(marks)) if draw.random() < _FAULTY else None
    parts = []
    if draw.random() > 0.46:
        letter = {"S": "S", "C": "C"}.get(level, "U")
        warning = f"{'ZNY' if classified else 'ZNR'} {letter * 5} ZZH"
        parts.append(f"VZCZCXRO{number % 10_000:04}\nOO RUEHXX\nDE RUEHZZ #{serial[-4:]}/01 2581200\n{warning}")
        parts[-1] += f"\nO 151200Z SEP 07\nFM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 1234"
    parts.append(f"{_LINES[level]} {post} {serial}")
    parts.append("SENSITIVE\nSIPDIS" if level == "SBU" else "SIPDIS")
    order = "DECL: 09/14/2017" if classified else "N/A"
    reference = f"REF: {draw.choice(_POSTS)} {draw.randint(10, 90)}"
    parts.append(
        f"E.O. 12958: {order}\nTAGS: PREL, EFIS, XX\nSUBJECT: HARBOR TALKS ENTER WEEK {number % 50}\n{reference}"
    )
    if classified:
        parts.append("Classified By: Consul A. Person for reasons 1.4 (b) and (d).")
    share = _size(draw) // len(marks)
    before, after, _ = draw.choices(_SPACES, [weight for *_, weight in _SPACES])[0]
    for at, mark in enumerate(marks):
        shown = draw.choice(_FAULTS) if at == fault else f"({mark})"
        lead = f"{at + 1}.{before}{shown}{after}" if marked else f"{at + 1}. "
        parts.append(_paragraph(draw, lead.rstrip() if not after else lead.rstrip() + after[:-1], share))
    parts.append("PERSON")
    return "\n\n".join(parts) + "\n"


def _memo(draw: random.Random, number: int) -> str:
    marks = [draw.choice(("U", "C", "C//NF", "S", "S//NF")) for _ in range(draw.randint(3, 12))]
    secret = any(mark.startswith("S") for mark in marks)
    classified = secret or any(mark != "U" for mark in marks)
    level = "SECRET" if secret else "CONFIDENTIAL" if classified else "UNCLASSIFIED"
    banner = level + ("//NOFORN" if any("NF" in mark for mark in marks) else "")
    head = "MEMORANDUM FOR: Director, Port Office\nFROM: Chief, Division 5\nDATE: 20120305\nSUBJECT: (U) Harbor talks"
    parts = [banner, head]
    share = _size(draw) // len(marks)
    parts += [_paragraph(draw, f"{at + 1}. ({mark})", share) for at, mark in enumerate(marks)]
    if classified:
        parts.append(
            "Classified By: A. Person, Chief, Division 5\nDerived From: Harbor Guide 7, dated 20120110\n"
            f"Declassify On: 2037{number % 12 + 1:02}10"
        )
    return "\n\n".join([*parts, banner]) + "\n"
