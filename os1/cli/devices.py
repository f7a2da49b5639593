"""`os1 devices`: the microphones and loudspeakers there are."""

import argparse
import dataclasses

from os1.cli.context import Commands, Context, say, say_json, say_table
from os1.errors import DeviceMissing


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("devices", parents=[common], help="microphones and loudspeakers")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Print them; 3 if there are none at all."""
    from os1.speech.devices import list_devices

    inputs, outputs = ([], []) if context.backend == "mock" else list_devices()
    if args.json:
        say_json([dataclasses.asdict(device) for device in (*inputs, *outputs)])
        return 0 if inputs or outputs else 3
    if not inputs and not outputs:
        raise DeviceMissing(
            "There is no microphone and no loudspeaker.",
            "Connect one, or start the sound server; typing works meanwhile: os1 chat.",
        )
    for title, devices in (("Microphones", inputs), ("Loudspeakers", outputs)):
        say(title)
        rows = [("", "NUMBER", "NAME", "CHANNELS", "RATE", "SYSTEM")]
        for device in devices:
            mark = "*" if device.is_default else ""
            rate = f"{device.default_sample_rate:.0f} Hz"
            rows.append(
                (
                    mark,
                    str(device.index),
                    device.name,
                    str(device.channels),
                    rate,
                    device.host_api,
                )
            )
        say_table(rows if devices else [("none",)])
        say()
    say("* is the system's choice; choose another with --input-device or --output-device.")
    return 0
