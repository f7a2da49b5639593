"""`os1` with its window, and a line printed when it has been painted and when she can hear."""

import sys
from functools import partial

from os1 import app
from os1.cli import main
from os1.config import Settings
from os1.core.events import Event, Ready
from os1.core.live import LiveConversation
from os1.paths import Paths

SHOWN, READY = "shown", "ready"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _note(event: Event) -> None:
    if isinstance(event, Ready):
        _say(READY)


def _watch() -> None:
    """Have the window and the conversation tell; nothing else about them changes."""
    from os1.shell import window_app

    make = app.live_conversation

    def live_conversation(settings: Settings, paths: Paths, backend: str) -> LiveConversation:
        conversation = make(settings, paths, backend)
        conversation.subscribe(_note)
        return conversation

    window_app.run_window = partial(window_app.run_window, on_shown=lambda: _say(SHOWN))
    app.live_conversation = live_conversation


if __name__ == "__main__":
    _watch()
    sys.exit(main())
