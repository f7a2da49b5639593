"""What every command is given: the folders and the settings in force."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from os1.config import Settings
from os1.paths import Paths

# What `ArgumentParser.add_subparsers` returns; it has no public name at run time.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


@dataclass(frozen=True, slots=True)
class Context:
    """One run of the program, as its command line asked for it.

    config_file: where the settings came from; it need not exist.
    backend: "sounddevice" or "mock".
    incognito: nothing about this run may be written.
    """

    paths: Paths
    settings: Settings
    config_file: Path
    backend: str = "sounddevice"
    incognito: bool = False


def say(line: str = "") -> None:
    """Print a result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    """Print something about the run itself, out of the way of results."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def say_json(content: Any) -> None:
    """Print a result as one line of JSON."""
    say(json.dumps(content, ensure_ascii=False))


def say_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns as wide as they need; the first row is the heading."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())
