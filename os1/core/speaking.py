"""The mouth: says a reply sentence by sentence, and can be stopped at any moment.

It knows how much of it was heard, so that she remembers only that.
"""

import sys
import threading
import time
from collections.abc import Callable

from os1.core.audio import BYTES_PER_FRAME
from os1.core.events import (
    ErrorOccurred,
    Event,
    PlaybackFinished,
    PlaybackStarted,
    SentenceStarted,
)
from os1.core.ports import AudioSink, Synthesiser
from os1.core.sentences import split_sentences
from os1.errors import AudioError, Os1Error, VoiceError

CHARACTERS_PER_SECOND = 15  # at her natural pace


class Speaker:
    """One voice at one sink. `say` blocks; `stop` may come from any thread."""

    def __init__(
        self,
        voice: Synthesiser,
        sink: AudioSink,
        post: Callable[[Event], None],
        *,
        speed: float = 1.0,
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._voice = voice
        self._sink = sink
        self._post = post
        self._speed = speed
        self._stopwatch = stopwatch
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._cancelled_turn = -1
        self._reported = ""

    @property
    def level(self) -> float:
        """How loud she is right now, 0 to 1."""
        return self._sink.level

    def say(self, turn_id: int, text: str) -> None:
        """Speak, and post how it went. What fails is posted too; nothing is raised."""
        with self._lock:
            self._stopped.clear()
            if self._cancelled_turn >= turn_id:
                self._stopped.set()
        spoken: list[tuple[str, float]] = []
        try:
            self._speak(turn_id, text, spoken)
            self._sink.finish()
            self._reported = ""
        except Os1Error as error:
            self._report(turn_id, error)
        interrupted = self._stopped.is_set()
        played_s = self._sink.played_s if spoken else 0.0
        self._post(
            PlaybackFinished(
                turn_id=turn_id,
                interrupted=interrupted,
                played_ms=played_s * 1000,
                heard=_heard(spoken, played_s) if interrupted else text,
            )
        )

    def say_or_raise(self, text: str) -> None:
        """Speak, as in no conversation: what fails is raised, as Os1Error."""
        self._speak(0, text, [])
        self._sink.finish()

    def stop(self, turn_id: int) -> None:
        """Fall silent, if she is saying this turn or an older one, or about to."""
        with self._lock:
            self._cancelled_turn = max(self._cancelled_turn, turn_id)
            self._stopped.set()
        self._sink.stop()

    def hold(self) -> None:
        """Pause, ready to go on."""
        self._sink.hold()

    def resume(self) -> None:
        """Go on after `hold`."""
        self._sink.resume()

    def silence(self) -> None:
        """Say nothing any more, ever: the program is ending."""
        self.stop(sys.maxsize)

    def close(self) -> None:
        """Let go of the voice and the device."""
        self._sink.close()
        self._voice.close()

    def _speak(self, turn_id: int, text: str, spoken: list[tuple[str, float]]) -> None:
        """Hand over the sound; note in `spoken` each sentence and when it ends, in seconds."""
        asked_s = self._stopwatch()
        started = False
        written_s = begun_s = 0.0
        for index, sentence in enumerate(split_sentences(text)):
            begun = False
            for block in self._voice.synthesise(sentence, self._speed):
                if self._stopped.is_set():
                    return
                if not block:
                    continue  # a voice that is still at work gives us this chance to stop it
                if not started:
                    self._sink.begin(self._voice.sample_rate)
                    started = True
                    wait_s = self._stopwatch() - asked_s + self._sink.latency_s
                    self._post(PlaybackStarted(turn_id=turn_id, first_audio_ms=wait_s * 1000))
                if not begun:
                    begun = True
                    self._post(SentenceStarted(turn_id=turn_id, text=sentence, index=index))
                    spoken.append((sentence, written_s))
                    begun_s = written_s
                self._sink.write(block)
                written_s += len(block) / BYTES_PER_FRAME / self._voice.sample_rate
                # Until the sentence is complete its length can only be guessed.
                guessed_s = begun_s + len(sentence) / CHARACTERS_PER_SECOND / self._speed
                spoken[-1] = (sentence, max(written_s, guessed_s))
            if begun:
                spoken[-1] = (sentence, written_s)

    def _report(self, turn_id: int, error: Os1Error) -> None:
        if error.message == self._reported:
            return  # once is enough: a missing loudspeaker is missing for every sentence
        self._reported = error.message
        component = "voice" if isinstance(error, VoiceError) else "speaker"
        if not isinstance(error, VoiceError | AudioError):
            component = "speech"
        self._post(
            ErrorOccurred(
                turn_id=turn_id,
                component=component,
                message=error.message,
                next_step=error.next_step,
            )
        )


def _heard(spoken: list[tuple[str, float]], played_s: float) -> str:
    """The words that were heard, of sentences that end at these times."""
    heard: list[str] = []
    start_s = 0.0
    for sentence, end_s in spoken:
        words = sentence.split()
        share = (played_s - start_s) / (end_s - start_s) if end_s > start_s else 0.0
        heard += words[: max(0, min(len(words), int(share * len(words))))]
        start_s = end_s
    return " ".join(heard)
