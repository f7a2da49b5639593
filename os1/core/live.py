"""The conversation in real time: three threads around one session.

    listen   microphone -> Listener -> events     the only one that recognises
    session  events -> Session -> commands         the only one that decides
    speak    commands -> Speaker -> loudspeaker    the only one that synthesises

Slow things (loading models, opening devices) happen on listen and speak, so that
whoever starts a conversation never waits. What fails is posted as an event, and
the rest goes on: without a microphone one can type, without a voice one can read.
"""

import collections
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from os1.core.clock import MonotonicClock
from os1.core.events import (
    ErrorOccurred,
    Event,
    MicrophoneChanged,
    PlaybackFinished,
    State,
    StateChanged,
    StopRequested,
    UserTyped,
    Woken,
)
from os1.core.listening import Listener
from os1.core.ports import (
    AudioSink,
    AudioSource,
    Clock,
    Dialogue,
    EndOfAudio,
    Recogniser,
    Synthesiser,
    VoiceDetector,
)
from os1.core.session import Session
from os1.core.speaking import Speaker
from os1.core.turns import TurnController
from os1.errors import AudioError, ModelError, Os1Error, VoiceError

COMMAND_WAIT_S = 0.005  # how long a command may wait for the ears when one is expected
CHUNK_WAIT_S = 0.1


@dataclass(frozen=True, slots=True)
class Parts:
    """How to make everything that a live conversation is made of.

    Each is called on the thread that will use it, and may raise Os1Error.
    """

    source: Callable[[Clock], AudioSource]
    detector: Callable[[], VoiceDetector]
    recogniser: Callable[[], Recogniser]
    voice: Callable[[], Synthesiser]
    sink: Callable[[], AudioSink]
    speed: float = 1.0


class LiveConversation:
    """A SessionControl (see os1.core.ports) over real threads."""

    def __init__(
        self,
        dialogue: Dialogue,
        parts: Parts,
        controller: TurnController | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or MonotonicClock()
        self._session = Session(dialogue, self._clock, controller)
        self._mouth = _SpeakThread(parts, self._session.post)
        self._ears = _ListenThread(parts, self._session.post, self._clock)
        self._session.mouth = self._mouth
        self._session.ears = self._ears
        self._thread = threading.Thread(target=self._session.run, name="session", daemon=True)

    @property
    def input_level(self) -> float:
        """How loud the user is right now, 0 to 1."""
        return self._ears.level

    @property
    def output_level(self) -> float:
        """How loud she is right now, 0 to 1."""
        return self._mouth.level

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Call this with every event, on the session's thread."""
        self._session.subscribe(listener)

    def start(self, *, microphone: bool, greet: bool = True) -> None:
        """Begin; see SessionControl."""
        self._session.greets = greet
        self._session.post(StateChanged(state=State.WAKING))
        self._thread.start()
        self._mouth.start()
        if microphone:
            self.set_microphone(on=True)

    def type(self, text: str) -> None:
        """The user sent this line."""
        if text.strip():
            self._session.post(UserTyped(text=text))

    def set_microphone(self, *, on: bool) -> None:
        """Open or close the microphone."""
        self._ears.open(on=on)

    def stop_speaking(self) -> None:
        """Be quiet, now."""
        self._session.post(StopRequested())

    def close(self, timeout_s: float = 2.0) -> bool:
        """End everything: first what hears, then what speaks, then what decides."""
        deadline_s = time.monotonic() + timeout_s
        self._mouth.hush()
        stopped = self._ears.close(deadline_s)
        stopped = self._mouth.close(deadline_s) and stopped
        self._session.end()
        return _joined(self._thread, deadline_s) and stopped


class _ListenThread:
    """The ears on a thread of their own, from one opening of the microphone to the next."""

    def __init__(self, parts: Parts, post: Callable[[Event], None], clock: Clock) -> None:
        self._parts = parts
        self._post = post
        self._clock = clock
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._source: AudioSource | None = None
        self._listener: Listener | None = None
        self._commands: collections.deque[Callable[[Listener], None]] = collections.deque()

    @property
    def level(self) -> float:
        source = self._source
        return source.level if source else 0.0

    def end_utterance(self) -> None:
        self._commands.append(Listener.end_utterance)

    def drop_utterance(self) -> None:
        self._commands.append(Listener.drop_utterance)

    def be_deaf_until(self, time_s: float) -> None:
        self._commands.append(lambda listener: listener.be_deaf_until(time_s))

    def open(self, *, on: bool) -> None:
        with self._lock:
            if not on:
                self._wanted.clear()
                return
            running = self._thread is not None and self._thread.is_alive()
            if running and self._wanted.is_set():
                return
            previous = self._thread
            self._wanted = threading.Event()
            self._wanted.set()
            self._thread = threading.Thread(
                target=self._run, args=(self._wanted, previous), name="listen", daemon=True
            )
            self._thread.start()

    def close(self, deadline_s: float) -> bool:
        with self._lock:
            self._wanted.clear()
            thread = self._thread
        return thread is None or _joined(thread, deadline_s)

    def _run(self, wanted: threading.Event, previous: threading.Thread | None) -> None:
        if previous is not None:
            previous.join()
        try:
            self._listen(wanted)
        except EndOfAudio:
            pass
        except Os1Error as error:
            self._post(
                _failure("recogniser" if isinstance(error, ModelError) else "microphone", error)
            )
        self._post(MicrophoneChanged(on=False))

    def _listen(self, wanted: threading.Event) -> None:
        if self._listener is None:
            self._listener = Listener(self._parts.detector(), self._parts.recogniser(), self._post)
        source = self._parts.source(self._clock)
        source.open()
        self._source = source
        self._commands.clear()
        self._listener.be_deaf_until(0.0)
        name = self._listener.recogniser_name
        self._post(MicrophoneChanged(on=True, device=source.name, recogniser=name))
        try:
            self._hear(wanted, source, self._listener)
        finally:
            self._source = None
            source.close()

    def _hear(self, wanted: threading.Event, source: AudioSource, listener: Listener) -> None:
        while wanted.is_set():
            while self._commands:
                self._commands.popleft()(listener)
            chunk = source.read(COMMAND_WAIT_S if listener.in_pause else CHUNK_WAIT_S)
            if chunk is not None:
                listener.process(chunk)


class _SpeakThread:
    """The mouth on a thread of its own."""

    def __init__(self, parts: Parts, post: Callable[[Event], None]) -> None:
        self._parts = parts
        self._post = post
        self._queue: queue.SimpleQueue[tuple[int, str] | None] = queue.SimpleQueue()
        self._speaker: Speaker | None = None
        self._silenced_turn = -1
        self._thread = threading.Thread(target=self._run, name="speak", daemon=True)

    @property
    def level(self) -> float:
        speaker = self._speaker
        return speaker.level if speaker else 0.0

    def start(self) -> None:
        self._thread.start()

    def say(self, turn_id: int, text: str) -> None:
        self._queue.put((turn_id, text))

    def stop(self, turn_id: int) -> None:
        self._silenced_turn = max(self._silenced_turn, turn_id)
        if speaker := self._speaker:
            speaker.stop(turn_id)

    def hold(self) -> None:
        if speaker := self._speaker:
            speaker.hold()

    def resume(self) -> None:
        if speaker := self._speaker:
            speaker.resume()

    def hush(self) -> None:
        """Say nothing any more."""
        if speaker := self._speaker:
            speaker.silence()

    def close(self, deadline_s: float) -> bool:
        self._queue.put(None)
        return _joined(self._thread, deadline_s)

    def _run(self) -> None:
        try:
            self._speaker = self._make_speaker()
        except Os1Error as error:
            self._post(_failure("voice" if isinstance(error, VoiceError) else "speaker", error))
        self._post(Woken())
        while (job := self._queue.get()) is not None:
            self._say(*job)
        if self._speaker:
            self._speaker.close()

    def _make_speaker(self) -> Speaker:
        voice = self._parts.voice()
        voice.warm_up()
        return Speaker(voice, self._parts.sink(), self._post, speed=self._parts.speed)

    def _say(self, turn_id: int, text: str) -> None:
        if turn_id <= self._silenced_turn:
            self._post(PlaybackFinished(turn_id=turn_id, interrupted=True))
        elif self._speaker:
            self._speaker.say(turn_id, text)
        else:
            self._post(PlaybackFinished(turn_id=turn_id, heard=text))


def _joined(thread: threading.Thread, deadline_s: float) -> bool:
    """Whether the thread has ended by that time; one that never began has."""
    if thread.ident is not None:
        thread.join(max(0.0, deadline_s - time.monotonic()))
    return not thread.is_alive()


def _failure(component: str, error: Os1Error) -> ErrorOccurred:
    if component == "microphone" and not isinstance(error, AudioError):
        component = "listening"
    return ErrorOccurred(component=component, message=error.message, next_step=error.next_step)
