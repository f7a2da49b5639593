"""`os1 talk --input Q.wav`: the whole spoken loop on a recording."""

import argparse

from os1 import app
from os1.cli.captions import JsonCaptions, TextCaptions
from os1.cli.context import Commands, Context, tell
from os1.cli.transcribe import Progress
from os1.core.events import ErrorOccurred, Event, FinalHypothesis
from os1.core.ports import AudioSink
from os1.fakes.sound import NullSink


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "talk", parents=[common], help="hold a spoken conversation with a recording"
    )
    parser.add_argument("--input", required=True, metavar="FILE", help="what is said to her")
    parser.add_argument("--output", metavar="FILE", help="write what she says to this WAV file")
    parser.add_argument("--json", action="store_true", help="one event a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Hold the conversation; 1 if nothing was said or something failed on the way."""
    from os1.speech.files import FileSink, FileSource

    source = FileSource(args.input)
    source.open()  # an unreadable file is told before any model is loaded
    sink: AudioSink = FileSink(args.output) if args.output else NullSink()
    conversation = app.recorded_conversation(context.settings, context.paths, source, sink)
    outcome = _Outcome()
    captions = JsonCaptions() if args.json else TextCaptions(timings=True)
    progress = Progress(source)
    conversation.subscribe(lambda _event: progress.clear())
    conversation.subscribe(captions.show)
    conversation.subscribe(outcome.note)
    try:
        conversation.run(progress.show)
    finally:
        progress.clear()
    if not outcome.heard_speech:
        tell(f"os1: Nobody speaks in {args.input}, or not clearly enough to be understood.")
        return 1
    return 1 if outcome.failed else 0


class _Outcome:
    """What the exit code depends on."""

    def __init__(self) -> None:
        self.heard_speech = False
        self.failed = False

    def note(self, event: Event) -> None:
        self.heard_speech |= isinstance(event, FinalHypothesis) and bool(event.text)
        self.failed |= isinstance(event, ErrorOccurred)
