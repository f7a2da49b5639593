"""`os1 transcribe FILE...`: what is said in recordings."""

import argparse
import sys
from typing import TYPE_CHECKING

from os1 import app
from os1.cli.context import Commands, Context, say, say_json, tell
from os1.core.recorded import transcribe
from os1.errors import Os1Error

if TYPE_CHECKING:
    from os1.speech.files import FileSource


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("transcribe", parents=[common], help="write down recordings")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one event a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write down each file; one that cannot be read does not stop the others."""
    from os1.speech.files import FileSource

    recogniser = app.make_recogniser(context.settings, context.paths)
    detector = app.make_detector()
    exit_code = 0
    for name in args.files:
        source = FileSource(name)
        progress = Progress(source)
        detector.reset()
        try:
            for utterance in transcribe(source, detector, recogniser, progress.show):
                progress.clear()
                if args.json:
                    say_json({"file": name, **utterance.to_dict()})
                else:
                    say(f"{name}: {utterance.text}" if len(args.files) > 1 else utterance.text)
        except Os1Error as error:
            tell(f"os1: {error}")
            exit_code = exit_code or error.exit_code
        finally:
            progress.clear()
    return exit_code


class Progress:
    """Shows on a terminal how far into a recording we are; elsewhere, nothing."""

    def __init__(self, source: "FileSource") -> None:
        self._source = source
        self._on = sys.stderr.isatty()
        self._shown_s = -1

    def show(self, position_s: float) -> None:
        """We are this far, in seconds."""
        if not self._on or int(position_s) == self._shown_s:
            return
        self._shown_s = int(position_s)
        whole = self._source.duration_s
        of = f" of {_minutes(whole)}" if whole else ""
        sys.stderr.write(f"\r\x1b[K{self._source.name}  {_minutes(position_s)}{of}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Make room for a result."""
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _minutes(time_s: float) -> str:
    return f"{int(time_s) // 60}:{int(time_s) % 60:02}"
