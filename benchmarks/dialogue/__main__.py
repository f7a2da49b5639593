"""`python -m benchmarks.dialogue [PART...]`: some parts of what `make bench ARGS=dialogue` does."""

import argparse
import sys

from benchmarks.dialogue.parts import PARTS
from benchmarks.report import as_text, conditions, load_average
from os1.errors import Os1Error


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dialogue", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.stderr.write(f"benchmarks: no {unknown[0]}; there are {', '.join(PARTS)}.\n")
        return 2
    load_before = load_average()
    try:
        rows = [row for name in wanted for row in PARTS[name]()]
    except Os1Error as error:
        sys.stderr.write(f"benchmarks: {error}\n")
        return error.exit_code
    notes = conditions(f"python -m benchmarks.dialogue {' '.join(wanted)}", load_before)
    sys.stdout.write(as_text(rows) + "\n\n" + "\n".join(notes) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
