"""The ears: from chunks of sound to "they began", "they paused", "they said ...".

It finds where speech is and asks the recogniser for the words. Whether a pause
ends the turn is not its business: it reports, and does as the turn controller
says. One thread at a time may use a Listener.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from os1.core.audio import CHUNK_S, AudioChunk
from os1.core.events import (
    Event,
    FinalHypothesis,
    PartialHypothesis,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    Tick,
)
from os1.core.ports import Recogniser, VoiceDetector


@dataclass(frozen=True, slots=True)
class GateTiming:
    """When sound counts as speech. Times in seconds, probabilities 0 to 1.

    start_probability, stop_probability: two thresholds, so that a voice at the
        edge of hearing does not flutter between speech and silence.
    start_s: speech must last this long to count; a click does not.
    pause_s: silence this long is worth reporting; between words it is shorter.
    preroll_s: sound kept from before speech was sure, so no first word is clipped.
    tail_s: silence after the last word that the recogniser still gets to hear.
    """

    start_probability: float = 0.5
    stop_probability: float = 0.35
    start_s: float = 0.09
    pause_s: float = 0.2
    preroll_s: float = 0.5
    tail_s: float = 0.16


class Listener:
    """Gates sound by voice, and feeds one utterance at a time to a recogniser.

    Everything it finds goes to `post`, as events stamped with the chunk's time.
    """

    def __init__(
        self,
        detector: VoiceDetector,
        recogniser: Recogniser,
        post: Callable[[Event], None],
        timing: GateTiming = GateTiming(),
        *,
        partials: bool = True,
    ) -> None:
        self._detector = detector
        self._recogniser = recogniser
        self._post = post
        self._timing = timing
        self._partials = partials
        self._preroll: deque[AudioChunk] = deque(maxlen=round(timing.preroll_s / CHUNK_S))
        self._held: list[AudioChunk] = []
        self._deaf_until_s = 0.0
        self._run_s = 0.0
        self._reset()

    @property
    def recogniser_name(self) -> str:
        """What the recogniser is called."""
        return self._recogniser.name

    @property
    def in_pause(self) -> bool:
        """Whether the turn may be about to end, so that a command is to be expected."""
        return self._paused

    def process(self, chunk: AudioChunk) -> None:
        """Hear one more chunk."""
        if chunk.end_s <= self._deaf_until_s:
            self._post(Tick(time_s=chunk.end_s))
            return
        probability = self._detector.probability(chunk.pcm)
        if chunk.residue:
            probability = 0.0
        if self._in_utterance:
            self._continue(chunk, probability)
        else:
            self._await_speech(chunk, probability)
        self._post(Tick(time_s=chunk.end_s, speech=probability >= self._timing.start_probability))

    def end_utterance(self) -> None:
        """The turn is over: post what was said, empty if it was nothing."""
        if not self._in_utterance:
            return
        hypothesis = self._recogniser.finish()
        self._post(
            FinalHypothesis(
                text=hypothesis.text,
                alternatives=hypothesis.alternatives,
                confidence=hypothesis.confidence,
                start_s=self._start_s,
                end_s=self._last_speech_s,
            )
        )
        self._reset()

    def drop_utterance(self) -> None:
        """Forget the utterance under way, if there is one."""
        self._reset()

    def be_deaf_until(self, time_s: float) -> None:
        """Ignore what is heard before that time (infinity: until called again)."""
        self._deaf_until_s = time_s
        self._reset()
        self._preroll.clear()
        self._detector.reset()

    def _reset(self) -> None:
        self._in_utterance = False
        self._paused = False
        self._run_s = 0.0
        self._start_s = self._last_speech_s = 0.0
        self._partial = ""
        self._held.clear()

    def _await_speech(self, chunk: AudioChunk, probability: float) -> None:
        self._preroll.append(chunk)
        if probability < self._timing.start_probability:
            self._run_s = 0.0
            return
        self._run_s += chunk.duration_s
        if self._run_s < self._timing.start_s:
            return
        self._in_utterance = True
        self._start_s = max(0.0, chunk.end_s - self._run_s)
        self._last_speech_s = chunk.end_s
        self._recogniser.start()
        for kept in self._preroll:
            self._recogniser.accept(kept.pcm)
        self._post(SpeechStarted(time_s=self._preroll[0].time_s))
        self._preroll.clear()

    def _continue(self, chunk: AudioChunk, probability: float) -> None:
        if self._paused:
            self._await_more(chunk, probability)
            return
        if probability >= self._timing.stop_probability:
            self._last_speech_s = chunk.end_s
        silence_s = chunk.end_s - self._last_speech_s
        if silence_s <= self._timing.tail_s:
            self._recogniser.accept(chunk.pcm)
        else:
            self._held.append(chunk)
        if silence_s >= self._timing.pause_s:
            self._pause(chunk)
        elif silence_s == 0.0 and self._partials:
            self._look_at_partial(chunk)

    def _pause(self, chunk: AudioChunk) -> None:
        self._paused = True
        self._run_s = 0.0
        text = self._recogniser.settle().text
        self._report_partial(text, chunk.end_s)
        self._post(SpeechPaused(time_s=chunk.end_s, last_speech_s=self._last_speech_s, text=text))

    def _await_more(self, chunk: AudioChunk, probability: float) -> None:
        # Silence is held back from the recogniser: if the turn ends here, what it
        # has settled on stands, and nothing need be decoded again.
        self._held.append(chunk)
        if probability < self._timing.start_probability:
            self._run_s = 0.0
            return
        self._run_s += chunk.duration_s
        if self._run_s < self._timing.start_s:
            return
        self._paused = False
        self._last_speech_s = chunk.end_s
        for held in self._held:
            self._recogniser.accept(held.pcm)
        self._held.clear()
        self._post(SpeechResumed(time_s=chunk.end_s))

    def _look_at_partial(self, chunk: AudioChunk) -> None:
        if (text := self._recogniser.partial()) is not None:
            self._report_partial(text, chunk.end_s)

    def _report_partial(self, text: str, time_s: float) -> None:
        if text and text != self._partial:
            self._partial = text
            self._post(PartialHypothesis(time_s=time_s, text=text))
