"""Judged marks and required banners for people and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markcheck.engine import Engine
from markcheck.marks.judged import JudgedMark, repair_mark
from markcheck.marks.language import Language
from markcheck.marks.parts import part_name, parts
from markcheck.model.examined import Required
from markcheck.model.rolled import RollUp
from markcheck.model.rule import Severity
from markcheck.outputs import contract
from markcheck.report.interface import Paint, plain

_LONGEST_SHOWN = 120


def answer(engine: Engine, judged: JudgedMark, day: str | None) -> contract.MarkAnswer:
    """The answer of ``parse`` on one mark."""
    from datetime import date

    when = date.fromisoformat(day) if day else None
    suggestion = None
    if not judged.valid:
        found = repair_mark(engine.language, judged.parsed.text, judged.form, when).answer
        suggestion = found.text if found else None
    return contract.MarkAnswer(
        text=judged.parsed.text,
        read_as=judged.form.value,
        valid=judged.valid,
        canonical=judged.canonical,
        level=judged.level,
        banner=judged.banner,
        portion=judged.portion,
        findings=list(_findings(engine, judged, when, suggestion)),
        suggestion=suggestion,
    )


def _findings(
    engine: Engine, judged: JudgedMark, day: object, suggestion: str | None
) -> Iterator[contract.MarkFinding]:
    for fault in judged.parsed.faults:
        for rule, severity, message in engine.judge_fault(judged.parsed, fault, judged.form, day, suggestion):  # type: ignore[arg-type]
            yield contract.MarkFinding(
                rule=rule.name, severity=severity.value, message=message, start=fault.start, end=fault.end
            )


def answer_text(item: contract.MarkAnswer, candidates: Iterable[str] = (), paint: Paint = plain) -> str:
    """One answer for people: the verdict, the forms, and each fault under the place where it stands."""
    verdict = paint("valid", "green") if item.valid else paint("not valid", "red")
    shown = item.text if len(item.text) <= _LONGEST_SHOWN else item.text[:_LONGEST_SHOWN] + "…"
    lines = [f"{shown}  {verdict} {item.read_as}"]
    for name, value in (("banner", item.banner), ("portion", item.portion), ("level", item.level)):
        if value and value != item.text:
            lines.append(f"  {name:<8} {value}")
    for finding in item.findings:
        lines.append(f"  {finding.severity}: {finding.message} [{finding.rule}]")
        if item.text.isprintable() and len(item.text) <= _LONGEST_SHOWN and finding.end > finding.start:
            lines.append(f"    {item.text}")
            lines.append(f"    {' ' * finding.start}{'^' * (finding.end - finding.start)}")
    if item.suggestion:
        lines.append(f"  suggestion: {item.suggestion}")
    else:
        several = list(candidates)
        if several:
            lines.append(f"  it may be one of: {', '.join(several)}")
    return "\n".join(lines) + "\n"


def severity_of_answer(item: contract.MarkAnswer) -> Severity:
    """The worst severity of an answer's findings."""
    found = [Severity(finding.severity) for finding in item.findings]
    return max(found, key=lambda severity: severity.weight, default=Severity.OFF)


# What a roll-up leaves open, for people.
_NOTES = {
    "short-release-form": "a short release form has no list in the banner to stand for; it counts as no release",
    "level-rolled-up": "a foreign RESTRICTED portion counts as CONFIDENTIAL",
}


def required_banner(path: str, found: Required, language: Language) -> contract.RequiredBanner:
    """The answer of ``banner`` on one document."""
    unexamined = []
    if found.rolled is None:
        unexamined.append(
            contract.Unexamined(what="document", reason="no-marks", message="no portion with a readable mark")
        )
    elif found.unreadable:
        unexamined += [
            contract.Unexamined(
                what=name, reason="mark", message=f"the mark of {name} is not readable: the banner is a lower bound"
            )
            for name in found.unreadable
        ]
    rolled = found.rolled
    text = language.banner(found.required) if found.required else None
    stated = language.banner(found.stated) if found.stated else None
    return contract.RequiredBanner(
        path=path,
        required_banner=text,
        level=found.required.level if found.required else None,
        banner=stated,
        agrees=language.same(found.stated, found.required) if found.stated and found.required else None,
        parts=[
            contract.BannerPart(part=part, portions=[found.names[index] for index in indexes])
            for part, indexes in _parts(rolled, language)
        ],
        notes=[_NOTES[note] for note in rolled.notes] if rolled else [],
        unexamined=unexamined,
    )


def _parts(rolled: RollUp | None, language: Language) -> Iterator[tuple[str, tuple[int, ...]]]:
    if rolled is None:
        return
    level = language.level(rolled.marking)
    yield level.banner, rolled.causes.get("level", ())
    lattice = language.lattice_of(rolled.marking)
    for part, control in parts(lattice, rolled.marking).items():
        causes = rolled.causes.get(part, ())
        if lattice.system.controls[control].disclosure:
            causes = causes or rolled.causes.get("disclosure", ())
        yield part_name(lattice, part), causes
