"""One thing to examine, and its bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from msgspec import Struct

from markcheck.errors import Unreadable

STDIN = "-"
# Behind a document's name: the file of its suppressions.
SIDECAR = ".markcheck.toml"


class Target(Struct, frozen=True):
    """One document to examine, or the reason why a named thing is none; ``sidecar`` is the file beside it, if any."""

    path: str
    problem: Unreadable | None = None
    sidecar: str | None = None


def read(path: str) -> bytes:
    """The bytes of a target. Raises :class:`Unreadable` with a sentence that names no content."""
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise unreadable(error) from None


def unreadable(error: OSError) -> Unreadable:
    """What an error of the operating system means for a document."""
    if isinstance(error, FileNotFoundError):
        return Unreadable("missing", "no such file or folder")
    if isinstance(error, PermissionError):
        return Unreadable("permission", "no permission to read it")
    if isinstance(error, IsADirectoryError):
        return Unreadable("not-a-file", "a folder, not a file")
    return Unreadable("unreadable", f"it cannot be read: {error.strerror or 'input/output error'}")
