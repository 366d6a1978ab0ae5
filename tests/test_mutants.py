"""Damaged files of every format end in a refusal or a reading, never in a traceback. The originals are invented.

A few hundred in the normal run, many more in ``make nightly``.
"""

from __future__ import annotations

import io
import os
import random
import re
import zipfile

import pytest

from markcheck import api
from markcheck.errors import RedactionRefused, Unreadable
from pdffiles import drawn
from pdffiles import planted as planted_pdf
from test_mail import PAGE, message
from test_pdf import PARAGRAPHS as PAGES
from test_pptx import planted as planted_slides
from wordfiles import planted as planted_word
from wordfiles import twin

COUNT = 5000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 100
WORD = "Zanzibarquux"
FILES = {
    "docx": lambda: planted_word(WORD),
    "pptx": planted_slides,
    "pdf": lambda: planted_pdf(drawn(twin(PAGES)), WORD),
    "eml": lambda: bytes(message(html=PAGE, attached=True)),
}
_VALUES = (b"", b"-1", b"999999999999", b"x", b"../../a", b"\xff")


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Bytes with some changed, lost, doubled or cut off."""
    found = bytearray(data or b"x")
    for _ in range(draw.randint(1, 12)):
        at, kind = draw.randrange(len(found)), draw.random()
        if kind < 0.5:
            found[at] = draw.randrange(256)
        elif kind < 0.7:
            del found[at : at + draw.randint(1, 30)]
        elif kind < 0.9:
            found[at:at] = found[draw.randrange(len(found)) :][: draw.randint(1, 60)]
        else:
            del found[max(10, at) :]
        found = found or bytearray(b"x")
    return bytes(found)


def disordered(data: bytes, draw: random.Random) -> bytes:
    """A package with one part lost, damaged, or with its tags moved and their attributes changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as made:
        names = list(dict.fromkeys(old.namelist()))
        chosen = draw.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            if name == chosen:
                kind = draw.random()
                if kind < 0.15:
                    continue
                part = damaged(part, draw) if kind < 0.5 else _moved(part, draw)
            made.writestr(name, part)
    return target.getvalue()


def _moved(part: bytes, draw: random.Random) -> bytes:
    pieces = re.findall(rb"<[^>]+>|[^<]+", part) or [part]
    for _ in range(draw.randint(1, 4)):
        one, other = draw.randrange(len(pieces)), draw.randrange(len(pieces))
        if draw.random() < 0.5:
            pieces[one] = re.sub(rb'"[^"]*"', lambda _: b'"' + draw.choice(_VALUES) + b'"', pieces[one], count=1)
        else:
            pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def refusal(data: bytes) -> str:
    """Why there is no public version; empty where there is one."""
    try:
        api.redact("x", data, "U")
    except (RedactionRefused, Unreadable) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", FILES)
def test_damage_leaves_no_traceback_and_no_words(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(7)
    original = FILES[name]()
    for _ in range(COUNT):
        package = original.startswith(b"PK") and draw.random() < 0.7
        data = disordered(original, draw) if package else damaged(original, draw)
        examined = api.validate("x", data)
        assert all(WORD not in item.message for item in examined.unexamined)
        assert examined.marked is None or WORD not in refusal(data)
    assert capfd.readouterr() == ("", "")
