"""What one mark costs: reading it cold and cached, repairing it, and loading the register, beside yardsticks.

The yardsticks are from the same run: taking a mark apart with a regular expression, and reading a JSON file of the size
of the compiled rules. Every mark is invented; each cold one is distinct.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Sequence

from markcheck.marks.judged import repair_mark
from markcheck.marks.language import Language
from markcheck.model.marking import Form
from markcheck.rulebook.book import Rulebook, rulebook
from markcheck.rulebook.source import COMPILED, load, rules_root

COUNTRIES = ("AUS", "CAN", "DEU", "ESP", "FRA", "GBR", "ITA", "JPN", "KOR", "NLD", "NOR", "NZL", "POL", "SWE")
_PARTS = re.compile(r"//|/|-|[A-Z0-9]+|, | ")


def distinct_marks() -> list[str]:
    """Some two thousand portion marks, no two alike."""
    heads = ("TS//SI//", "TS//SI-G ABCD/TK//OC/", "S//TK//RS/", "C//", "S//SAR-QZ//", "S//FGI DEU//", "TS//HCS-P//OC/")
    lists = [f"REL TO USA, {', '.join(codes)}" for codes in itertools.combinations(COUNTRIES, 3)]
    return [f"({head}{listed})" for head, listed in itertools.product(heads[:5], lists)]


def damaged_marks(marks: Sequence[str]) -> list[str]:
    """Each mark with one typing error."""
    chance = random.Random(7)
    damaged = []
    for mark in marks:
        at = chance.randrange(1, len(mark) - 1)
        damaged.append(
            chance.choice((mark[:at] + mark[at + 1 :], mark[:at] + mark[at] + mark[at:], mark.replace("//", "/")))
        )
    return damaged


def microseconds(run: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """What ``run`` takes for each text."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        run(text)
        taken.append((time.perf_counter() - start) * 1e6)
    return taken


def row(name: str, taken: Sequence[float], yardstick: float) -> None:
    """Print the median and the 95th percentile, and the median's ratio to the yardstick."""
    middle, high = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"  {name:<28} {middle:9.1f} us   {high:9.1f} us   {middle / yardstick:8.1f} x")


def main() -> None:
    """Print the table."""
    root = rules_root()
    rulebook()
    compiled = (root / COMPILED).read_bytes()
    blank = microseconds(lambda _: json.loads(compiled), range(20))  # type: ignore[arg-type]
    loads = microseconds(lambda _: Language(Rulebook(root, load(root)).systems.values()), range(20))  # type: ignore[arg-type]
    print("register                            median          95 %    json.loads of its file")
    row("json.loads", blank, statistics.median(blank))
    row("load and compile", loads, statistics.median(blank))

    marks = distinct_marks()
    language = Language(rulebook().systems.values())
    language.parse(marks[0], Form.PORTION)
    pattern = microseconds(_PARTS.findall, marks)
    cold = microseconds(lambda text: language.parse(text, Form.PORTION), marks[1:])
    cached = microseconds(lambda text: language.parse(text, Form.PORTION), marks[1:])
    print(f"one of {len(marks)} marks                   median          95 %    taking it apart")
    yardstick = statistics.median(pattern)
    row("taking it apart", pattern, yardstick)
    row("parse, cold", cold, yardstick)
    row("parse, cached", cached, yardstick)
    damaged = damaged_marks(marks[::6])
    repair_mark(language, damaged[0], Form.PORTION)
    row("repair", microseconds(lambda text: repair_mark(language, text, Form.PORTION), damaged[1:]), yardstick)


if __name__ == "__main__":
    main()
