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
