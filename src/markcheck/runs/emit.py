"""Where reports go: standard output and files, as the results come."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

from markcheck.files import open_atomically
from markcheck.model.result import Result, Tally
from markcheck.report.interface import Report

Write = Callable[[bytes], object]


class Emitter:
    """One report on its way out through ``write``.

    Documents of a report whose head needs the counts wait in a file without a name.
    """

    def __init__(self, report: Report, write: Write, spool: BinaryIO | IO[bytes] | None) -> None:
        self._report = report
        self._write = write
        self._spool = spool
        if spool is None:
            self._put(report.head(Tally()))

    def document(self, result: Result) -> None:
        """Take one document."""
        text = self._report.document(result)
        if not text:
            return
        if self._spool is None:
            self._put(text)
        else:
            self._spool.write(_bytes(text))

    def close(self, tally: Tally) -> None:
        """Write what is left."""
        if self._spool is not None:
            self._put(self._report.head(tally))
            self._spool.seek(0)
            shutil.copyfileobj(self._spool, _Writer(self._write))
        self._put(self._report.tail(tally))

    def _put(self, text: str) -> None:
        if text:
            self._write(_bytes(text))


class _Writer:
    """A function that writes, as a file to copy to."""

    def __init__(self, write: Write) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        """Write all of it."""
        self._write(data)
        return len(data)


def _bytes(text: str) -> bytes:
    """A path may hold what is no Unicode; it is shown with replacement signs."""
    return text.encode("utf-8", "replace")


@contextlib.contextmanager
def emitting(report: Report, write: Write) -> Iterator[Emitter]:
    """An emitter that writes with ``write``."""
    if report.head_first:
        yield Emitter(report, write, None)
        return
    import tempfile

    with tempfile.TemporaryFile() as spool:
        yield Emitter(report, write, spool)


@contextlib.contextmanager
def emitting_to(report: Report, path: Path) -> Iterator[Emitter]:
    """An emitter for a file, which is there when the context ends without error."""
    with open_atomically(path) as write, emitting(report, write) as emitter:
        yield emitter
