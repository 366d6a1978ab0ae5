"""Imports point one way, and no file grows past what can be read at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from program import ROOT, SOURCE

# Each layer may import from itself and from those above it.
LAYERS = (
    ("errors", "exits", "trace", "files", "days", "kept"),
    ("model",),
    ("rulebook",),
    ("marks",),
    ("formats", "structure"),
    ("checks",),
    ("engine", "discover"),
    ("settings", "suppress"),
    ("redact", "fix", "verify"),
    ("outputs", "report"),
    ("api",),
    ("runs",),
    ("rows",),
    ("arrow",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
# Neighbours that must not know each other although they stand in one layer.
APART = {
    ("formats", "structure"),
    ("structure", "formats"),
    ("outputs", "redact"),
    ("redact", "fix"),
    ("fix", "redact"),
    ("verify", "redact"),
    ("redact", "verify"),
}
LONGEST = 500

FILES = sorted(SOURCE.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """The modules of this package that a file imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            base = node.module or ""
            package = (SOURCE.parent / base.replace(".", "/")).is_dir()
            found |= {f"{base}.{alias.name}" if package else base for alias in node.names}
    return {name for name in found if name == "markcheck" or name.startswith("markcheck.")}


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


GRAPH = {module_of(path): imports(path) for path in FILES}


def test_every_module_has_its_layer() -> None:
    assert {layer_of(module) for module in GRAPH} - {""} == set(RANK)


@pytest.mark.parametrize("module", [module for module in GRAPH if layer_of(module)])
def test_imports_point_one_way(module: str) -> None:
    own = layer_of(module)
    for imported in GRAPH[module]:
        other = layer_of(imported)
        if other not in RANK:  # the package itself: its version
            assert imported in ("markcheck", "markcheck.__version__")
            continue
        assert RANK[other] <= RANK[own], f"{module} imports {imported}"
        assert (own, other) not in APART, f"{module} imports {imported}"


def test_the_model_imports_nothing_but_itself_its_base_and_the_standard_library() -> None:
    for path in (SOURCE / "model").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.startswith("markcheck.model") or node.module.split(".")[0] in STANDARD


STANDARD = {"__future__", "bisect", "collections", "datetime", "enum", "functools", "msgspec", "typing"}


def test_no_module_imports_itself_in_a_circle() -> None:
    """``markcheck`` itself is left out: it loads the api on demand, for its callers alone."""
    graph = {
        module: {
            target
            for name in names
            if (target := name if name in GRAPH else name.rpartition(".")[0]) not in ("markcheck", module)
        }
        for module, names in GRAPH.items()
        if module != "markcheck"
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way, module))
        if module not in done:
            for other in sorted(graph.get(module, ())):
                visit(other, (*way, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").glob("*.py"))], ids=lambda path: path.name)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
