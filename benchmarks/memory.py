"""How much memory a conversation takes, at its peak."""

import tempfile
from pathlib import Path

from benchmarks.figures import Summary
from benchmarks.processes import os1
from benchmarks.report import Row, within
from benchmarks.sound import SEED, spoken
from benchmarks.window_child import READY
from os1.core.audio import SAMPLE_RATE
from os1.fakes.sound import silence
from os1.speech.voices import create_voice
from os1.speech.wav import write_wav

LIMIT_MB = 400.0
GAP_LIMIT_MS = 700.0  # a third of a second more than people leave each other
LINES = (
    "Do you talk to someone else while we're talking?",
    "How many others?",
    "Are you in love with anybody else?",
    "I feel like I can be anything with you.",
    "I had a really bad day at work.",
    "Where are you going?",
)
REST_S = 7.0  # longer than any of her answers


def run(_speech: Path | None) -> list[Row]:
    """All rows on memory, and how long her answers took in that conversation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.wav"
        write_wav(path, _talk(), SAMPLE_RATE)
        peak_mb, turns, gaps_ms = _conversation(path)
        window_mb = _window(path)
    return [
        within(f"peak memory, listening, {turns} turns", Summary.of([peak_mb]), LIMIT_MB, "MB"),
        within("peak memory, window, to her first words", Summary.of([window_mb]), LIMIT_MB, "MB"),
        within("last word to her first, live", Summary.of(gaps_ms), GAP_LIMIT_MS, "ms"),
    ]


def _talk() -> bytes:
    voice = create_voice("hibari", seed=SEED)
    return b"".join(silence(0.5) + spoken(voice, line) + silence(REST_S) for line in LINES)


def _conversation(path: Path) -> tuple[float, int, list[float]]:
    """Peak memory in MB, turns, and the silence before each of her answers in ms."""
    gaps_ms: list[float] = []
    finished = 0
    with os1("listen", "--json", "--input-device", str(path)) as process:
        for event in process.events():
            if event["event"] == "turn_metrics":
                gaps_ms.append(event["gap_ms"])
            finished += event["event"] == "playback_finished"
            if finished == len(LINES):
                break
        return process.memory_mb(), finished, gaps_ms


def _window(path: Path) -> float:
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    options = ("--input-device", str(path))
    with os1(*options, module="benchmarks.window_child", environment=environment) as process:
        process.wait_for(READY)
        return process.memory_mb()
