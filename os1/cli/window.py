"""`os1` alone: her window; where there is no display, the conversation in the terminal."""

import argparse

from os1 import app
from os1.cli import chat
from os1.cli.context import Context, tell
from os1.paths import assets_dir


def run(args: argparse.Namespace, context: Context) -> int:
    """Open the window and stay until it is closed."""
    from os1.shell.display import display_available

    if not display_available():
        tell("os1: There is no display here, so we talk in the terminal. Ctrl-D ends it.")
        return chat.run(args, context)
    from os1.shell.window_app import run_window

    conversation = app.live_conversation(context.settings, context.paths, context.backend)
    look = context.settings.window
    return run_window(
        conversation,
        theme=look.theme,
        reduced_motion=look.reduced_motion,
        assets_dir=assets_dir(),
        microphone=True,
    )
