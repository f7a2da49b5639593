"""`os1 voices`: what she can sound like."""

import argparse
import dataclasses

from os1.cli.context import Commands, Context, say_json, say_table


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("voices", parents=[common], help="what she can sound like")
    parser.add_argument("--all", action="store_true", help="in every language, not only English")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _context: Context) -> int:
    """Print the voices."""
    from os1.speech.voices import list_voices

    voices = list_voices(every_language=args.all)
    if args.json:
        say_json([dataclasses.asdict(voice) for voice in voices])
        return 0
    rows = [("VOICE", "LANGUAGE", "")]
    for voice in voices:
        note = voice.description if voice.available else f"not available: {voice.note}"
        rows.append((voice.name, voice.language, note))
    say_table(rows)
    return 0
