"""Decides for every block whether it is proven to be at or below the ceiling.

Release by construction: a block is released only for a reason that is listed here. What a passage says never
decides on another one, so that two originals that differ only in withheld text get the same plan for the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from markcheck.errors import RedactionRefused
from markcheck.marks.ceiling import Ceiling
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, MarkedDocument, Message, Statement
from markcheck.model.plan import Decided, Decision, Echo, Ground, RedactionPlan, Unit
from markcheck.redact.decisions import Action, Override, ReviewerDecision, held, overridden, portions_of
from markcheck.redact.echo import DEFAULT_LENGTH, Withheld
from markcheck.redact.stated import compiled, original, policy_of, stated
from markcheck.redact.suspect import Suspicion
from markcheck.structure.govern import BANNER
from markcheck.structure.words import Words

_SUBJECT_STAMP = re.compile(r"(?:\[(?:(?P<mark>\([^()\n]{1,300}\)) )?withheld(?:: [^\]\n]*)?\]|\u2588{10})")
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
_TEXT = frozenset((Kind.SUBJECT, Kind.PORTION, Kind.CONTINUATION, Kind.SIGNATURE, Kind.HEADING))
# Fields that name people and days; the others may hold text.
_NAMING = frozenset(("from", "to", "thru", "date", "sent", "time"))
_LONGEST_HEADING = 80

WITHHELD_BEFORE = Ground("withheld before")
_KNOWN_HEADER = Ground("known header")
_ABOVE = Ground("its mark is not under the ceiling")
_HANGS = Ground("hangs on a portion that is withheld")
_JOINS = Ground("has no mark of its own behind withheld text")
_ECHOES = Ground("repeats a run of withheld text")


class Options(Struct, frozen=True):
    """How to decide where the marks leave a choice.

    ``echo`` is ``report``, ``withhold`` or ``refuse``, ``doubt`` is ``withhold`` or ``refuse``; an echo is a run of
    ``echo_length`` words.
    """

    decisions: tuple[ReviewerDecision, ...] = ()
    overrides: tuple[Override, ...] = ()
    echo: str = "report"
    echo_length: int = DEFAULT_LENGTH
    doubt: str = "withhold"
    names: Mapping[str, str] = {}


def plan(marked: MarkedDocument, ceiling: Ceiling, words: Words, options: Options | None = None) -> RedactionPlan:
    """The decisions on every block of ``marked`` under ``ceiling``.

    Raises :class:`RedactionRefused` where a decision on file does not fit, or ``options`` ask for it.
    """
    return _Planner(marked, ceiling, words, options or Options()).plan()


class _Planner:
    def __init__(self, marked: MarkedDocument, ceiling: Ceiling, words: Words, options: Options) -> None:
        self.marked = marked
        self.text = marked.document.text
        self.ceiling = ceiling
        self.words = words
        self.language = words.language
        self.options = options
        self.blocks = [block for message in marked.messages for block in message.blocks]
        self._first_portion = next((item.start for item in self.blocks if item.is_portion), len(self.text))
        self._line_of_banner = next((item.start for item in self.blocks if item.kind is Kind.CLASSIFICATION_LINE), None)
        self.by_id = {block.id: block for block in self.blocks}
        self.suspicion = Suspicion(words.language, ceiling)
        portions = portions_of(self.blocks) if options.decisions or options.overrides else {}
        self.on_file = {
            **held(options.decisions, portions, self.text),
            **overridden(options.overrides, portions, self.text),
        }
        self.stated: Marking | None = None
        self.echoing: set[str] = set()
        self.decided: dict[str, tuple[Decision, Ground]] = {}
        self.causes: dict[str, Ground] = {}
        self.units: list[Unit] = []

    def plan(self) -> RedactionPlan:
        pages: dict[int, Statement] = {}
        while True:
            self.stated = stated(self.marked, self.language, pages.values())
            self._decide_all()
            more = {page.start: page for page in self._open_pages() if page.start not in pages}
            if not more:
                break
            pages.update(more)
        echoes = self._echoes()
        self._unite()
        result = self._result()
        self._header_of_result(result)
        compilation = self._compilation()
        self._refuse(echoes, compilation=compilation)
        return RedactionPlan(
            self.ceiling.marking,
            self.ceiling.level_only,
            original(self.marked, self.language),
            result,
            tuple(self.units),
            tuple(echoes),
            compilation,
            tuple(
                Decided(name, item.decision is Action.RELEASE, item.by, item.on, item.reason)
                for name, item in self.on_file.items()
            ),
            self.causes,
        )

    # -- decisions ----------------------------------------------------------------------------

    def _decide_all(self) -> None:
        """Every block in order; behind withheld text whatever has no valid mark of its own is part of it."""
        self.decided, self.causes = {}, {}
        for index, message in enumerate(self.marked.messages):
            running = False
            block_at_end = self._authority_at_end(message)
            for block in message.blocks:
                decision, ground = self._on_file(block) or self._decide(block, second=index > 0)
                if decision is Decision.WITHHELD:
                    self.causes[block.id] = ground
                if running and not self._stands_out(block) and block.id not in block_at_end:
                    decision, ground = Decision.WITHHELD, _JOINS
                elif block.kind in _TEXT or block.kind is Kind.STAMP or block.is_portion:
                    in_header = block.kind is Kind.SUBJECT
                    running = decision is Decision.WITHHELD and not in_header
                self.decided[block.id] = (decision, ground)
            self._headings(message)

    def _on_file(self, block: Block) -> tuple[Decision, Ground] | None:
        decision = self.on_file.get(block.id) or (
            self.on_file.get(block.inherited_from or "") if block.mark is None else None
        )
        if decision is None:
            return None
        ground = Ground(f"decided by {decision.by} on {decision.on.isoformat()}: {decision.reason}")
        return (Decision.RELEASED if decision.decision is Action.RELEASE else Decision.WITHHELD), ground

    def _decide(self, block: Block, *, second: bool) -> tuple[Decision, Ground]:
        kind = block.kind
        if kind is Kind.PAGE_TEXT:
            return Decision.DROPPED, Ground("not part of the document's known header or text")
        if kind is Kind.PAGE_BREAK_LINE:
            return Decision.DROPPED, Ground("page furniture")
        if second and kind in _HEADER:
            return Decision.WITHHELD, Ground("header of a further message")
        if kind is Kind.STAMP or (kind is Kind.SUBJECT and self._is_stamped(block)):
            return Decision.RELEASED, WITHHELD_BEFORE
        if kind is Kind.STATEMENT:
            return Decision.REMADE, Ground("statement of a public version")
        if kind in _TEXT or block.mark is not None or block.number is not None:
            return self._by_marking(block)
        if kind is Kind.CLASSIFICATION_LINE and block.start != self._line_of_banner:
            return Decision.DROPPED, Ground("the version's banner stands in its place")
        return self._header(block)

    def _header(self, block: Block) -> tuple[Decision, Ground]:
        kind = block.kind
        if kind in (Kind.CAPTION, Kind.REFERENCE) and block.doubt is not None:
            return Decision.WITHHELD, Ground(block.doubt, doubt=True)
        if self._is_free(block):
            return self._by_marking(block)
        if kind in (Kind.REFERENCE, Kind.FIELD):
            return self._unless_suspect(block, Decision.RELEASED, _KNOWN_HEADER)
        if kind in (Kind.AUTHORITY, Kind.TAGS):
            return self._unless_suspect(block, Decision.REMADE, _KNOWN_HEADER)
        return Decision.REMADE, _KNOWN_HEADER

    def _is_free(self, block: Block) -> bool:
        """Whether a part of the header may hold any text: a memo's references, fields that name no one."""
        if block.kind is Kind.REFERENCE:
            return self.marked.genre != "telegram"
        return block.kind is Kind.FIELD and not self._names_alone(block)

    def _names_alone(self, block: Block) -> bool:
        """Whether a field is one line with names or a day."""
        text = self.text[block.start : block.end]
        label = text.partition(":")[0].strip().upper()
        if "\n" in text:
            return False
        role = self.words.memo_roles.get(label)
        return role in _NAMING or (role is None and len(text) <= _LONGEST_HEADING)

    def _by_marking(self, block: Block) -> tuple[Decision, Ground]:
        """The reason names a doubt only where nothing else withholds: a doubt may rest on the withheld text itself."""
        governor = self.decided.get(block.inherited_from or "")
        if governor is not None and governor[0] is Decision.WITHHELD:
            return Decision.WITHHELD, _HANGS
        marking = self._marking(block)
        if marking is None:
            cause = "its mark is not valid" if block.mark is not None else "no mark, and nothing readable decides on it"
            return Decision.WITHHELD, Ground(cause, doubt=True)
        if not self.ceiling.dominates(marking):
            if block.mark is None and self._from_banner(block):
                return Decision.WITHHELD, Ground("unmarked, and the document is not under the ceiling", doubt=True)
            return Decision.WITHHELD, _HANGS if block.mark is None else _ABOVE
        if block.doubt is not None:
            return Decision.WITHHELD, Ground(block.doubt, doubt=True)
        return self._unless_suspect(block, Decision.RELEASED, Ground(self._why(block)))

    def _why(self, block: Block) -> str:
        if block.mark is None and self._from_banner(block):
            return "unmarked, and the document is under the ceiling"
        return "its mark is under the ceiling" if block.mark else "hangs on a portion that is under the ceiling"

    def _unless_suspect(self, block: Block, decision: Decision, ground: Ground) -> tuple[Decision, Ground]:
        """A text that may hold a mark above the ceiling is not copied."""
        start = block.body if block.mark is not None or block.number is not None else block.start
        if self.suspicion.of(self.text[start : block.end]):
            return Decision.WITHHELD, Ground("it may hold a mark above the ceiling", doubt=True)
        return decision, ground

    # -- markings -----------------------------------------------------------------------------

    def _marking(self, block: Block) -> Marking | None:
        """The marking that a block counts with; unmarked text counts with the highest stated in the document."""
        if block.mark is None and self._from_banner(block):
            return self.stated
        return block.marking

    def _from_banner(self, block: Block) -> bool:
        """Whether a block without a mark has the banner's marking, itself or by way of the portion it hangs on."""
        if block.inherited_from in (None, BANNER):
            return True
        governor = self.by_id.get(block.inherited_from or "")
        return governor is None or (governor.mark is None and self._from_banner(governor))

    def _open_pages(self) -> list[Statement]:
        """The page banners that do not stand inside withheld text."""
        found = []
        for message in self.marked.messages:
            pages = sorted(
                (item for item in message.statements if item.place == "page-banner"), key=lambda item: item.start
            )
            starts = [page.start for page in pages]
            for block in message.blocks if pages else ():
                at = bisect_left(starts, block.start)
                if at < len(pages) and starts[at] < block.end and self.decided[block.id][1] is not _JOINS:
                    found.append(pages[at])
        return found

    def _result(self) -> Marking:
        released = [
            block
            for unit in self.units
            if unit.decision is Decision.RELEASED
            for block in unit.blocks
            if self._counts(block)
        ]
        markings = [marking for marking in map(self._counted, released) if marking is not None]
        system = self.language.system_of(self.ceiling.marking)
        if not markings:
            return Marking(system.lowest.id, lead=system.lead.id)
        # The original's banner must not make another kind of document of the version.
        rolled = self.language.roll_up(markings, replace(policy_of(self.marked), banner=None))
        if rolled is None:
            raise RedactionRefused("markings of two systems cannot be added up: nothing was written")
        result = rolled.marking
        if self.marked.genre == "telegram" and result.lead != self.words.system.lead.id:
            kind = self.language.system_of(result).leads[result.lead].title
            raise RedactionRefused(f"a telegram's line cannot carry a {kind}: nothing was written")
        return result

    def _counted(self, block: Block) -> Marking | None:
        """A portion that a reviewer released counts with the ceiling: that is what was decided."""
        return self.ceiling.marking if self._on_file(block) is not None else self._marking(block)

    def _counts(self, block: Block) -> bool:
        if block.mark is None and block.kind in _HEADER and block.kind is not Kind.SUBJECT:
            return self._is_free(block)
        if block.kind is Kind.STAMP or (block.kind is Kind.SUBJECT and self._is_stamped(block)):
            return False
        return not self._is_structural_heading(block)

    def _compilation(self) -> bool:
        """Whether the whole is classified above its portions and above the ceiling: by compilation, or by mistake."""
        if not compiled(self.marked, self.language):
            return False
        banner = self.marked.messages[0].banner
        return banner is not None and not self.ceiling.dominates(banner)

    # -- headings -----------------------------------------------------------------------------

    def _headings(self, message: Message) -> None:
        """A structural heading (Summary, Comment) stands or falls, without a stamp, with the portion that follows it.

        Behind withheld text it always falls: nothing shows that it is not the end of that text. Any other short line
        above a withheld portion falls with it.
        """
        following: Decision | None = None
        for block in reversed(message.blocks):
            decision, ground = self.decided[block.id]
            if block.kind in (Kind.PORTION, Kind.STAMP):
                following = decision
            elif block.kind is Kind.PAGE_BREAK_LINE:
                continue
            elif self._is_structural_heading(block) and ground is not _JOINS:
                falls = following is not Decision.RELEASED and following is not None
                text = "structural heading over withheld text" if falls else "structural heading over released text"
                self.decided[block.id] = (Decision.DROPPED if falls else Decision.RELEASED, Ground(text))
            elif following is Decision.WITHHELD and self._is_short_line(block) and ground is not _JOINS:
                self.decided[block.id] = (Decision.DROPPED, Ground("heading of withheld text"))
                following = None
            else:
                following = None

    def _is_structural_heading(self, block: Block) -> bool:
        if block.kind is not Kind.HEADING or block.mark is not None:
            return False
        line = self.text[block.start : block.end].strip("-=_*~ \t\n")
        return line.upper().rstrip(":.") in self.words.structural

    def _is_short_line(self, block: Block) -> bool:
        if block.kind not in (Kind.CONTINUATION, Kind.HEADING) or block.mark is not None:
            return False
        text = self.text[block.start : block.end]
        line = text.strip("-=_*~ \t\n")
        item = text[0] in "-*\u2022|" or line[-1:] in ".!?"
        return not item and "\n" not in line and len(line) <= _LONGEST_HEADING

    # -- what stands by itself ----------------------------------------------------------------

    def _stands_out(self, block: Block) -> bool:
        """Whether a block behind withheld text is one by itself: a valid mark of its own says so, or a decision."""
        if block.kind is Kind.SUBJECT or block.id in self.on_file:
            return True
        if block.kind is Kind.FIELD and self._names_alone(block):
            # Names and the day stand in the head, where a letterhead may be withheld before them.
            return block.start < self._first_portion
        return block.mark is not None and block.mark.parsed.standing is Standing.VALID

    def _authority_at_end(self, message: Message) -> frozenset[str]:
        """The lines of a whole authority block that closes a document: a portion's last words are none."""
        labelled = message.authority.labelled if message.authority is not None else ()
        lines = list(labelled[-1:])
        for left, right in pairwise(reversed(labelled)):
            between = self.text[right.end : left.start]
            if between.strip(" ;\t\n") or "\n\n" in between:
                break
            lines.insert(0, right)
        roles = {line.role for line in lines}
        if "declassify-on" not in roles or not roles & {"classified-by", "derived-from"}:
            return frozenset()
        behind = [block for block in message.blocks if block.start > lines[-1].end]
        closing = (Kind.CLASSIFICATION_LINE, Kind.REFERENCE, Kind.PAGE_BREAK_LINE)
        if any(block.kind not in closing for block in behind):
            return frozenset()
        starts = {line.start for line in lines}
        return frozenset(block.id for block in message.blocks if block.kind is Kind.AUTHORITY and block.start in starts)

    def _is_stamped(self, block: Block) -> bool:
        """Whether a subject is the stamp that an earlier redaction left."""
        stamp = _SUBJECT_STAMP.fullmatch(self.text[block.body : block.end].strip())
        return stamp is not None and (
            not stamp["mark"] or self.language.parse(stamp["mark"]).standing is Standing.VALID
        )

    # -- echoes and refusals ------------------------------------------------------------------

    def _echoes(self) -> list[Echo]:
        """What repeats withheld text; where asked for it is withheld too, and then what repeats that."""
        while True:
            hidden = [block for block in self.blocks if self.decided[block.id][0] is Decision.WITHHELD]
            runs = Withheld(self.text, hidden, self.options.echo_length)
            found = []
            for block in self.blocks:
                if self.decided[block.id][0] is Decision.RELEASED and block.kind is not Kind.STAMP:
                    echo = runs.echo(block.id, self.text[block.body or block.start : block.end])
                    if echo is not None:
                        found.append(echo)
            found.extend(filter(None, (runs.echo(name, text) for name, text in self.options.names.items())))
            places = {echo.place for echo in found} & self.decided.keys()
            if self.options.echo != "withhold" or not places:
                return found
            for place in places:
                self.decided[place] = (Decision.WITHHELD, _ECHOES)

    def _refuse(self, echoes: list[Echo], *, compilation: bool) -> None:
        if echoes and self.options.echo == "refuse":
            raise RedactionRefused(f"{len(echoes)} released places repeat withheld text: nothing was written")
        if self.options.doubt != "refuse":
            return
        doubts = [name for name, ground in self.causes.items() if ground.doubt]
        if doubts:
            names = ", ".join(doubts[:5]) + (", \u2026" if len(doubts) > 5 else "")
            raise RedactionRefused(f"in doubt about {names} ({self.causes[doubts[0]].text}): nothing was written")
        if compilation:
            raise RedactionRefused("the banner is above every portion, so the whole may be classified by compilation")

    # -- units --------------------------------------------------------------------------------

    def _unite(self) -> None:
        """Units out of decisions: what is withheld without a mark of its own joins the withheld unit before it.

        How many such blocks there are, and what looks like a paragraph among them, is part of what is withheld.
        """
        blocks: list[Block] = []
        current: tuple[Decision, Ground] | None = None
        for block in self.blocks:
            decision, ground = self.decided[block.id]
            joins = (
                current is not None
                and current[0] is Decision.WITHHELD
                and not self._stands_out(block)
                and (ground is _JOINS or decision in (Decision.WITHHELD, Decision.DROPPED))
            )
            if joins:
                blocks.append(block)
                continue
            if current is not None:
                self.units.append(Unit(current[0], current[1], tuple(blocks)))
            blocks, current = [block], (decision, ground)
        if current is not None:
            self.units.append(Unit(current[0], current[1], tuple(blocks)))

    def _header_of_result(self, result: Marking) -> None:
        """Authority blocks do not stand on an unclassified version of a classified document."""
        original_classified = self.stated is None or self.language.classified(self.stated)
        if not original_classified or self.language.classified(result):
            return
        ground = Ground("no authority block stands on an unclassified version")
        units: list[Unit] = []
        for unit in self.units:
            if unit.first.kind is not Kind.AUTHORITY or unit.decision is Decision.WITHHELD:
                units.append(unit)
            elif unit.first.number is not None:
                units.append(Unit(Decision.WITHHELD, ground, unit.blocks))
            else:
                units.append(Unit(Decision.DROPPED, ground, unit.blocks))
        self.units = units
