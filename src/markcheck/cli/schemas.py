"""``markcheck schema``: the published schemas."""

from __future__ import annotations

import json

from markcheck.errors import UsageError
from markcheck.rulebook.source import SCHEMAS, rules_root


def schema_text(name: str) -> str:
    """The JSON Schema called ``name``. Raises :class:`UsageError` for an unknown one."""
    if name in SCHEMAS.values():
        return (rules_root() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8").rstrip()
    from pydantic import BaseModel

    from markcheck.outputs.contract import (
        BannerReport,
        FixReport,
        InspectReport,
        MarkAnswer,
        ParseReport,
        ReviewReport,
        Row,
        ValidateReport,
        VerifyReport,
    )
    from markcheck.redact.decision_file import DecisionsFile
    from markcheck.redact.manifest import Manifest
    from markcheck.settings.file import SettingsFile
    from markcheck.suppress.baseline import BaselineFile
    from markcheck.suppress.sidecar import Sidecar

    models: dict[str, type[BaseModel]] = {
        "validate": ValidateReport,
        "inspect": InspectReport,
        "manifest": Manifest,
        "parse": ParseReport,
        "parse-line": MarkAnswer,
        "banner": BannerReport,
        "fix": FixReport,
        "verify": VerifyReport,
        "review": ReviewReport,
        "rows": Row,
        "decisions": DecisionsFile,
        "settings": SettingsFile,
        "sidecar": Sidecar,
        "baseline": BaselineFile,
    }
    if name not in models:
        raise UsageError(f"there is no schema called {name}; use one of {', '.join([*models, *SCHEMAS.values()])}")
    return json.dumps(models[name].model_json_schema(by_alias=True), indent=2)
