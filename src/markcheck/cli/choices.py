"""The words that flags of the command line may be given."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Output formats."""

    TEXT = "text"
    JSON = "json"


class ReportFormat(StrEnum):
    """Formats of the report on a set."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"
    HTML = "html"


class RulesFormat(StrEnum):
    """How the rules are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "md"


class OnDoubt(StrEnum):
    """What to do where marks leave a doubt."""

    WITHHOLD = "withhold"
    REFUSE = "refuse"


class OnEcho(StrEnum):
    """What to do where released text repeats withheld text."""

    REPORT = "report"
    WITHHOLD = "withhold"
    REFUSE = "refuse"


class StampStyle(StrEnum):
    """What stands for withheld text: its number and mark, these with the reasons, a black bar, nothing."""

    PLAIN = "plain"
    REASON = "reason"
    BAR = "bar"
    DROP = "drop"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class ReadAs(StrEnum):
    """What a mark is read as."""

    AUTO = "auto"
    BANNER = "banner"
    PORTION = "portion"


class LogLevel(StrEnum):
    """How much the program tells of what it does."""

    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"
