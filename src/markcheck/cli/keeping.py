"""``markcheck settings`` and ``markcheck suppress``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from markcheck.cli.settled import Source, settle
from markcheck.discover import SIDECAR, Target
from markcheck.errors import Unreadable, UsageError
from markcheck.files import write_atomically
from markcheck.model.result import Reported
from markcheck.rulebook.book import rulebook
from markcheck.rulebook.names import known_rule
from markcheck.runs.work import Job, work
from markcheck.settings.resolved import Resolved

_INSIDE = ("base", "number", "origin")


def settings_shown(path: str, source: Source, *, as_json: bool) -> str:
    """The settings that hold for ``path``, with their origins."""
    resolved: Resolved = settle([path], {}, source)
    values, origins = resolved.holds(None if Path(path).is_dir() else path)
    if as_json:
        shown = {key: {"value": _plain(value), "from": list(origins[key])} for key, value in values.items()}
        return json.dumps(shown, indent=2, ensure_ascii=False)
    width = max(map(len, values))
    lines = [
        f"{key:<{width}}  {json.dumps(_plain(value), ensure_ascii=False)}  ({', '.join(origins[key])})"
        for key, value in values.items()
    ]
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    """A value without what the program keeps beside it."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in _INSIDE}
    return value


def suppress_finding(
    path: Path, rule: str, portion: str | None, reason: str, by: str | None, until: str | None, source: Source
) -> None:
    """Write a suppression into the sidecar of a document. Raises :class:`UsageError`, :class:`Unreadable`."""
    resolved = settle([str(path)], {}, source)
    known_rule(rulebook(), rule)
    result = work(Job(Target(str(path)), resolved.judging(str(path)), whole=True, show_text=False))
    if result.unexamined and result.format is None:
        first = result.unexamined[0]
        raise Unreadable(first.reason, f"{path}: {first.message}")
    found = _found([item for item in result.findings if item.finding.rule == rule], path, rule, portion)
    lines = ["[[suppress]]", f"rule = {json.dumps(rule)}"]
    if found.finding.portion:
        lines.append(f"portion = {json.dumps(found.finding.portion)}")
    lines.append(f"digest = {json.dumps(found.digest)}")
    lines.append(f"reason = {json.dumps(reason, ensure_ascii=False)}")
    lines += [f"by = {json.dumps(by, ensure_ascii=False)}"] if by else []
    lines += [f"until = {until}"] if until else []
    sidecar = Path(f"{path}{SIDECAR}")
    before = sidecar.read_text(encoding="utf-8") if sidecar.exists() else ""
    write_atomically(sidecar, ((f"{before.rstrip()}\n\n" if before.strip() else "") + "\n".join(lines) + "\n").encode())
    typer.echo(
        f"{sidecar}: {rule} is passed over{f' at {found.finding.portion}' if found.finding.portion else ''}", err=True
    )


def _found(findings: list[Reported], path: Path, rule: str, portion: str | None) -> Reported:
    if portion is not None:
        findings = [item for item in findings if item.finding.portion == portion]
    if not findings:
        where = f" at {portion}" if portion else ""
        raise UsageError(f"{path}: {rule} finds nothing{where}, so there is nothing to pass over")
    places = sorted({item.finding.portion or "no portion" for item in findings})
    if len(places) > 1:
        raise UsageError(f"{path}: {rule} finds something in {', '.join(places)}: choose one with --portion")
    return findings[0]
