"""Writes tests/expected/examples.toml anew: the findings of every example. Review the difference before keeping it.

python tests/regenerate.py
"""

from __future__ import annotations

from pathlib import Path

from markcheck import api
from program import EXAMPLES, example_files

TABLE = Path(__file__).parent / "expected" / "examples.toml"
HEAD = """\
# The findings of every example: rule, line, severity, in the order of the text.
# Written by `python tests/regenerate.py`; a change here is a change of behaviour.
"""


def findings(path: Path) -> list[list[str | int]]:
    """What the program finds in one example."""
    examined = api.validate(str(path), path.read_bytes())
    assert not examined.unexamined, path
    return [[finding.rule, finding.line, finding.severity.value] for finding in examined.findings]


def table() -> str:
    """The whole table as TOML."""
    parts = [HEAD]
    for path in example_files():
        rows = "".join(f'    ["{rule}", {line}, "{severity}"],\n' for rule, line, severity in findings(path))
        parts.append(f'["{path.relative_to(EXAMPLES).as_posix()}"]\nfindings = [{chr(10) + rows if rows else ""}]\n')
    return "\n".join(parts)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
