"""Talking with a person at a terminal: a question, a line of progress."""

import sys
import time
from collections.abc import Callable

from os1.cli.context import tell
from os1.errors import UsageError

_BETWEEN_UPDATES_S = 0.1


def agreed(question: str, *, already: bool) -> bool:
    """Ask, unless agreed already. Raises UsageError when there is nobody to ask."""
    if already:
        return True
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask on.", "Add --yes if you agree.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    tell("Nothing was changed.")
    return False


def megabytes(size_bytes: int) -> str:
    """A size for people, in units of 1,000,000 bytes."""
    return f"{size_bytes / 1e6:.1f} MB"


class Meter:
    """One line of progress on a terminal: how much, how far, how fast. Elsewhere silent."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._shown = sys.stderr.isatty()
        self._first: tuple[float, int] | None = None
        self._next_s = 0.0

    def show(self, done_bytes: int, total_bytes: int) -> None:
        """To be called as often as there is news; draws ten times a second at most."""
        now_s = self._clock_s()
        if self._first is None:
            self._first = (now_s, done_bytes)
        if not self._shown or (now_s < self._next_s and done_bytes < total_bytes):
            return
        self._next_s = now_s + _BETWEEN_UPDATES_S
        start_s, start_bytes = self._first
        rate = (done_bytes - start_bytes) / max(now_s - start_s, 1e-3)
        line = (
            f"{megabytes(done_bytes)} of {megabytes(total_bytes)}"
            f"  {100 * done_bytes // max(total_bytes, 1)} %  {megabytes(int(rate))}/s"
        )
        sys.stderr.write(f"\r{line:<50}")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._shown and self._first is not None:
            sys.stderr.write("\n")
            sys.stderr.flush()
