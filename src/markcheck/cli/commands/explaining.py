"""Commands that explain: parse, rules, explain, schema."""

from __future__ import annotations

from typing import Annotated

import typer

from markcheck.cli.choices import Format, ReadAs, RulesFormat
from markcheck.cli.commands.base import Config, FormatOption, Isolated, app, examples, iso


@app.command(
    epilog=examples(
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
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Explain, judge and canonicalise marks; suggest what a damaged one was meant as.

    Exit codes: 0 all conform, 1 one does not, 2 wrong usage, 3 a line of a stream could not be read.
    """
    from markcheck.cli.parsing import ParseRun
    from markcheck.cli.settled import Source, settle

    settle((), {}, Source(config, isolated))
    raise typer.Exit(ParseRun(marks or [], str(read_as), str(output_format), iso(date), jsonl, titles).run())


@app.command(
    epilog=examples(
        "markcheck rules", "markcheck rules rollup-banner-too-low", "markcheck rules --format md > rules.md"
    )
)
def rules(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One rule to explain.")] = None,
    output_format: Annotated[RulesFormat, typer.Option("--format", help="How to print the result.")] = RulesFormat.TEXT,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """List the rules, or explain one with its source and its cases."""
    import json

    from markcheck.cli.settled import Source, settle
    from markcheck.outputs.rules import rule_md, rule_text, rules_json, rules_md, rules_text
    from markcheck.rulebook.book import rulebook

    settle((), {}, Source(config, isolated))
    book = rulebook()
    if output_format is RulesFormat.JSON:
        typer.echo(json.dumps(rules_json(book, name), indent=2))
    elif output_format is RulesFormat.MARKDOWN:
        typer.echo(rule_md(book, name) if name else rules_md(book), nl=False)
    else:
        typer.echo(rule_text(book, name) if name else rules_text(book), nl=False)


@app.command(
    epilog=examples(
        "markcheck explain 'S//NF'",
        "markcheck explain '1.4(b)'",
        "markcheck explain 25X1",
        "markcheck explain 'E.O. 13526'",
    )
)
def explain(
    term: Annotated[str, typer.Argument(help="A mark, a reason, an order, an exemption, a caption or a rule.")],
    output_format: FormatOption = Format.TEXT,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Explain a mark, a reason, an order or an exemption out of the rules' data."""
    import json

    from markcheck.cli.settled import Source, settle
    from markcheck.outputs import terms as texts
    from markcheck.rulebook.book import rulebook

    settle((), {}, Source(config, isolated))
    found = texts.explain(rulebook(), term)
    if output_format is Format.JSON:
        typer.echo(json.dumps([item.model_dump() for item in found], indent=2))
    else:
        typer.echo(texts.explain_text(found), nl=False)


@app.command(epilog=examples("markcheck schema validate > validate.schema.json"))
def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="validate, inspect, manifest, verify, review, decisions, parse, parse-line, banner, fix, "
            "settings, sidecar, baseline, rule, order, genre, marking-system, declined."
        ),
    ],
) -> None:
    """Print the JSON Schema of an output or of a rule file."""
    from markcheck.cli.schemas import schema_text

    typer.echo(schema_text(name))
