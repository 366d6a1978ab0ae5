"""Commands about public versions: redact, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from markcheck.cli.choices import Format, OnDoubt, OnEcho, StampStyle
from markcheck.cli.commands.base import (
    Config,
    DateOption,
    FormatOption,
    Isolated,
    Paths,
    Quiet,
    ShowText,
    app,
    examples,
    iso,
)
from markcheck.errors import UsageError


@app.command(
    epilog=examples(
        "markcheck redact cable.txt --max U -o cable.public.txt",
        "markcheck redact folder/ --max C -o public/",
        "cat cable.txt | markcheck redact - --max U",
    )
)
def redact(
    paths: Paths,
    ceiling: Annotated[
        list[str] | None,
        typer.Option("--max", metavar="MARK", help="The ceiling: U, C, S//NF, CUI; repeat it for several versions."),
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option("--max-level", metavar="LEVEL", help="A ceiling of level alone, whatever the controls."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE-OR-FOLDER", help="Where to write; a folder takes many inputs."),
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", metavar="FILE", help="The manifest; default: OUTPUT.manifest.json.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="The reviewer's report: .json, .html or text; NOT for release."),
    ] = None,
    on_doubt: Annotated[
        OnDoubt | None, typer.Option("--on-doubt", help="What to do where marks leave a doubt (withhold).")
    ] = None,
    on_echo: Annotated[
        OnEcho | None, typer.Option("--on-echo", help="What to do where released text repeats withheld (report).")
    ] = None,
    echo_words: Annotated[
        int | None, typer.Option("--echo-words", min=2, metavar="N", help="How many words in a row make an echo (6).")
    ] = None,
    stamp: Annotated[StampStyle | None, typer.Option("--stamp", help="What stands for withheld text (plain).")] = None,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", metavar="TEXT", help="A code for --stamp reason, such as 'FOIA (b)(1)'; repeatable."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="FILE", help="A reviewer's decisions, TOML or JSON.")
    ] = None,
    release: Annotated[
        list[str] | None, typer.Option("--release", metavar="ID", help="Release this portion; needs --reason, --by.")
    ] = None,
    withhold: Annotated[
        list[str] | None, typer.Option("--withhold", metavar="ID", help="Withhold this portion; needs --reason, --by.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the manifest.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided, for the manifest.")] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Put a keyed digest of the original in the manifest.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an earlier public version.")] = False,
    date: DateOption = None,
    show_text: ShowText = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of what was released.")] = False,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Make a public version: a new document built only from what is proven to be under the ceiling.

    The input is never touched. Without -o the version is written beside the input as NAME.MAX.EXT. It is looked at a
    second time before it is written. Exit codes: 0 written, 2 wrong usage, 3 not examined, 4 refused.
    """
    from markcheck.api import engine
    from markcheck.cli.redacting import RedactRun
    from markcheck.cli.settled import Source, given, settle
    from markcheck.cli.wishing import wishes
    from markcheck.marks.ceiling import read_ceiling, read_level

    settings = settle(paths, {}, Source(config, isolated))
    language = engine().language
    ceilings = [read_ceiling(text, language) for text in ceiling or ()]
    ceilings += [read_level(text, language) for text in level or ()]
    if not ceilings:
        raise UsageError("redact: give a ceiling with --max or --max-level")
    flags = given(on_doubt=on_doubt, on_echo=on_echo, echo_words=echo_words, stamp=stamp, codes=code)
    how = {**settings.values["redact"], **flags}
    wished = wishes(decisions, release or (), withhold or (), reason, by, how)
    run = RedactRun(
        paths, ceilings, output, manifest, iso(date), force=force, quiet=quiet, wishes=wished, report=report, key=key,
        show_text=show_text, fields_of=settings.fields,
    )  # fmt: skip
    raise typer.Exit(run.run())


@app.command(
    epilog=examples(
        "markcheck verify cable.txt cable.U.txt --max U", "markcheck verify memo.txt by-hand.pdf --max C --format json"
    )
)
def verify(
    original: Annotated[Path, typer.Argument(metavar="ORIGINAL", help="The document that a version was made from.")],
    version: Annotated[Path, typer.Argument(metavar="REDACTED", help="The version, made by any means.")],
    ceiling: Annotated[
        str | None, typer.Option("--max", metavar="MARKING", help="What its readers are cleared for.")
    ] = None,
    level: Annotated[
        str | None, typer.Option("--max-level", metavar="LEVEL", help="Compare levels alone, whatever the controls.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", metavar="FILE", help="Its manifest; default: the one beside it.")
    ] = None,
    output_format: FormatOption = Format.TEXT,
    date: DateOption = None,
    quiet: Quiet = False,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Look once more at a public version: whatever it holds of the original must be releasable.

    Looks for withheld text in every form that the version's bytes may hold it, and at its marks, its banner and its
    manifest. Exit codes: 0 verified, 2 wrong usage, 3 not examined, 4 not verified.
    """
    from markcheck.api import engine
    from markcheck.cli.settled import Source, settle
    from markcheck.cli.verifying import VerifyRun
    from markcheck.marks.ceiling import read_ceiling, read_level

    if (ceiling is None) == (level is None):
        raise UsageError("verify: give one of --max and --max-level")
    settings = settle([str(original)], {}, Source(config, isolated))
    language = engine().language
    limit = read_ceiling(ceiling, language) if ceiling else read_level(level or "", language)
    run = VerifyRun(
        original, version, limit, manifest, str(output_format), iso(date), quiet=quiet, fields_of=settings.fields
    )
    raise typer.Exit(run.run())
