"""One page for a whole set: an overview, then each document with its outline and the findings beside their portions.

The page asks for nothing but itself: style and script stand in it, and its policy lets nothing else in. Without the
script everything is there to read. Body text is in it only where the run shows text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from markcheck.model.result import Outline, Reported, Result, Tally
from markcheck.model.rule import Severity
from markcheck.report.interface import Report, Setting

_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NO_CLASS = re.compile(r"[^A-Za-z0-9]+")


class HtmlReport(Report):
    """The page. Of the documents that have gone by it keeps their rows in the overview."""

    head_first = False

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._rows: list[str] = []
        self._rules: set[str] = set()
        self._levels: set[str] = set()

    def head(self, tally: Tally) -> str:
        """From the beginning to the overview."""
        style, script = _part("report.css"), _part("report.js")
        policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'"
        counts = "".join(f"<li><strong>{number}</strong> {name}</li>" for name, number in _counts(tally))
        names = ("Document", "Kind", "Date", "Banner", "Level")
        numbers = ("Errors", "Warnings", "Notes", "Suppressed", "Not examined")
        columns = "".join(f'<th scope="col">{name}</th>' for name in names)
        columns += "".join(f'<th scope="col" class="number">{name}</th>' for name in numbers)
        return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Markings: {tally.documents} documents</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#documents">Skip to the documents</a>
<header>
<h1>Markings</h1>
<ul class="counts">{counts}</ul>
{self._filter()}
<nav aria-label="Overview" id="overview" class="scroll" tabindex="0">
<table>
<caption class="where">Every document of the set</caption>
<thead><tr>{columns}</tr></thead>
<tbody>
{"".join(self._rows)}</tbody>
</table>
</nav>
</header>
<main id="documents">
"""

    def _filter(self) -> str:
        severities = "".join(_box("severity", item.value, _NAMES[item]) for item in _NAMES)
        order = ["", *(level.id for level in self.setting.book.system.own_levels)]
        known = sorted(self._levels, key=lambda item: (order.index(item) if item in order else len(order), item))
        levels = "".join(_box("level", item, item or "none") for item in known)
        rules = "".join(f"<option>{escape(rule)}</option>" for rule in sorted(self._rules))
        return f"""<form id="filter" role="search" aria-label="Filter" hidden>
<fieldset><legend>Findings</legend>{severities}</fieldset>
<fieldset><legend>Levels</legend>{levels}</fieldset>
<label class="field">Rule <select name="rule"><option value="">every rule</option>{rules}</select></label>
<label class="field">Path <input name="path" type="search"></label>
<button type="reset">Show everything</button>
<output id="shown" aria-live="polite"></output>
</form>"""

    def document(self, result: Result) -> str:
        """The section of one document."""
        name = f"d{len(self._rows) + 1}"
        self._rows.append(_row(name, result))
        self._rules.update(item.finding.rule for item in result.open)
        self._levels.update(item.level or "" for item in result.outline or ())
        self._levels.add(result.level or "")
        beside = _placed(result)
        opened = " open" if result.open or result.unexamined else ""
        left = "".join(
            f'<p class="about unexamined">Not examined: {escape(item.message)}</p>' for item in result.unexamined
        )
        return f"""<section class="document" id="{name}" data-path="{escape(result.path)}" data-level="{escape(result.level or "")}" aria-label="{escape(result.path)}">
<details{opened}><summary><h2>{escape(result.path)}</h2> {_badge(result.level)} {escape(_said(result))}</summary>
<p class="about">{escape(result.headline)} <a class="permalink" href="#{name}" aria-label="Permalink to this document">¶</a></p>
{left}{self._whole(beside.get("", ()))}
<ol class="outline">
{"".join(self._block(name, item, beside.get(item.id, ())) for item in result.outline or ())}</ol>
{_passed(result.suppressed)}</details>
</section>
"""  # noqa: E501

    def _whole(self, findings: Sequence[Reported]) -> str:
        return f'<ul class="whole">{"".join(map(self._finding, findings))}</ul>' if findings else ""

    def _block(self, name: str, item: Outline, findings: Sequence[Reported]) -> str:
        anchor = f"{name}-{item.id}"
        number = f"{item.number}. " if item.number is not None else ""
        lines = f"line {item.line}" if item.line == item.end_line else f"lines {item.line}–{item.end_line}"
        mark = f"<code>{escape(item.mark)}</code> " if item.mark else ""
        source = f", level of {escape(item.inherited_from)}" if item.inherited_from else ""
        text = f"<pre>{escape(item.text)}</pre>" if item.text is not None else ""
        part = "" if item.portion else " part"
        label = f"Permalink to {item.kind} {number or item.id}"
        beside = f'<ul class="findings">{"".join(map(self._finding, findings))}</ul>' if findings else "<div></div>"
        return (
            f'<li class="block{part} {_level_class(item.level)}" id="{escape(anchor)}" '
            f'data-level="{escape(item.level or "")}"><div>'
            f'<a class="permalink" href="#{escape(anchor)}" aria-label="{escape(label)}">¶</a> '
            f"{number}{mark}{_badge(item.level)} "
            f'<span class="where">{escape(item.kind)}, {lines}{source}</span>{text}</div>{beside}</li>\n'
        )

    def _finding(self, item: Reported) -> str:
        finding = item.finding
        rule = self.setting.book.rules.get(finding.rule)
        title = f' title="{escape(rule.summary)}"' if rule else ""
        return (
            f'<li class="finding {finding.severity.value}" data-severity="{finding.severity.value}" '
            f'data-rule="{escape(finding.rule)}"><span class="severity">{_NAMES[finding.severity]}</span> '
            f'<code{title}>{escape(finding.rule)}</code> <span class="where">line {finding.line}</span><br>'
            f"{escape(finding.message)}</li>"
        )

    def tail(self, tally: Tally) -> str:  # noqa: ARG002
        """The script and the end."""
        return f"</main>\n<script>{_part('report.js')}</script>\n</body>\n</html>\n"


def _part(name: str) -> str:
    return files("markcheck.report").joinpath("page", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _counts(tally: Tally) -> Iterator[tuple[str, int]]:
    yield "documents", tally.documents
    yield "errors", tally.errors
    yield "warnings", tally.warnings
    yield "notes", tally.infos
    yield "suppressed", tally.suppressed
    yield "not examined", tally.unexamined


def _box(name: str, value: str, label: str) -> str:
    return f'<label><input type="checkbox" name="{name}" value="{escape(value)}" checked> {escape(label)}</label>'


def _row(name: str, result: Result) -> str:
    counts = [sum(item.finding.severity is severity for item in result.open) for severity in _NAMES]
    numbers = [*counts, len(result.suppressed), len(result.unexamined)]
    banner = result.banner["text"] if result.banner else ""
    cells = f'<td>{escape(result.genre or "")}</td><td class="date">{result.date or ""}</td><td>{escape(banner)}</td>'
    cells += f"<td>{_badge(result.level)}</td>"
    cells += "".join(f'<td class="number">{number or ""}</td>' for number in numbers)
    link = f'<a href="#{name}">{escape(result.path)}</a>'
    return f'<tr data-document="{name}"><th scope="row">{link}</th>{cells}</tr>\n'


def _said(result: Result) -> str:
    parts = [
        f"{count} {name}{'' if count == 1 else 's'}"
        for severity, name in _NAMES.items()
        if (count := sum(item.finding.severity is severity for item in result.open))
    ]
    return ", ".join(parts) or ("not examined" if result.unexamined else "no findings")


def _placed(result: Result) -> dict[str, list[Reported]]:
    """The findings by the id of the block that they stand beside; those of the whole document under the empty id."""
    found: dict[str, list[Reported]] = {}
    known = {item.id for item in result.outline or ()}
    for item in result.open:
        portion = item.finding.portion
        if portion not in known:
            line = item.finding.line
            portion = next((block.id for block in result.outline or () if block.line <= line <= block.end_line), "")
        found.setdefault(portion or "", []).append(item)
    return found


def _passed(items: Iterable[Reported]) -> str:
    rows = "".join(
        f"<li><code>{escape(item.finding.rule)}</code>, line {item.finding.line}: "
        f"{escape(item.suppression.reason)} ({escape(item.suppression.by)})</li>"
        for item in items
        if item.suppression
    )
    if not rows:
        return ""
    return f'<details class="passed"><summary>Suppressed findings</summary><ul>{rows}</ul></details>\n'


def _badge(level: str | None) -> str:
    return f'<span class="badge {_level_class(level)}">{escape(level)}</span>' if level else ""


def _level_class(level: str | None) -> str:
    return f"level-{_NO_CLASS.sub('-', level)}" if level else "level-none"
