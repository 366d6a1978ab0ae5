"""A progress bar on the terminal, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator

import typer

from markcheck.model.result import Result

_FROM = 20


def shown(results: Iterable[Result], total: Callable[[], int] | None, *, quiet: bool) -> Iterator[Result]:
    """``results``, with a bar that says how many are done, how fast, and how long it will take.

    There is none in a pipe, with ``quiet``, or where ``total`` cannot say how many there are.
    """
    if quiet or total is None or not sys.stderr.isatty() or (count := total()) < _FROM:
        yield from results
        return
    begun = time.monotonic()
    done = 0

    def rate(_item: object) -> str:
        return f"{done / max(time.monotonic() - begun, 0.001):.0f} documents/s"

    with typer.progressbar(
        length=count, label="validating", file=sys.stderr, show_pos=True, item_show_func=rate
    ) as bar:
        for result in results:
            # What is printed between two steps must not stand behind the bar.
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            yield result
            done += 1
            bar.update(1)


class Counter:
    """How many rows are done, and how many a second, on the terminal; nothing in a pipe or with ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._done = 0

    def __enter__(self) -> Counter:
        return self

    def add(self, rows: int) -> None:
        """So many more are done."""
        self._done += rows
        if self._shown:
            rate = self._done / max(time.monotonic() - self._begun, 0.001)
            sys.stderr.write(f"\r\x1b[2Kvalidating  {self._done} documents  {rate:.0f} documents/s")
            sys.stderr.flush()

    def __exit__(self, *_exception: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
