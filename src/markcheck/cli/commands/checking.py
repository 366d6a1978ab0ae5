"""Commands that judge documents: validate, banner, fix, inspect."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from markcheck.cli.choices import FailOn, Format, ReportFormat
from markcheck.cli.commands.base import (
    Config,
    DateOption,
    FormatOption,
    Isolated,
    Jobs,
    NoCache,
    Output,
    Paths,
    Quiet,
    ShowText,
    app,
    examples,
    iso,
)


@app.command(
    epilog=examples(
        "markcheck validate cable.txt",
        "markcheck validate folder/ --output sarif=findings.sarif --output html=report.html",
        "markcheck validate . --since origin/main --format github",
        "markcheck validate archive/ --write-baseline markcheck-baseline.json",
        "cat cable.txt | markcheck validate - --fail-on warning",
    )
)
def validate(
    paths: Paths,
    output_format: Annotated[ReportFormat, typer.Option("--format", help="How to print the result.")] = (
        ReportFormat.TEXT
    ),
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Only these rules or groups; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Not these rules or groups; may be repeated.")
    ] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="Exit with 1 for findings of this severity or worse (error).")
    ] = None,
    limit: Annotated[
        str | None, typer.Option("--max", metavar="MARK", help="A document above this marking is an error of its own.")
    ] = None,
    level: Annotated[
        str | None, typer.Option("--max-level", metavar="LEVEL", help="The same, comparing levels alone.")
    ] = None,
    date: DateOption = None,
    output: Output = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help="Only files changed since this revision of git.")
    ] = None,
    null: Annotated[
        bool, typer.Option("--null", "-0", help="The paths in a file list end with NUL, not with the line.")
    ] = False,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="PATTERN", help="Leave these files of folders out; may be repeated."),
    ] = None,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave excluded files out even where they are named.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Pass over the findings in this file.")
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline",
            metavar="FILE",
            help="Write the findings there are to a new baseline; from an old one take those that are gone.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --write-baseline add to an old baseline.")] = False,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on, and look again whenever a file changes.")] = False,
    show_text: ShowText = False,
    quiet: Quiet = False,
) -> None:
    """Check the markings of documents.

    Settings come from markcheck.toml or [tool.markcheck] in pyproject.toml, at or above what is named.
    Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 something was not examined.
    """
    from markcheck.cli.settled import Source, given
    from markcheck.cli.validating import ValidateRun

    flags = given(
        select=select,
        ignore=ignore,
        fail_on=str(fail_on) if fail_on else None,
        max=limit,
        max_level=level,
        exclude=exclude,
        force_exclude=force_exclude or None,
        baseline=str(baseline) if baseline else None,
        jobs=jobs,
        cache=False if no_cache else None,
    )
    run = ValidateRun(
        paths,
        str(output_format),
        flags,
        Source(config, isolated),
        iso(date),
        output or [],
        since,
        null,
        write_baseline,
        force,
        show_text=show_text,
        quiet=quiet,
    )
    if watch:
        from markcheck.cli.watching import watching

        raise typer.Exit(watching(run))
    raise typer.Exit(run.run())


@app.command(
    epilog=examples(
        "markcheck fix memo.txt",
        "markcheck fix memo.txt --diff",
        "markcheck fix folder/ --write",
        "markcheck fix - --write < memo",
    )
)
def fix(
    paths: Paths,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show the changes as a diff, marks alone without --show-text.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Change the files; otherwise nothing is written.")] = False,
    output_format: FormatOption = Format.TEXT,
    date: DateOption = None,
    show_text: ShowText = False,
    quiet: Quiet = False,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Mend marks that have one right form: typing errors, separators, order, superseded words.

    A level is never lowered, a control never dropped; what has more than one answer is listed and left.
    Exit codes: 0 nothing to mend, 1 something can be mended or is left to a person, 2 wrong usage, 3 not examined.
    """
    from markcheck.cli.fixing import FixRun
    from markcheck.cli.settled import Source, settle

    settings = settle(paths, {}, Source(config, isolated))
    run = FixRun(
        paths, str(output_format), iso(date), diff, write, show_text=show_text, quiet=quiet, fields_of=settings.fields
    )
    raise typer.Exit(run.run())


class Profile(StrEnum):
    """Whose roll-up rules hold where they differ."""

    IC = "ic"
    DOD = "dod"


@app.command(
    epilog=examples("markcheck banner cable.txt", "markcheck banner folder/ --why", "markcheck banner - < memo")
)
def banner(
    paths: Paths,
    output_format: FormatOption = Format.TEXT,
    date: DateOption = None,
    why: Annotated[bool, typer.Option("--why", help="Show which portions cause each part.")] = False,
    analytic_product: Annotated[
        bool,
        typer.Option("--analytic-product", help="A disseminated analytic product: every classified portion counts."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Unclassified portions with a control and no release marking count too.")
    ] = False,
    profile: Annotated[
        Profile | None, typer.Option("--profile", help="Whose rules hold where they differ (ic).")
    ] = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Print the banner that the portions of a document require.

    Exit codes: 0 done, 2 wrong usage, 3 a document has no readable mark or could not be examined.
    """
    from markcheck.cli.requiring import BannerRun
    from markcheck.cli.settled import Source, given, settle
    from markcheck.model.rolled import Policy

    flags = given(
        analytic_product=analytic_product or None, strict=strict or None, profile=str(profile) if profile else None
    )
    settings = settle(paths, flags, Source(config, isolated))
    values = settings.values
    policy = Policy(values["analytic-product"], values["strict"], values["profile"])
    raise typer.Exit(BannerRun(paths, str(output_format), iso(date), policy, why, settings.fields).run())


@app.command(epilog=examples("markcheck inspect cable.txt", "markcheck inspect cable.txt --format json"))
def inspect(
    paths: Paths,
    output_format: FormatOption = Format.TEXT,
    date: DateOption = None,
    show_text: ShowText = False,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Show a document as markcheck sees it: header, authority, blocks, marks, inheritance."""
    from markcheck.cli.inspecting import inspect_documents
    from markcheck.cli.settled import Source

    raise typer.Exit(
        inspect_documents(paths, str(output_format), iso(date), Source(config, isolated), show_text=show_text)
    )
