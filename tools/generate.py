"""Makes what is derived from the program and its data: README's shown output, ``docs/``, ``schemas/``.

``python tools/generate.py`` writes the files that are stale; with ``--check`` it writes none and exits with 1 where
one is. In README.md a comment owns the fenced block below it::

    <!-- run (exit 1): markcheck validate examples/faulty -->      what the command prints, and its exit code if not 0
    <!-- show: examples/faulty/some.txt 12,20-24 -->              lines of a file
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from markcheck.cli.app import app
from markcheck.cli.schemas import schema_text
from markcheck.model.marking import Form
from markcheck.outputs.explained import duties
from markcheck.outputs.rules import rule_md, rules_md
from markcheck.rulebook.book import rulebook
from markcheck.rulebook.systems import MarkingSystem
from markcheck.settings.file import JsonTable, PathTable, RedactTable, SettingsFile, SuppressTable
from markcheck.settings.keys import DEFAULTS, IN_ENVIRONMENT, variable

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = (
    "validate", "inspect", "manifest", "verify", "review", "decisions", "parse", "parse-line", "banner", "fix",
    "settings", "sidecar", "baseline", "rows",
)  # fmt: skip

_OWNED = re.compile(
    r"^<!-- (?P<verb>run|show)(?: \(exit (?P<code>\d+)\))?: (?P<what>[^\n]+?) -->\n"
    r"```(?P<info>[a-z]*)\n.*?^```$",
    re.MULTILINE | re.DOTALL,
)
_OWNER = re.compile(r"^<!-- (?:run|show)\b", re.MULTILINE)
# Names the program as the installed command would, without depending on where that lies.
_MARKCHECK = "import sys; sys.argv[0] = 'markcheck'; from markcheck.__main__ import main; main()"
_NOTICE = "<!-- Written by `make generate` from {source}; a change made here is lost. -->"


class GenerateError(Exception):
    """Something cannot be generated: the message says what and why."""


def products() -> dict[Path, str]:
    """Every generated file and the text it should have."""
    return {
        ROOT / "README.md": refreshed((ROOT / "README.md").read_text(encoding="utf-8")),
        ROOT / "docs" / "cli.md": cli_page(),
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "markings.md": markings_page(),
        ROOT / "docs" / "settings.md": settings_page(),
        **rule_pages(),
        **{ROOT / "schemas" / f"{name}.schema.json": schema_text(name) + "\n" for name in SCHEMAS},
    }


def stale(made: dict[Path, str]) -> list[Path]:
    """The files whose text is not the one they should have."""
    return [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def left_over(made: dict[Path, str]) -> list[Path]:
    """Pages of rules that exist no more."""
    return sorted(path for path in (ROOT / "docs" / "rules").glob("*.md") if path not in made)


def refreshed(text: str) -> str:
    """``text`` with every owned block made anew. Raises :class:`GenerateError`."""
    result, count = _OWNED.subn(_block, text)
    if count != len(_OWNER.findall(text)):
        raise GenerateError("README.md: a run or show comment has no fenced block right below it")
    return result


def _block(match: re.Match[str]) -> str:
    what = match["what"]
    body = _printed(what, int(match["code"] or 0)) if match["verb"] == "run" else _lines(what)
    comment = match[0].partition("\n")[0]
    return f"{comment}\n```{match['info']}\n{body}```"


def _printed(command: str, expected: int) -> str:
    name, *arguments = shlex.split(command)
    if name != "markcheck":
        raise GenerateError(f"{command}: only markcheck is run")
    code, output = run_markcheck(*arguments)
    if code != expected:
        raise GenerateError(f"{command}: exit code {code}, but {expected} is stated:\n{output}")
    return f"$ {command}\n{output}"


def run_markcheck(*arguments: str) -> tuple[int, str]:
    """The exit code of a command and all it prints, on a plain screen of 100 columns."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("_", "TYPER", "FORCE_"))}
    environment |= {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    # The day on which shown versions are made.
    environment["SOURCE_DATE_EPOCH"] = "1767225600"
    done = subprocess.run(
        [sys.executable, "-P", "-c", _MARKCHECK, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode("utf-8")
    return done.returncode, text if text.endswith("\n") or not text else text + "\n"


def _lines(what: str) -> str:
    """The lines named by ``FILE 3,7-9``; an ellipsis stands for those between."""
    name, _, ranges = what.rpartition(" ")
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    parts = []
    for item in ranges.split(","):
        first, _, last = item.partition("-")
        chosen = lines[int(first) - 1 : int(last or first)]
        if not chosen:
            raise GenerateError(f"{what}: the file has {len(lines)} lines")
        parts.append("\n".join(chosen))
    return "\n…\n".join(parts) + "\n"


def cli_page() -> str:
    """``docs/cli.md``: the help of every command."""
    command = typer.main.get_command(app)
    names = getattr(command, "commands", {})
    sections = [_help_section("markcheck"), *(_help_section(f"markcheck {name}", name) for name in names)]
    intro = (
        "What the commands print for `--help`. Exit codes are listed in the [README](../README.md#exit-codes); the\n"
        "JSON that `validate`, `inspect` and `redact` write is described by the files in [schemas](../schemas)."
    )
    notice = _NOTICE.format(source="the commands")
    return "\n\n".join([notice, "# Commands", intro, *sections]) + "\n"


def _help_section(title: str, *arguments: str) -> str:
    code, output = run_markcheck(*arguments, "--help")
    if code:
        raise GenerateError(f"{title} --help: exit code {code}:\n{output}")
    return f"## {title}\n\n```text\n{output}```"


def rules_page() -> str:
    """``docs/rules.md``: the rules by group."""
    rules = rulebook().rules.values()
    intro = (
        f"markcheck has {len(rules)} rules. Each is a file below [rules/checks](../rules/checks) that holds its\n"
        "rationale, its sources and its own failing and passing cases; its page here shows them, and so does\n"
        "`markcheck rules NAME`. [rules/declined](../rules/declined) holds what is no rule, with the reason. An\n"
        "asterisk behind the severity says that it is another one in some circumstances, such as before a date, and\n"
        "that the file lists them. `--select` and `--ignore` take the name of a rule or of a group."
    )
    notice = _NOTICE.format(source="rules/checks and rules/declined")
    return "\n\n".join([notice, "# Rules", intro, rules_md(rulebook(), "rules")])


def rule_pages() -> dict[Path, str]:
    """``docs/rules/NAME.md``: one page a rule."""
    notice = _NOTICE.format(source="the rule's file")
    return {
        ROOT / "docs" / "rules" / f"{name}.md": f"{notice}\n\n{rule_md(rulebook(), name)}" for name in rulebook().rules
    }


def settings_page() -> str:
    """``docs/settings.md``: every key of a settings file."""
    intro = """\
A settings file is `markcheck.toml`, or the table `[tool.markcheck]` of `pyproject.toml`. The nearest one at or above
what is named on the command line holds; `--config FILE` or `MARKCHECK_CONFIG` names another, `--isolated` takes none.
A file that says `extend` builds on another one: lists of rule folders, of suppressions and of tables for paths grow,
`severity` and `redact` are joined, any other value takes the place of the one below. Then comes the environment, then
flags. `markcheck settings PATH` shows what holds for a path and where each value comes from. Paths and patterns count
from the folder of the file they stand in; patterns are those of `.gitignore`."""
    parts = [_NOTICE.format(source="the settings' models"), "# Settings", intro]
    titles = {
        SettingsFile: ("Keys", ""),
        PathTable: (
            "Tables for paths",
            "`[[paths]]`: how documents of some paths are judged; the last one that fits wins.",
        ),
        SuppressTable: (
            "Suppressions",
            """\
`[[suppress]]`: findings that are passed over. They are counted, and shown with their reason in JSON, SARIF, JUnit
and HTML. One that matches nothing is a finding, `suppression-stale`.""",
        ),
        JsonTable: (
            "JSON",
            """\
`[json]`: where JSON documents have their marks and texts; without it JSON is read as plain text. Names of fields are
parted by dots, `*` is every item of a list. `mark` and `text` count from a portion, the others from the document; what
is named nowhere is a hidden text. It may stand in a table for paths, as `[paths.json]`.""",
        ),
        RedactTable: ("Public versions", "`[redact]`: what `markcheck redact` does unless its flags say otherwise."),
    }
    for model, (title, text) in titles.items():
        head = "| Key | Meaning | Default | In the environment |\n| --- | --- | --- | --- |"
        rows = [
            f"| `{field.alias}` | {field.description or 'Tables, below.'} | {_default(str(field.alias), model)} "
            f"| {_variable(str(field.alias), model)} |"
            for field in model.model_fields.values()
        ]
        parts.append("\n\n".join(filter(None, [f"## {title}", text, "\n".join([head, *rows])])))
    return "\n\n".join(parts) + "\n"


def _default(key: str, model: type) -> str:
    value = DEFAULTS.get(key) if model is SettingsFile else None
    return "" if value in (None, [], {}) else f"`{json.dumps(value)}`"


def _variable(key: str, model: type) -> str:
    return f"`{variable(key)}`" if model is SettingsFile and key in IN_ENVIRONMENT else ""


def markings_page() -> str:
    """``docs/markings.md``: the register, system by system and category by category."""
    intro = (
        "What may stand in a marking, as [rules/markings](../rules/markings) has it: how each is written, at which\n"
        "levels it stands, what it needs and excludes, and what becomes of it in a banner. `markcheck explain NAME`\n"
        "shows one with its source; `markcheck parse MARK` judges a whole marking."
    )
    parts = [_NOTICE.format(source="rules/markings"), "# Markings", intro]
    for system in rulebook().systems.values():
        parts.append(f"## {system.title}")
        parts.append("\n".join(_lead_rows(system)))
        for category in system.categories.values():
            rows = list(_control_rows(system, category.id))
            if rows:
                head = "| Banner | Portion | Title | What it obliges |\n| --- | --- | --- | --- |\n"
                parts.append(f"### {category.title}\n\n{head}" + "\n".join(rows))
        for name, members in system.named.items():
            title = f"### {name.replace('-', ' ').replace('cui', 'CUI')} codes"
            table = "| Code | Category | Kinds |\n| --- | --- | --- |\n" + "\n".join(
                f"| {item.name} | {item.title} | {', '.join(item.kinds)} |" for item in members.values()
            )
            parts.append(f"{title}\n\n{table}")
    return "\n\n".join(parts) + "\n"


def _lead_rows(system: MarkingSystem) -> Iterator[str]:
    yield "| In the first place | Banner | Portion | Meaning |"
    yield "| --- | --- | --- | --- |"
    for lead in system.leads.values():
        for name in lead.levels:
            before, after = (f"{'CODES ' if lead.owners == side else ''}" for side in ("before", "after"))
            codes = " CODES" if after else ""
            mark = f"{lead.mark} " if after else lead.mark
            banner = f"`{mark}{before}{lead.word(name, Form.BANNER)}{codes}`"
            word = lead.word(name, Form.PORTION)
            portion = f"`({mark}{before}{word}{codes})`" if word else ""
            meaning = lead.meaning if name == lead.levels[0] else ""
            yield f"| {lead.title} | {banner} | {portion} | {meaning} |"


def _control_rows(system: MarkingSystem, category: str) -> Iterator[str]:
    for control in system.controls.values():
        if control.category != category:
            continue
        hyphen = "-" if control.parent else ""
        banner, portion = (
            " ".join(f"`{hyphen}{word}`" for word in forms[:1]) for forms in (control.banner, control.portion)
        )
        title = f"{control.parent}-{control.title}" if control.parent else control.title
        yield f"| {banner} | {portion} | {title}: {control.meaning} | {'; '.join(duties(system, control))} |"


def main(arguments: list[str] | None = None) -> int:
    """Write or check; gives the exit code."""
    parser = argparse.ArgumentParser(description="Make README's shown output, docs/ and schemas/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is stale")
    check = parser.parse_args(arguments).check
    try:
        made = products()
    except GenerateError as error:
        print(f"generate: {error}", file=sys.stderr)
        return 1
    old = stale(made)
    for path in left_over(made):
        print(f"{path.relative_to(ROOT)}: {'left over; run make generate' if check else 'removed'}")
        old.append(path)
        if not check:
            path.unlink()
    for path in old:
        if path not in made:
            continue
        print(f"{path.relative_to(ROOT)}: {'stale; run make generate' if check else 'written'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
