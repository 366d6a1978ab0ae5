"""Build hook: ships the rules in the wheel in their compiled form beside the TOML files."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface[Any]):
    """Compiles ``rules/`` with the standard library alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled rules to a wheel; an editable install reads the checkout."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from markcheck.rulebook.source import COMPILED, compile_rules  # noqa: PLC0415

        compiled = Path(tempfile.mkdtemp()) / COMPILED
        compiled.write_text(json.dumps(compile_rules(root / "rules")), encoding="utf-8")
        build_data["force_include"][str(compiled)] = f"markcheck/rules/{COMPILED}"
