"""`os1 say TEXT`: her voice, and nothing else."""

import argparse
import sys

from os1 import app
from os1.cli.context import Commands, Context
from os1.core.ports import AudioSink
from os1.core.speaking import Speaker
from os1.errors import UsageError


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("say", parents=[common], help="let her say something")
    parser.add_argument("text", metavar="TEXT", help="what to say; - reads standard input")
    parser.add_argument("--output", metavar="FILE", help="write a WAV file instead of speaking")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Say it."""
    text = sys.stdin.read() if args.text == "-" else args.text
    if not text.strip():
        raise UsageError("There is nothing to say.", 'Give some words: os1 say "Hello."')
    speaker = Speaker(
        app.make_voice(context.settings),
        _sink(args, context),
        lambda _event: None,
        speed=context.settings.speaking.speed,
    )
    try:
        speaker.say_or_raise(text)
    finally:
        speaker.close()
    return 0


def _sink(args: argparse.Namespace, context: Context) -> AudioSink:
    if args.output:
        from os1.speech.files import FileSink

        return FileSink(args.output)
    return app.make_speaker(context.settings, context.backend)
