"""Decides for every block whether it is proven to be at or below the ceiling.

Release by construction: a block is released only for a reason that is listed here. What a passage says never
decides on another one, so that two originals that differ only in withheld text get the same plan for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markcheck.errors import RedactionRefused, UsageError
from markcheck.marks.language import Language, conforms
from markcheck.model.marking import Form, Marking, ParsedMark, Standing
from markcheck.model.message import Block, Kind, MarkedDocument, Message
from markcheck.model.plan import Decision, RedactionPlan, Unit
from markcheck.model.rolled import RollUp
from markcheck.redact.suspect import Suspicion
from markcheck.structure.govern import BANNER
from markcheck.structure.words import Words

WITHHELD_BEFORE = "withheld before"
_SUBJECT_STAMP = re.compile(r"\[(?:(?P<mark>\([^()\n]{1,300}\)) )?withheld\]")
_HEADER = frozenset(
    (
        Kind.PAGE_METADATA,
        Kind.TRANSMISSION_HEADER,
        Kind.CLASSIFICATION_LINE,
        Kind.CAPTION,
        Kind.ORDER_LINE,
        Kind.TAGS,
        Kind.SUBJECT,
        Kind.REFERENCE,
        Kind.AUTHORITY,
        Kind.FIELD,
        Kind.STATEMENT,
    )
)


def read_ceiling(text: str, words: Words) -> Marking:
    """The ceiling named by ``text``: a portion mark with or without parentheses, or a banner.

    Raises :class:`UsageError` for what is no marking of the rules.
    """
    stripped = text.strip()
    bare = stripped[1:-1] if stripped.startswith("(") and stripped.endswith(")") else stripped
    for candidate, form in ((f"({bare.upper()})", Form.PORTION), (bare.upper(), Form.BANNER)):
        parsed = words.language.parse(candidate, form)
        if parsed.standing is Standing.VALID and parsed.marking is not None:
            return parsed.marking
    known = ", ".join(level.portion for level in words.system.own_levels)
    raise UsageError(
        f"--max: not a marking that can be a ceiling; use one of {known}, or a level with controls such as S//NF"
    )


def plan(marked: MarkedDocument, ceiling: Marking, words: Words) -> RedactionPlan:
    """The decisions on every block of ``marked`` under ``ceiling``."""
    planner = _Planner(marked, ceiling, words)
    return planner.plan()


class _Planner:
    def __init__(self, marked: MarkedDocument, ceiling: Marking, words: Words) -> None:
        self.marked = marked
        self.ceiling = ceiling
        self.words = words
        self.language = words.language
        self.stated = self._stated(marked.messages)
        self.suspicion = Suspicion(words.language, ceiling)
        self.units: list[Unit] = []

    def plan(self) -> RedactionPlan:
        for index, message in enumerate(self.marked.messages):
            decisions = [self._decide(block, second=index > 0) for block in message.blocks]
            self._headings(message, decisions)
            for block, (decision, reason) in zip(message.blocks, decisions, strict=True):
                self._add(block, decision, reason)
        result = self._result()
        self._header_of_result(result)
        return RedactionPlan(self.ceiling, self._original(), result, tuple(self.units))

    # -- markings -----------------------------------------------------------------------------

    def _stated(self, messages: Sequence[Message]) -> Marking | None:
        """The highest that any message says of its whole or of a part; nothing where one has no banner.

        A banner below its own portions is proven wrong, so the portions' marks count too.
        """
        stated: list[Marking] = []
        for message in messages:
            if message.banner is None:
                return None
            stated.append(message.banner)
            stated.extend(_own_marks(message))
            stated.extend(
                statement.marking
                for statement in message.statements
                if statement.marking is not None and statement.place != "page-banner"
            )
        return _sum(self.language.roll_up(stated))

    def _original(self) -> Marking | None:
        """What the first message's banner and marks say: nothing that the text of a portion could add to."""
        message = self.marked.messages[0]
        if message.banner is None:
            return None
        valid = [
            block.mark.parsed.marking
            for block in message.blocks
            if block.mark is not None and block.mark.parsed.standing is Standing.VALID and block.mark.parsed.marking
        ]
        return _sum(self.language.roll_up([message.banner, *valid])) or message.banner

    def _result(self) -> Marking:
        released = [
            self._marking(block) for unit in self.units if unit.decision is Decision.RELEASED for block in unit.blocks
        ]
        markings = [marking for marking in released if marking is not None]
        if not markings:
            system = self.language.system_of(self.ceiling)
            result = Marking(system.lowest.id, lead=system.lead.id)
        else:
            rolled = self.language.roll_up(markings)
            if rolled is None:
                raise RedactionRefused("markings of two systems cannot be added up: nothing was written")
            result = rolled.marking
        if self.marked.genre == "telegram" and result.lead != self.words.system.lead.id:
            kind = self.language.system_of(result).leads[result.lead].title
            raise RedactionRefused(f"a telegram's line cannot carry a {kind}: nothing was written")
        return result

    def _marking(self, block: Block) -> Marking | None:
        """The marking that a block counts with; unmarked text counts with the highest stated in the document."""
        if block.mark is None and block.kind in _HEADER and block.kind is not Kind.SUBJECT:
            return None
        if self._is_structural_heading(block) or (block.kind is Kind.SUBJECT and self._is_stamped(block)):
            return None
        if block.inherited_from == BANNER:
            return self.stated
        return block.marking

    # -- decisions ----------------------------------------------------------------------------

    def _decide(self, block: Block, *, second: bool) -> tuple[Decision, str]:
        kind = block.kind
        if kind is Kind.PAGE_TEXT:
            return Decision.DROPPED, "not part of the document's known header or text"
        if kind is Kind.PAGE_BREAK_LINE:
            return Decision.DROPPED, "page furniture"
        if second and kind in _HEADER:
            return Decision.WITHHELD, "header of a further message"
        if kind is Kind.STAMP:
            return Decision.RELEASED, WITHHELD_BEFORE
        if kind is Kind.SUBJECT and self._is_stamped(block):
            return Decision.RELEASED, WITHHELD_BEFORE
        if kind is Kind.STATEMENT:
            return Decision.REMADE, "statement of a public version"
        if (
            kind in (Kind.SUBJECT, Kind.PORTION, Kind.CONTINUATION, Kind.SIGNATURE, Kind.HEADING)
            or block.mark is not None
        ):
            return self._by_marking(block)
        return self._header(block)

    def _is_stamped(self, block: Block) -> bool:
        """Whether a subject is the stamp that an earlier redaction left."""
        stamp = _SUBJECT_STAMP.fullmatch(self.marked.document.text[block.body : block.end].strip())
        return stamp is not None and (
            not stamp["mark"] or self.language.parse(stamp["mark"]).standing is Standing.VALID
        )

    def _by_marking(self, block: Block) -> tuple[Decision, str]:
        """The reason names a doubt only where nothing else withholds: a doubt may rest on the withheld text itself."""
        marking = self._marking(block)
        if marking is None:
            return Decision.WITHHELD, self._undecided(block)
        if not self.language.dominates(self.ceiling, marking):
            if block.inherited_from == BANNER:
                return Decision.WITHHELD, "unmarked, and the document's banner is not under the ceiling"
            if block.inherited_from is not None:
                return Decision.WITHHELD, "hangs on a portion that is not under the ceiling"
            return Decision.WITHHELD, "its mark is not under the ceiling"
        if block.doubt is not None:
            return Decision.WITHHELD, block.doubt
        return self._unless_suspect(block, Decision.RELEASED, self._ground(block))

    def _unless_suspect(self, block: Block, decision: Decision, reason: str) -> tuple[Decision, str]:
        """A text that may hold a mark above the ceiling is not copied."""
        start = block.body if block.mark is not None or block.number is not None else block.start
        if self.suspicion.of(self.marked.document.text[start : block.end]):
            return Decision.WITHHELD, "it may hold a mark above the ceiling"
        return decision, reason

    def _undecided(self, block: Block) -> str:
        if block.mark is not None:
            return "its mark is not valid"
        return "no mark and no banner decide on it"

    def _ground(self, block: Block) -> str:
        if block.inherited_from == BANNER:
            return "unmarked, and the document's banner is under the ceiling"
        if block.inherited_from is not None:
            return "hangs on a portion that is under the ceiling"
        return "its mark is under the ceiling"

    def _header(self, block: Block) -> tuple[Decision, str]:
        kind = block.kind
        if kind is Kind.CAPTION:
            return self._caption(block)
        if kind is Kind.REFERENCE and block.doubt is not None:
            return Decision.WITHHELD, block.doubt
        if kind in (Kind.REFERENCE, Kind.FIELD):
            return self._unless_suspect(block, Decision.RELEASED, "known header")
        if kind is Kind.AUTHORITY and block.number is not None:
            return self._by_marking(block)
        if kind in (Kind.AUTHORITY, Kind.TAGS):
            return self._unless_suspect(block, Decision.REMADE, "known header")
        return Decision.REMADE, "known header"

    def _caption(self, block: Block) -> tuple[Decision, str]:
        if block.doubt is not None:
            return Decision.WITHHELD, block.doubt
        return Decision.REMADE, "known header"

    def _headings(self, message: Message, decisions: list[tuple[Decision, str]]) -> None:
        """A structural heading (Summary, Comment) stands or falls, without a stamp, with the portion that follows it.

        Behind withheld text it always falls: nothing shows that it is not the end of that text.
        """
        following: Decision | None = None
        for index in range(len(decisions) - 1, -1, -1):
            block = message.blocks[index]
            if block.kind in (Kind.PORTION, Kind.STAMP):
                following = decisions[index][0]
            elif following is not None and self._is_structural_heading(block):
                falls = following is Decision.WITHHELD
                decisions[index] = (
                    (Decision.DROPPED, "structural heading over withheld text")
                    if falls
                    else (Decision.RELEASED, "structural heading over released text")
                )
        before = Decision.RELEASED
        for index, (decision, _) in enumerate(decisions):
            if before is Decision.WITHHELD and self._is_structural_heading(message.blocks[index]):
                decisions[index] = (Decision.DROPPED, "structural heading behind withheld text")
            elif decision is not Decision.DROPPED:
                before = Decision.WITHHELD if message.blocks[index].kind is Kind.STAMP else decision

    def _is_structural_heading(self, block: Block) -> bool:
        return block.kind is Kind.HEADING and block.mark is None and self._structural(block)

    def _structural(self, block: Block) -> bool:
        line = self.marked.document.text[block.start : block.end].strip("-=_*~ \t\n")
        return line.upper().rstrip(":.") in self.words.structural

    # -- units --------------------------------------------------------------------------------

    def _add(self, block: Block, decision: Decision, reason: str) -> None:
        """Add a decision.

        A withheld block without a valid mark joins the withheld unit before it: how many there are, and what looks
        like a paragraph among them, is part of what is withheld.
        """
        previous = self._previous()
        if previous is not None and previous.decision is Decision.WITHHELD:
            joins = decision in (Decision.WITHHELD, Decision.DROPPED) and not self._stands_out(block)
            if joins or block.kind in (Kind.PAGE_BREAK_LINE, Kind.STAMP):
                self.units[-1] = Unit(previous.decision, previous.reason, (*previous.blocks, block))
                return
        self.units.append(Unit(decision, reason, (block,)))

    def _previous(self) -> Unit | None:
        return self.units[-1] if self.units else None

    def _stands_out(self, block: Block) -> bool:
        if block.kind is Kind.SUBJECT:
            return True
        return block.mark is not None and block.mark.parsed.standing is Standing.VALID

    def _header_of_result(self, result: Marking) -> None:
        """Authority blocks do not stand on an unclassified version of a classified document."""
        original_classified = self.stated is None or self.language.classified(self.stated)
        if not original_classified or self.language.classified(result):
            return
        reason = "no authority block stands on an unclassified version"
        units: list[Unit] = []
        for unit in self.units:
            withheld_before = bool(units) and units[-1].decision is Decision.WITHHELD
            if unit.first.kind is not Kind.AUTHORITY or unit.decision is Decision.WITHHELD:
                units.append(unit)
            elif unit.first.number is not None:
                units.append(Unit(Decision.WITHHELD, reason, unit.blocks))
            elif withheld_before:
                units[-1] = Unit(units[-1].decision, units[-1].reason, (*units[-1].blocks, *unit.blocks))
            else:
                units.append(Unit(Decision.DROPPED, reason, unit.blocks))
        self.units = units


def _own_marks(message: Message) -> list[Marking]:
    marks = (block.mark.parsed.marking for block in message.blocks if block.mark is not None)
    return [marking for marking in marks if marking is not None]


def _sum(rolled: RollUp | None) -> Marking | None:
    return rolled.marking if rolled else None


def shown_mark(language: Language, parsed: ParsedMark) -> str:
    """A valid mark as a public version shows it: as written where it is right, else in its canonical form."""
    assert parsed.marking is not None
    return parsed.text if conforms(parsed) else language.portion(parsed.marking)


def stamp_label(words: Words, block: Block) -> str:
    """What a stamp says of a withheld block: its number and its mark, which are not withheld text."""
    number = f"{block.number}. " if block.number is not None else ""
    mark = ""
    if (
        block.mark is not None
        and block.mark.parsed.standing is Standing.VALID
        and block.mark.parsed.marking is not None
    ):
        mark = f"{shown_mark(words.language, block.mark.parsed)} "
    return f"[{number}{mark}withheld]"
