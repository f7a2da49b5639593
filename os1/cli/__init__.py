"""The command line. What it promises: names, output and exit codes.

    0  good      1  something failed      2  wrong usage
    3  a needed device or model is missing      130  stopped by Ctrl-C

Results go to standard output, everything else to standard error. No error is
ever shown as a traceback, except with -v.
"""

import argparse
import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from os1 import __version__, config
from os1.cli import (
    chat,
    demo,
    devices,
    doctor,
    listen,
    models,
    say,
    script,
    talk,
    transcribe,
    voices,
    window,
)
from os1.cli.context import Context, tell
from os1.errors import ConfigError, Os1Error, StorageError
from os1.paths import Paths

COMMANDS = (chat, talk, listen, say, transcribe, demo, devices, voices, models, doctor, script)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    verbose = False
    try:
        signal.signal(signal.SIGTERM, _stop)
        args = _parser().parse_args(arguments)
        verbose = bool(getattr(args, "verbose", False))
        logging.basicConfig(level=logging.DEBUG if verbose else logging.CRITICAL)
        return int(args.run(args, _context(args)))
    except Os1Error as error:
        if verbose:
            traceback.print_exc()
        tell(f"os1: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to tell or to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # the last line of defence: a bug is told like anything else
        if verbose:
            traceback.print_exc()
        tell(f"os1: Something went wrong inside OS1 ({type(error).__name__}: {error}).")
        tell("Run it again with -v for the details; please report them.")
        return 1


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    common = _common_options()
    parser = argparse.ArgumentParser(
        prog="os1",
        description="Samantha: a voice companion that lives entirely on your own computer. "
        "Without a command, her window opens.",
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"os1 {__version__}")
    parser.set_defaults(run=window.run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in COMMANDS:
        module.register(commands, common)
    return parser


def _common_options() -> argparse.ArgumentParser:
    """Options that may stand before or after the command."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("common options")
    group.add_argument("--data-dir", metavar="DIR", help="keep everything in this folder")
    group.add_argument("--config", metavar="FILE", help="settings file to use")
    group.add_argument(
        "--backend", choices=("sounddevice", "mock"), help="real sound, or a rehearsal without it"
    )
    group.add_argument("--input-device", metavar="NAME", help="microphone, by name or number")
    group.add_argument("--output-device", metavar="NAME", help="loudspeaker, by name or number")
    group.add_argument("--recogniser", choices=("auto", "vosk", "whisper"))
    group.add_argument("--model", metavar="NAME", help="Vosk model, by name or folder")
    group.add_argument("--voice", metavar="NAME", help="her voice; see `os1 voices`")
    group.add_argument("--speed", type=float, metavar="X", help="how fast she speaks, 0.5 to 2")
    group.add_argument("--no-memory", action="store_true", help="remember nothing of this")
    group.add_argument("-v", "--verbose", action="store_true", help="show what goes on inside")
    return common


def _context(args: argparse.Namespace) -> Context:
    paths = Paths.locate(getattr(args, "data_dir", None))
    chosen = getattr(args, "config", None)
    config_file = Path(chosen).expanduser() if chosen else paths.config_file
    if chosen and not config_file.exists():
        raise ConfigError(
            f"There is no settings file {config_file}.", "Check the path given with --config."
        )
    try:
        settings = config.load(config_file)
    except (ConfigError, StorageError):
        # `os1 doctor` is there to tell of it; everything else stops here.
        if not getattr(args, "without_settings", False):
            raise
        settings = config.Settings()
    return Context(
        paths=paths,
        settings=_with_options(settings, args),
        config_file=config_file,
        backend=getattr(args, "backend", "sounddevice"),
        incognito=getattr(args, "no_memory", False),
    )


def _with_options(settings: config.Settings, args: argparse.Namespace) -> config.Settings:
    """The settings with what the command line says instead."""

    def given(*names: str) -> dict[str, object]:
        return {name: getattr(args, name) for name in names if hasattr(args, name)}

    return config.with_options(
        settings,
        {
            "listening": given("input_device", "recogniser", "model"),
            "speaking": given("output_device", "voice", "speed"),
        },
    )
