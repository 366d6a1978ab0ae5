"""Examining many documents: one after another, or on several processes, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date

from markcheck.api import validate
from markcheck.discover import Target, read
from markcheck.errors import Unreadable
from markcheck.model.examined import Examined, Unexamined

_CHUNK = 32


def examine(target: Target, day: str | None, rules: frozenset[str] | None) -> Examined:
    """One target, examined; whatever is wrong with it comes back as unexamined."""
    try:
        if target.problem is not None:
            raise target.problem
        data = read(target.path)
    except Unreadable as error:
        return Examined(target.path, None, unexamined=(Unexamined("document", error.reason, str(error)),))
    return validate(target.path, data, date.fromisoformat(day) if day else None, rules)


def examine_all(
    targets: Iterable[Target], day: str | None, rules: frozenset[str] | None, jobs: int
) -> Iterator[Examined]:
    """Every target examined, in order; ``jobs`` processes, one a core for 0."""
    workers = jobs or os.cpu_count() or 1
    if workers == 1:
        for target in targets:
            yield examine(target, day, rules)
        return
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(partial(examine, day=day, rules=rules), list(targets), chunksize=_CHUNK)
