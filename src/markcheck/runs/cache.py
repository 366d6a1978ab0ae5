"""Results of earlier runs, by what they depend on: the document's bytes, the rules, the version, the way of judging.

The cache holds what reports show, never body text. Whatever is wrong with it, the document is looked at anew.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from markcheck.discover import STDIN
from markcheck.model.judging import Judging
from markcheck.model.result import Result
from markcheck.runs.keys import basis, key_of
from markcheck.runs.stored import from_row, to_row
from markcheck.runs.work import Job

Key = bytes
Row = tuple[str, str | None]
# Grown past this, the cache begins anew.
_LARGEST = 512 << 20
_TOGETHER = 256
_CARRIED = 1 << 20


class Cache:
    """An open cache; several processes may have the same one open. One that cannot be used holds nothing."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "results.sqlite"
        self._open: sqlite3.Connection | None = None
        with contextlib.suppress(OSError, sqlite3.Error):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self._file.exists() and self._file.stat().st_size > _LARGEST:
                self._file.unlink()
            self._open = self._connect()

    def _connect(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.DatabaseError:
            # What lies there is no cache of ours, or a broken one.
            self._file.unlink(missing_ok=True)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=2, isolation_level=None, check_same_thread=False)
        try:
            os.chmod(self._file, 0o600)  # noqa: PTH101
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, core TEXT NOT NULL, more TEXT) WITHOUT ROWID"
            )
        except BaseException:
            connection.close()
            raise
        return connection

    def get(self, keys: Collection[Key], *, whole: bool) -> dict[Key, Row]:
        """What lies under ``keys``; what is only wanted as a whole has its second part."""
        if self._open is None or not keys:
            return {}
        columns = "key, core, more" if whole else "key, core, NULL"
        asked = f"SELECT {columns} FROM results WHERE key IN ({','.join('?' * len(keys))})"  # noqa: S608
        try:
            return {key: (core, more) for key, core, more in self._open.execute(asked, (*keys,))}
        except sqlite3.Error:
            return {}

    def put(self, results: Iterable[Result]) -> None:
        """Keep results, each under its key."""
        if self._open is None:
            return
        rows = [(result.key, *to_row(result)) for result in results]
        with contextlib.suppress(sqlite3.Error):
            self._open.execute("BEGIN")
            self._open.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
            self._open.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            with contextlib.suppress(sqlite3.Error):
                self._open.close()
            self._open = None


class Kept:
    """What earlier runs found, by the rulebook with the digest ``rules``, and what this one adds to it."""

    def __init__(self, folder: Path, rules: str) -> None:
        self._cache = Cache(folder)
        self._rules = rules
        self._bases: dict[Judging, bytes] = {}
        self._fresh: list[Result] = []

    def find(self, jobs: Sequence[Job]) -> list[Result | Job]:
        """For each job the result that is known of it, or the job with what it takes to keep its result."""
        read = [self._read(job) for job in jobs]
        bases = [self._basis(job.judging) for job in jobs]
        keys = [None if data is None else key_of(data, on) for data, on in zip(read, bases, strict=True)]
        rows = self._cache.get({key for key in keys if key is not None}, whole=any(job.whole for job in jobs))
        found: list[Result | Job] = []
        for job, data, on, key in zip(jobs, read, bases, keys, strict=True):
            if data is None or key is None:
                found.append(job)
            else:
                # Many jobs are under way at once: what is large is read again.
                carried = data if len(data) <= _CARRIED else None
                known = _result(job, rows[key]) if key in rows else None
                found.append(known or replace(job, data=carried, basis=on))
        return found

    def _basis(self, judging: Judging) -> bytes:
        on = self._bases.get(judging)
        if on is None:
            on = self._bases[judging] = basis(judging, self._rules)
        return on

    def _read(self, job: Job) -> bytes | None:
        """The bytes of a job's document, where its result may be known."""
        if job.show_text or job.target.problem is not None or job.target.path == STDIN:
            return None
        try:
            with open(job.target.path, "rb", buffering=0) as file:  # noqa: PTH123 -- a third faster, and this is done most
                return file.read()
        except OSError:
            return None

    def keep(self, result: Result) -> Result:
        """Keep a result for the next run, but not that of a defect; gives it without its key."""
        if result.key is None:
            return result
        if not result.defect:
            self._fresh.append(result)
            if len(self._fresh) >= _TOGETHER:
                self._put()
        return replace(result, key=None)

    def _put(self) -> None:
        self._cache.put(self._fresh)
        self._fresh = []

    def close(self) -> None:
        """Write what is left, and let go of the cache."""
        if self._fresh:
            self._put()
        self._cache.close()


def _result(job: Job, row: Row) -> Result | None:
    core, more = row
    if job.whole and more is None:
        return None
    with contextlib.suppress(ValueError, TypeError, KeyError, IndexError):
        return from_row(job.target.path, core, more if job.whole else None)
    return None
