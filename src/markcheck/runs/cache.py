"""Results of earlier runs, by what they depend on: the document's bytes, the rules, the version, the way of judging.

The cache holds what reports show, never body text. Whatever is wrong with it, the document is looked at anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from markcheck import __version__
from markcheck.discover import STDIN
from markcheck.model.judging import Judging
from markcheck.model.result import Result
from markcheck.runs.stored import from_row, to_row
from markcheck.runs.work import Job

Key = bytes
# Grown past this, the cache begins anew.
_LARGEST = 512 << 20
_FORM = 1
_TOGETHER = 256


def basis(judging: Judging, rules: str) -> bytes:
    """All that a result depends on besides the document; ``rules`` is the rulebook's digest."""
    chosen = None if judging.rules is None else sorted(judging.rules)
    parts = (_FORM, __version__, rules, chosen, judging.severities, judging.day, judging.fallback, judging.limit,
             judging.limit_level, judging.policy)  # fmt: skip
    return hashlib.blake2b(repr(parts).encode(), digest_size=32).digest()


def key_of(data: bytes, on: bytes) -> Key:
    """The key of a document's bytes, judged on the basis ``on``."""
    return hashlib.blake2b(data, digest_size=20, key=on).digest()


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
        os.chmod(self._file, 0o600)  # noqa: PTH101
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, core TEXT NOT NULL, more TEXT) WITHOUT ROWID"
        )
        return connection

    def get(self, key: Key, path: str, *, whole: bool) -> Result | None:
        """The result for ``key``, called ``path``; ``None`` where it is not there, or not as a whole."""
        if self._open is None:
            return None
        try:
            columns = "core, more" if whole else "core, NULL"
            row = self._open.execute(f"SELECT {columns} FROM results WHERE key = ?", (key,)).fetchone()  # noqa: S608
            if row is None or (whole and row[1] is None):
                return None
            return from_row(path, row[0], row[1])
        except (sqlite3.Error, ValueError, TypeError, KeyError, IndexError):
            return None

    def put(self, results: Iterable[tuple[Key, Result]]) -> None:
        """Keep results."""
        if self._open is None:
            return
        rows = [(key, *to_row(result)) for key, result in results]
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
        self._fresh: list[tuple[Key, Result]] = []

    def find(self, job: Job) -> tuple[Result | None, Job]:
        """The result that is known of a job; where there is none, the job with what was read to look for it."""
        if job.show_text or job.target.problem is not None or job.target.path == STDIN:
            return None, job
        on = self._bases.get(job.judging)
        if on is None:
            on = self._bases[job.judging] = basis(job.judging, self._rules)
        try:
            with open(job.target.path, "rb", buffering=0) as file:  # noqa: PTH123 -- a third faster, and this is done most
                data = file.read()
        except OSError:
            return None, job
        key = key_of(data, on)
        found = self._cache.get(key, job.target.path, whole=job.whole)
        return (found, job) if found is not None else (None, replace(job, data=data, key=key))

    def keep(self, job: Job, result: Result) -> None:
        """Keep a result for the next run, but not that of a defect."""
        if job.key is None or result.defect:
            return
        self._fresh.append((job.key, result))
        if len(self._fresh) >= _TOGETHER:
            self._put()

    def _put(self) -> None:
        self._cache.put(self._fresh)
        self._fresh = []

    def close(self) -> None:
        """Write what is left, and let go of the cache."""
        if self._fresh:
            self._put()
        self._cache.close()
