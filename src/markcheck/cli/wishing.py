"""What the flags of ``markcheck redact`` wish for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markcheck.api import Wishes
from markcheck.errors import UsageError
from markcheck.redact.decisions import Action, Override, ReviewerDecision
from markcheck.redact.planner import Options
from markcheck.redact.stamps import Style


def wishes(
    decisions: Path | None,
    release: Sequence[str],
    withhold: Sequence[str],
    reason: str | None,
    by: str | None,
    how: Mapping[str, Any],
) -> Wishes:
    """The wishes of one run; ``how`` holds those of the settings' table ``redact`` that are set.

    Raises :class:`UsageError` for an override without a reason, or a broken file.
    """
    if (release or withhold) and not (reason and by):
        raise UsageError("--release and --withhold: need --reason and --by")
    today = datetime.now(UTC).date()
    overrides = tuple(
        Override(name, action, by or "", today, reason or "")
        for action, names in ((Action.RELEASE, release), (Action.WITHHOLD, withhold))
        for name in names
    )
    on_file: tuple[ReviewerDecision, ...] = ()
    if decisions is not None:
        from markcheck.redact.decision_file import read_decisions

        on_file = read_decisions(decisions)
    on_echo, on_doubt = str(how.get("on-echo", "report")), str(how.get("on-doubt", "withhold"))
    options = Options(on_file, overrides, on_echo, how.get("echo-words", 6), on_doubt)
    return Wishes(options, Style(str(how.get("stamp", "plain"))), tuple(how.get("codes", ())))
