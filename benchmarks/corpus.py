"""A set of invented telegrams and memos, the same for every run with the same seed.

Shares follow counts over published telegrams: 46 of 100 have no transmission header, 41 are unclassified and most of
those unmarked, portions are (C) 39, (U) 37, (SBU) 21 and (S) 3 of 100, one blank stands on either side of a mark in 63
of 100. One telegram in twenty has a fault. Lengths are log-normal around six kilobytes. Days, posts, reasons, tags,
addressees and references differ from one to the next as they do there; each post has its four officers. Names and
places are invented.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SEED = 20071
_MEMOS = 0.1
_FAULTY = 0.05
_SPACES = ((" ", " ", 63), ("  ", " ", 25), ("  ", "  ", 8), ("", "", 4))
_MARKS = (("C", 39), ("U", 37), ("SBU", 21), ("S", 3))
_FAULTS = ("(c)", "(C/NF)", "(X)", "(C//)", "(S)", "")
_POSTS = tuple(
    f"{first}{last}"
    for first in ("", "PORT ", "OLDE ", "NEW ", "CAPE ")
    for last in ("ELARA", "BRONN", "VESTMARK", "SANDHAVEN", "QUAY", "TORREN", "MISTAL", "KARVOST", "ILMENE", "DORWICK")
)
_NAMES = tuple(
    f"{first}{last}"
    for first in ("Bran", "Orr", "Kel", "Mar", "Tol", "Ves", "Had", "Lin", "Pel", "Sor")
    for last in ("in", "sey", "low", "den", "mer", "wick", "ton", "ley")
)
_OFFICES = ("Ambassador", "Consul", "DCM", "Political Counselor", "Economic Officer", "Charge d'Affaires")
_REASONS = ("(b)", "(d)", "(b) and (d)", "(b, d)", "(a), (b) and (d)", "(c)", "(b) and (e)")
_TAGS = tuple("PREL PGOV EFIS ECON ETRD MARR PHUM SNAR PTER EAIR ENRG SENV XA XB XC".split())  # noqa: SIM905
_STAFF = random.Random(SEED)
_OFFICERS = {
    post: [f"{_STAFF.choice(_OFFICES)} {_STAFF.choice('ABCDEHJKLMPRST')}. {_STAFF.choice(_NAMES)}" for _ in range(4)]
    for post in _POSTS
}
_FIRST_DAY, _DAYS = date(2003, 10, 1), 2250
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
    day = _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
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
        parts.append(_transmission(draw, day, post, serial, f"{'ZNY' if classified else 'ZNR'} {letter * 5} ZZH"))
    parts.append(f"{_LINES[level]} {post} {serial}")
    parts.append("SENSITIVE\nSIPDIS" if level == "SBU" else "SIPDIS")
    until = day.replace(year=day.year + draw.choice((5, 10, 10, 10, 20)), day=min(day.day, 28))
    order = f"DECL: {until:%m/%d/%Y}" if classified else "N/A"
    tags = ", ".join(draw.sample(_TAGS, draw.randint(2, 5)))
    subject = " ".join(draw.choices(_WORDS, k=draw.randint(3, 12))).upper()
    cited = [f"{day:%y} {draw.choice(_POSTS)} {draw.randint(10, 90)}" for _ in range(draw.randint(1, 3))]
    references = "REF: " + "\n     ".join(f"{letter}. {item}" for letter, item in zip("ABC", cited, strict=False))
    parts.append(f"E.O. 12958: {order}\nTAGS: {tags}\nSUBJECT: {subject}\n{references}")
    officer = draw.choice(_OFFICERS[post])
    if classified:
        parts.append(f"Classified By: {officer} for reasons 1.4 {draw.choice(_REASONS)}.")
    share = _size(draw) // len(marks)
    before, after, _ = draw.choices(_SPACES, [weight for *_, weight in _SPACES])[0]
    for at, mark in enumerate(marks):
        shown = draw.choice(_FAULTS) if at == fault else f"({mark})"
        lead = f"{at + 1}.{before}{shown}{after}" if marked else f"{at + 1}. "
        parts.append(_paragraph(draw, lead.rstrip() if not after else lead.rstrip() + after[:-1], share))
    parts.append(officer.rsplit(maxsplit=1)[-1].upper())
    return "\n\n".join(parts) + "\n"


def _transmission(draw: random.Random, day: date, post: str, serial: str, warning: str) -> str:
    time = f"{draw.randrange(24):02}{draw.randrange(60):02}"
    lines = [
        f"VZCZCXRO{serial[-4:]}",
        "OO RUEHXX",
        f"DE RUEHZZ #{serial[-4:]}/01 {day:%j}{time}",
        warning,
        f"O {day:%d}{time}Z {day:%b %y}".upper(),
        f"FM AMEMBASSY {post}",
        f"TO RUEHC/SECSTATE WASHDC IMMEDIATE {draw.randint(1000, 9999)}",
    ]
    others = draw.sample(_POSTS, draw.randint(0, 5))
    for at, other in enumerate(others):
        route = f"RUEH{chr(65 + at)}{draw.choice('ABCDE')}"
        lines.append(f"{'' if at else 'INFO '}{route}/AMEMBASSY {other} PRIORITY {draw.randint(100, 9999)}")
    return "\n".join(lines)


def _memo(draw: random.Random, number: int) -> str:
    marks = [draw.choice(("U", "C", "C//NF", "S", "S//NF")) for _ in range(draw.randint(3, 12))]
    secret = any(mark.startswith("S") for mark in marks)
    classified = secret or any(mark != "U" for mark in marks)
    level = "SECRET" if secret else "CONFIDENTIAL" if classified else "UNCLASSIFIED"
    banner = level + ("//NOFORN" if any("NF" in mark for mark in marks) else "")
    day = _FIRST_DAY + timedelta(days=2500 + draw.randrange(_DAYS))
    subject = " ".join(draw.choices(_WORDS, k=draw.randint(2, 9))).capitalize()
    head = (
        f"MEMORANDUM FOR: Director, Port Office {number % 40}\nFROM: Chief, Division {draw.randint(1, 30)}\n"
        f"DATE: {day:%Y%m%d}\nSUBJECT: (U) {subject}"
    )
    parts = [banner, head]
    share = _size(draw) // len(marks)
    parts += [_paragraph(draw, f"{at + 1}. ({mark})", share) for at, mark in enumerate(marks)]
    if classified:
        parts.append(
            f"Classified By: {draw.choice('ABCDEHJKLM')}. {draw.choice(_NAMES)}, Chief, Division 5\n"
            f"Derived From: Harbor Guide {draw.randint(1, 9)}, dated 20100110\nDeclassify On: 20350110"
        )
    return "\n\n".join([*parts, banner]) + "\n"
