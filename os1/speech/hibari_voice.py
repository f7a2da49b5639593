"""Her own voice: hibari, a small neural voice that runs entirely on this computer.

It speaks far faster than real time, so a sentence is made whole; only a long one
is made clause by clause, so that it starts soon and can be dropped soon.
"""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from os1.errors import ModelCorrupt, ModelMissing, VoiceError
from os1.speech.clauses import Clause, split_phonemes
from os1.speech.resample import Samples, to_pcm
from os1.speech.silence import trim

SAMPLE_RATE = 24_000
DEFAULT = "heart"

_BLOCK_FRAMES = SAMPLE_RATE // 10
_REINSTALL = "Install it again: pip install --force-reinstall hibari-tts."


class HibariVoice:
    """One of hibari's voices. A `Synthesiser`; loads when first used.

    voice: a name of `known_voices`. seed: makes every sentence come out the same,
    bit for bit, each time. threads: for inference.
    Several threads may use it, one sentence at a time.
    """

    sample_rate = SAMPLE_RATE

    def __init__(self, voice: str = DEFAULT, *, seed: int | None = None, threads: int = 1) -> None:
        self._voice = voice
        self._seed = seed
        self._threads = threads
        self._lock = threading.Lock()
        self._model: Any = None

    @property
    def name(self) -> str:
        """Such as "hibari:heart"."""
        return f"hibari:{self._voice}"

    def warm_up(self) -> None:
        """Load it and speak a word into the void, so that the first sentence is prompt.

        Raises ModelMissing, ModelCorrupt or VoiceError.
        """
        for _ in self.synthesise("Hello."):
            pass

    def synthesise(self, sentence: str, speed: float = 1.0) -> Iterator[bytes]:
        """Blocks of 0.1 s or less, each sentence ending in a natural pause.

        Text with nothing to pronounce yields nothing.
        """
        noise = np.random.default_rng(self._seed)
        for clause in self._clauses(sentence):
            pcm = to_pcm(self._speak(clause, speed, noise))
            step = _BLOCK_FRAMES * 2
            for start in range(0, len(pcm), step):
                yield pcm[start : start + step]

    def close(self) -> None:
        """Let go of the model; the next sentence would load it again."""
        with self._lock:
            self._model = None

    def _clauses(self, text: str) -> list[Clause]:
        with self._lock:
            model = self._loaded()
            try:
                spoken = [model.g2p(part) for part in model.split_sentences(text)]
            except Exception as error:
                raise VoiceError(
                    f"{self.name} cannot pronounce {_short(text)}: {error}.", "Word it differently."
                ) from error
        return [clause for phonemes in spoken for clause in split_phonemes(phonemes)]

    def _speak(self, clause: Clause, speed: float, noise: np.random.Generator) -> Samples:
        with self._lock:
            model = self._loaded()
            try:
                sound = model.from_ids(model.ids(clause.phonemes), speed, noise)
            except Exception as error:
                raise VoiceError(f"{self.name} could not speak: {error}.", _REINSTALL) from error
        return trim(sound, SAMPLE_RATE, clause.pause_s / speed)

    def _loaded(self) -> Any:
        if self._model is None:
            path = checked_model_file(self._voice)
            try:
                from hibari import Hibari

                model = Hibari(self._voice, model=str(path), threads=self._threads)
                model.g2p  # noqa: B018 -- reading it is what loads the dictionaries
            except Exception as error:
                raise VoiceError(f"{self.name} does not load: {error}.", _REINSTALL) from error
            self._model = model
        return self._model


def known_voices() -> dict[str, dict[str, Any]]:
    """What hibari knows about each of its voices, by name. Raises ModelMissing without hibari."""
    try:
        from hibari.voices import VOICES
    except (ImportError, OSError) as error:
        raise ModelMissing(
            "Her voice is not installed.", "Install it: pip install hibari-tts."
        ) from error
    return dict(VOICES)


def model_file(voice: str) -> Path:
    """Where the voice's weights are, or would be. Looks nothing up and fetches nothing."""
    facts = known_voices()[voice]
    from hibari.voices import ASSETS, cache_dir

    return Path(ASSETS if facts.get("bundled") else cache_dir()) / str(facts["file"])


def checked_model_file(voice: str) -> Path:
    """The voice's weights, byte for byte what they should be. Raises ModelMissing, ModelCorrupt."""
    path = model_file(voice)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelMissing(
            f"The voice hibari:{voice} is not on this computer: there is no {path}.",
            f"Put the file there, or choose the voice hibari:{DEFAULT}.",
        ) from error
    if digest != known_voices()[voice]["sha256"]:
        raise ModelCorrupt(f"The voice file {path} is damaged.", _REINSTALL)
    return path


def _short(text: str) -> str:
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
