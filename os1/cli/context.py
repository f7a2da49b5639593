"""What every command is given: the folders and the settings in force."""

import sys
from dataclasses import dataclass

from os1.config import Settings
from os1.paths import Paths


@dataclass(frozen=True, slots=True)
class Context:
    """One run of the program, as its command line asked for it.

    backend: "sounddevice" or "mock".
    incognito: nothing about this run may be written.
    """

    paths: Paths
    settings: Settings
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
