"""`os1 chat`: type to her.

On a terminal it is a conversation. Otherwise it is a filter: exactly one line of
output for each line of input, and nothing else on standard output.
"""

import argparse
import sys

from os1 import app
from os1.cli.context import Commands, Context, say, tell
from os1.core.messages import Utterance
from os1.core.ports import Dialogue


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("chat", parents=[common], help="type to her")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """Talk until the input ends."""
    dialogue = app.make_dialogue(context.paths)
    if sys.stdin is not None and sys.stdin.isatty():
        return _converse(dialogue)
    for line in sys.stdin.buffer if sys.stdin else ():
        text = line.decode("utf-8", errors="replace").strip()
        # A line without words is answered by a line without words.
        say(_answer(dialogue, text) if text else "")
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
            say(f"\n  {_answer(dialogue, text)}\n")


def _answer(dialogue: Dialogue, text: str) -> str:
    reply = dialogue.reply(Utterance(text=text))
    if problem := dialogue.problem():
        tell(f"os1: {problem}")
    return _one_line(reply.text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
