"""Results of invented documents, and reports made of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from markcheck.discover import Target
from markcheck.errors import Unreadable
from markcheck.model.judging import PLAINLY
from markcheck.model.result import Result, Suppression, tally
from markcheck.report import make_report
from markcheck.report.interface import Setting
from markcheck.rulebook.book import rulebook
from markcheck.runs.work import Job, work
from reading import SOUND
from telegrams import FAULTY, MEMO, of_marks

HOSTILE = "a b/<script>alert(1)</script>,::\"'&`|*.txt"


def result(path: str, text: str, *, show_text: bool = False) -> Result:
    """What a run keeps of one document."""
    return work(Job(Target(path), PLAINLY, whole=True, show_text=show_text, data=text.encode()))


def suppressed(found: Result) -> Result:
    """The same result with its first finding passed over."""
    first, *rest = found.findings
    return replace(found, findings=(first._replace(suppression=Suppression("settings", "legacy & <old>")), *rest))


def a_set(*, show_text: bool = False) -> list[Result]:
    """A sound document, faulty ones, one with a hostile name, one suppressed finding, one that cannot be read."""
    return [
        result("clean/sound.txt", SOUND.text(), show_text=show_text),
        result("faulty.txt", FAULTY, show_text=show_text),
        result("./memo.txt", MEMO.replace("(U) The Harbor", "(TS) The Harbor"), show_text=show_text),
        result(HOSTILE, of_marks("U", "S", "C").text(), show_text=show_text),
        suppressed(result("legacy.txt", FAULTY, show_text=show_text)),
        work(
            Job(Target("picture.png", Unreadable("unknown-format", "PNG documents are not read")), PLAINLY, True, False)
        ),
        result("-", FAULTY, show_text=show_text),
    ]


def made(name: str, results: Iterable[Result], *, show_text: bool = False) -> str:
    """The report called ``name``."""
    items = list(results)
    report = make_report(name, Setting(rulebook(), show_text=show_text, root="/place/"))
    counts = tally(items)
    head = report.head(counts) if report.head_first else ""
    body = "".join(report.document(item) for item in items)
    return (head or report.head(counts)) + body + report.tail(counts)
