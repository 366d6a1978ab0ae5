"""Suppressions applied to the results of a run, in the order they come."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from markcheck.discover.ignored import Patterns, patterns
from markcheck.errors import Unreadable
from markcheck.model.judging import Judging
from markcheck.model.result import SETTINGS, Excerpt, Reported, Result, Suppression
from markcheck.model.rule import Finding, Rule, Severity
from markcheck.model.unexamined import Unexamined
from markcheck.rulebook.book import Rulebook
from markcheck.rulebook.names import named_rules

if TYPE_CHECKING:
    from markcheck.suppress.baseline import Baseline

STALE = "suppression-stale"
BASELINE_STALE = "baseline-stale"


class Entry(Struct, frozen=True):
    """A suppression of the settings; ``origin`` and ``number`` say which."""

    patterns: Patterns
    rules: frozenset[str]
    named: str
    reason: str
    until: date | None
    origin: str
    number: int


def entries_of(tables: Iterable[Mapping[str, Any]], book: Rulebook) -> tuple[Entry, ...]:
    """The suppressions of the settings. Raises :class:`UsageError` for an unknown rule or a bad pattern."""
    return tuple(
        Entry(
            patterns(table["base"], table["paths"], f"{table['origin']}: suppress"),
            frozenset(named_rules(book, table["rules"], f"{table['origin']}: suppress")),
            ", ".join(table["rules"]),
            table["reason"],
            date.fromisoformat(table["until"]) if table.get("until") else None,
            table["origin"],
            table["number"],
        )
        for table in tables
    )


class Suppressor:
    """What is passed over in one run on the day ``today``.

    ``partial`` says that the run looks at a part of the set only, so that a suppression without a finding may have one
    elsewhere.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        book: Rulebook,
        today: date,
        baseline: Baseline | None = None,
        *,
        partial: bool = False,
    ) -> None:
        self._entries = entries
        self._book = book
        self._today = today
        self._baseline = baseline
        self._partial = partial
        self._met: set[int] = set()
        self._used: set[int] = set()

    @property
    def idle(self) -> bool:
        """Whether nothing is passed over, but for sidecars."""
        return not self._entries and self._baseline is None

    def apply(self, result: Result, judging: Judging, sidecar: str | None = None) -> Result:
        """The result with the findings marked that are passed over, and findings for suppressions that match none."""
        if self.idle and sidecar is None:
            return result
        findings = list(result.findings)
        if sidecar is not None:
            try:
                findings = self._beside(findings, Path(sidecar), judging)
            except Unreadable as error:
                trouble = Unexamined("sidecar", error.reason, str(error))
                return replace(result, unexamined=(*result.unexamined, trouble))
        if self._entries:
            findings = self._by_settings(findings, os.path.realpath(result.path))
        if self._baseline is not None and result.format is not None:
            findings = self._by_baseline(findings, self._baseline, result.path, judging)
        return replace(result, findings=tuple(findings))

    def _beside(self, findings: list[Reported], sidecar: Path, judging: Judging) -> list[Reported]:
        from markcheck.suppress.sidecar import read_sidecar

        for item in read_sidecar(sidecar):
            found = False
            for index, reported in enumerate(findings):
                finding = reported.finding
                if (finding.rule, finding.portion, reported.digest) != (item.rule, item.portion, item.digest):
                    continue
                found = True
                if item.until is None or self._today <= item.until:
                    reason = f"{item.reason} ({item.by})" if item.by else item.reason
                    findings[index] = _suppressed(reported, "sidecar", reason)
            if not found and (judging.rules is None or item.rule in judging.rules):
                where = f" at {item.portion}" if item.portion else ""
                findings.extend(self._stale(STALE, judging, rules=item.rule, where=f"{where} in its sidecar"))
        return findings

    def _by_settings(self, findings: list[Reported], path: str) -> list[Reported]:
        for number, entry in enumerate(self._entries):
            if not entry.patterns.answer(path, folder=False):
                continue
            self._met.add(number)
            holds = entry.until is None or self._today <= entry.until
            for index, reported in enumerate(findings):
                if reported.finding.rule in entry.rules:
                    self._used.add(number)
                    if holds:
                        findings[index] = _suppressed(reported, "settings", entry.reason)
        return findings

    def _by_baseline(self, findings: list[Reported], baseline: Baseline, path: str, judging: Judging) -> list[Reported]:
        from markcheck.suppress.baseline import key_of

        left = baseline.left(path)
        for index, reported in enumerate(findings):
            key = key_of(reported)
            if reported.suppression is None and left[key]:
                left[key] -= 1
                findings[index] = _suppressed(reported, "baseline", "known when the baseline was written")
        gone = sorted({rule for (rule, _, _), count in left.items() if count})
        gone = [rule for rule in gone if judging.rules is None or rule in judging.rules]
        if gone:
            findings.extend(self._stale(BASELINE_STALE, judging, rules=", ".join(gone), where=""))
        return findings

    def stale(self, judging: Judging) -> Iterator[Result]:
        """A result for each settings file with suppressions that met documents and matched no finding."""
        if self._partial:
            return
        unused = [entry for number, entry in enumerate(self._entries) if number in self._met - self._used]
        for origin in dict.fromkeys(entry.origin for entry in unused):
            lines = _headers(Path(origin))
            findings: list[Reported] = []
            for entry in unused:
                if entry.origin == origin:
                    line = lines[entry.number] if entry.number < len(lines) else 1
                    findings += self._stale(STALE, judging, line, rules=entry.named, where="")
            if findings:
                yield Result(origin, format=SETTINGS, findings=tuple(findings))

    def _stale(self, name: str, judging: Judging, line: int = 1, **fields: str) -> list[Reported]:
        if judging.rules is not None and name not in judging.rules:
            return []
        rule: Rule = self._book.rules[name]
        severity = dict(judging.severities).get(name, rule.severity)
        if severity is Severity.OFF:
            return []
        finding = Finding(name, severity, rule.message.format_map(fields), line, 1, line, 1, None, 0, 0)
        return [Reported(finding, Excerpt("…", 0, 0), "")]


def _suppressed(item: Reported, by: str, reason: str) -> Reported:
    return item if item.suppression else item._replace(suppression=Suppression(by, reason))


def _headers(path: Path) -> list[int]:
    """The lines on which the suppressions of a settings file begin."""
    marks = ("[[suppress]]", "[[tool.markcheck.suppress]]")
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [number for number, line in enumerate(lines, start=1) if line.replace(" ", "").startswith(marks)]
