"""Which lines that start with a number open a paragraph.

A pilcrow that a converter turned into the digit 1 makes ¶1, ¶2, ¶3 read 11., 12., 13.; a wrapped line may start with a
year, a day or an amount. Both are told by the sequence of the openers alone, never by the text around them: what
a paragraph says must not decide how another one is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Opener(Struct, frozen=True):
    """A line that starts with a number: the number as typed, whether a mark stands at it, and how it is set off.

    ``apart``: a blank line, or a line that ends a sentence, stands before it.
    """

    typed: str
    marked: bool
    apart: bool
    blank_before: bool


class Verdict(Struct, frozen=True):
    """What a line that starts with a number is: a paragraph's number, text, or text that may well be a paragraph."""

    number: int | None
    doubtful: bool


_LEAST_YEAR = 1000


def mangled(openers: Sequence[Opener]) -> bool:
    """Whether every number carries a 1 in front that once was a pilcrow.

    True for 11, 12, ... 19, 110, ...; false as soon as a number below 11 or a plain 20 follows 19.
    """
    trusted = [opener for opener in openers if opener.marked]
    if not trusted:
        trusted = [opener for opener in openers if opener.apart]
    if not trusted or trusted[0].typed != "11":
        return False
    expected = 1
    for opener in trusted:
        if len(opener.typed) < 2 or opener.typed[0] != "1":
            return False
        number = int(opener.typed[1:])
        if number < expected - 1 or number > expected + 8:
            return False
        expected = number + 1
    return True


def accept(openers: Sequence[Opener], shifted: bool, *, marks_elsewhere: bool = False) -> list[Verdict]:
    """What each line that starts with a number is.

    A number counts when it carries a mark, or follows the one before and is set off. In a text without any mark
    a number set off by a blank line also counts when it is the same again or skips one.
    """
    numbers = [_value(opener, shifted) for opener in openers]
    any_marked = marks_elsewhere or any(opener.marked for opener in openers)
    verdicts: list[Verdict] = []
    previous = 0
    later = _next_marked(openers, numbers)
    for index, (opener, number) in enumerate(zip(openers, numbers, strict=True)):
        follows = number == previous + 1 and (not any_marked or later[index] != number)
        if number is None:
            take = False
        elif opener.marked:
            take = True
        elif follows:
            take = opener.apart or previous == 0
            take = take and not (marks_elsewhere and previous == 0)
        else:
            take = not any_marked and opener.blank_before and number in (previous, previous + 2)
        if take:
            previous = number or 0
        plausible = opener.blank_before and number is not None and number < _LEAST_YEAR
        verdicts.append(Verdict(number if take else None, not take and (follows or plausible)))
    return verdicts


def _value(opener: Opener, shifted: bool) -> int | None:
    if not shifted:
        return int(opener.typed)
    if opener.typed[0] == "1" and len(opener.typed) > 1:
        return int(opener.typed[1:])
    return int(opener.typed) if opener.marked else None


def _next_marked(openers: Sequence[Opener], numbers: Sequence[int | None]) -> list[int | None]:
    """For each opener the number of the next marked one."""
    result: list[int | None] = [None] * len(openers)
    following: int | None = None
    for index in range(len(openers) - 1, -1, -1):
        result[index] = following
        if openers[index].marked:
            following = numbers[index]
    return result
