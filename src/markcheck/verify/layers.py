"""Every text that bytes may hold: decoded, unzipped, inflated, with its entities and escapes undone."""

from __future__ import annotations

import base64
import binascii
import html
import io
import quopri
import re
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator

from markcheck.formats.decode import LENIENT

# How deep containers are opened, and how much is inflated of each: more than any document has.
_DEPTH = 4
_MOST_BYTES = 64 << 20
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}[\r\n]{0,2}){10,}(?:[A-Za-z0-9+/]{2,3}={0,2})?")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
# What a damaged archive raises.
_BROKEN = (
    zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, ValueError, EOFError, struct.error,
)  # fmt: skip
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")


def texts_in(data: bytes, depth: int = 0) -> Iterator[str]:
    """Every reading of ``data`` as text, the plain one first; some of them may be noise."""
    yield from _decoded(data)
    if depth >= _DEPTH:
        return
    for inner in _contained(data):
        yield from texts_in(inner, depth + 1)


def _decoded(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", LENIENT)
    yield text
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield data.decode(encoding, "replace")
    if "<" in text:
        # Attributes and comments are text too: once with the markup's signs as blanks, once without the tags.
        yield html.unescape(text.replace("<", " ").replace(">", " "))
        yield html.unescape(_TAG.sub("", text))
    elif _ENTITY.search(text):
        yield html.unescape(text)
    if _PERCENT.search(text):
        yield urllib.parse.unquote(text)
    if _ESCAPE.search(text):
        yield _ESCAPE.sub(lambda match: chr(int(match.group()[2:], 16)), text)


def _contained(data: bytes) -> Iterator[bytes]:
    if data[:2] == b"PK" or b"PK\x03\x04" in data:
        yield from _members(data)
    if data[:2] == b"\x1f\x8b":
        yield from _inflated(data, zlib.MAX_WBITS | 16)
    if b"endstream" in data:
        for stream in _STREAM.finditer(data):
            yield from _inflated(stream[1], zlib.MAX_WBITS)
    if _QUOTED.search(data):
        yield quopri.decodestring(data)
    for run in _BASE64.finditer(data):
        try:
            yield base64.b64decode(run.group())
        except binascii.Error:
            continue


def _members(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment
            for info in archive.infolist():
                yield info.filename.encode() + b"\n" + info.comment + b"\n" + info.extra
                with archive.open(info) as member:
                    yield member.read(_MOST_BYTES)
    except _BROKEN:
        return


def _inflated(data: bytes, window: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(window).decompress(data, _MOST_BYTES)
    except zlib.error:
        return
