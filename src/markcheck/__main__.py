"""``markcheck`` and ``python -m markcheck``."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line; a defect ends in exit code 70 and one line that quotes nothing of a document."""
    # All that is made while the program starts stays; looking for what could go is a twelfth of the start.
    gc.disable()
    from markcheck.cli.app import run

    run()


if __name__ == "__main__":
    main()
