"""Header lines of a public version, written anew out of their parsed values.

No word of a line is copied that was not understood as what the line is for.
"""

from __future__ import annotations

import re

from markcheck.marks.language import Language
from markcheck.model.authority import Authority, Instruction, InstructionKind, Labelled, Order, Reasons
from markcheck.model.message import Block
from markcheck.structure.classifier import read_reasons
from markcheck.structure.elements import read_tags
from markcheck.structure.instruction import read_instruction
from markcheck.structure.pieces import Found
from markcheck.structure.words import Words

_LONGEST_VALUE = 160
_WITHHELD = "[withheld]"


def tags_line(text: str, words: Words) -> str:
    """A TAGS line: all tags of its first line, and those of the others that can only be tags."""
    first, _, rest = text.partition("\n")
    known = [tag for tag in read_tags(rest) if _is_tag(tag, words)]
    tags = dict.fromkeys((*read_tags(first.partition(":")[2] or first), *known))
    tags.pop("TAGS", None)
    return "TAGS: " + (", " if "," in text else " ").join(tags)


def _is_tag(tag: str, words: Words) -> bool:
    return tag in words.tag_codes or len(tag) == 2 or tag in words.system.organisations


def order_line(text: str, order: Order | None, *, whole: bool) -> str:
    """An E.O. line. An event in words is text like any other: it stays where the document may leave as a ``whole``."""
    if order is None:
        return ""
    instruction = order.instruction
    if instruction is None:
        return f"E.O. {order.number}:"
    prefix = "DECL: " if "DECL:" in text.upper() and instruction.kind is not InstructionKind.NOT_APPLICABLE else ""
    return f"E.O. {order.number}: {prefix}{instruction_text(instruction, whole=whole)}"


def instruction_text(instruction: Instruction, *, whole: bool) -> str:
    """A declassification instruction out of its values."""
    kind = instruction.kind
    if kind is InstructionKind.NOT_APPLICABLE:
        return _not_applicable(instruction)
    if kind is InstructionKind.DECLASSIFIED:
        return f"DECLASSIFIED {instruction.date_text}".rstrip()
    if kind in (InstructionKind.EVENT, InstructionKind.UNKNOWN):
        return instruction.text if whole else _WITHHELD
    parts = [*instruction.codes, *([instruction.date_text] if instruction.date_text else ())]
    return ", ".join(dict.fromkeys(parts))


def _not_applicable(instruction: Instruction) -> str:
    if not instruction.not_applicable_to:
        return "N/A"
    *most, last = instruction.not_applicable_to
    kinds = f"{'/'.join(most)} and {last}" if most and last == "NATO" else "/".join(instruction.not_applicable_to)
    more = " See source list for NSI portions." if instruction.source_list else ""
    return f"N/A to {kinds} portions.{more}"


def authority_text(text: str, block: Block, authority: Authority, words: Words, *, whole: bool) -> str:
    """An authority paragraph up to its last part that was understood, or a labelled line."""
    line = next((item for item in authority.labelled if item.start == block.start), None)
    if line is not None:
        return _labelled(text, line, words, whole=whole)
    ends = [item.end for item in authority.reasons]
    ends += [item.end for item in authority.classifiers]
    ends += [item.end for item in authority.orders]
    ends = [end for end in ends if block.start < end <= block.end]
    if not ends:
        end = text.find("\n", block.start, block.end)
        return text[block.start : end if end >= 0 else block.end]
    tail = re.match(r"[)\]. ]*", text[max(ends) : block.end])
    return text[block.start : max(ends) + (tail.end() if tail else 0)].rstrip()


def _labelled(text: str, line: Labelled, words: Words, *, whole: bool) -> str:
    label = text[line.start : line.value_start].rstrip()
    value = line.value[:_LONGEST_VALUE]
    if line.role == "reasons":
        value = reasons_text(read_reasons(value, 0, Found()))
    elif line.role == "declassify-on":
        instruction = read_instruction(value, 0, len(value), None, words, Found())
        value = instruction_text(instruction, whole=whole) if instruction is not None else ""
    return f"{label} {value}".rstrip()


def reasons_text(reasons: tuple[Reasons, ...]) -> str:
    """Sections with their letters: ``1.4(b), (d)``."""
    return "; ".join(f"{item.section}" + ", ".join(f"({letter})" for letter in item.letters) for item in reasons)


def statement_level(language: Language, name: str) -> bool:
    """Whether ``name`` is a level as a statement of origin may name it."""
    return any(level.banner == name for system in language.systems.values() for level in system.levels.values())
