"""The commands."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from markcheck import __version__
from markcheck.cli.choices import FailOn, Format, LogLevel, OnDoubt, OnEcho, ReadAs, RulesFormat, StampStyle
from markcheck.errors import MarkcheckError, RedactionRefused, RulebookError, Unreadable, UsageError
from markcheck.exits import Exit


def _examples(*commands: str) -> str:
    """Commands for the end of a help text, a line each."""
    return "\n".join(["\b", "Examples:", *(f"  {command}" for command in commands)])


app = typer.Typer(
    name="markcheck",
    help="Check classification and control markings in documents, and make public versions of them.",
    epilog=_examples("markcheck validate cable.txt", "markcheck redact cable.txt --max U -o cable.public.txt"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, or - for standard input.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the result.")]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="ISO", help="Judge by this date instead of the document's own.")
]
ShowText = Annotated[bool, typer.Option("--show-text", help="Show body text too; it is left out by default.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Findings only: no summary, no progress.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Worker processes; 0 for one a core.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Examine everything anew. This version keeps no cache.")]
Output = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=FILE", help="Write a report to a file as well; may be repeated."),
]


@app.command(
    epilog=_examples(
        "markcheck validate cable.txt",
        "markcheck validate folder/ --format json",
        "cat cable.txt | markcheck validate - --fail-on warning",
    )
)
def validate(
    paths: Paths,
    output_format: FormatOption = Format.TEXT,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Only these rules or groups; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Not these rules or groups; may be repeated.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 for findings of this severity or worse.")
    ] = FailOn.ERROR,
    date: DateOption = None,
    output: Output = None,
    jobs: Jobs = 1,
    no_cache: NoCache = False,  # noqa: ARG001
    show_text: ShowText = False,
    quiet: Quiet = False,
) -> None:
    """Check the markings of documents.

    Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 something was not examined.
    """
    from markcheck.cli.validating import ValidateRun

    run = ValidateRun(
        paths,
        str(output_format),
        select or [],
        ignore or [],
        str(fail_on),
        _date(date),
        output or [],
        jobs,
        show_text=show_text,
        quiet=quiet,
    )
    raise typer.Exit(run.run())


@app.command(epilog=_examples("markcheck inspect cable.txt", "markcheck inspect cable.txt --format json"))
def inspect(
    paths: Paths,
    output_format: FormatOption = Format.TEXT,
    date: DateOption = None,
    show_text: ShowText = False,
) -> None:
    """Show a document as markcheck sees it: header, authority, blocks, marks, inheritance."""
    from markcheck.cli.inspecting import inspect_documents

    raise typer.Exit(inspect_documents(paths, str(output_format), _date(date), show_text=show_text))


@app.command(
    epilog=_examples(
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
) -> None:
    """Look once more at a public version: whatever it holds of the original must be releasable.

    Looks for withheld text in every form that the version's bytes may hold it, and at its marks, its banner and its
    manifest. Exit codes: 0 verified, 2 wrong usage, 3 not examined, 4 not verified.
    """
    from markcheck.api import engine
    from markcheck.cli.verifying import VerifyRun
    from markcheck.marks.ceiling import read_ceiling, read_level

    if (ceiling is None) == (level is None):
        raise UsageError("verify: give one of --max and --max-level")
    language = engine().language
    limit = read_ceiling(ceiling, language) if ceiling else read_level(level or "", language)
    run = VerifyRun(original, version, limit, manifest, str(output_format), _date(date), quiet=quiet)
    raise typer.Exit(run.run())


@app.command(
    epilog=_examples(
        "markcheck parse '(S//NF)' 'SECRET//NOFORN'",
        "markcheck parse 'SECRET/NOFRON' --format json",
        "markcheck parse --jsonl < marks.jsonl",
    )
)
def parse(
    marks: Annotated[
        list[str] | None, typer.Argument(metavar="MARK...", help="Portion marks with their brackets, or banners.")
    ] = None,
    read_as: Annotated[
        ReadAs,
        typer.Option("--as", help="What to read them as; auto takes what stands in brackets for a portion mark."),
    ] = ReadAs.AUTO,
    output_format: FormatOption = Format.TEXT,
    date: Annotated[
        str | None, typer.Option("--date", metavar="ISO", help="Judge by the register of this date; default: today's.")
    ] = None,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"text", "as", "date"?} lines from standard input, answer a line each.'),
    ] = False,
    titles: Annotated[bool, typer.Option("--titles", help="Show the banner with its titles spelled out too.")] = False,
) -> None:
    """Explain, judge and canonicalise marks; suggest what a damaged one was meant as.

    Exit codes: 0 all conform, 1 one does not, 2 wrong usage, 3 a line of a stream could not be read.
    """
    from markcheck.cli.parsing import ParseRun

    raise typer.Exit(ParseRun(marks or [], str(read_as), str(output_format), _date(date), jsonl, titles).run())


class Profile(StrEnum):
    """Whose roll-up rules hold where they differ."""

    IC = "ic"
    DOD = "dod"


@app.command(
    epilog=_examples("markcheck banner cable.txt", "markcheck banner folder/ --why", "markcheck banner - < memo")
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
    profile: Annotated[Profile, typer.Option("--profile", help="Whose rules hold where they differ.")] = Profile.IC,
) -> None:
    """Print the banner that the portions of a document require.

    Exit codes: 0 done, 2 wrong usage, 3 a document has no readable mark or could not be examined.
    """
    from markcheck.cli.requiring import BannerRun
    from markcheck.model.rolled import Policy

    policy = Policy(analytic_product, strict, str(profile))
    raise typer.Exit(BannerRun(paths, str(output_format), _date(date), policy, why).run())


@app.command(
    epilog=_examples(
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
    on_doubt: Annotated[OnDoubt, typer.Option("--on-doubt", help="What to do where marks leave a doubt.")] = (
        OnDoubt.WITHHOLD
    ),
    on_echo: Annotated[OnEcho, typer.Option("--on-echo", help="What to do where released text repeats withheld.")] = (
        OnEcho.REPORT
    ),
    echo_words: Annotated[int, typer.Option("--echo-words", min=2, help="How many words in a row make an echo.")] = 6,
    stamp: Annotated[StampStyle, typer.Option("--stamp", help="What stands for withheld text.")] = StampStyle.PLAIN,
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
) -> None:
    """Make a public version: a new document built only from what is proven to be under the ceiling.

    The input is never touched. Without -o the version is written beside the input as NAME.MAX.EXT. It is looked at a
    second time before it is written. Exit codes: 0 written, 2 wrong usage, 3 not examined, 4 refused.
    """
    from markcheck.api import engine
    from markcheck.cli.redacting import RedactRun
    from markcheck.cli.wishing import wishes
    from markcheck.marks.ceiling import read_ceiling, read_level

    language = engine().language
    ceilings = [read_ceiling(text, language) for text in ceiling or ()]
    ceilings += [read_level(text, language) for text in level or ()]
    if not ceilings:
        raise UsageError("redact: give a ceiling with --max or --max-level")
    wished = wishes(
        decisions, release or (), withhold or (), reason, by, str(on_doubt), str(on_echo), echo_words, str(stamp),
        code or (),
    )  # fmt: skip
    run = RedactRun(
        paths, ceilings, output, manifest, _date(date), force=force, quiet=quiet, wishes=wished, report=report, key=key,
        show_text=show_text,
    )  # fmt: skip
    raise typer.Exit(run.run())


@app.command(
    epilog=_examples(
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
) -> None:
    """Mend marks that have one right form: typing errors, separators, order, superseded words.

    A level is never lowered, a control never dropped; what has more than one answer is listed and left.
    Exit codes: 0 nothing to mend, 1 something can be mended or is left to a person, 2 wrong usage, 3 not examined.
    """
    from markcheck.cli.fixing import FixRun

    run = FixRun(paths, str(output_format), _date(date), diff, write, show_text=show_text, quiet=quiet)
    raise typer.Exit(run.run())


@app.command(
    epilog=_examples(
        "markcheck rules", "markcheck rules rollup-banner-too-low", "markcheck rules --format md > rules.md"
    )
)
def rules(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One rule to explain.")] = None,
    output_format: Annotated[RulesFormat, typer.Option("--format", help="How to print the result.")] = RulesFormat.TEXT,
) -> None:
    """List the rules, or explain one with its source and its cases."""
    import json

    from markcheck.outputs.rules import rule_md, rule_text, rules_json, rules_md, rules_text
    from markcheck.rulebook.book import rulebook

    book = rulebook()
    if output_format is RulesFormat.JSON:
        typer.echo(json.dumps(rules_json(book, name), indent=2))
    elif output_format is RulesFormat.MARKDOWN:
        typer.echo(rule_md(book, name) if name else rules_md(book), nl=False)
    else:
        typer.echo(rule_text(book, name) if name else rules_text(book), nl=False)


@app.command(
    epilog=_examples(
        "markcheck explain 'S//NF'",
        "markcheck explain '1.4(b)'",
        "markcheck explain 25X1",
        "markcheck explain 'E.O. 13526'",
    )
)
def explain(
    term: Annotated[str, typer.Argument(help="A mark, a reason, an order, an exemption, a caption or a rule.")],
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Explain a mark, a reason, an order or an exemption out of the rules' data."""
    import json

    from markcheck.outputs import terms as texts
    from markcheck.rulebook.book import rulebook

    found = texts.explain(rulebook(), term)
    if output_format is Format.JSON:
        typer.echo(json.dumps([item.model_dump() for item in found], indent=2))
    else:
        typer.echo(texts.explain_text(found), nl=False)


@app.command(epilog=_examples("markcheck schema validate > validate.schema.json"))
def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="validate, inspect, manifest, verify, review, decisions, parse, parse-line, banner, fix, rule, "
            "order, genre, marking-system, declined."
        ),
    ],
) -> None:
    """Print the JSON Schema of an output or of a rule file."""
    from markcheck.cli.schemas import schema_text

    typer.echo(schema_text(name))


def _date(text: str | None) -> str | None:
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError("--date: not an ISO date such as 2009-09-15") from None


def run() -> None:
    """Parse the command line and run it; ends the process."""
    try:
        app(prog_name="markcheck")
    except MarkcheckError as error:
        _fail(str(error), _code(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.CLEAN)
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "unknown"
        _fail(f"a defect in markcheck: {type(error).__name__} at {where}; please report it", Exit.DEFECT)


def _code(error: MarkcheckError) -> Exit:
    if isinstance(error, RedactionRefused):
        return Exit.REFUSED
    if isinstance(error, Unreadable):
        return Exit.UNEXAMINED
    assert isinstance(error, UsageError | RulebookError | MarkcheckError)
    return Exit.USAGE


def _fail(message: str, code: Exit) -> None:
    typer.echo(f"markcheck: {message}", err=True)
    sys.exit(code)
