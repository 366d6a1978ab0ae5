"""A result as it is stored: the core that every report needs, and the outline that some do."""

from __future__ import annotations

import json
from typing import Any

from markcheck.model.examined import Unexamined
from markcheck.model.result import Excerpt, Outline, Reported, Result
from markcheck.model.rule import Finding, Severity


def to_row(result: Result) -> tuple[str, str | None]:
    """The core and the outline as JSON. The path is not in it: the same bytes may lie elsewhere."""
    core = [
        result.format,
        result.genre,
        result.date,
        result.headline,
        result.banner,
        result.required_banner,
        [_finding(item) for item in result.findings],
        [[item.what, item.reason, item.message] for item in result.unexamined],
    ]
    if result.outline is None:
        return _dumped(core), None
    more = [
        result.level,
        result.authority,
        [item.digest for item in result.findings],
        [
            [
                item.id, item.kind, item.number, item.mark, item.level, item.inherited_from, item.line, item.end_line,
                item.reach, item.portion,
            ]
            for item in result.outline
        ],
    ]  # fmt: skip
    return _dumped(core), _dumped(more)


def from_row(path: str, core: str, more: str | None) -> Result:
    """The result of a document called ``path``. Raises :class:`ValueError` or the like for what is no row."""
    form, genre, day, headline, banner, required, findings, unexamined = json.loads(core)
    reported = tuple(_reported(*item) for item in findings) if findings else ()
    left = tuple(Unexamined(*item) for item in unexamined) if unexamined else ()
    if more is None:
        return Result(path, form, genre, day, headline, None, banner, required, None, None, reported, left)
    level, authority, digests, outline = json.loads(more)
    reported = tuple(
        Reported(item.finding, item.excerpt, digest) for item, digest in zip(reported, digests, strict=True)
    )
    blocks = tuple(Outline(*item) for item in outline)
    return Result(path, form, genre, day, headline, level, banner, required, authority, blocks, reported, left)


def _finding(item: Reported) -> list[Any]:
    finding, excerpt = item.finding, item.excerpt
    return [
        finding.rule, finding.severity.value, finding.message, finding.line, finding.column, finding.end_line,
        finding.end_column, finding.portion, finding.start, finding.end, finding.fix, excerpt.text, excerpt.caret,
        excerpt.width,
    ]  # fmt: skip


def _reported(rule: str, severity: str, *rest: Any) -> Reported:
    *fields, text, caret, width = rest
    return Reported(Finding(rule, Severity(severity), *fields), Excerpt(text, caret, width))


def _dumped(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
