"""For a mark that does not conform, the nearest ones that do.

Every reading of the text is priced by the damage that it needs (:mod:`markcheck.marks.decode`), written canonically,
and kept only if the grammar and the register find nothing wrong with it. There is an answer where one marking is much
more probable than all others together; where several are about as near there is none, only candidates. Nothing is ever
added that nothing in the text stands for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct

from markcheck.marks.damage.assemble import Assembled, assemble, spelled_in, written
from markcheck.marks.damage.body import DEAR, MODEST, Body, trust, unwrap
from markcheck.marks.damage.decode import Decoder
from markcheck.marks.damage.lexicon import Lexicons
from markcheck.marks.damage.states import State
from markcheck.marks.grammar import ADVICE, FORM_FAULTS, LONGEST_MARK
from markcheck.marks.language import Language, conforms
from markcheck.model.marking import Form, Marking, ParsedMark

# How sure an answer has to be; what is less sure than the second is not worth showing.
_ANSWER = 0.6
_LEAST = 0.02
# How far ahead of all others, and how far to be believed, what may be written without asking has to be.
_SAFE_SHARE = 0.97
_SAFE_TRUST = 0.8
_MOST_CANDIDATES = 5
_MOST_ALLOWED = 8
_MOST_TRIED = 16
_MOST_BRACKETS = 6
# How much dearer than the best a reading may be.
_FURTHER = 4.5
# How much less probable a reading is for each unit of cost; more than 1, since two damages are rarer than one.
_SHARPNESS = 1.6
# Up to this cost only delimiters and forms are damaged: no word has to be guessed.
_PLAIN_DAMAGE = 1.3
# A mark may be whole and just forbidden: such a reading speaks against one that needs more damage, a damaged one less.
_WHOLE = 1.0
_FORBIDDEN = 2.0
_AND = re.compile(r"\bAND\b")


class Candidate(Struct, frozen=True):
    """A mark that conforms, in the form that was asked for; titles that were spelled out stay so.

    ``cost`` is the damage that it supposes, ``confidence`` (0 to 1) how probable it is beside the others. ``safe``: it
    may be written without asking, since no other reading is near and it leaves nothing out that can be read.
    """

    text: str
    marking: Marking
    cost: float
    confidence: float
    safe: bool


class Repair(Struct, frozen=True):
    """What a damaged mark may have been, the most probable first."""

    candidates: tuple[Candidate, ...] = ()

    @property
    def answer(self) -> Candidate | None:
        """The one right answer; ``None`` where several markings are about as near, or none is near."""
        if self.candidates and self.candidates[0].confidence >= _ANSWER:
            return self.candidates[0]
        return None


class Repairer:
    """Repairs marks of one language; answers are cached, since marks repeat."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._lexicons = Lexicons(language.systems.values())
        self._repair = lru_cache(maxsize=16384)(self._find)

    def repair(self, text: str, form: Form, day: date | None = None) -> Repair:
        """The nearest marks to ``text`` that conform to the register of ``day`` (today's where it is not known).

        ``text`` is a portion mark with its brackets, or a banner. Never raises; a text that is no mark, or is too
        long for one, has no candidates, and one that conforms has itself.
        """
        return self._repair(text, form, day)

    def _find(self, text: str, form: Form, day: date | None) -> Repair:
        if len(text) > LONGEST_MARK:
            return Repair()
        parsed = self.language.parse_on(text, form, day)
        if parsed.marking is not None and conforms(parsed):
            return Repair((Candidate(text, parsed.marking, 0.0, 1.0, True),))
        body = unwrap(text, form)
        if not body.text or body.brackets > _MOST_BRACKETS:
            return Repair()
        attempt = _Attempt(self.language, self._lexicons, body, form, day)
        direct = attempt.direct(parsed)
        return Repair((direct,)) if direct is not None else Repair(tuple(attempt.candidates()))


class _Attempt:
    """The repair of one mark."""

    def __init__(self, language: Language, lexicons: Lexicons, body: Body, form: Form, day: date | None) -> None:
        self.language = language
        self.lexicons = lexicons
        self.body = body
        self.form = form
        self.day = day
        self._long_signals = [word for word in language.system.signals if len(word) > 3]

    # -- the meaning is known ------------------------------------------------------------------

    def direct(self, parsed: ParsedMark) -> Candidate | None:
        """The canonical form of a mark that was understood and has faults of form alone."""
        marking = parsed.marking
        codes = {fault.code for fault in parsed.faults}
        if marking is None or not codes <= FORM_FAULTS | ADVICE or self._ambiguous(marking, codes):
            return None
        system = self.language.system_of(marking)
        spelled = spelled_in(system, parsed, self.form)
        found = self._conforming(written(system, marking, self.form, spelled), spelled)
        if found is None or found[1].lead != marking.lead:
            return None
        # A small letter in brackets is as often a list's.
        sure = not (self.body.small and len(self.body.text) < 3)
        cost = round(0.2 + 0.2 * len(codes - ADVICE), 2)
        return Candidate(*found, cost, 0.99 if sure else MODEST, sure)

    def _ambiguous(self, marking: Marking, codes: set[str]) -> bool:
        """Whether a mark may have been understood in one of several ways."""
        if "mark-unpublished" in codes:
            return True
        if "mark-duplicate" in codes and any(entry.codes for entry in marking.entries):
            return True
        if codes & {"mark-list-separator", "mark-list-order"} and _AND.search(self.body.text):
            # Either a conjunction or a country.
            return True
        # A name in an open place may hold a control whose separator was lost.
        names = [entry.name for entry in marking.entries if entry.name]
        if any(word in name and word != name for name in names for word in self._long_signals):
            return True
        # Either two controls or one.
        text = self.body.text.replace(" ", "")
        return self.form is Form.PORTION and any(word in text for word in self.lexicons.slashed)

    def _conforming(self, text: str, spelled: dict[tuple[str, str], str]) -> tuple[str, Marking] | None:
        """``text`` with titles as they were spelled, and its meaning; ``None`` where it does not conform."""
        parsed = self.language.parse_on(text, self.form, self.day)
        if parsed.marking is None or not conforms(parsed):
            return None
        if spelled:
            whole = text
            for token in sorted(parsed.tokens, key=lambda token: -token.start):
                word = spelled.get((token.kind, token.id))
                if word:
                    whole = whole[: token.start] + word + whole[token.end :]
            again = self.language.parse_on(whole, self.form, self.day)
            if again.marking == parsed.marking and conforms(again):
                text = whole
        if self.body.suffix:
            text = f"{text[:-1]}{self.body.suffix})" if self.form is Form.PORTION else text + self.body.suffix
        return text, parsed.marking

    # -- readings ------------------------------------------------------------------------------

    def candidates(self) -> list[Candidate]:
        """What the text may have been, the most probable first."""
        decoder = Decoder(self.lexicons, self.body.text, self.form, self.day or date.max)
        found = self._weighed(decoder, near=False)
        if not found or found[0].cost > _PLAIN_DAMAGE + self.body.cost or "/" in decoder.gaps[0]:
            found = self._weighed(decoder, near=True)
        return [candidate for candidate in found if candidate.confidence >= _LEAST]

    def _weighed(self, decoder: Decoder, *, near: bool) -> list[Candidate]:
        """The candidates among the readings of ``decoder``, with how probable each is beside all readings."""
        found: dict[Marking, tuple[str, Assembled]] = {}
        weights: dict[Marking | int, float] = {}
        best = math.inf
        for tried, state in enumerate(decoder.read(near=near)):
            if state.cost > best + _FURTHER or tried >= _MOST_TRIED or len(found) >= _MOST_ALLOWED:
                break
            allowed = False
            for assembled in self._meanings(state, decoder.key):
                conforming = self._conforming(assembled.text, assembled.spelled)
                if conforming is None:
                    continue
                allowed = True
                text, marking = conforming
                # The same words may be another system's.
                if marking.lead != assembled.marking.lead:
                    continue
                best = min(best, assembled.cost)
                if marking not in found or assembled.cost < found[marking][1].cost:
                    found[marking] = (text, assembled)
                    weights[marking] = math.exp(-_SHARPNESS * assembled.cost)
            if not allowed:
                against = state.cost + (_FORBIDDEN if state.cost > _WHOLE else 0.0)
                weights[state.path] = max(weights.get(state.path, 0.0), math.exp(-_SHARPNESS * against))
        total = sum(weights.values())
        highest = max((self.language.rank(marking) for marking in found), default=0)
        ordered = sorted(found.items(), key=lambda item: item[1][1].cost)[:_MOST_CANDIDATES]
        return [
            self._candidate(text, marking, assembled, weights[marking] / total, highest)
            for marking, (text, assembled) in ordered
        ]

    def _meanings(self, state: State, key: str) -> Iterator[Assembled]:
        """What a reading means: as it stands, and without what other controls take the place of."""
        assembled = assemble(state, key, self.form, self.day or date.max)
        if assembled is None:
            return
        yield assembled
        lesser = assembled.without_displaced(self.form)
        if lesser is not None:
            yield lesser

    def _candidate(self, text: str, marking: Marking, assembled: Assembled, share: float, highest: int) -> Candidate:
        """A candidate of probability ``share``, ``highest`` being the highest level of all of them."""
        believed = trust(assembled, self.body, self.form)
        lower = self.language.rank(marking) < highest
        safe = share >= _SAFE_SHARE and believed >= _SAFE_TRUST
        safe = safe and not (assembled.risk or lower or assembled.cost > DEAR)
        return Candidate(text, marking, round(assembled.cost + self.body.cost, 2), round(share * believed, 3), safe)
