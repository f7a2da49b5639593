"""Sound without a sound card: tones and silences, a microphone, a loudspeaker."""

import array
import math
import threading

from os1.core.audio import BYTES_PER_FRAME, CHUNK_FRAMES, CHUNK_S, SAMPLE_RATE, AudioChunk
from os1.core.ports import Clock, EndOfAudio
from os1.errors import DeviceLost

CHUNK_BYTES = CHUNK_FRAMES * BYTES_PER_FRAME


def silence(duration_s: float, sample_rate: int = SAMPLE_RATE) -> bytes:
    """Nothing, mono 16-bit."""
    return bytes(BYTES_PER_FRAME * round(duration_s * sample_rate))


def tone(duration_s: float, sample_rate: int = SAMPLE_RATE, loudness: float = 0.3) -> bytes:
    """A hum at 220 Hz, mono 16-bit: what the fake detector takes for speech."""
    count = round(duration_s * sample_rate)
    step = 2 * math.pi * 220 / sample_rate
    wave = array.array("h", (int(32767 * loudness * math.sin(step * n)) for n in range(count)))
    return wave.tobytes()


def loudness(pcm: bytes) -> float:
    """The largest sample, 0 to 1."""
    samples = array.array("h", pcm)
    return max(map(abs, samples), default=0) / 32768


class ScriptedMicrophone:
    """Hears these samples (16 kHz mono 16-bit), then nothing, or ends. An AudioSource.

    clock: with one, chunks come as time passes on it, as from a real microphone;
        without, as fast as they are read.
    then: "end" of audio after the samples, "silence" for ever, or "lost" like a
        microphone that is unplugged.
    """

    def __init__(self, pcm: bytes = b"", *, clock: Clock | None = None, then: str = "end") -> None:
        self._pcm = pcm
        self._clock = clock
        self._then = then
        self._place = 0
        self._start_s = 0.0
        self._closed = threading.Event()
        self._level = 0.0

    @property
    def name(self) -> str:
        """What to call it."""
        return "scripted microphone"

    @property
    def level(self) -> float:
        """Loudness of the newest chunk."""
        return self._level

    def open(self) -> None:
        """Start to hear, from the first sample."""
        self._closed.clear()
        self._place = 0
        self._start_s = self._clock.now_s() if self._clock else 0.0

    def read(self, timeout_s: float) -> AudioChunk | None:
        """The next chunk, waiting for it if there is a clock."""
        time_s = self._start_s + self._place * CHUNK_S
        if self._clock:
            wait_s = time_s + CHUNK_S - self._clock.now_s()
            if wait_s > 0 and self._closed.wait(min(wait_s, timeout_s)):
                return None
            if wait_s > timeout_s:
                return None
        chunk = self._pcm[self._place * CHUNK_BYTES : (self._place + 1) * CHUNK_BYTES]
        if not chunk and self._then == "end":
            raise EndOfAudio
        if not chunk and self._then == "lost":
            raise DeviceLost("The scripted microphone was unplugged.", "Plug it in again.")
        self._place += 1
        self._level = loudness(chunk)
        return AudioChunk(chunk.ljust(CHUNK_BYTES, b"\0"), time_s)

    def close(self) -> None:
        """Stop."""
        self._closed.set()


class MemorySink:
    """Keeps all that is said, and pretends to play it. An AudioSink.

    paced: `finish` takes as long as the sound would; otherwise it takes no time.
    """

    def __init__(self, *, paced: bool = False) -> None:
        self._paced = paced
        self._stopped = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._written = 0
        self.sample_rate = 0
        self.takes: list[bytes] = []

    @property
    def name(self) -> str:
        """What to call it."""
        return "memory"

    @property
    def level(self) -> float:
        """A steady murmur while there is something to say."""
        return 0.4 if self._written and not self._stopped.is_set() else 0.0

    @property
    def latency_s(self) -> float:
        """None."""
        return 0.0

    @property
    def played_s(self) -> float:
        """All that was written has been heard."""
        return self._written / BYTES_PER_FRAME / self.sample_rate if self.sample_rate else 0.0

    def begin(self, sample_rate: int) -> None:
        """Start a new take."""
        self._stopped.clear()
        self._going.set()
        self._written = 0
        self.sample_rate = sample_rate
        self.takes.append(b"")

    def write(self, pcm: bytes) -> None:
        """Keep it; wait as long as it lasts if paced, and while held."""
        self._going.wait()
        if self._stopped.is_set():
            return
        if self._paced and self._stopped.wait(len(pcm) / BYTES_PER_FRAME / self.sample_rate):
            return
        self.takes[-1] += pcm
        self._written += len(pcm)

    def finish(self) -> None:
        """All has been heard already."""

    def stop(self) -> None:
        """Fall silent."""
        self._stopped.set()
        self._going.set()

    def hold(self) -> None:
        """Pause."""
        self._going.clear()

    def resume(self) -> None:
        """Go on."""
        self._going.set()

    def close(self) -> None:
        """Nothing to let go of."""


class NullSink:
    """Takes sound and drops it at once: she speaks, nobody listens. An AudioSink."""

    name = "nowhere"
    level = 0.0
    latency_s = 0.0

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._written = 0
        self._sample_rate = 1

    @property
    def played_s(self) -> float:
        """Seconds of sound dropped since `begin`."""
        return self._written / BYTES_PER_FRAME / self._sample_rate

    def begin(self, sample_rate: int) -> None:
        """Get ready."""
        self._stopped.clear()
        self._written = 0
        self._sample_rate = sample_rate

    def write(self, pcm: bytes) -> None:
        """Drop it."""
        if not self._stopped.is_set():
            self._written += len(pcm)

    def finish(self) -> None:
        """It is gone already."""

    def stop(self) -> None:
        """Take nothing more."""
        self._stopped.set()

    def hold(self) -> None:
        """Nothing is being played anyway."""

    def resume(self) -> None:
        """Nothing was held."""

    def close(self) -> None:
        """Nothing to let go of."""
