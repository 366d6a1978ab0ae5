"""``markcheck validate --watch``: look again whenever something changes."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from markcheck.cli.validating import ValidateRun
from markcheck.discover import STDIN
from markcheck.errors import MarkcheckError, UsageError
from markcheck.exits import Exit


def watching(run: ValidateRun) -> Exit:
    """Run, and again for every change, until it is interrupted.

    Raises :class:`UsageError` where that cannot be done.
    """
    if STDIN in run.paths or any(path.startswith("@") for path in run.paths):
        raise UsageError("--watch: needs files or folders, not standard input or a file list")
    try:
        from watchfiles import watch
    except ImportError:
        raise UsageError("--watch: needs a library; install it with: pip install 'markcheck[watch]'") from None
    places = [path for path in run.paths if Path(path).exists()]
    if not places:
        raise UsageError("--watch: there is nothing to watch")
    code = run.run()
    typer.echo("watching; Ctrl-C ends it", err=True)
    for _changes in watch(*places, raise_interrupt=True, debounce=200):
        if sys.stdout.isatty():
            typer.echo("\x1b[2J\x1b[H", nl=False)
        try:
            code = run.run()
        except MarkcheckError as error:
            # A settings file that is being edited is wrong for a moment.
            typer.echo(f"markcheck: {error}", err=True)
    return code
