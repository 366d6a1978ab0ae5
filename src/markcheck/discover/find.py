"""Names to targets, in order, files of a folder sorted, each file once."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from markcheck.discover.ignored import GIT, OWN, Patterns, left_out, patterns_above, patterns_in
from markcheck.discover.target import SIDECAR, STDIN, Target, unreadable
from markcheck.discover.wanted import EVERYTHING, Wanted
from markcheck.errors import Unreadable, UsageError

LIST = "@"
# What markcheck itself reads and writes is no document.
_COMPANIONS = (".manifest.json", SIDECAR)
_OWN_NAMES = frozenset(("markcheck.toml", "markcheck-baseline.json"))


def discover(named: Iterable[str], wanted: Wanted = EVERYTHING, *, lists: bool = True) -> Iterator[Target]:
    """The targets for what was named; with ``lists``, ``@FILE`` stands for the paths in that file.

    What cannot be examined, such as an unreadable folder, a link to a folder or a device, is a target with a problem:
    nothing is passed over in silence but what the settings or ignore files leave out. Raises :class:`UsageError` for a
    file list that cannot be read.
    """
    names = listed(named, null=wanted.null) if lists else list(named)
    seen: set[str] = set()
    # Names alone can meet twice, and links; the files of one folder cannot.
    several = len(names) > 1
    for name in names:
        for target, linked in _expand(name, wanted):
            if (several or linked) and target.path != STDIN and target.problem is None:
                key = os.path.realpath(target.path)
                if key in seen:
                    continue
                seen.add(key)
            elif several and (target.path in seen):
                continue
            elif several:
                seen.add(target.path)
            yield target


def listed(named: Iterable[str], *, null: bool = False) -> list[str]:
    """The names, with each ``@FILE`` replaced by the paths in it. Raises :class:`UsageError`."""
    names: list[str] = []
    for name in named:
        if not name.startswith(LIST):
            names.append(name)
            continue
        file = name.removeprefix(LIST)
        try:
            data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
        except OSError as error:
            raise UsageError(f"{name}: the file list cannot be read: {error.strerror}") from None
        text = os.fsdecode(data)
        names.extend(filter(None, text.split("\0") if null else text.splitlines()))
    return names


def _expand(name: str, wanted: Wanted) -> Iterator[tuple[Target, bool]]:
    """The targets of one name, each with whether another path may lead to the same file."""
    if name == STDIN:
        yield Target(STDIN), True
        return
    path = Path(name)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):
        is_folder = exists = False
    if is_folder:
        yield from _folder(name, wanted)
    elif exists:
        yield from ((target, True) for target in _named_files([name], wanted))
    elif glob.has_magic(name):
        matches = sorted(match for match in glob.glob(name, recursive=True) if Path(match).is_file())  # noqa: PTH207
        if not matches:
            yield Target(name, Unreadable("missing", "no file matches the pattern")), True
        yield from ((target, True) for target in _named_files(matches, wanted))
    else:
        yield Target(name, Unreadable("missing", "no such file or folder")), True


def _named_files(paths: Iterable[str], wanted: Wanted) -> Iterator[Target]:
    for path in paths:
        if wanted.only is not None and os.path.realpath(path) not in wanted.only:
            continue
        if wanted.named_too and _excluded(os.path.realpath(path), wanted, folder=False):
            continue
        if not Path(path).is_file():
            yield Target(path, Unreadable("not-a-file", "neither a file nor a folder"))
            continue
        sidecar = path + SIDECAR
        yield Target(path, None, sidecar if Path(sidecar).is_file() else None)


def _excluded(path: str, wanted: Wanted, *, folder: bool) -> bool:
    return wanted.exclude is not None and bool(wanted.exclude.answer(path, folder=folder))


def _folder(name: str, wanted: Wanted) -> Iterator[tuple[Target, bool]]:
    absolute = os.path.realpath(name)
    stack = patterns_above(absolute) if wanted.ignore_files else []
    found = False
    for target, linked in _walk(name, absolute, wanted, stack):
        found = True
        yield target, linked
    if not found and wanted.only is None:
        yield Target(name, Unreadable("no-documents", "the folder holds no documents")), True


def _walk(name: str, top: str, wanted: Wanted, above: list[Patterns]) -> Iterator[tuple[Target, bool]]:
    """What lies below the folder ``name``, whose real path is ``top``; hidden things are left out."""
    waiting = [(str(Path(name)), top, above)]
    while waiting:
        folder, absolute, stack = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listing = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Target(folder, unreadable(error)), False
            continue
        names = {entry.name for entry in listing}
        if wanted.ignore_files and (GIT in names or OWN in names):
            stack = [*stack, *patterns_in(absolute, names)]
        folders = []
        for entry in listing:
            real = os.path.join(absolute, entry.name)  # noqa: PTH118
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or _left_out(entry.name, real, stack, wanted, folder=is_folder):
                continue
            if is_folder:
                folders.append((_below(folder, entry.name), real, stack))
            else:
                yield from _entry(entry, folder, real, top, wanted, names)
        waiting.extend(reversed(folders))


def _below(folder: str, name: str) -> str:
    """The path as people write it: ``a.txt``, not ``./a.txt``."""
    return name if folder == os.curdir else os.path.join(folder, name)  # noqa: PTH118


def _left_out(name: str, real: str, stack: Sequence[Patterns], wanted: Wanted, *, folder: bool) -> bool:
    if _excluded(real, wanted, folder=folder) or left_out(real, stack, folder=folder):
        return True
    if folder:
        return False
    if name.endswith(_COMPANIONS) or name in _OWN_NAMES or real in wanted.own:
        return True
    return wanted.include is not None and not wanted.include.answer(real, folder=False)


def _entry(
    entry: os.DirEntry[str], folder: str, real: str, top: str, wanted: Wanted, names: set[str]
) -> Iterator[tuple[Target, bool]]:
    path = _below(folder, entry.name)
    linked = entry.is_symlink()
    if wanted.only is not None and (os.path.realpath(real) if linked else real) not in wanted.only:
        return
    if entry.is_file():
        sidecar = entry.name + SIDECAR
        yield Target(path, None, _below(folder, sidecar) if sidecar in names else None), linked
    elif not linked:
        yield Target(path, Unreadable("not-a-file", "neither a file nor a folder")), False
    elif not entry.is_dir():
        yield Target(path, Unreadable("missing", "a link that leads to no file")), False
    elif not (os.path.realpath(real) + os.sep).startswith(top + os.sep):
        yield Target(path, Unreadable("link", "a link to a folder elsewhere is not followed: name the folder")), False
