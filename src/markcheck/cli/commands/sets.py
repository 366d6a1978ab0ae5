"""The command about sets in one file: rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from markcheck.cli.choices import FailOn
from markcheck.cli.commands.base import Config, DateOption, Isolated, Jobs, Quiet, app, examples, iso


@app.command(
    epilog=examples(
        "markcheck rows cables.jsonl -o findings.jsonl",
        "markcheck rows cables.parquet -o findings.parquet --text body --id reference",
        "cat cables.jsonl | markcheck rows - | jq .level",
    )
)
def rows(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A .jsonl, .csv, .tsv or .parquet file; - for JSONL.")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where the rows go; its name tells the form.")
    ] = "-",
    text: Annotated[str, typer.Option("--text", metavar="COLUMN", help="The column with the documents.")] = "text",
    name: Annotated[
        str, typer.Option("--id", metavar="COLUMN", help="The column with their names; empty for none.")
    ] = "id",
    date: DateOption = None,
    fail_on: Annotated[FailOn | None, typer.Option("--fail-on", help="Exit with 1 for findings this severe.")] = None,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the output, and what another run left of it.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Check a set that lies in one file, a document a row: level, required banner, counts, dates, findings.

    A run that was stopped goes on where it was when it is started again. Each input row gives one output row, in the
    same order. Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 something was not examined.
    """
    from markcheck.cli.rowing import check_rows
    from markcheck.cli.settled import Source, given

    flags = given(fail_on=str(fail_on) if fail_on else None, jobs=jobs)
    paths = [None if path == "-" else Path(path) for path in (source, output)]
    raise typer.Exit(
        check_rows(
            paths[0], paths[1], text, name or None, flags, Source(config, isolated), iso(date), force=force, quiet=quiet
        )
    )
