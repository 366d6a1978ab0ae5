"""What is worked out once for texts that repeat from document to document."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 1024
_LONGEST = 2000


def kept(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """``function`` of a text, which is called once for texts that come again, such as the paragraph of an officer.

    So many are kept, none of them long, in the memory of this process alone. What it gives must not be changed.
    """
    known = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def answer(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if len(text) > _LONGEST:
            return function(text, *args, **kwargs)
        # Whoever is kept takes what can be hashed.
        return known(text, *args, **kwargs)  # type: ignore[arg-type]

    return answer
