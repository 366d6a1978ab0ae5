"""Writing files so that a reader never meets half of one, and a killed process leaves none behind."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from markcheck.errors import UsageError


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all. Raises :class:`UsageError`."""
    with open_atomically(path) as write:
        write(data)


@contextlib.contextmanager
def open_atomically(path: Path) -> Iterator[Callable[[bytes], None]]:
    """A function that takes the bytes of ``path`` piece by piece; they are there when the context ends without error.

    Where the system has files without a name, the data gets one only when it is complete: nothing is left of a process
    that is killed on its way. Elsewhere a temporary file beside the target takes the target's place. Raises
    :class:`UsageError`.
    """
    try:
        handle = _open_nameless(path)
        with _temporary(path) if handle is None else _nameless(handle, path) as handle:
            yield lambda data: _fill(handle, data)
            os.fsync(handle)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None


def _open_nameless(path: Path) -> int | None:
    """A file without a name, where the system can make one: only Linux can, and not on every file system."""
    flag = getattr(os, "O_TMPFILE", 0)
    if not flag or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(path.parent, flag | os.O_RDWR, 0o666)
    except OSError:
        return None


@contextlib.contextmanager
def _nameless(handle: int, path: Path) -> Iterator[int]:
    try:
        yield handle
        try:
            _name(handle, path)
        except FileExistsError:
            with _spare_name(path) as spare:
                _name(handle, spare)
                os.replace(spare, path)  # noqa: PTH105
        except OSError:
            # Some file systems make nameless files and give them no name.
            os.lseek(handle, 0, os.SEEK_SET)
            with _temporary(path) as other, os.fdopen(os.dup(handle), "rb") as written:
                for piece in iter(lambda: written.read(1 << 20), b""):
                    _fill(other, piece)
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
    import tempfile

    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".markcheck-") as folder:
        yield Path(folder, path.name)


@contextlib.contextmanager
def _temporary(path: Path) -> Iterator[int]:
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".markcheck-")
    try:
        try:
            yield handle
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


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
