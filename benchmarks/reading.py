"""A recording of ten minutes: does reading it take more and more memory, and how long?"""

import itertools
import tempfile
from pathlib import Path

from benchmarks.figures import Summary
from benchmarks.processes import os1
from benchmarks.report import Row, within
from benchmarks.sound import SEED, spoken
from benchmarks.texts import ENGLISH
from os1.core.audio import BYTES_PER_FRAME, SAMPLE_RATE
from os1.fakes.sound import silence
from os1.speech.voices import create_voice
from os1.speech.wav import WavWriter

MINUTES = 10
SETTLED_S = 120.0  # by then every size of window has been met
GROWTH_LIMIT = 1.1
REAL_TIME = 1.0


def run(_speech: Path | None) -> list[Row]:
    """All rows on reading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.wav"
        duration_s = _write(path)
        early_mb, late_mb, took_s, utterances = _read(path)
    rows = [_speed(took_s, duration_s, utterances)]
    if early_mb:
        growth = Summary.of([late_mb / early_mb])
        measure = f"peak memory at {MINUTES} min ({late_mb:.0f} MB) over at {SETTLED_S / 60:.0f}"
        rows.append(within(measure, growth, GROWTH_LIMIT, "times"))
    return rows


def _speed(took_s: float, duration_s: float, utterances: int) -> Row:
    share = took_s / duration_s
    return Row(
        f"transcribing {MINUTES} min of speech",
        f"{took_s:.0f} s, {1 / share:.0f} times real time",
        f"{utterances} utterances",
        f"limit {duration_s:.0f} s",
        share,
        REAL_TIME,
    )


def _write(path: Path) -> float:
    """Her sentences, over and over; how long it became, in seconds."""
    voice = create_voice("hibari", seed=SEED)
    sentences = [spoken(voice, text) + silence(1.0) for text in ENGLISH]
    writer = WavWriter(path, SAMPLE_RATE)
    size = 0
    for pcm in itertools.cycle(sentences):
        if size >= MINUTES * 60 * SAMPLE_RATE * BYTES_PER_FRAME:
            break
        writer.write(pcm)
        size += len(pcm)
    writer.commit()
    return size / BYTES_PER_FRAME / SAMPLE_RATE


def _read(path: Path) -> tuple[float, float, float, int]:
    """Peak memory early and at the end, in MB; seconds of work; utterances."""
    early_mb = late_mb = at_s = 0.0
    count = 0
    with os1("transcribe", str(path), "--json") as process:
        for event in process.events():
            count += 1
            at_s = event["at_s"]
            late_mb = process.memory_mb() or late_mb
            if event["end_s"] <= SETTLED_S:
                early_mb = late_mb
    return early_mb, late_mb, at_s, count
