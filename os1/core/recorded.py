"""A whole conversation with a recording, in one thread and no more time than it needs.

The recording waits while she thinks and speaks, so several turns in it are
answered one after another. Time is the position in the recording.
"""

from collections.abc import Callable, Iterator

from os1.core.audio import BYTES_PER_FRAME, CHUNK_FRAMES, CHUNK_S, AudioChunk
from os1.core.clock import SteppedClock
from os1.core.events import Event, FinalHypothesis, MicrophoneChanged, SpeechPaused, State
from os1.core.listening import GateTiming, Listener
from os1.core.ports import (
    AudioSink,
    AudioSource,
    Dialogue,
    EndOfAudio,
    Recogniser,
    Synthesiser,
    VoiceDetector,
)
from os1.core.session import Session
from os1.core.speaking import Speaker
from os1.core.turns import TurnController, TurnTiming

# Silence to imagine after the end, so that the last turn can end too.
LAST_SILENCE_S = 3.0
# In a transcript nobody waits for an answer: a pause may be long before it ends a line.
TRANSCRIPT_PAUSE_S = 0.7

Progress = Callable[[float], None]


class RecordedConversation:
    """Plays a source to her and lets her answer into a sink."""

    def __init__(
        self,
        dialogue: Dialogue,
        *,
        source: AudioSource,
        detector: VoiceDetector,
        recogniser: Recogniser,
        voice: Synthesiser,
        sink: AudioSink,
        speed: float = 1.0,
    ) -> None:
        voice.warm_up()  # loading is not part of any answer
        self._clock = SteppedClock()
        # She does not echo in a recording.
        self._controller = TurnController(TurnTiming(echo_tail_s=0.0))
        self._session = Session(dialogue, self._clock, self._controller)
        self._source = source
        self._listener = Listener(detector, recogniser, self._session.post)
        self._speaker = Speaker(voice, sink, self._session.post, speed=speed)
        self._session.ears = self._listener
        self._session.mouth = self._speaker

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Call this with every event."""
        self._session.subscribe(listener)

    def run(self, progress: Progress | None = None) -> None:
        """Hold the conversation. `progress` hears the position in seconds, now and then."""
        try:
            self._session.post(MicrophoneChanged(on=True, device=self._source.name))
            self._session.pump()
            for chunk in _chunks(self._source, progress):
                self._hear(chunk)
            self._let_the_last_turn_end()
        finally:
            self._source.close()
            self._speaker.close()

    def _hear(self, chunk: AudioChunk) -> None:
        self._clock.advance_to(chunk.end_s)
        self._listener.process(chunk)
        self._session.pump()

    def _let_the_last_turn_end(self) -> None:
        for _ in range(round(LAST_SILENCE_S / CHUNK_S)):
            if self._controller.state is State.LISTENING:
                return
            self._hear(_silent_chunk(self._clock.now_s()))


def transcribe(
    source: AudioSource,
    detector: VoiceDetector,
    recogniser: Recogniser,
    progress: Progress | None = None,
) -> Iterator[FinalHypothesis]:
    """What is said in a recording, one utterance after another, as it is understood.

    Uses the same memory however long the recording is.
    """
    events: list[Event] = []
    timing = GateTiming(pause_s=TRANSCRIPT_PAUSE_S)
    listener = Listener(detector, recogniser, events.append, timing, partials=False)
    turn_id = 0
    try:
        for chunk in _with_silence_after(_chunks(source, progress)):
            listener.process(chunk)
            if any(isinstance(event, SpeechPaused) for event in events):
                listener.end_utterance()
            for event in events:
                if isinstance(event, FinalHypothesis) and event.text:
                    turn_id += 1
                    yield _numbered(event, turn_id)
            events.clear()
    finally:
        source.close()


def _chunks(source: AudioSource, progress: Progress | None) -> Iterator[AudioChunk]:
    source.open()
    while True:
        try:
            chunk = source.read(timeout_s=1.0)
        except EndOfAudio:
            return
        if chunk is not None:
            yield chunk
            if progress:
                progress(chunk.end_s)


def _with_silence_after(chunks: Iterator[AudioChunk]) -> Iterator[AudioChunk]:
    end_s = 0.0
    for chunk in chunks:
        end_s = chunk.end_s
        yield chunk
    for _ in range(round(LAST_SILENCE_S / CHUNK_S)):
        yield _silent_chunk(end_s)
        end_s += CHUNK_S


def _silent_chunk(time_s: float) -> AudioChunk:
    return AudioChunk(bytes(CHUNK_FRAMES * BYTES_PER_FRAME), time_s)


def _numbered(event: FinalHypothesis, turn_id: int) -> FinalHypothesis:
    return FinalHypothesis(
        turn_id=turn_id,
        time_s=event.end_s,
        text=event.text,
        alternatives=event.alternatives,
        confidence=event.confidence,
        start_s=event.start_s,
        end_s=event.end_s,
    )
