"""``markcheck rows``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typer
from msgspec.structs import replace

from markcheck.cli.progress import Counter
from markcheck.cli.settled import Source, settle
from markcheck.discover import STDIN
from markcheck.errors import UsageError
from markcheck.exits import Exit, worst
from markcheck.model.rule import Severity
from markcheck.rows.run import Counts, SetRun


def check_rows(
    source: Path | None,
    target: Path | None,
    text: str,
    name: str | None,
    flags: Mapping[str, Any],
    settings: Source,
    day: str | None,
    *,
    force: bool,
    quiet: bool,
) -> Exit:
    """Check the set in ``source``; gives the exit code."""
    if source is not None and not source.is_file():
        raise UsageError(f"{source}: there is no such file")
    named = STDIN if source is None else str(source)
    resolved = settle([named], flags, settings)
    judging = resolved.judging(named)
    if day is not None:
        judging = replace(judging, day=date.fromisoformat(day))
    folders = tuple(Path(item) for item in resolved.values["rules"])
    with Counter(quiet=quiet) as counter:
        run = SetRun(
            source, target, text, name, judging, resolved.values["jobs"], folders, force=force, seen=counter.add
        )
        counts = run.run()
    if not quiet:
        typer.echo(_said(counts), err=True)
    return _exit(counts, resolved.values["fail-on"])


def _said(counts: Counts) -> str:
    said = {name: counts.get(name, 0) for name in ("documents", "errors", "warnings", "infos", "unexamined")}
    text = "{documents} documents: {errors} errors, {warnings} warnings, {infos} notes".format_map(said)
    return f"{text}; {said['unexamined']} not examined" if said["unexamined"] else text


def _exit(counts: Counts, fail_on: str) -> Exit:
    codes = [Exit.UNEXAMINED] if counts.get("unexamined") else []
    least = Severity(fail_on).weight if fail_on != "never" else None
    found = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}
    if least is not None and any(counts.get(name) and kind.weight >= least for kind, name in found.items()):
        codes.append(Exit.FINDINGS)
    return worst(codes)
