"""Commands about what is kept on file: settings, suppress."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from markcheck.cli.choices import Format
from markcheck.cli.commands.base import Config, FormatOption, Isolated, app, examples


@app.command(epilog=examples("markcheck settings", "markcheck settings archive/cable.txt --format json"))
def settings(
    path: Annotated[str, typer.Argument(metavar="[PATH]", help="The document or folder; default: this folder.")] = ".",
    output_format: FormatOption = Format.TEXT,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Show the settings that hold for a path, and where each value comes from."""
    from markcheck.cli.keeping import settings_shown
    from markcheck.cli.settled import Source

    typer.echo(settings_shown(path, Source(config, isolated), as_json=output_format is Format.JSON))


@app.command(
    epilog=examples(
        "markcheck suppress cable.txt paragraph-gap --portion p4 --reason 'lost in transmission' --by Orrin"
    )
)
def suppress(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The document.")],
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule whose finding is to be passed over.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is shown with every report.")],
    portion: Annotated[
        str | None, typer.Option("--portion", metavar="ID", help="The portion; needed where the rule found several.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="ISO", help="The last day on which it holds.")] = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Pass over one finding of a document, for a reason that is kept in a file beside it.

    The document is not touched. The suppression is bound to the words of the portion and falls when they change.
    Exit codes: 0 written, 2 wrong usage or no such finding, 3 not examined.
    """
    from markcheck.cli.commands.base import iso
    from markcheck.cli.keeping import suppress_finding
    from markcheck.cli.settled import Source

    suppress_finding(path, rule, portion, reason, by, iso(until), Source(config, isolated))
