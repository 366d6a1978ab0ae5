"""A result as it is stored: the core that every report needs, and the outline that some do."""

from __future__ import annotations

import json
from typing import Any

from markcheck.model.result import Excerpt, Outline, Reported, Result
from markcheck.model.rule import Finding, Severity
from markcheck.model.unexamined import Unexamined

_SEVERITIES = {severity.value: severity for severity in Severity}
_SEVERITY = Finding._fields.index("severity")


def to_row(result: Result) -> tuple[str, str | None]:
    """The core and the outline as JSON. The path is not in it: the same bytes may lie elsewhere."""
    core = [
        result.format,
        result.genre,
        result.date,
        result.headline,
        result.banner,
        result.required_banner,
        [[item.finding, item.excerpt] for item in result.findings],
        [[item.what, item.reason, item.message] for item in result.unexamined],
    ]
    if result.outline is None:
        return _dumped(core), None
    more = [
        result.level,
        result.authority,
        [item.digest for item in result.findings],
        [item._replace(text=None) for item in result.outline],
    ]
    return _dumped(core), _dumped(more)


def from_row(path: str, core: str, more: str | None) -> Result:
    """The result of a document called ``path``. Raises :class:`ValueError` or the like for what is no row."""
    form, genre, day, headline, banner, required, findings, unexamined = json.loads(core)
    reported = tuple(_reported(*item) for item in findings) if findings else ()
    left = tuple(Unexamined(*item) for item in unexamined) if unexamined else ()
    if more is None:
        return Result(path, form, genre, day, headline, None, banner, required, None, None, reported, left)
    level, authority, digests, outline = json.loads(more)
    reported = tuple(item._replace(digest=digest) for item, digest in zip(reported, digests, strict=True))
    blocks = tuple(Outline(*item) for item in outline)
    return Result(path, form, genre, day, headline, level, banner, required, authority, blocks, reported, left)


def _reported(finding: list[Any], excerpt: list[Any]) -> Reported:
    finding[_SEVERITY] = _SEVERITIES[finding[_SEVERITY]]
    return Reported(Finding(*finding), Excerpt(*excerpt))


def _dumped(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
