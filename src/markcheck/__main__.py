"""``markcheck`` and ``python -m markcheck``."""

from __future__ import annotations


def main() -> None:
    """Run the command line; a defect ends in exit code 70 and one line that quotes nothing of a document."""
    from markcheck.cli.app import run

    run()


if __name__ == "__main__":
    main()
