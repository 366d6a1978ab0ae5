"""Finds ``rules/`` and turns its TOML files into one mapping.

People write TOML; programs read JSON. The wheel ships the compiled form; a checkout keeps one beside the files and
makes it anew, after checking every file against its schema, when a file has changed.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from markcheck.errors import RulebookError

COMPILED = ".compiled.json"
SCHEMAS = {
    "markings": "marking-system",
    "genres": "genre",
    "orders": "order",
    "checks": "rule",
    "declined": "declined",
}


@lru_cache(maxsize=1)
def rules_root() -> Path:
    """The folder that holds the rules: inside the installed package, else at the top of a checkout.

    Raises :class:`RulebookError` where neither exists.
    """
    package = Path(__file__).resolve().parents[1]
    for root in (package / "rules", package.parents[1] / "rules"):
        if (root / "checks").is_dir():
            return root
    raise RulebookError("the rules folder is missing: reinstall markcheck")


def load(root: Path) -> dict[str, Any]:
    """All of ``root`` as one mapping: each folder's files by name, and ``digest``.

    Raises :class:`RulebookError` with the file and the place in it.
    """
    compiled = root / COMPILED
    files = _files(root)
    try:
        stored: dict[str, Any] = json.loads(compiled.read_bytes())
    except (OSError, ValueError):
        stored = {}
    if stored and stored.get("fingerprint") in (None, _fingerprint(root, files)):
        return stored
    book = compile_rules(root)
    _check(root, book)
    book["fingerprint"] = _fingerprint(root, files)
    _store(compiled, book)
    return book


def extended(book: dict[str, Any], folder: Path, root: Path) -> dict[str, Any]:
    """``book`` with what an organisation's own ``folder`` adds: it has the same folders as ``rules/``.

    Each file is checked against the schemas in ``root``. Raises :class:`RulebookError` for a folder without rules, or
    a name that is taken.
    """
    import hashlib

    own = compile_rules(folder)
    if not any(own[name] for name in SCHEMAS):
        raise RulebookError(f"{folder}: holds no rules: it needs a folder called {', '.join(SCHEMAS)}")
    _check(folder, own, root)
    joined = dict(book)
    for name in SCHEMAS:
        taken = next((item for item in own[name] if item in book[name]), None)
        if taken is not None:
            raise RulebookError(f"{folder}: {name}/{taken}: the name is taken by a rule that markcheck came with")
        joined[name] = {**book[name], **own[name]}
    joined["digest"] = hashlib.sha256(f"{book['digest']} {own['digest']}".encode()).hexdigest()
    return joined


def compile_rules(root: Path) -> dict[str, Any]:
    """Read every TOML file below ``root``; needs the standard library alone, so that a build can call it."""
    import hashlib
    import tomllib

    digest = hashlib.sha256()
    book: dict[str, Any] = {folder: {} for folder in SCHEMAS}
    for path in _files(root):
        relative = path.relative_to(root)
        data = path.read_bytes()
        digest.update(relative.as_posix().encode() + b"\0" + data + b"\0")
        try:
            content = tomllib.loads(data.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RulebookError(f"{path}: not valid TOML: {error}") from None
        folder = relative.parts[0]
        if folder == "markings":
            _merge(book[folder].setdefault(relative.parts[1], {}), content, path)
            continue
        name = path.stem
        if name in book[folder]:
            raise RulebookError(f"{path}: a second file is called {name}")
        if folder == "checks":
            content["group"] = relative.parts[1]
        book[folder][name] = content
    book["digest"] = digest.hexdigest()
    book["fingerprint"] = None
    return book


def _merge(system: dict[str, Any], content: dict[str, Any], path: Path) -> None:
    """Add one file of a marking system to the others of its folder: lists go on, anything else stands once."""
    for key, value in content.items():
        if isinstance(value, list):
            system.setdefault(key, []).extend(value)
        elif key in system:
            raise RulebookError(f"{path}: {key} stands in another file of the same system too")
        else:
            system[key] = value


def _files(root: Path) -> list[Path]:
    return sorted(path for folder in SCHEMAS for path in (root / folder).rglob("*.toml"))


def _fingerprint(root: Path, files: list[Path]) -> str:
    stats = [(path.relative_to(root).as_posix(), path.stat()) for path in files]
    return "|".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats)


def _check(root: Path, book: dict[str, Any], schemas: Path | None = None) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    for folder, schema_name in SCHEMAS.items():
        schema = json.loads(((schemas or root) / "schema" / f"{schema_name}.schema.json").read_bytes())
        validator = Draft202012Validator(schema)
        for name, content in book[folder].items():
            shown = {key: value for key, value in content.items() if key != "group"}
            error = best_match(validator.iter_errors(shown))
            if error is not None:
                place = "/".join(str(part) for part in error.absolute_path) or "top level"
                path = next((path for path in _files(root) if name in (path.stem, path.parent.name)), root)
                raise RulebookError(f"{path}: {place}: {error.message}")


def _store(path: Path, book: dict[str, Any]) -> None:
    import tempfile

    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".compiled-")
        with os.fdopen(handle, "w") as stream:
            json.dump(book, stream)
        Path(temporary).replace(path)
    except OSError:
        return
