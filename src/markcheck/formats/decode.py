"""Bytes to text: strict UTF-8 first, Windows-1252 for each byte that is not, a clear refusal for what is no text.

The legacy copies of telegrams carry a pilcrow as the single byte 0xB6. The fallback works byte by byte: one stray byte
never changes how the rest of the document is read.
"""

from __future__ import annotations

import codecs

from markcheck.errors import Unreadable
from markcheck.model.document import Note

FALLBACK = "Windows-1252"
# A telegram with line noise is still a telegram; past this share of control characters it is not text.
_NOISE_SHARE = 0.05
_CONTROLS = bytes(range(1, 9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"
_FORMATS = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\xd0\xcf\x11\xe0": "legacy Office",
    b"{\\rtf": "RTF",
}
_ARCHIVES = {
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
_MAGIC = (*_FORMATS, *_ARCHIVES)
# What the first entries of an office document's package are called.
_PACKAGE = (b"[Content_Types].xml", b"_rels/.rels", b"mimetypeapplication/vnd.oasis")
_TAR = (257, b"ustar")
_CONTROL_BLANKS = (*range(1, 9), *range(11, 13), *range(14, 32), 0x7F)
_WIDE_BLANKS = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
# Control characters and blanks of every kind as plain blanks, line ends of every kind as LF.
SAME_LENGTH = {**dict.fromkeys((*_CONTROL_BLANKS, *_WIDE_BLANKS), " "), 0x2028: "\n", 0x2029: "\n", 0x85: "\n"}


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


# The error handler that reads each byte which is no UTF-8 as Windows-1252.
LENIENT = "markcheck-windows-1252"
codecs.register_error(LENIENT, _as_windows_1252)


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text of ``data`` with LF line ends, and what was odd about the encoding.

    Control characters and blanks of every kind become plain blanks and a byte order mark goes, so that lines and
    columns stay those an editor shows. Raises :class:`Unreadable`.
    """
    noisy = _refuse(data)
    notes: list[Note] = []
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", LENIENT)
        notes.append(Note("encoding-fallback", 0, 0, {"encoding": FALLBACK}))
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\\n" in text:
        text = text.replace("\\\n", " \n")
    if noisy or not text.isascii() or "\f" in text or "\v" in text:
        text = text.translate(SAME_LENGTH)
        at = text.find("\ufffd")
        if at >= 0:
            notes.append(Note("encoding-suspect", at, at + 1))
    if not text or text.isspace():
        raise Unreadable("empty", "the document is empty")
    return text, tuple(notes)


def _refuse(data: bytes) -> bool:
    """Refuse what is no text; gives whether control characters are among it."""
    if not data:
        raise Unreadable("empty", "the document is empty")
    if data.startswith(_MAGIC):
        _refuse_by_magic(data)
    if data.startswith(_TAR[1], _TAR[0]):
        raise Unreadable("archive", "a tar archive is not opened: unpack it and name what was in it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("encoding", "UTF-16 text is not read: convert it to UTF-8")
    if b"\0" in data:
        raise Unreadable("binary", "NUL bytes: a binary file, not text")
    noise = len(data) - len(data.translate(None, _CONTROLS))
    if noise > 16 and noise > _NOISE_SHARE * len(data):
        raise Unreadable("binary", "too many control characters: a binary file, not text")
    return noise > 0


def _refuse_by_magic(data: bytes) -> None:
    for magic, name in _FORMATS.items():
        if data.startswith(magic):
            raise Unreadable("unknown-format", f"{name} documents are not read by this version")
    for magic, name in _ARCHIVES.items():
        if data.startswith(magic):
            if name == "ZIP" and any(entry in data[:4096] for entry in _PACKAGE):
                raise Unreadable(
                    "unknown-format", "a broken office package, or one of a kind (XLSX, ODT) that is not read"
                )
            raise Unreadable("archive", f"a {name} archive is not opened: unpack it and name what was in it")
