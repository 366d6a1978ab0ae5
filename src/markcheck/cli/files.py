"""Writing files so that a reader never meets half of one, and a killed process leaves none behind."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from markcheck.errors import UsageError


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all. Raises :class:`UsageError`.

    Where the system has files without a name, the data gets one only when it is complete: nothing is left of a process
    that is killed on its way. Elsewhere a temporary file beside the target takes the target's place.
    """
    try:
        if not _write_nameless(path, data):
            _write_beside(path, data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None


def _write_nameless(path: Path, data: bytes) -> bool:
    """Whether the system could do it: only Linux can, and not on every file system."""
    flag = getattr(os, "O_TMPFILE", 0)
    if not flag:
        return False
    try:
        handle = os.open(path.parent, flag | os.O_WRONLY, 0o666)
    except OSError:
        return False
    try:
        _fill(handle, data)
        try:
            _name(handle, path)
        except FileExistsError:
            with _spare_name(path) as spare:
                _name(handle, spare)
                os.replace(spare, path)  # noqa: PTH105
        except OSError:
            return False
        return True
    finally:
        os.close(handle)


def _name(handle: int, path: Path) -> None:
    """Give the nameless file a name; a directory's descriptor makes the call follow the link to it."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _spare_name(path: Path) -> Iterator[Path]:
    """A name beside ``path`` that no file has; whatever has it at the end goes."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".markcheck-") as folder:
        yield Path(folder, path.name)


def _write_beside(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".markcheck-")
    try:
        try:
            _fill(handle, data)
        finally:
            os.close(handle)
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101
        os.replace(temporary, path)  # noqa: PTH105
    finally:
        Path(temporary).unlink(missing_ok=True)


def _fill(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
