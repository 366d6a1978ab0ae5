"""What a worker does with one document: bytes in, a result out, whatever is wrong with it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from markcheck.api import validate
from markcheck.discover import Target, read
from markcheck.errors import MarkcheckError, Unreadable
from markcheck.model.judging import Judging
from markcheck.model.result import DEFECT, Result
from markcheck.model.unexamined import Unexamined
from markcheck.outputs.results import result_of
from markcheck.rulebook.book import rulebook
from markcheck.runs.keys import key_of
from markcheck.trace import place_of


class Job(Struct, frozen=True):
    """One document to judge; ``whole`` and ``show_text`` say what its result is to hold.

    ``data`` are its bytes, where they were read already; with a ``basis`` the result is to be kept.
    """

    target: Target
    judging: Judging
    whole: bool
    show_text: bool
    data: bytes | None = None
    basis: bytes | None = None


def work(job: Job) -> Result:
    """The result of one job. A defect of markcheck stays with its document and never quotes it."""
    path = job.target.path
    try:
        if job.target.problem is not None:
            raise job.target.problem
        data = read(path) if job.data is None else job.data
        examined = validate(path, data, job.judging)
        result = result_of(examined, rulebook(), whole=job.whole, show_text=job.show_text)
        return result if job.basis is None else replace(result, key=key_of(data, job.basis))
    except Unreadable as error:
        return Result(path, unexamined=(Unexamined("document", error.reason, str(error)),))
    except MarkcheckError:
        raise
    except Exception as error:
        return Result(path, unexamined=(Unexamined("document", DEFECT, f"a defect in markcheck: {place_of(error)}"),))
