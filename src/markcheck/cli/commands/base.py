"""The program and what its commands share: options, dates, examples in help texts."""

from __future__ import annotations

from typing import Annotated

import typer

from markcheck.cli.choices import Format
from markcheck.errors import UsageError


def examples(*commands: str) -> str:
    """Commands for the end of a help text, a line each."""
    return "\n".join(["\b", "Examples:", *(f"  {command}" for command in commands)])


app = typer.Typer(
    name="markcheck",
    help="Check classification and control markings in documents, and make public versions of them.",
    epilog=examples("markcheck validate cable.txt", "markcheck redact cable.txt --max U -o cable.public.txt"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def iso(text: str | None) -> str | None:
    """A date of a flag, checked. Raises :class:`UsageError`."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError("--date: not an ISO date such as 2009-09-15") from None


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files, folders, globs, @FILE for a list of paths, - for standard input."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the result.")]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="ISO", help="Judge by this date instead of the document's own.")
]
ShowText = Annotated[bool, typer.Option("--show-text", help="Show body text too; it is left out by default.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Findings only: no summary, no progress.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=0, metavar="N", help="Worker processes; 0, the default, for one a core."),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Examine everything anew, and keep nothing for the next run.")
]
Config = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="The settings file; default: the nearest markcheck.toml.")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Use no settings file.")]
Output = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=FILE", help="Write a report to a file as well; may be repeated."),
]
