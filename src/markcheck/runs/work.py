"""What a worker does with one document: bytes in, a result out, whatever is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from markcheck.api import validate
from markcheck.discover import Target, read
from markcheck.errors import MarkcheckError, Unreadable
from markcheck.model.examined import Unexamined
from markcheck.model.judging import Judging
from markcheck.model.result import Result
from markcheck.outputs.results import result_of
from markcheck.rulebook.book import rulebook

DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class Job:
    """One document to judge; ``whole`` and ``show_text`` say what its result is to hold."""

    target: Target
    judging: Judging
    whole: bool
    show_text: bool


def work(job: Job, data: bytes | None = None) -> Result:
    """The result of one job. A defect of markcheck stays with its document and never quotes it."""
    path = job.target.path
    try:
        if job.target.problem is not None:
            raise job.target.problem
        examined = validate(path, read(path) if data is None else data, job.judging)
        return result_of(examined, rulebook(), whole=job.whole, show_text=job.show_text)
    except Unreadable as error:
        return Result(path, unexamined=(Unexamined("document", error.reason, str(error)),))
    except MarkcheckError:
        raise
    except Exception as error:
        return Result(path, unexamined=(Unexamined("document", DEFECT, f"a defect in markcheck: {place_of(error)}"),))


def place_of(error: BaseException) -> str:
    """What kind of error it is and where it rose; its message may quote a document and is left out."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    name = place.tb_frame.f_code.co_filename.rpartition("/")[2] if place else "unknown"
    return f"{type(error).__name__} at {name}:{place.tb_lineno if place else 0}"
