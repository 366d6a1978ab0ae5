"""The command line: what holds for every command, and how a run ends."""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from markcheck import __version__
from markcheck.cli.choices import LogLevel
from markcheck.cli.commands import checking, explaining, keeping, releasing, sets  # noqa: F401
from markcheck.cli.commands.base import app
from markcheck.errors import MarkcheckError, RedactionRefused, RulebookError, Unreadable, UsageError
from markcheck.exits import INTERRUPTED, Exit, Interrupted, ReaderGone


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"markcheck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
    log_level: Annotated[
        LogLevel, typer.Option("--log-level", help="How much to tell on standard error of what is done; never text.")
    ] = LogLevel.WARNING,
) -> None:
    """Check classification and control markings in documents, and make public versions of them."""
    from markcheck import trace

    trace.listeners.clear()
    if log_level is not LogLevel.WARNING:
        everything = log_level is LogLevel.DEBUG
        trace.listeners.append(
            lambda debug, message: typer.echo(f"markcheck: {message}", err=True) if everything or not debug else None
        )


def _interrupt(_number: int, _frame: object) -> None:
    raise Interrupted


def run() -> None:
    """Parse the command line and run it; ends the process."""
    try:
        signal.signal(signal.SIGINT, _interrupt)
        app(prog_name="markcheck")
    except Interrupted:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _fail("interrupted: the reports under way were not written", INTERRUPTED)
    except MarkcheckError as error:
        _fail(str(error), _code(error))
    except (BrokenPipeError, ReaderGone):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.CLEAN)
    except Exception as error:
        from markcheck.trace import place_of

        _fail(f"a defect in markcheck: {place_of(error)}; please report it", Exit.DEFECT)


def _code(error: MarkcheckError) -> Exit:
    if isinstance(error, RedactionRefused):
        return Exit.REFUSED
    if isinstance(error, Unreadable):
        return Exit.UNEXAMINED
    assert isinstance(error, UsageError | RulebookError | MarkcheckError)
    return Exit.USAGE


def _fail(message: str, code: int) -> None:
    typer.echo(f"markcheck: {message}", err=True)
    sys.exit(code)
