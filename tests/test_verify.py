"""The second look: whatever of an original a version holds must be releasable. Every document is invented."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import quopri
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess as Done

import pytest

from markcheck import api
from markcheck.marks.ceiling import Ceiling, read_ceiling, read_level
from markcheck.model.verified import Trouble, Verified
from markcheck.verify.words import words_of_text
from strategies import LANGUAGE

SECRET = "The zebra crossed the northern quay at midnight and nobody saw it leave."
MEMO = f"""\
SECRET//NOFORN

MEMORANDUM FOR: Director, Port Office
FROM: Chief, Division 5
DATE: 20120305
SUBJECT: (U) Harbor talks

1. (S//NF) {SECRET}

2. (U) The ferries are late again this week.

3. (C) Lantern shop.

SECRET//NOFORN
"""
U = read_ceiling("U", LANGUAGE)


def public(text: str = MEMO, ceiling: str = "U") -> str:
    return api.redact("memo", text.encode(), ceiling).data.decode()


def look(version: str | bytes, ceiling: Ceiling = U, original: str = MEMO, manifest: bytes | None = None) -> Verified:
    data = version.encode() if isinstance(version, str) else version
    return api.verify("memo", original.encode(), data, ceiling, manifest)


def troubles(found: Verified) -> set[str]:
    return {problem.trouble.value for problem in found.problems if not problem.doubt}


def test_a_version_of_ours_holds() -> None:
    found = look(public())
    assert found.holds
    assert not found.problems
    assert found.words


@pytest.mark.parametrize("ceiling", ["C", "S", "S//NF", "TS//NF"])
def test_a_version_for_more_holds_at_its_own_ceiling_alone(ceiling: str) -> None:
    version = public(ceiling=ceiling)
    assert look(version, read_ceiling(ceiling, LANGUAGE)).holds
    assert not look(version).holds


def test_a_version_made_by_hand_holds() -> None:
    version = (
        "UNCLASSIFIED\n\nMemo to the Director, Port Office, about harbor talks (REDACTED BY HAND)\n\n"
        "2. (U) The ferries are late again this week.\n\n[Two paragraphs were taken out.]\n\nUNCLASSIFIED\n"
    )
    assert look(version).holds


def test_the_original_is_no_version_of_itself() -> None:
    found = look(MEMO)
    assert troubles(found) == {"leak", "banner", "mark"}
    assert look(MEMO, read_ceiling("TS//NF", LANGUAGE)).holds


PLANTS: dict[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "in capitals": str.upper,
    "hyphenated over a line end": lambda text: text.replace("quay at", "qu-\nay at"),
    "with soft hyphens": lambda text: text.replace("quay", "qu\u00aday"),
    "with zero-width signs": lambda text: text.replace("zebra", "ze\u200bbra"),
    "in full-width letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "over two lines": lambda text: text.replace(" at ", "\nat "),
    "with other punctuation": lambda text: text.replace(" ", " - "),
    "as HTML entities": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "in an attribute": lambda text: f'<p title="{html.escape(text)}">x</p>',
    "in a comment": lambda text: f"<p>x</p><!-- {text} -->",
    "between tags": lambda text: "<b>" + text.replace("crossed", "cr<i>oss</i>ed") + "</b>",
    "percent-escaped": urllib.parse.quote,
    "as escapes": lambda text: "".join(f"\\u{ord(char):04x}" for char in text),
    "a part of it": lambda text: " ".join(text.split()[3:8]),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_run_is_found_in_every_dress(plant: str) -> None:
    version = public().replace("again", f"again {PLANTS[plant](SECRET)}")
    assert "leak" in troubles(look(version))


def zipped(text: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return stream.getvalue()


CONTAINERS: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": lambda data: data.decode().encode("utf-16-le"),
    "gzip": gzip.compress,
    "zip": zipped,
    "a zip in a zip": lambda data: zipped(zipped(data)),
    "a PDF stream": lambda data: b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(data) + b"\nendstream\nendobj\n",
    "base64": lambda data: b"attachment\n" + base64.encodebytes(data),
    "quoted-printable": lambda data: quopri.encodestring(data.replace(b" ", b"=20"), quotetabs=True),
}


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_planted_run_is_found_in_containers(container: str) -> None:
    assert "leak" in troubles(look(CONTAINERS[container](SECRET.encode())))
    assert "leak" not in troubles(look(CONTAINERS[container](b"The ferries are late again this week.")))


def test_a_short_block_counts_as_a_whole() -> None:
    version = public().replace("again", "again lantern shop")
    assert "leak" in troubles(look(version))


def test_a_lone_telling_word_is_a_doubt() -> None:
    found = look(public().replace("again", "again zebra"))
    assert found.holds
    assert [problem.trouble for problem in found.problems] == [Trouble.WORD]


def test_what_stands_in_a_releasable_block_too_is_no_leak() -> None:
    both = MEMO.replace("again this week.", f"again this week. {SECRET}")
    assert look(public(both), original=both).holds


@pytest.mark.parametrize("echo", ["(S//REL TO USA,", "(S//REL TO USA, GBR, AUS", "2. (S//REL TO"])
def test_the_mark_of_a_released_portion_is_no_leak_of_withheld_text(echo: str) -> None:
    text = MEMO.replace("2. (U)", "2. (S//REL TO USA, GBR)").replace(SECRET, f"{SECRET}\n{echo}")
    ceiling = "S//REL TO USA, GBR"
    assert look(public(text, ceiling), read_ceiling(ceiling, LANGUAGE), text).holds


def test_runs_over_withheld_text_are_not_made_up() -> None:
    text = MEMO.replace("3. (C) Lantern shop.", "3. (U) Lantern shop.")
    assert look(public(text), original=text).holds


@pytest.mark.parametrize(
    ("old", "new", "trouble"),
    [
        ("UNCLASSIFIED\nMEMO", "SECRET\nMEMO", "banner"),
        ("UNCLASSIFIED\nMEMO", "UNCLASSIFIED//BOGUS\nMEMO", "banner"),
        ("2. (U)", "2. (C)", "mark"),
        ("2. (U)", "2. (K)", "mark"),
    ],
)
def test_marks_and_banner_of_the_version_are_looked_at(old: str, new: str, trouble: str) -> None:
    version = public()
    assert old in version
    assert trouble in troubles(look(version.replace(old, new)))


def test_a_level_alone_may_be_the_ceiling() -> None:
    ceiling = read_level("S", LANGUAGE)
    assert look(MEMO, ceiling).holds
    assert not look(MEMO, read_level("C", LANGUAGE)).holds


def test_words_are_compared_folded() -> None:
    assert words_of_text("Re-\nmember THE \uff34\uff45\uff53\uff54 co-op") == ["remember", "the", "test", "co", "op"]


def test_no_message_holds_the_text() -> None:
    for version in (MEMO, public().replace("again", SECRET)):
        for problem in look(version).problems:
            assert not re.search(r"(?i)zebra|quay|lantern", problem.message)


# -- the command -------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path, markcheck: Callable[..., Done[str]]) -> Path:
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    done = markcheck("redact", "memo.txt", "--max", "U", "-o", "memo.U.txt")
    assert done.returncode == 0
    return tmp_path


def test_the_command_looks_at_the_manifest_beside_the_version(files: Path, markcheck: Callable[..., Done[str]]) -> None:
    done = markcheck("verify", "memo.txt", "memo.U.txt", "--max", "U")
    assert (done.returncode, done.stderr) == (0, "")
    version = files / "memo.U.txt"
    version.write_text(version.read_text(encoding="utf-8").replace("late", "early"), encoding="utf-8")
    done = markcheck("verify", "memo.txt", "memo.U.txt", "--max", "U", "--format", "json")
    assert done.returncode == 4
    report = json.loads(done.stdout)
    assert not report["verified"]
    assert [problem["kind"] for problem in report["problems"]] == ["manifest"]
    done = markcheck("verify", "memo.txt", "memo.U.txt", "--max", "C")
    assert "another ceiling" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("memo.txt", "memo.U.txt"), 2),
        (("memo.txt", "memo.U.txt", "--max", "U", "--max-level", "S"), 2),
        (("memo.txt", "memo.U.txt", "--max", "K"), 2),
        (("memo.txt", "memo.U.txt", "--max", "S//REL"), 2),
        (("memo.txt", "memo.U.txt", "--max-level", "K"), 2),
        (("memo.txt", "absent.txt", "--max", "U"), 3),
        (("memo.txt", "memo.txt", "--max", "U"), 4),
        (("memo.txt", "memo.txt", "--max-level", "S"), 0),
    ],
)
@pytest.mark.usefixtures("files")
def test_exit_codes(markcheck: Callable[..., Done[str]], arguments: tuple[str, ...], code: int) -> None:
    assert markcheck("verify", *arguments).returncode == code
