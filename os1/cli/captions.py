"""A conversation as lines of text: JSON events for programs, captions for people."""

import sys

from os1.cli.context import say, tell
from os1.core.events import (
    ErrorOccurred,
    Event,
    FinalHypothesis,
    PartialHypothesis,
    Ready,
    ReplyGiven,
    StateChanged,
    Tick,
    TurnMetrics,
)


class JsonCaptions:
    """Prints every event but the ticking of time."""

    def show(self, event: Event) -> None:
        """Print it, one line."""
        if not isinstance(event, Tick):
            say(event.to_json())


class TextCaptions:
    """Prints who said what; on a terminal, the user's words as they come.

    timings: add how long the user had to wait.
    """

    def __init__(self, *, timings: bool = False) -> None:
        self._timings = timings
        self._live = sys.stdout.isatty()

    def show(self, event: Event) -> None:
        """Print what a person would want to see of it."""
        match event:
            case Ready():
                self._line(f"ready  {event.input_device}, {event.recogniser}")
            case PartialHypothesis() if self._live:
                sys.stdout.write(f"\r\x1b[K  You       \x1b[2m{event.text[-100:]}\x1b[0m")
                sys.stdout.flush()
            case FinalHypothesis() if event.text:
                self._line(f"  You       {event.text}")
            case ReplyGiven():
                self._line(f"  Samantha  {event.text}")
            case TurnMetrics() if self._timings:
                self._line(
                    f"            {event.gap_ms:.0f} ms after your last word: "
                    f"turn ended {event.endpoint_ms:.0f}, words {event.recognise_ms:.0f}, "
                    f"reply {event.reply_ms:.0f}, voice {event.first_audio_ms:.0f}"
                )
            case ErrorOccurred():
                self._clear()
                tell(f"os1: {event.message} {event.next_step}".rstrip())
            case StateChanged():
                self._clear()
            case _:
                pass

    def _line(self, text: str) -> None:
        self._clear()
        say(text)

    def _clear(self) -> None:
        if self._live:
            sys.stdout.write("\r\x1b[K")
            sys.stdout.flush()
