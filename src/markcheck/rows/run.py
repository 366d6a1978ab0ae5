"""A run over a set in one file: chunks to workers, their rows to parts, the parts to the output.

Parts lie in a folder beside the output until the last one is there, so that a run that was stopped, however it ended,
goes on with the chunks that are not done. Memory does not grow with the set.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from markcheck.errors import UsageError
from markcheck.files import open_atomically, write_atomically
from markcheck.model.judging import Judging
from markcheck.rows.forms import Form, form_of
from markcheck.rows.row import Row, row_of, unread
from markcheck.rulebook.book import rulebook
from markcheck.runs.keys import basis
from markcheck.runs.pool import cores, processes, promised

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_AHEAD = 3
_JOINED = '"joined"'
_COUNTS = ("errors", "warnings", "infos")
Counts = dict[str, int]
Made = tuple[bytes, Counts]


class SetRun(Struct, frozen=True):
    """What a run does: ``source`` and ``target`` are files, ``None`` for standard input and output.

    ``seen`` is told how many rows every chunk had, those done by an earlier run first.
    """

    source: Path | None
    target: Path | None
    text: str
    name: str | None
    judging: Judging
    workers: int = 0
    folders: tuple[Path, ...] = ()
    force: bool = False
    seen: Callable[[int], object] = int

    def run(self) -> Counts:
        """Examine every row; gives the counts of documents, findings by severity, and of documents not examined.

        Raises :class:`UsageError`.
        """
        read = form_of(self.source)(self.text, self.name)
        written = form_of(self.target)(self.text, self.name)
        if self.target is None:
            counts: Counter[str] = Counter()
            for _, (data, found) in self._made(enumerate(read.chunks(self.source)), read, written):
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
                counts.update(found)
                self.seen(found["documents"])
            return counts
        return self._into(self.target, read, written)

    def _into(self, target: Path, read: Form, written: Form) -> Counts:
        if self.source is not None and target.resolve() == self.source.resolve():
            raise UsageError(f"{target}: is the input; the rows go to a new file")
        folder = target.with_name(f"{target.name}.parts")
        if not is_begun(folder):
            self._may_write(target)
        parts = Parts(folder, target, self._about(), force=self.force)
        if not parts.handed_over:
            self._may_write(target)
        for found in parts.done.values():
            self.seen(found["documents"])
        if not parts.joined:
            chunks = (item for item in enumerate(read.chunks(self.source)) if item[0] not in parts.done)
            for number, (data, found) in self._made(chunks, read, written):
                parts.add(number, data, found)
                self.seen(found["documents"])
            parts.join(written)
        parts.hand_over()
        return sum(map(Counter, parts.done.values()), Counter())

    def _may_write(self, target: Path) -> None:
        if target.exists() and not self.force:
            raise UsageError(f"{target}: exists already; --force overwrites it")

    def _about(self) -> str:
        """What parts depend on: the input, its columns, the rules and how they are applied, the output's form."""
        state = self.source.stat() if self.source is not None else None
        about = (
            str(self.source.resolve()) if self.source else None,
            (state.st_size, state.st_mtime_ns) if state else None,
            self.text,
            self.name,
            self.target.suffix if self.target else None,
            basis(self.judging, rulebook().digest).hex(),
        )
        return sha256(repr(about).encode()).hexdigest()

    def _made(self, chunks: Iterator[tuple[int, Any]], read: Form, written: Form) -> Iterator[tuple[int, Made]]:
        """What becomes of every chunk, in their order."""
        from concurrent.futures import BrokenExecutor

        pool: ProcessPoolExecutor | None = None
        ahead: deque[tuple[int, Any, Future[Made]]] = deque()
        workers = self.workers or cores()
        try:
            while True:
                while len(ahead) < workers * _AHEAD and (item := next(chunks, None)) is not None:
                    if workers == 1:
                        yield item[0], made(read, written, item[1], self.judging)
                        continue
                    pool = pool or processes(workers, self.folders)
                    ahead.append((*item, promised(pool, made, read, written, item[1], self.judging)))
                if not ahead:
                    return
                number, chunk, promise = ahead.popleft()
                try:
                    yield number, promise.result()
                except BrokenExecutor:
                    # A document has killed its process: each is done in a process of its own.
                    for at, held in [(number, chunk), *((item[0], item[1]) for item in ahead)]:
                        yield at, self._apart(read, written, held)
                    ahead.clear()
                    pool = None
        finally:
            if pool is not None:
                pool.shutdown(cancel_futures=True)

    def _apart(self, read: Form, written: Form, chunk: Any) -> Made:
        from concurrent.futures import BrokenExecutor

        rows: list[Row] = []
        for document in read.documents(chunk):
            if isinstance(document, dict):
                rows.append(document)
                continue
            pool = processes(1, self.folders)
            try:
                rows.append(pool.submit(row_of, *document, self.judging).result())
            except BrokenExecutor:
                rows.append(unread(document[0], "crashed", "its process ended while it was examined"))
            finally:
                pool.shutdown(cancel_futures=True)
        return written.render(rows), counted(rows)


def made(read: Form, written: Form, chunk: Any, judging: Judging) -> Made:
    """The part of the output that a chunk becomes, and its counts."""
    rows = [item if isinstance(item, dict) else row_of(*item, judging) for item in read.documents(chunk)]
    return written.render(rows), counted(rows)


def counted(rows: list[Row]) -> Counts:
    """The counts of rows."""
    counts = {name: sum(row[name] for row in rows) for name in _COUNTS}
    unexamined = sum(bool(row["unexamined"]) for row in rows)
    return {"documents": len(rows), **counts, "unexamined": unexamined}


def is_begun(folder: Path) -> bool:
    """Whether a run that was stopped left its parts in ``folder``."""
    return (folder / "journal").is_file()


class Parts:
    """The parts of an output that is under way; ``done`` has the counts of each.

    A journal says which parts are whole: a part is written, then its line; so is the output that they are joined to,
    before it takes its place. What stands there of another input, other rules or another output is no part of this
    run: :class:`UsageError`, or with ``force`` it goes.
    """

    def __init__(self, folder: Path, target: Path, about: str, *, force: bool) -> None:
        self._folder = folder
        self._target = target
        self._journal = folder / "journal"
        self._whole = folder / "whole"
        self.done: dict[int, Counts] = {}
        lines = self._lines()
        if lines and lines[0] != about:
            if not force:
                raise UsageError(
                    f"{folder}: was begun with another input, other rules or settings; --force begins anew"
                )
            shutil.rmtree(folder)
            lines = []
        self.joined = bool(lines) and lines[-1] == _JOINED
        if self.handed_over and not target.exists():
            # Somebody took the output away.
            shutil.rmtree(folder)
            self.joined, lines = False, []
        if lines:
            self.done = dict(json.loads(line) for line in lines[1:] if line != _JOINED)
        else:
            try:
                folder.mkdir(mode=0o700, exist_ok=True)
            except OSError as error:
                raise UsageError(f"{folder}: cannot be made: {error.strerror}") from None
            write_atomically(self._journal, f"{about}\n".encode())

    def _lines(self) -> list[str]:
        """The lines of the journal that were written to their end."""
        if not is_begun(self._folder):
            return []
        whole, end, _ = self._journal.read_bytes().rpartition(b"\n")
        os.truncate(self._journal, len(whole) + len(end))
        return whole.decode().split("\n") if whole else []

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:08}"

    def add(self, number: int, data: bytes, counts: Counts) -> None:
        """Keep a part."""
        self._path(number).write_bytes(data)
        self._note(json.dumps([number, counts]))
        self.done[number] = counts

    def _note(self, line: str) -> None:
        with self._journal.open("ab") as file:
            file.write(f"{line}\n".encode())

    def join(self, form: Form) -> None:
        """Make one file of all parts, in the order of the input. Raises :class:`UsageError`."""
        with open_atomically(self._whole) as write:
            form.join(map(self._path, sorted(self.done)), write)
        self._note(_JOINED)
        self.joined = True

    @property
    def handed_over(self) -> bool:
        """Whether the joined file is in its place, of a run that was killed before it could tidy up."""
        return self.joined and not self._whole.exists()

    def hand_over(self) -> None:
        """Put the joined file in its place; the parts go, and the journal last. Raises :class:`UsageError`."""
        try:
            if self._whole.exists():
                self._whole.replace(self._target)
        except OSError as error:
            raise UsageError(f"{self._target}: cannot be written: {error.strerror}") from None
        for number in self.done:
            self._path(number).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)
