"""Looks for what must not leave, in every text that a public version's bytes hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator

from markcheck.errors import Unreadable
from markcheck.formats import read_bytes
from markcheck.marks.ceiling import Ceiling
from markcheck.model.marking import Standing
from markcheck.model.message import Kind, MarkedDocument
from markcheck.model.verified import Problem, Trouble, Verified
from markcheck.rulebook.book import Rulebook
from markcheck.structure import structure
from markcheck.structure.words import words_of
from markcheck.verify.judge import Judge
from markcheck.verify.layers import texts_in
from markcheck.verify.own import own_spans, vocabulary, without_own_lines
from markcheck.verify.words import runs, words_of_text

# A run of so many words of the original counts as kept from it.
RUN = 4
# Shorter words are too common to tell anything alone.
_TELLING = 4
_REPLACED = frozenset((Kind.CLASSIFICATION_LINE, Kind.ORDER_LINE, Kind.STATEMENT, Kind.STAMP))


def look(
    original: MarkedDocument,
    data: bytes,
    ceiling: Ceiling,
    book: Rulebook,
    released: Collection[str] = (),
    withheld: Collection[str] = (),
    manifest: bytes | None = None,
) -> Verified:
    """The second look at the version ``data`` of ``original`` for ``ceiling``.

    ``released`` and ``withheld`` are the blocks that a reviewer decided on, ``manifest`` is what lies beside the
    version. Bytes of a format that cannot be read are looked through all the same.
    """
    known = _Known(original, Judge(original, ceiling, words_of(book).structural, released, withheld))
    unexamined = None
    problems: list[Problem] = []
    version: MarkedDocument | None = None
    try:
        version = structure(read_bytes("public version", data), book)
        problems.extend(_marks(version, ceiling))
    except Unreadable as error:
        unexamined = str(error)
    own_words = vocabulary(ceiling.language)
    words = added = 0
    spans = own_spans(version, original, ceiling.language) if version is not None else []
    stamps = _stamps(version.document.text, spans) if version is not None else set()
    for index, text in enumerate(texts_in(data)):
        if index == 0 and version is not None:
            own = without_own_lines(version.document.text, spans)
        else:
            own = _without(text, stamps)
        found = words_of_text(own)
        problems.extend(known.leaks(own, found, own_words, plain=index == 0))
        if index == 0:
            words, added = len(found), sum(1 for word in found if word not in known.all_words)
    if manifest is not None:
        problems.extend(_manifest(manifest, data, ceiling))
    return Verified(tuple(_once(problems)), words, added, unexamined)


def _stamps(text: str, spans: Iterable[tuple[int, int]]) -> set[str]:
    """The stamps and the statement among the lines that a version says of itself; a banner's words are everywhere."""
    return {line for line in (text[start:end] for start, end in spans) if "ithheld" in line}


def _without(text: str, lines: Collection[str]) -> str:
    """A reading of what the version contains, without some of the lines that it says of itself."""
    for line in sorted(lines, key=len, reverse=True):
        text = text.replace(line, " ")
    return text


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Each block's leak once: the plain text's line is the one that helps."""
    seen: set[tuple[Trouble, str | None, str]] = set()
    for problem in problems:
        key = (problem.trouble, problem.block, "" if problem.block else problem.message)
        if key not in seen:
            seen.add(key)
            yield problem


class _Known:
    """The words of an original, parted into what may leave and what may not."""

    def __init__(self, original: MarkedDocument, judge: Judge) -> None:
        self._released_words: set[str] = set()
        self._withheld_words: dict[str, str] = {}
        self._withheld_runs: dict[tuple[str, ...], str] = {}
        self._short: list[tuple[str, str]] = []
        parts: list[str] = []
        # Released text as it stands, and as it stands without the lines that versions put words of their own for.
        kept: list[str] = []
        bare: list[str] = []
        for block, may in judge.blocks():
            # A withheld portion's number and mark are no text of it; a released one's stand before its text.
            start = block.body if block.is_portion and not may else block.start
            words = words_of_text(original.document.text[start : block.end])
            if may is None:
                parts.extend(words)
            elif may:
                # On both sides of withheld text stands what is side by side in a version that leaves it out.
                kept.extend(words)
                bare.extend(() if block.kind in _REPLACED else words)
                self._released_words.update(words)
            else:
                self._withhold(words, block.id)
        self._released_runs = {*runs(kept, RUN), *runs(bare, RUN)}
        self.all_words = self._released_words.union(self._withheld_words, parts)

    def _withhold(self, words: list[str], block: str) -> None:
        for word in words:
            self._withheld_words.setdefault(word, block)
        if len(words) >= RUN:
            for run in runs(words, RUN):
                self._withheld_runs.setdefault(run, block)
        elif len(words) > 1:
            self._short.append((f" {' '.join(words)} ", block))

    def leaks(self, text: str, words: list[str], own_words: Collection[str], *, plain: bool) -> Iterator[Problem]:
        """What of the withheld text the words of one reading hold."""
        for block, run in self._held(words):
            if not plain and not any(_tells(word, own_words) for word in run):
                # Markup, numbers and marks stand in every container.
                continue
            line = _line_of(text, run) if plain else None
            where = "" if plain else " inside an encoding or a container"
            yield Problem(Trouble.LEAK, f"text of block {block}, which may not leave, is in it{where}", line, block)
        for word in dict.fromkeys(words):
            if word in self._withheld_words and word not in self._released_words and _tells(word, own_words):
                block = self._withheld_words[word]
                line = _line_of(text, (word,)) if plain else None
                yield Problem(
                    Trouble.WORD, f"a word that only block {block} and its like hold is in it", line, block, doubt=True
                )

    def _held(self, words: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self._withheld_runs:
            for run in runs(words, RUN):
                block = self._withheld_runs.get(run)
                if block is not None and run not in self._released_runs:
                    yield block, run
        if self._short:
            joined = f" {' '.join(words)} "
            for short, block in self._short:
                if short in joined and not set(short.split()) <= self._released_words:
                    yield block, tuple(short.split())


def _tells(word: str, own_words: Collection[str]) -> bool:
    return len(word) >= _TELLING and not word.isdigit() and word not in own_words


def _line_of(text: str, run: tuple[str, ...]) -> int | None:
    """The line that the first word of ``run`` stands on where the run begins; ``None`` where folding hides it."""
    folded = text.casefold()
    if len(folded) != len(text):
        return None
    at = folded.find(run[0])
    while at >= 0:
        if tuple(words_of_text(text[at : at + 40 * len(run)])[: len(run)]) == run:
            return text.count("\n", 0, at) + 1
        at = folded.find(run[0], at + 1)
    return None


def _marks(marked: MarkedDocument, ceiling: Ceiling) -> Iterator[Problem]:
    """Banner and marks of the version, which is read as any document is."""
    for message in marked.messages:
        for statement in message.statements:
            if statement.place == "page-total":
                continue
            line = marked.document.anchor(statement.start, statement.end).line
            if statement.marking is None:
                yield Problem(Trouble.BANNER, f"the {statement.place.replace('-', ' ')} cannot be read", line)
            elif not ceiling.dominates(statement.marking):
                yield Problem(Trouble.BANNER, f"the {statement.place.replace('-', ' ')} is above the ceiling", line)
        if message.banner is not None and not ceiling.dominates(message.banner):
            yield Problem(Trouble.BANNER, "the banner with its captions is above the ceiling")
        for block in message.blocks:
            if block.mark is None or block.kind is Kind.STAMP:
                continue
            line = marked.document.anchor(block.mark.start, block.mark.end).line
            marking = block.mark.parsed.marking
            if block.mark.parsed.standing is not Standing.VALID or marking is None:
                yield Problem(Trouble.MARK, "a mark cannot be read", line)
            elif not ceiling.dominates(marking):
                yield Problem(Trouble.MARK, "a mark is above the ceiling", line)


def _manifest(manifest: bytes, data: bytes, ceiling: Ceiling) -> Iterator[Problem]:
    try:
        record = json.loads(manifest)
        output, stated = record["output"], record["ceiling"]
        digest, size = output["sha256"], output["bytes"]
    except (ValueError, KeyError, TypeError):
        yield Problem(Trouble.MANIFEST, "the manifest cannot be read")
        return
    if digest != hashlib.sha256(data).hexdigest() or size != len(data):
        yield Problem(Trouble.MANIFEST, "the manifest is that of another version")
    if stated != ceiling.text:
        yield Problem(Trouble.MANIFEST, "the manifest names another ceiling")
