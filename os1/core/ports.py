"""What the conversation needs from the outside, and nothing more.

Adapters in `os1.speech` meet real devices and models; those in `os1.fakes` are
scripted. The core never knows which it has.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from os1.core.audio import AudioChunk
from os1.core.events import Event
from os1.core.messages import Hypothesis, Reply, Utterance
from os1.errors import Os1Error


class Clock(Protocol):
    """Where the time comes from."""

    def now_s(self) -> float:
        """Seconds since the conversation began; never runs backwards."""


class EndOfAudio(Exception):
    """A source has nothing more to give, and never will."""


class AudioSource(Protocol):
    """Something to hear through: a microphone or a recording."""

    @property
    def name(self) -> str:
        """What to call it, for people."""

    @property
    def level(self) -> float:
        """Loudness of the newest chunk, 0 (silence) to 1 (as loud as can be)."""

    def open(self) -> None:
        """Start to hear. Raises DeviceMissing or AudioFileError."""

    def read(self, timeout_s: float) -> AudioChunk | None:
        """The next 512 frames, or None if there were none in time.

        Raises EndOfAudio at the end of a recording, DeviceLost when the device
        has gone.
        """

    def close(self) -> None:
        """Stop; may be called twice, and from any thread."""


class AudioSink(Protocol):
    """Something to speak through: a loudspeaker or a file.

    One thread calls everything but `stop`, `hold` and `resume`, which may come from any.
    """

    @property
    def name(self) -> str:
        """What to call it, for people."""

    @property
    def level(self) -> float:
        """Loudness of what is being played, 0 to 1."""

    @property
    def latency_s(self) -> float:
        """From handing over a sample to its being heard, in seconds."""

    @property
    def played_s(self) -> float:
        """Seconds of sound heard since `begin`."""

    def begin(self, sample_rate: int) -> None:
        """Get ready for sound at this rate (Hz). Raises DeviceMissing or AudioFileError."""

    def write(self, pcm: bytes) -> None:
        """Play mono signed 16-bit samples; waits while more than a little is queued.

        Returns at once after `stop`. Raises DeviceLost.
        """

    def finish(self) -> None:
        """Wait until all that was written has been heard, or `stop`."""

    def stop(self) -> None:
        """Fall silent within 20 ms, fading, and forget what is queued."""

    def hold(self) -> None:
        """Fall silent within 20 ms, fading, and keep what is queued; from any thread."""

    def resume(self) -> None:
        """Go on after `hold`; from any thread."""

    def close(self) -> None:
        """Let go of the device; may be called twice."""


class VoiceDetector(Protocol):
    """Tells speech from everything else."""

    def probability(self, pcm: bytes) -> float:
        """How likely it is, 0 to 1, that these 512 frames hold speech."""

    def reset(self) -> None:
        """Forget what was heard so far."""


class Recogniser(Protocol):
    """Turns one utterance at a time into words. Used by one thread."""

    @property
    def name(self) -> str:
        """What to call it, for people: "whisper tiny.en", "vosk small-en-us"."""

    def start(self) -> None:
        """A new utterance begins; drop what is left of the last."""

    def accept(self, pcm: bytes) -> None:
        """Hear more of it."""

    def partial(self) -> str | None:
        """What was understood so far, or None when it is not worth another look yet."""

    def settle(self) -> Hypothesis:
        """The best reading of all heard so far; the utterance may still go on."""

    def finish(self) -> Hypothesis:
        """The utterance is over. Free of work if nothing came since `settle`."""


class Synthesiser(Protocol):
    """A voice."""

    @property
    def name(self) -> str:
        """What to call it: "hibari:heart", "system:english"."""

    @property
    def sample_rate(self) -> int:
        """Of what it makes, in Hz."""

    def warm_up(self) -> None:
        """Load now what would else be loaded by the first sentence. Raises VoiceError."""

    def synthesise(self, sentence: str, speed: float = 1.0) -> Iterator[bytes]:
        """Blocks of mono signed 16-bit samples, as soon as they are made.

        speed: 0.5 (slow) to 2 (fast). Abandoning the iterator stops the work.
        Raises VoiceError.
        """

    def close(self) -> None:
        """Let go of helper processes and models."""


class Dialogue(Protocol):
    """The mind behind the voice: text in, reply out. Takes under 50 ms."""

    def reply(self, utterance: Utterance) -> Reply:
        """Her answer. Never empty."""

    def greeting(self) -> Reply:
        """What she says first."""

    def problem(self) -> Os1Error | None:
        """What has gone wrong with what she says, although she goes on; told once."""

    def warm_up(self) -> None:
        """Load now what some later reply would else have to wait for; from any thread."""


class SessionControl(Protocol):
    """What a window or a terminal may do to a conversation that runs in the background.

    Every method returns at once and may be called from any thread. What comes of
    it arrives as events, on the conversation's own thread.
    """

    @property
    def input_level(self) -> float:
        """How loud the user is right now, 0 to 1; poll it."""

    @property
    def output_level(self) -> float:
        """How loud she is right now, 0 to 1; poll it."""

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Call this with every event from now on; it must not block."""

    def start(self, *, microphone: bool, greet: bool = True) -> None:
        """Begin: load voice and recogniser in the background, greet, and open the microphone."""

    def type(self, text: str) -> None:
        """The user sent this line."""

    def set_microphone(self, *, on: bool) -> None:
        """Open or close the microphone; also how to try again after an error."""

    def stop_speaking(self) -> None:
        """Be quiet, now."""

    def close(self, timeout_s: float = 2.0) -> bool:
        """End everything. True if every thread had stopped within the time."""
