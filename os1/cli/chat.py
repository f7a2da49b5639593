"""`os1 chat`: type to her.

On a terminal it is a conversation. Otherwise it is a filter: exactly one line of
output for each line of input, and nothing else on standard output.
"""

import argparse
import sys

from os1 import app
from os1.cli.context import Commands, Context, say
from os1.core.messages import Utterance
from os1.core.ports import Dialogue


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("chat", parents=[common], help="type to her")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, _context: Context) -> int:
    """Talk until the input ends."""
    dialogue = app.make_dialogue()
    if sys.stdin is not None and sys.stdin.isatty():
        return _converse(dialogue)
    for line in sys.stdin.buffer if sys.stdin else ():
        text = line.decode("utf-8", errors="replace").strip()
        # A line without words is answered by a line without words.
        say(_one_line(dialogue.reply(Utterance(text=text)).text) if text else "")
    return 0


def _converse(dialogue: Dialogue) -> int:
    try:
        # Its import is what gives input() editing and history, where there is such a thing.
        import readline
    except ImportError:
        pass
    else:
        readline.set_auto_history(True)
    say(f"\n  {_one_line(dialogue.greeting().text)}\n")
    while True:
        try:
            text = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            say()
            return 0
        if text:
            say(f"\n  {_one_line(dialogue.reply(Utterance(text=text)).text)}\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())
