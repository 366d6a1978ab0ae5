"""From what the user names to the documents meant: files, folders, globs, standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markcheck.errors import Unreadable

STDIN = "-"
_COMPANIONS = (".manifest.json",)


@dataclass(frozen=True, slots=True)
class Target:
    """One document to examine, or the reason why a named thing is none."""

    path: str
    problem: Unreadable | None = None


def discover(named: Iterable[str]) -> Iterator[Target]:
    """The targets for what was named, in order, files of a folder sorted, each file once."""
    seen: set[str] = set()
    for name in named:
        for target in _expand(name):
            key = target.path if target.path == STDIN or target.problem else os.path.realpath(target.path)
            if key not in seen:
                seen.add(key)
                yield target


def read(path: str) -> bytes:
    """The bytes of a target. Raises :class:`Unreadable` with a sentence that names no content."""
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(error) from None


def _expand(name: str) -> Iterator[Target]:
    if name == STDIN:
        yield Target(STDIN)
        return
    path = Path(name)
    if path.is_dir():
        found = False
        for file in _walk(path):
            found = True
            yield Target(file)
        if not found:
            yield Target(name, Unreadable("no-documents", "the folder holds no documents"))
    elif path.exists():
        if path.is_file():
            yield Target(name)
        else:
            yield Target(name, Unreadable("not-a-file", "neither a file nor a folder"))
    elif glob.has_magic(name):
        matches = sorted(match for match in glob.glob(name, recursive=True) if Path(match).is_file())  # noqa: PTH207
        if not matches:
            yield Target(name, Unreadable("missing", "no file matches the pattern"))
        yield from map(Target, matches)
    else:
        yield Target(name, Unreadable("missing", "no such file or folder"))


def _walk(folder: Path) -> Iterator[str]:
    """Regular files below ``folder``; hidden ones and manifests are left out, links to folders are not followed."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and not name.endswith(_COMPANIONS) and path.is_file():
                yield str(path)


def _unreadable(error: OSError) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable("missing", "no such file or folder")
    if isinstance(error, PermissionError):
        return Unreadable("permission", "no permission to read it")
    if isinstance(error, IsADirectoryError):
        return Unreadable("not-a-file", "a folder, not a file")
    return Unreadable("unreadable", f"it cannot be read: {error.strerror or 'input/output error'}")
