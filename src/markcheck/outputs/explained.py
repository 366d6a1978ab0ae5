"""A marking spelled out, token by token, with what each obliges."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from markcheck.marks.language import Language
from markcheck.model.marking import Form, ParsedMark, Standing, Token
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control


class Explanation(BaseModel):
    """What the rules say of one term."""

    model_config = ConfigDict(extra="forbid")

    term: str
    kind: str
    title: str
    text: list[str]
    sources: list[str]


def explain_marking(language: Language, term: str) -> Iterator[Explanation]:
    """What a mark, a banner or a single control says; nothing where ``term`` is none."""
    stripped = term.strip()
    bare = stripped.removeprefix("(").removesuffix(")").strip() if stripped.startswith("(") else stripped
    parsed = _read(language, bare)
    if parsed is not None and parsed.marking is not None:
        yield _whole(language, stripped, parsed)
        return
    yield from _single(language, bare)


def _read(language: Language, bare: str) -> ParsedMark | None:
    """The reading with the fewest faults, as a portion mark or as a banner."""
    found = []
    for text, form in ((f"({bare})", Form.PORTION), (bare, Form.BANNER)):
        for candidate in (text, text.upper()):
            parsed = language.parse_on(candidate, form, None)
            if parsed.marking is not None and parsed.standing is not Standing.PROSE:
                found.append(parsed)
    return min(found, key=lambda parsed: len(parsed.faults), default=None)


def _whole(language: Language, term: str, parsed: ParsedMark) -> Explanation:
    assert parsed.marking is not None
    system = language.system_of(parsed.marking)
    text = [line for token in parsed.tokens for line in _token(system, parsed, token)]
    text += [f"wrong: {fault.code.removeprefix('mark-').replace('-', ' ')}" for fault in parsed.faults]
    sources = [source for token in parsed.tokens for source in _sources(system, token)]
    return Explanation(
        term=term,
        kind="marking",
        title=language.banner(parsed.marking),
        text=text,
        sources=list(dict.fromkeys(sources)),
    )


def _token(system: MarkingSystem, parsed: ParsedMark, token: Token) -> Iterator[str]:
    written = parsed.text[token.start : token.end]
    if token.kind == "level":
        level = system.levels[token.id]
        lead = system.leads[parsed.marking.lead] if parsed.marking else system.lead
        if lead is not system.lead and lead.owners == "none":
            yield f"{written}: {lead.title}: {lead.meaning}"
        if not lead.unclassified_only:
            yield f"{written}: {level.banner}: {level.meaning}"
    elif token.kind == "lead":
        yield f"{written}: {system.leads[token.id].meaning}"
    elif token.kind == "code":
        organisation = system.organisations.get(token.id)
        members = f" ({', '.join(organisation.members)})" if organisation and organisation.members else ""
        title = organisation.title if organisation and organisation.title else "organisation" if organisation else ""
        yield f"  {token.id}: {title or 'country code'}{members}"
    else:
        control = _control(system, token.id)
        indent = "" if token.kind == "control" else "  "
        if control is None:
            yield f"{indent}{written}: {token.kind}"
            return
        yield f"{indent}{written}: {control.title}: {control.meaning}"
        for duty in duties(system, control):
            yield f"{indent}  {duty}"


def _control(system: MarkingSystem, name: str) -> Control | None:
    found = system.controls.get(name)
    if found is not None:
        return found
    for control in system.by_shape.get("named", ()):
        if name.startswith(control.prefix) and name[len(control.prefix) :] in system.named[control.named_set]:
            return control
    return None


def duties(system: MarkingSystem, control: Control) -> Iterator[str]:
    """What a control obliges: levels, companions, what becomes of it in a banner, its time."""
    yield f"stands at {', '.join(reversed(control.levels))}"
    rules = system.constraints.get(control.id, ())
    needed = [*control.requires, *(name for rule in rules if not rule.advice for name in rule.requires)]
    normally = [name for rule in rules if rule.advice for name in rule.requires]
    if needed:
        yield f"needs {', '.join(_names(system, needed))} beside it"
    if any(rule.compartment for rule in rules):
        yield "needs a compartment"
    if normally:
        yield f"normally stands with {', '.join(_names(system, normally))}"
    if control.forbids:
        yield f"never beside {', '.join(_names(system, control.forbids))}"
    yield _BANNER[control.roll_up].format(
        weaker=f", unless {', '.join(_names(system, control.displaced_by[:3]))} is there"
        if control.displaced_by
        else ""
    )
    if control.until is not None:
        after = f"; {control.successor} took its place" if control.successor else ""
        yield f"retired: last day {control.until.isoformat()}{after}"
    if control.legacy_from is not None:
        yield f"an old marking since {control.legacy_from.isoformat()}"


_BANNER = {
    "any": "in the banner whenever a portion has it{weaker}",
    "unclassified": "in the banner of an unclassified document alone{weaker}",
    "disclosure": "decided for the banner by all portions together",
    "sources": "the banner names every source, or none where one is concealed",
    "none": "no portion causes it",
    "joined": "in the banner as what it joins",
}


def _names(system: MarkingSystem, names: list[str] | tuple[str, ...]) -> Iterator[str]:
    for name in names:
        control = system.controls.get(name)
        yield control.banner[0] if control is not None and control.banner and not control.parent else name


def _sources(system: MarkingSystem, token: Token) -> Iterator[str]:
    if token.kind == "level":
        yield system.levels[token.id].cite
    elif token.kind == "lead":
        yield system.leads[token.id].cite
    else:
        control = _control(system, token.id)
        if control is not None:
            yield control.cite


def _single(language: Language, bare: str) -> Iterator[Explanation]:
    """A control, a level or a code that stands alone."""
    upper = bare.upper()
    for system in language.systems.values():
        for control in system.controls.values():
            forms = (control.id, *control.banner, *control.portion, *control.short)
            if control.parent:
                forms = (control.id, control.title)
            if upper in (form.upper() for form in forms):
                yield Explanation(
                    term=control.banner[0] if control.banner else control.id,
                    kind="control",
                    title=control.title,
                    text=[control.meaning, f"portion form {control.portion[0]}" if control.portion else "",
                          *duties(system, control)],
                    sources=[control.cite],
                )  # fmt: skip
        yield from _named(system, upper)
        organisation = system.organisations.get(upper)
        if organisation is not None:
            text = [f"members: {', '.join(organisation.members)}"] if organisation.members else []
            text.append("a roll-up may expand it" if organisation.expandable else "never expanded at roll-up")
            if organisation.until:
                text.append(f"retired: last day {organisation.until.isoformat()}")
            yield Explanation(
                term=upper, kind="code", title=organisation.title or "organisation", text=text, sources=[]
            )


def _named(system: MarkingSystem, upper: str) -> Iterator[Explanation]:
    for control in system.by_shape.get("named", ()):
        named = system.named[control.named_set].get(upper.removeprefix(control.prefix or " "))
        if named is not None and control.kind in named.kinds:
            yield Explanation(
                term=f"{control.prefix}{named.name}",
                kind="category",
                title=named.title,
                text=[control.meaning],
                sources=[control.cite],
            )
