"""A conversation that only takes notes, for the tests of the window."""

import threading
from collections.abc import Callable
from pathlib import Path

from os1.core.events import Event

ASSETS = Path(__file__).resolve().parents[2] / "assets"


class NotedControl:
    """A SessionControl that notes every call, and says what a test wants it to say."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.input_level = 0.0
        self.output_level = 0.0
        self.stops = True
        self.listeners: list[Callable[[Event], None]] = []

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        self.listeners.append(listener)

    def start(self, *, microphone: bool) -> None:
        self.calls.append(("start", microphone))

    def type(self, text: str) -> None:
        self.calls.append(("type", text))

    def set_microphone(self, *, on: bool) -> None:
        self.calls.append(("microphone", on))

    def stop_speaking(self) -> None:
        self.calls.append(("stop",))

    def close(self, timeout_s: float = 2.0) -> bool:
        self.calls.append(("close", timeout_s))
        return self.stops

    def emit(self, *events: Event) -> None:
        """Post these from a thread of the conversation's own, and wait until they are posted."""

        def post() -> None:
            for event in events:
                for listener in self.listeners:
                    listener(event)

        worker = threading.Thread(target=post)
        worker.start()
        worker.join(5)
