"""``markcheck inspect``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import typer
from msgspec.structs import replace

from markcheck.api import validate
from markcheck.cli.settled import Source, settle
from markcheck.discover import Target, discover, listed, read
from markcheck.errors import Unreadable
from markcheck.exits import Exit, worst
from markcheck.model.examined import Examined
from markcheck.model.judging import Judging
from markcheck.model.unexamined import Unexamined
from markcheck.rulebook.book import rulebook


def inspect_documents(
    paths: Sequence[str], output_format: str, day: str | None, source: Source, *, show_text: bool
) -> Exit:
    """Show every document; gives the exit code."""
    names = listed(paths)
    resolved = settle(names, {}, source)
    given = date.fromisoformat(day) if day else None
    targets = discover(names, resolved.wanted(), lists=False)
    done = [
        _examine(target, replace(resolved.judging(target.path), rules=frozenset(), day=given)) for target in targets
    ]
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


def _examine(target: Target, judging: Judging) -> Examined:
    """One target, read; whatever is wrong with it comes back as unexamined."""
    try:
        if target.problem is not None:
            raise target.problem
        return validate(target.path, read(target.path), judging)
    except Unreadable as error:
        return Examined(target.path, None, unexamined=(Unexamined("document", error.reason, str(error)),))
