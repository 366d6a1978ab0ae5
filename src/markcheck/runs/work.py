"""What a worker does with one document: bytes in, a result out, whatever is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from markcheck.api import validate
from markcheck.discover import Target, read
from markcheck.errors import MarkcheckError, Unreadable
from markcheck.model.examined import Unexamined
from markcheck.model.judging import Judging
from markcheck.model.result import DEFECT, Result
from markcheck.outputs.results import result_of
from markcheck.rulebook.book import rulebook
from markcheck.trace import place_of


@dataclass(frozen=True, slots=True)
class Job:
    """One document to judge; ``whole`` and ``show_text`` say what its result is to hold.

    ``data`` are its bytes, where they were read already, and ``key`` what its result is kept under.
    """

    target: Target
    judging: Judging
    whole: bool
    show_text: bool
    data: bytes | None = None
    key: bytes | None = None


def work(job: Job) -> Result:
    """The result of one job. A defect of markcheck stays with its document and never quotes it."""
    path = job.target.path
    try:
        if job.target.problem is not None:
            raise job.target.problem
        examined = validate(path, read(path) if job.data is None else job.data, job.judging)
        return result_of(examined, rulebook(), whole=job.whole, show_text=job.show_text)
    except Unreadable as error:
        return Result(path, unexamined=(Unexamined("document", error.reason, str(error)),))
    except MarkcheckError:
        raise
    except Exception as error:
        return Result(path, unexamined=(Unexamined("document", DEFECT, f"a defect in markcheck: {place_of(error)}"),))
