"""`python -m benchmarks [NAME...] [--speech DIR] [--write FILE]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import memory, reading, recognition, speaking, startup
from benchmarks.dialogue import parts as dialogue
from benchmarks.processes import TooSlow
from benchmarks.report import Row, as_markdown, as_text, conditions, load_average, put_into
from os1.errors import Os1Error

BENCHMARKS = {
    "startup": startup.run,
    "memory": memory.run,
    "speaking": speaking.run,
    "recognition": recognition.run,
    "reading": reading.run,
    "dialogue": dialogue.run,
}
ONLY_SYNTHESISED = (
    "Only synthesised speech was recognised; `--speech DIR` adds recordings of people."
)
READING_IT = (
    "Ratio is value divided by limit or peer (of pairs measured one after the other, the middle "
    "one); smaller is better. An aim is met when half of the runs keep it."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for, and print the table."""
    args = _parser().parse_args(argv)
    names = args.names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.stderr.write(f"benchmarks: no {unknown[0]}; there are {', '.join(BENCHMARKS)}.\n")
        return 2
    load_before = load_average()
    rows: list[Row] = []
    for name in names:
        sys.stderr.write(f"measuring {name} ...\n")
        try:
            rows += BENCHMARKS[name](args.speech)
        except Os1Error as error:
            sys.stderr.write(f"benchmarks: {error}\n")
            return error.exit_code
        except TooSlow:
            sys.stderr.write(f"benchmarks: {name} did not get anywhere; try `os1 doctor`.\n")
            return 1
    notes = [*conditions(_command(args), load_before), READING_IT]
    if "recognition" in names and not args.speech:
        notes.append(ONLY_SYNTHESISED)
    sys.stdout.write(as_text(rows) + "\n\n" + "\n".join(notes) + "\n")
    if args.write:
        put_into(args.write, as_markdown(rows, notes))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument(
        "--speech",
        type=Path,
        metavar="DIR",
        help="recordings of people with transcripts.tsv: file, tab, words",
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="put the table into this document"
    )
    return parser


def _command(args: argparse.Namespace) -> str:
    """As one would type it; the folder of recordings is everyone's own."""
    given = [*args.names, *(["--speech DIR"] if args.speech else [])]
    return f'make bench ARGS="{" ".join(given)}"' if given else "make bench"


if __name__ == "__main__":
    sys.exit(main())
