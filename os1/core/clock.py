"""The conversation's clocks: one that runs, and one that a recording winds."""

import time


class MonotonicClock:
    """Seconds since it was made; untouched by changes of the system's date."""

    def __init__(self) -> None:
        self._start_s = time.monotonic()

    def now_s(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._start_s


class SteppedClock:
    """Shows what it was last set to: the position in a recording, or a test's own time."""

    def __init__(self, now_s: float = 0.0) -> None:
        self._now_s = now_s

    def now_s(self) -> float:
        """The time it was last set to, in seconds."""
        return self._now_s

    def advance_to(self, now_s: float) -> None:
        """Show this time from now on, unless it has already passed."""
        self._now_s = max(self._now_s, now_s)
