"""Many jobs: one after another, or on several processes, always in the same order and with bounded memory."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from markcheck.discover import STDIN
from markcheck.model.result import Result
from markcheck.model.unexamined import Unexamined
from markcheck.rulebook.book import rulebook, use
from markcheck.runs.work import Job, work

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from markcheck.runs.cache import Kept

T = TypeVar("T")
_CHUNK = 32
# So many documents are worth starting processes for, and opening a cache.
_WORTH = 2 * _CHUNK
_AHEAD = 4


class Means(Struct, frozen=True):
    """What a run works with: processes, own rule folders, and where results are kept, if they are."""

    workers: int = 1
    folders: tuple[Path, ...] = ()
    cache: Path | None = None


def results(jobs: Iterable[Job], means: Means) -> Iterator[Result]:
    """The result of every job, in order."""
    waiting = iter(jobs)
    first = list(islice(waiting, _WORTH))
    many = len(first) == _WORTH
    every = chain(first, waiting)
    workers = (means.workers or cores()) if many else 1
    with contextlib.ExitStack() as stack:
        kept: Kept | Afresh = Afresh()
        if many and means.cache is not None:
            from markcheck.runs.cache import Kept

            kept = stack.enter_context(contextlib.closing(Kept(means.cache, rulebook().digest)))
        rows = _rows(every, kept)
        if workers == 1:
            for row in rows:
                yield from row.filled(map(work, row.open), kept)
        else:
            yield from _spread(rows, kept, workers, means.folders)


def cores() -> int:
    """How many processes may run at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class Afresh:
    """Nothing is known of any document, and nothing is kept."""

    def find(self, jobs: Sequence[Job]) -> Sequence[Result | Job]:
        """For each job the result that is known of it, or the job."""
        return jobs

    def keep(self, result: Result) -> Result:
        """The result, which is not kept."""
        return result


class _Row(Struct):
    """Jobs in a row, some of them done, and the promise of what the others give."""

    items: Sequence[Result | Job]
    promise: Future[list[Result]] | None = None

    @property
    def open(self) -> list[Job]:
        """Those to be done."""
        return [item for item in self.items if isinstance(item, Job)]

    def filled(self, made: Iterable[Result], kept: Kept | Afresh) -> Iterator[Result]:
        """The results in order, with those that were ``made`` in the gaps."""
        fresh = iter(made)
        for item in self.items:
            if isinstance(item, Result):
                yield item
            else:
                yield kept.keep(next(fresh))


def _rows(jobs: Iterable[Job], kept: Kept | Afresh) -> Iterator[_Row]:
    waiting = iter(jobs)
    while several := list(islice(waiting, _CHUNK)):
        yield _Row(kept.find(several))


def _spread(rows: Iterator[_Row], kept: Kept | Afresh, workers: int, folders: tuple[Path, ...]) -> Iterator[Result]:
    """Over several processes, which are started when something is to be done."""
    from concurrent.futures import BrokenExecutor
    from multiprocessing import active_children

    pool: ProcessPoolExecutor | None = None
    ahead: deque[_Row] = deque()
    try:
        while True:
            for row in islice(rows, workers * _AHEAD - len(ahead)):
                # Standard input is this process's alone.
                if (todo := row.open) and not any(job.target.path == STDIN for job in todo):
                    pool = pool or processes(workers, folders)
                    row.promise = promised(pool, _several, todo)
                ahead.append(row)
            if not ahead:
                return
            row = ahead.popleft()
            if row.promise is None:
                yield from row.filled(map(work, row.open), kept)
                continue
            try:
                made = row.promise.result()
            except BrokenExecutor:
                # A document has killed its process. Whatever was under way is done again, one document a process.
                for item in (row, *ahead):
                    yield from item.filled((_apart(job, folders) for job in item.open), kept)
                ahead.clear()
                pool = None
            else:
                yield from row.filled(made, kept)
    except BaseException:
        # Nobody waits for what is under way, which may be long.
        for process in active_children():
            process.terminate()
        raise
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def promised(pool: ProcessPoolExecutor, function: Callable[..., T], *arguments: Any) -> Future[T]:
    """What ``function`` will give; of a pool that is broken already, a promise that says so."""
    from concurrent.futures import BrokenExecutor, Future

    try:
        return pool.submit(function, *arguments)
    except BrokenExecutor as error:
        broken: Future[T] = Future()
        broken.set_exception(error)
        return broken


def _apart(job: Job, folders: tuple[Path, ...]) -> Result:
    """One job in a process of its own, which it may kill."""
    from concurrent.futures import BrokenExecutor

    pool = processes(1, folders)
    try:
        return pool.submit(_several, [job]).result()[0]
    except BrokenExecutor:
        trouble = Unexamined("document", "crashed", "its process ended while it was examined")
        return Result(job.target.path, unexamined=(trouble,))
    finally:
        pool.shutdown(cancel_futures=True)


def processes(workers: int, folders: tuple[Path, ...]) -> ProcessPoolExecutor:
    """Processes that have the rules and those of ``folders``."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    rulebook()  # loaded here, so that processes which are copies of this one have it
    # pyarrow has threads of its own: a copy of this process may wait for one that it does not have.
    context = get_context("spawn") if "pyarrow" in sys.modules else None
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(folders,))


def _begin(folders: tuple[Path, ...]) -> None:
    """Make a process ready; an interrupt is the parent's business."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    use(folders)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever: the processes hold each other's pipe open."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _several(jobs: list[Job]) -> list[Result]:
    return [work(job) for job in jobs]
