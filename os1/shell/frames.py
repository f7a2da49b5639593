"""The clock of all movement: about 60 beats a second while there is something to move."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

INTERVAL_MS = 16
CALM_INTERVAL_MS = 32
"""While everything moves by less than a pixel in this time."""


class Frames(QObject):
    """Calls `beat` with the seconds since the last one, while it runs."""

    def __init__(self, beat: Callable[[float], None], parent: QObject) -> None:
        super().__init__(parent)
        self._beat = beat
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._timeout)

    @property
    def running(self) -> bool:
        """It beats."""
        return self._timer.isActive()

    @property
    def interval_ms(self) -> int:
        """From one beat to the next."""
        return self._timer.interval()

    def slow_down(self, *, calm: bool) -> None:
        """Beat half as often while all is calm."""
        interval_ms = CALM_INTERVAL_MS if calm else INTERVAL_MS
        if self._timer.interval() != interval_ms:
            self._timer.setInterval(interval_ms)

    def run(self, *, on: bool) -> None:
        """Start or stop; no effect if it is so already."""
        if on and not self.running:
            self._last_s = time.perf_counter()
            self._timer.start()
        elif not on:
            self._timer.stop()

    @Slot()
    def _timeout(self) -> None:
        now_s = time.perf_counter()
        elapsed_s, self._last_s = now_s - self._last_s, now_s
        self._beat(elapsed_s)
