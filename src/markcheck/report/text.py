"""The report for people: each finding under the line it is about, with the mark and not the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markcheck.model.result import Reported, Result, Tally
from markcheck.model.rule import Severity
from markcheck.report.interface import Paint, Report, plain

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


class TextReport(Report):
    """Findings for a terminal, and a summary line."""

    def document(self, result: Result) -> str:
        """The document's findings; empty where there is nothing to say."""
        text = result_text(result, self.setting.paint)
        return f"{text}\n" if text else ""

    def tail(self, tally: Tally) -> str:
        """What was looked at and what was found."""
        return "" if self.setting.quiet else f"{summary_text(tally, self.setting.paint)}\n"


def result_text(result: Result, paint: Paint = plain) -> str:
    """One document's findings; empty where there is nothing to say."""
    lines = [
        f"{paint(result.path, 'bold')}: {paint('not examined', 'red')}: {item.message}" for item in result.unexamined
    ]
    findings = result.open
    if findings:
        headline = f"  {result.headline}" if result.headline else ""
        lines.append(f"{paint(result.path, 'bold')}{headline}")
        lines.extend(_findings(findings, paint))
        lines.append("")
    return "\n".join(lines)


def _findings(findings: Sequence[Reported], paint: Paint) -> Iterator[str]:
    width = len(str(max(item.finding.line for item in findings)))
    shown = None
    for item in findings:
        finding, excerpt = item.finding, item.excerpt
        if finding.line != shown:
            shown = finding.line
            address = f"  [{finding.address}]" if finding.address else ""
            yield f"  {finding.line:>{width}} | {excerpt.text}{paint(address, 'bright_black') if address else ''}"
        pointer = f"{' ' * excerpt.caret}{'^' * excerpt.width} " if excerpt.width else ""
        label = paint(f"{finding.severity.value} {finding.rule}", _COLOURS[finding.severity])
        yield f"  {'':>{width}} | {pointer}{label}: {finding.message}"


def summary_text(tally: Tally, paint: Paint = plain) -> str:
    """The last line: what was looked at and what was found."""
    counts = [
        paint(_count(number, name), colour)
        for number, name, colour in (
            (tally.errors, "error", "red"),
            (tally.warnings, "warning", "yellow"),
            (tally.infos, "note", "cyan"),
        )
        if number
    ]
    text = f"{_count(tally.documents, 'document')}: {', '.join(counts) if counts else paint('no findings', 'green')}"
    if tally.suppressed:
        text += f"; {tally.suppressed} suppressed"
    if tally.unexamined:
        text += f"; {paint(f'{tally.unexamined} not examined', 'red')}"
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
