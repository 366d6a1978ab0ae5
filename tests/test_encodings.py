"""From bytes to text: encodings, line ends, and what is refused.

Every document in it is invented.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markcheck import api
from markcheck.errors import Unreadable
from markcheck.formats import read_bytes
from reading import PLAIN, THREE, portions, read
from telegrams import FILLER

TEXT = PLAIN.text()
PILCROWS = TEXT.replace("1. (", "\u00b61. (").replace("2. (", "\u00b62. (").replace("3. (", "\u00b63. (")
ENCODED = {
    "utf-8": TEXT.encode(),
    "byte order mark": TEXT.encode("utf-8-sig"),
    "pilcrows in utf-8": PILCROWS.encode(),
    "pilcrows as byte B6": PILCROWS.encode("cp1252"),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "CR": TEXT.replace("\n", "\r").encode(),
    "trailing blanks": TEXT.replace("\n", "   \n").encode(),
    "trailing tabs": TEXT.replace("\n", "\t\n").encode(),
    "form feeds": TEXT.replace("\n\n", "\n\f\n").encode(),
    "leading blanks": "\n".join(f"  {line}" if line else line for line in TEXT.split("\n")).encode(),
    "no-break spaces": TEXT.replace("1. (", "1.\u00a0(").encode(),
    "backslash at line ends": TEXT.replace("\n", "\\\n").encode(),
    "no line end at the end": TEXT.rstrip("\n").encode(),
    "blank lines at both ends": b"\n\n" + TEXT.encode() + b"\n\n\n",
    "soft-wrapped": TEXT.replace(FILLER, " ".join([FILLER] * 20)).encode(),
    "hard-wrapped": TEXT.replace(FILLER, FILLER.replace(" ", "\n", 4).replace("\n", " ", 2)).encode(),
}


@pytest.mark.parametrize("name", ENCODED)
def test_every_encoding_is_read_as_the_same_telegram(name: str) -> None:
    message, plain = read(ENCODED[name]), read(PLAIN)
    assert portions(message) == THREE
    assert message.header == plain.header
    assert (message.banner, message.date) == (plain.banner, plain.date)
    assert message.authority is not None
    assert plain.authority is not None
    assert message.authority.reasons[0].letters == plain.authority.reasons[0].letters == ("b", "d")


def test_legacy_bytes_are_told_of_and_each_decoded_alone() -> None:
    document = read_bytes("x", TEXT.replace(FILLER, "caf\u00e9").encode() + b"\xb6 \x93quoted\x94\n")
    assert "caf\u00e9" in document.text
    assert "\u00b6 \u201cquoted\u201d" in document.text
    assert [note.code for note in document.notes] == ["encoding-fallback"]
    assert read_bytes("x", TEXT.encode()).notes == ()


def test_replacement_characters_are_told_of() -> None:
    document = read_bytes("x", TEXT.replace("harbor", "har\ufffdbor").encode())
    (note,) = document.notes
    assert note.code == "encoding-suspect"
    assert document.text[note.start : note.end] == "\ufffd"


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n  \r\n", "empty"),
    "byte order mark alone": (b"\xef\xbb\xbf", "empty"),
    "NUL": (b"CONFIDENTIAL\0PORT ELARA", "binary"),
    "binary noise": (bytes(range(1, 256)) * 40, "binary"),
    "UTF-16 little endian": (TEXT.encode("utf-16"), "encoding"),
    "UTF-16 big endian": (b"\xfe\xff" + TEXT.encode("utf-16-be"), "encoding"),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), "binary"),
    "PDF": (b"%PDF-1.7\nCONFIDENTIAL", "malformed"),
    "ZIP": (b"PK\x03\x04 cables/one.txt", "archive"),
    "DOCX": (b"PK\x03\x04 [Content_Types].xml", "unknown-format"),
    "gzip": (b"\x1f\x8b\x08 noise", "archive"),
    "tar": (b"cables/one.txt".ljust(257, b"\0") + b"ustar", "archive"),
    "legacy Office": (b"\xd0\xcf\x11\xe0 noise", "unknown-format"),
    "RTF": (rb"{\rtf1 CONFIDENTIAL}", "unknown-format"),
    "page without text": (b"<html><head><style>p {}</style></head><body></body></html>", "empty"),
    "page of unclosed tags": (b"<html>" + b"<a " * 5000, "malformed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused_with_a_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        read_bytes("x", data)
    assert caught.value.reason == reason
    assert "CONFIDENTIAL" not in str(caught.value)
    (item,) = api.validate("x", data).unexamined
    assert item.reason == reason


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    examined = api.validate("x", data)
    assert (examined.marked is None) == bool(examined.unexamined)


def test_a_little_line_noise_is_still_a_telegram() -> None:
    assert portions(read(TEXT.replace("Tuesday", "Tue\x07\x08sday"))) == THREE
