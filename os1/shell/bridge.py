"""The only way into Qt from another thread.

One QObject made on the main thread, one signal that carries frozen events, and
explicit queued connections to bound slots: whoever posts, the slot runs on the
main thread. No lambdas: one connected to an emitter may run on the emitting thread.
"""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from os1.core.events import Event, Tick


class Bridge(QObject):
    """Carries events from the conversation's thread to the window."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._open = True

    def deliver_to(self, slot: Callable[[Any], None]) -> None:
        """Call this bound `Slot(object)` of a QObject on the main thread with every event."""
        self._posted.connect(slot, Qt.ConnectionType.QueuedConnection)

    def post(self, event: Event) -> None:
        """Hand over an event. From any thread; returns at once; nothing after `close`.

        Ticks stay outside: one per chunk of sound would only keep the window busy.
        """
        if isinstance(event, Tick):
            return
        with self._lock:
            if self._open:
                self._posted.emit(event)

    def close(self) -> None:
        """Drop whatever is still posted. The Qt object may be deleted after this."""
        with self._lock:
            self._open = False
