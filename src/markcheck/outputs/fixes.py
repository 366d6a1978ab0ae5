"""What ``fix`` did, and what it left, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markcheck.fix.done import Fixed
from markcheck.outputs import contract


def fixed_document(path: str, fixed: Fixed | None, problem: str | None, reason: str | None) -> contract.FixedDocument:
    """The answer of ``fix`` on one document."""
    unexamined = []
    if problem is not None:
        unexamined.append(contract.Unexamined(what="document", reason=reason or "unreadable", message=problem))
    if fixed is None:
        return contract.FixedDocument(path=path, fixes=[], unexamined=unexamined)
    applied = set(fixed.applied)
    fixes = []
    for mend in fixed.mends:
        anchor = fixed.document.anchor(mend.start, mend.end)
        fixes.append(
            contract.Fix(
                line=anchor.line,
                column=anchor.column,
                end_column=anchor.end_column,
                mark=mend.label,
                right=mend.right,
                applied=mend in applied,
                candidates=list(mend.candidates),
            )
        )
    return contract.FixedDocument(path=path, fixes=fixes, unexamined=unexamined)


def fixes_text(report: contract.FixedDocument, *, written: bool) -> str:
    """One document's mends, a line each."""
    lines = []
    for fix in report.fixes:
        place = f"{report.path}:{fix.line}:{fix.column}"
        if fix.applied:
            lines.append(f"{place}: {'mended' if written else 'can be mended'}: {fix.mark} -> {fix.right}")
        elif fix.right is not None:
            lines.append(f"{place}: left to a person: {fix.mark}, probably {fix.right}")
        elif fix.candidates:
            lines.append(f"{place}: left to a person: {fix.mark}, perhaps {' or '.join(fix.candidates)}")
        else:
            lines.append(f"{place}: left to a person: {fix.mark}")
    if not lines:
        return ""
    mended = sum(fix.applied for fix in report.fixes)
    left = len(report.fixes) - mended
    verb = "mended" if written else "can be mended (--write does it, --diff shows it)"
    lines.append(f"{report.path}: {mended} {verb}, {left} left to a person")
    return "\n".join(lines) + "\n"


def hidden_lines(lines: Sequence[str], spans: Mapping[int, Sequence[tuple[int, int]]]) -> list[str]:
    """Lines with nothing but the marks that stand at ``spans`` (by line from 0); the rest is dots."""
    hidden = []
    for number, line in enumerate(lines):
        marks = [line[start:end] for start, end in spans.get(number, ())]
        hidden.append(" … ".join(["", *marks, ""]).strip() + "\n" if marks else "…\n")
    return hidden
