"""Layers of settings: defaults, then the file and what it extends, then the environment, then flags."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from markcheck.errors import UsageError
from markcheck.settings.keys import (
    CONFIG,
    DEFAULTS,
    GROWING,
    IN_ENVIRONMENT,
    JOINED,
    PATHS,
    PREFIX,
    RIVALS,
    variable,
)

OWN = "markcheck.toml"
PROJECT = "pyproject.toml"


class Layer(Struct, frozen=True):
    """Values of one origin; paths in them are absolute."""

    origin: str
    values: Mapping[str, Any]


class Merged(Struct, frozen=True):
    """What holds of every layer, and for each key the origins of its value.

    ``root`` is the folder that patterns count from: that of the settings file, or the current one. ``file`` is the
    settings file, if any.
    """

    values: dict[str, Any]
    origins: dict[str, tuple[str, ...]]
    root: Path
    file: Path | None


def merged(layers: Sequence[Layer], root: Path, file: Path | None) -> Merged:
    """The layers put over the defaults, the nearest last."""
    values = dict(DEFAULTS)
    origins: dict[str, tuple[str, ...]] = dict.fromkeys(DEFAULTS, ("default",))
    for layer in layers:
        for key, value in layer.values.items():
            if key in GROWING and values[key]:
                values[key] = [*values[key], *value]
                origins[key] = (*origins[key], layer.origin)
            elif key in JOINED and values[key]:
                values[key] = {**values[key], **value}
                origins[key] = (*origins[key], layer.origin)
            else:
                values[key] = value
                origins[key] = (layer.origin,)
            if key in RIVALS and RIVALS[key] not in layer.values:
                values[RIVALS[key]], origins[RIVALS[key]] = None, ("default",)
    return Merged(values, origins, root, file)


def find_file(start: Path) -> Path | None:
    """The settings file that holds for ``start``: the nearest at or above it."""
    for folder in (start, *start.parents):
        if (folder / OWN).is_file():
            return folder / OWN
        if (folder / PROJECT).is_file() and _table(folder / PROJECT) is not None:
            return folder / PROJECT
    return None


def file_layers(path: Path, above: tuple[Path, ...] = ()) -> list[Layer]:
    """The layers of a settings file: of what it extends, then its own. Raises :class:`UsageError`."""
    path = path.resolve()
    if path in above:
        raise UsageError(f"{path}: extends itself")
    raw = _table(path)
    if raw is None:
        raise UsageError(f"{path}: has no table [tool.markcheck]")
    from markcheck.settings.file import checked

    values = checked(raw, str(path))
    extended = values.pop("extend", None)
    layers = file_layers(path.parent / extended, (*above, path)) if extended else []
    for key in PATHS:
        if values.get(key):
            value = values[key]
            found = [str(path.parent / item) for item in ([value] if isinstance(value, str) else value)]
            values[key] = found[0] if isinstance(value, str) else found
    for key in ("suppress", "paths"):
        for number, table in enumerate(values.get(key, ())):
            table.update({"base": str(path.parent), "origin": str(path), "number": number})
    if values.get("output"):
        values["output"] = [_beside(item, path.parent) for item in values["output"]]
    return [*layers, Layer(str(path), values)]


def _beside(output: str, folder: Path) -> str:
    name, equals, file = output.partition("=")
    return f"{name}={folder / file}" if equals and file else output


def _table(path: Path) -> dict[str, Any] | None:
    """The table of a file; ``None`` where a project's file has none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    if path.name == PROJECT and b"markcheck" not in data:
        return None
    import tomllib

    try:
        raw = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == PROJECT and b"tool.markcheck" not in data:
            return None
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    if path.name != PROJECT:
        return raw
    tool = raw.get("tool", {})
    found = tool.get("markcheck") if isinstance(tool, dict) else None
    if found is not None and not isinstance(found, dict):
        raise UsageError(f"{path}: tool.markcheck is no table")
    return found


def environment_layer(environment: Mapping[str, str]) -> Layer:
    """What the environment sets. Raises :class:`UsageError` for a variable that is nearly one, or a bad value."""
    known = {variable(key): key for key in IN_ENVIRONMENT}
    raw: dict[str, Any] = {}
    for name, text in sorted(environment.items()):
        if name in known and text:
            raw[known[name]] = _value(known[name], text, name)
        elif name.startswith(PREFIX) and name not in known and name != CONFIG:
            near = difflib.get_close_matches(name, [*known, CONFIG], n=1, cutoff=0.9)
            if near:
                raise UsageError(f"{name}: there is no such variable; did you mean {near[0]}?")
    if not raw:
        return Layer("environment", {})
    from markcheck.settings.file import checked

    values = checked(raw, "environment")
    for key in PATHS:
        if values.get(key):
            values[key] = str(Path(values[key]).absolute())
    return Layer(", ".join(variable(key) for key in values), values)


def _value(key: str, text: str, name: str) -> Any:
    default = DEFAULTS[key]
    if isinstance(default, list):
        return [item.strip() for item in text.split(",") if item.strip()]
    if isinstance(default, bool):
        word = text.lower()
        if word not in ("1", "true", "yes", "on", "0", "false", "no", "off"):
            raise UsageError(f"{name}: use true or false")
        return word in ("1", "true", "yes", "on")
    if isinstance(default, int):
        if not text.isdigit():
            raise UsageError(f"{name}: use a whole number")
        return int(text)
    return text


def load(
    named: Iterable[str], flags: Mapping[str, Any], config: str | None = None, *, isolated: bool = False
) -> Merged:
    """The settings for what was named on the command line.

    ``flags`` hold what flags set, ``config`` names a settings file; with ``isolated`` no file is looked for. Raises
    :class:`UsageError`.
    """
    chosen = config or os.environ.get(CONFIG)
    file = Path(chosen) if chosen else None if isolated else find_file(start_of(named))
    layers = file_layers(file) if file else []
    layers.append(environment_layer(os.environ))
    layers.append(Layer("flag", flags))
    root = file.resolve().parent if file else Path.cwd()
    return merged([layer for layer in layers if layer.values], root, file)


def start_of(named: Iterable[str]) -> Path:
    """The folder that everything named lies in; the current one for standard input, lists and patterns."""
    folders = []
    for name in named:
        path = Path(name)
        if name == "-" or name.startswith("@") or not path.exists():
            folders.append(Path.cwd())
        else:
            found = Path(os.path.realpath(path))
            folders.append(found if found.is_dir() else found.parent)
    if not folders:
        return Path.cwd()
    return Path(os.path.commonpath(folders))
