"""`os1 doctor`: what works, what does not, and the next step for each."""

import argparse
import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from os1 import app, config
from os1.cli.context import Commands, Context, say, say_json
from os1.core.clock import MonotonicClock
from os1.errors import Os1Error
from os1.paths import ensure_writable

LOW_DISK_BYTES = 500_000_000
HEARING_S = 0.5


class Status(StrEnum):
    """How well something works."""

    GOOD = "good"
    DEGRADED = "degraded"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. next_step: "" when all is good."""

    check: str
    status: Status
    detail: str
    next_step: str = ""


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", parents=[common], help="what works and what does not")
    parser.add_argument("--json", action="store_true", help="one finding a line")
    parser.set_defaults(run=run, without_settings=True)


def run(args: argparse.Namespace, context: Context) -> int:
    """Look at everything; 3 if something is missing, else 0."""
    findings = []
    for name, check in CHECKS.items():
        finding = _look(name, check, context)
        findings.append(finding)
        if args.json:
            say_json(dataclasses.asdict(finding))
        else:
            say(f"{finding.status:<9} {finding.check:<11} {finding.detail}")
            if finding.next_step:
                say(f"{'':<21} -> {finding.next_step}")
    return 3 if any(finding.status is Status.MISSING for finding in findings) else 0


def _look(name: str, check: Callable[[Context], Finding], context: Context) -> Finding:
    try:
        return check(context)
    except Os1Error as error:
        return Finding(name, Status.MISSING, error.message, error.next_step)
    except Exception as error:  # a broken part must not hide the state of the others
        return Finding(
            name, Status.MISSING, f"{type(error).__name__}: {error}", "Please report this."
        )


def _microphone(context: Context) -> Finding:
    source = app.make_microphone(context.settings, context.backend, MonotonicClock())
    source.open()
    loudest = 0.0
    try:
        for _ in range(round(HEARING_S / 0.032)):
            chunk = source.read(timeout_s=1.0)
            if chunk is None:
                return Finding(
                    "microphone",
                    Status.DEGRADED,
                    f"{source.name} is open, but delivers no sound",
                    "Choose another with --input-device; see `os1 devices`.",
                )
            loudest = max(loudest, source.level)
    finally:
        source.close()
    if loudest == 0.0:
        return Finding(
            "microphone",
            Status.DEGRADED,
            f"{source.name} delivers perfect silence: it may be muted",
            "Unmute it in the system's sound settings, or choose another with --input-device.",
        )
    return Finding("microphone", Status.GOOD, source.name)


def _speaker(context: Context) -> Finding:
    sink = app.make_speaker(context.settings, context.backend)
    try:
        sink.begin(24_000)
        sink.stop()
        return Finding("speaker", Status.GOOD, f"{sink.name}, {sink.latency_s * 1000:.0f} ms")
    finally:
        sink.close()


def _recogniser(context: Context) -> Finding:
    recogniser = app.make_recogniser(context.settings, context.paths)
    recogniser.start()
    app.make_detector()
    return Finding("recogniser", Status.GOOD, recogniser.name)


def _voice(context: Context) -> Finding:
    voice = app.make_voice(context.settings)
    try:
        sound = b"".join(voice.synthesise("Hello."))
    finally:
        voice.close()
    if not any(sound):
        return Finding(
            "voice",
            Status.MISSING,
            f"{voice.name} makes no sound",
            "Choose another with --voice; see `os1 voices`.",
        )
    return Finding("voice", Status.GOOD, voice.name)


def _dialogue(context: Context) -> Finding:
    app.make_dialogue(context.paths)
    return Finding("dialogue", Status.GOOD, "her script is whole")


def _display(_context: Context) -> Finding:
    from os1.shell.display import display_available

    if display_available():
        return Finding("display", Status.GOOD, "her window can open")
    return Finding(
        "display",
        Status.DEGRADED,
        "there is none, so she has no window",
        "Use `os1 chat` or `os1 listen`, or start her from a desktop session.",
    )


def _settings(context: Context) -> Finding:
    file = context.config_file
    config.load(file)
    detail = str(file) if file.exists() else "the defaults; nothing was changed yet"
    return Finding("settings", Status.GOOD, detail)


def _data_folder(context: Context) -> Finding:
    ensure_writable(context.paths.data_dir)
    return Finding("data folder", Status.GOOD, str(context.paths.data_dir))


def _free_disk(context: Context) -> Finding:
    folder = context.paths.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free"
    if free < LOW_DISK_BYTES:
        return Finding(
            "free disk",
            Status.DEGRADED,
            detail,
            "Free some space, or keep her data elsewhere with --data-dir.",
        )
    return Finding("free disk", Status.GOOD, detail)


CHECKS: dict[str, Callable[[Context], Finding]] = {
    "microphone": _microphone,
    "speaker": _speaker,
    "recogniser": _recogniser,
    "voice": _voice,
    "dialogue": _dialogue,
    "display": _display,
    "settings": _settings,
    "data folder": _data_folder,
    "free disk": _free_disk,
}
