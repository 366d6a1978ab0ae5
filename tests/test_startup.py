"""Start-up loads nothing that the command does not need; told by what is imported, not by time."""

from __future__ import annotations

import pytest

from program import EXAMPLES, run_python

HEAVY = (
    "pydantic",
    "jsonschema",
    "rich",
    "concurrent.futures",
    "http",
    "email",
    "asyncio",
    "unittest",
    "pyarrow",
    "lxml",
    "pikepdf",
)
SCRIPT = """
import sys
from markcheck.__main__ import main
sys.argv = ["markcheck", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print("loaded:", *sorted(sys.modules))
"""


def loaded(*arguments: str) -> set[str]:
    done = run_python("-c", SCRIPT.format(arguments=list(arguments)))
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rsplit("loaded:", 1)[1].split())


def of(modules: set[str], *names: str) -> set[str]:
    return {module for module in modules if any(module == name or module.startswith(f"{name}.") for name in names)}


def test_the_version_loads_no_library_but_typer_and_none_of_the_work() -> None:
    modules = loaded("--version")
    assert "typer" in modules
    assert of(modules, *HEAVY) == set()
    ours = of(modules, "markcheck")
    assert ours <= {
        "markcheck",
        "markcheck.__main__",
        "markcheck.cli",
        "markcheck.cli.app",
        "markcheck.cli.choices",
        "markcheck.cli.commands",
        "markcheck.cli.commands.base",
        "markcheck.cli.commands.checking",
        "markcheck.cli.commands.explaining",
        "markcheck.cli.commands.keeping",
        "markcheck.cli.commands.releasing",
        "markcheck.cli.commands.sets",
        "markcheck.errors",
        "markcheck.exits",
    }


def test_importing_the_package_loads_nothing() -> None:
    done = run_python("-c", "import sys, markcheck; print(*(name for name in sys.modules if 'markcheck' in name))")
    assert "markcheck.structure" not in done.stdout
    assert of(set(done.stdout.split()), "markcheck") == {"markcheck"}


@pytest.mark.parametrize(
    "arguments",
    [("validate", str(EXAMPLES / "clean")), ("validate", str(EXAMPLES / "clean"), "--format", "json"), ("rules",)],
)
def test_the_text_path_loads_neither_pydantic_nor_jsonschema(arguments: tuple[str, ...]) -> None:
    loaded("rules")  # the compiled rules are made here where they are missing
    modules = loaded(*arguments)
    assert of(modules, "jsonschema", "rich", "lxml") == set()
    if arguments[0] == "validate":
        # Nor what only other formats, settings files, reports or rules in the making need.
        assert of(modules, "pydantic", "email", "zipfile", "tempfile", "pyarrow", "concurrent") == set()


def test_the_check_sees_what_is_loaded() -> None:
    assert "pydantic" in loaded("inspect", str(EXAMPLES / "clean"), "--format", "json")
