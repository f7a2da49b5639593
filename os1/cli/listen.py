"""`os1 listen`: the live spoken loop without a window."""

import argparse
import threading

from os1 import app
from os1.cli.captions import JsonCaptions, TextCaptions
from os1.cli.context import Commands, Context
from os1.core.events import ErrorOccurred, Event, MicrophoneChanged


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("listen", parents=[common], help="talk to her, without a window")
    parser.add_argument("--json", action="store_true", help="one event a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Listen until Ctrl-C (0), or until she can hear no longer (3, or 1)."""
    conversation = app.live_conversation(context.settings, context.paths, context.backend)
    ended = _Ended()
    captions = JsonCaptions() if args.json else TextCaptions()
    conversation.subscribe(captions.show)
    conversation.subscribe(ended.note)
    conversation.start(microphone=True, greet=False)  # `ready` is the greeting
    try:
        ended.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        conversation.close()
    return ended.exit_code


class _Ended:
    """Waits for the microphone to close, and knows why it did."""

    def __init__(self) -> None:
        self._closed = threading.Event()
        self._was_open = False
        self._failed = False

    def note(self, event: Event) -> None:
        if isinstance(event, ErrorOccurred) and event.component in ("microphone", "recogniser"):
            self._failed = True
        if isinstance(event, MicrophoneChanged):
            self._was_open |= event.on
            if not event.on:
                self._closed.set()

    def wait(self) -> None:
        self._closed.wait()

    @property
    def exit_code(self) -> int:
        """3 if she never heard anything, 1 if she was cut off, 0 if the sound just ended."""
        if not self._failed:
            return 0
        return 1 if self._was_open else 3
