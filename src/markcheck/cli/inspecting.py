"""``markcheck inspect``."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from markcheck.cli.documents import examine_all
from markcheck.discover import discover
from markcheck.exits import Exit, worst
from markcheck.rulebook.book import rulebook


def inspect_documents(paths: Sequence[str], output_format: str, day: str | None, *, show_text: bool) -> Exit:
    """Show every document; gives the exit code."""
    done = list(examine_all(discover(paths), day, frozenset(), 1))
    if output_format == "json":
        from markcheck.outputs.contract import InspectReport
        from markcheck.outputs.reports import inspected

        report = InspectReport(documents=[inspected(examined) for examined in done])
        typer.echo(report.model_dump_json(indent=2, by_alias=True))
    else:
        from markcheck.outputs.inspected import inspect_text

        book = rulebook()
        for examined in done:
            typer.echo(inspect_text(examined, book, show_text=show_text))
    return worst([Exit.UNEXAMINED] if any(examined.unexamined for examined in done) else [])
