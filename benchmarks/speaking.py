"""How soon she answers: words, and the first sample of her voice."""

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Summary, paired_ratio
from benchmarks.report import Row, beside, within
from benchmarks.sound import SEED
from benchmarks.texts import ENGLISH
from os1 import app
from os1.core.audio import BYTES_PER_FRAME
from os1.core.messages import Utterance
from os1.core.ports import Synthesiser
from os1.errors import VoiceError
from os1.paths import Paths
from os1.speech.voices import create_voice

FIRST_SAMPLE_LIMIT_MS = 50.0
REPLY_LIMIT_MS = 50.0
SYSTEM_SENTENCES = 12  # each takes longer than all of hers
REAL_TIME = 1.0


def run(_speech: Path | None) -> list[Row]:
    """All rows on speaking."""
    hers = create_voice("hibari", seed=SEED)
    hers.warm_up()
    first_ms, shares = _speak_all(hers, ENGLISH)
    rows = [
        within("first sample, hibari", Summary.of(first_ms), FIRST_SAMPLE_LIMIT_MS, "ms"),
        within("hibari, work per second of speech", Summary.of(shares), REAL_TIME, "s"),
    ]
    rows += _system_beside(hers)
    hers.close()
    rows.append(within("her words", Summary.of(_replies_ms()), REPLY_LIMIT_MS, "ms"))
    return rows


def _system_beside(hers: Synthesiser) -> list[Row]:
    system = create_voice("system")
    try:
        system.warm_up()
        hers_ms: list[float] = []
        systems_ms: list[float] = []
        for text in ENGLISH[:: len(ENGLISH) // SYSTEM_SENTENCES]:
            hers_ms += _speak_all(hers, (text,))[0]
            systems_ms += _speak_all(system, (text,))[0]
    except VoiceError:
        return []  # this computer has none
    finally:
        system.close()
    ratio = paired_ratio(systems_ms, hers_ms)
    first, peers = Summary.of(systems_ms), Summary.of(hers_ms)
    return [beside("first sample, system voice", first, "ms", "hibari", peers, ratio)]


def _speak_all(voice: Synthesiser, texts: tuple[str, ...]) -> tuple[list[float], list[float]]:
    """For each text: ms to its first sample, and seconds of work per second of speech."""
    first_ms, shares = [], []
    for text in texts:
        begin_s = time.perf_counter()
        first_s = 0.0
        size = 0
        for block in voice.synthesise(text):
            if block and not size:
                first_s = time.perf_counter() - begin_s
            size += len(block)
        spoken_s = size / BYTES_PER_FRAME / voice.sample_rate
        first_ms.append(first_s * 1000)
        shares.append((time.perf_counter() - begin_s) / spoken_s)
    return first_ms, shares


def _replies_ms() -> list[float]:
    dialogue = app.make_dialogue(Paths.locate())
    return [_timed_ms(dialogue.reply, Utterance(text)) for text in ENGLISH]


def _timed_ms(work: Callable[[Utterance], object], given: Utterance) -> float:
    begin_s = time.perf_counter()
    work(given)
    return (time.perf_counter() - begin_s) * 1000
