"""Takes her own voice out of what the microphone hears (WebRTC's AEC3).

The loudspeaker taps every block it plays into a `FarEnd`, with the time; the
microphone's chunks and what was played at their time go through the canceller
together. A block is tapped before it is heard, so the far end is always a little
ahead of its echo; how much the room adds, the canceller finds out by itself.
"""

import contextlib
import queue
from typing import Any

import numpy as np
import numpy.typing as npt

from os1.core.audio import BYTES_PER_FRAME, CHUNK_FRAMES, SAMPLE_RATE, AudioChunk
from os1.core.ports import AudioSource, Clock
from os1.errors import ModelMissing
from os1.speech.resample import PcmResampler

BLOCK_FRAMES = SAMPLE_RATE // 100  # what the canceller works in
KEPT_S = 3.0
SLIP_S = 0.02  # the times of blocks jitter by less; more is a hole in one of the streams
JUMP_S = 0.1
_QUEUED_BLOCKS = 400

Samples = npt.NDArray[np.int16]

FAR_DECAY = 0.95  # a block of 10 ms; after a third of a second a loud word has died away
QUIET_POWER = 30.0**2
SMOOTHING = 0.3
RESIDUE_SHARE = 0.05  # -13 dB


class FarEnd:
    """What the loudspeaker plays, at 16 kHz, by its time: one thread feeds, another takes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._blocks: queue.Queue[tuple[bytes, int, float]] = queue.Queue(_QUEUED_BLOCKS)
        self._pcm = bytearray()
        self._first = 0  # the number of the first sample kept, counted from the first ever
        self._zero_s: float | None = None  # when that first ever was played
        self._cursor: int | None = None
        self._resampler: PcmResampler | None = None
        self._rate = 0

    def feed(self, pcm: bytes, sample_rate: int) -> None:
        """One block that is being played. Never waits; what is too much is dropped."""
        with contextlib.suppress(queue.Full):
            self._blocks.put_nowait((pcm, sample_rate, self._clock.now_s()))

    def take(self, start_s: float, frames: int) -> bytes:
        """What was played from that time on, on the clock; silence where nothing was.

        Goes on sample by sample from the last call unless the times disagree.
        """
        self._take_in()
        expected = round((start_s - (self._zero_s or 0.0)) * SAMPLE_RATE)
        if self._cursor is None or abs(self._cursor - expected) > SLIP_S * SAMPLE_RATE:
            self._cursor = expected
        first, self._cursor = self._cursor - self._first, self._cursor + frames
        lead = min(frames, max(0, -first))
        piece = self._pcm[
            max(0, first) * BYTES_PER_FRAME : max(0, first + frames) * BYTES_PER_FRAME
        ]
        whole = bytes(lead * BYTES_PER_FRAME) + bytes(piece)
        return whole.ljust(frames * BYTES_PER_FRAME, b"\0")

    def _take_in(self) -> None:
        while True:
            try:
                pcm, rate, time_s = self._blocks.get_nowait()
            except queue.Empty:
                return
            if self._resampler is None or rate != self._rate:
                self._resampler, self._rate = PcmResampler(rate, SAMPLE_RATE), rate
            count = self._first + len(self._pcm) // BYTES_PER_FRAME
            zero_s = time_s - count / SAMPLE_RATE
            if self._zero_s is None or abs(zero_s - self._zero_s) > JUMP_S:
                self._zero_s, self._cursor = zero_s, None
            else:  # a device's idea of a second is never quite the clock's
                self._zero_s += 0.01 * (zero_s - self._zero_s)
            self._pcm += self._resampler.feed(pcm)
            excess = len(self._pcm) // BYTES_PER_FRAME - round(KEPT_S * SAMPLE_RATE)
            if excess > 0:
                del self._pcm[: excess * BYTES_PER_FRAME]
                self._first += excess


class EchoCancelled:
    """A microphone without her voice in it. An AudioSource around another."""

    def __init__(self, source: AudioSource, far_end: FarEnd) -> None:
        try:
            from pywebrtc_audio import EchoCanceller
        except (ImportError, OSError) as error:
            raise ModelMissing(
                f"The echo canceller cannot be loaded: {error}.",
                "Install it again: pip install --force-reinstall pywebrtc-audio",
            ) from error
        self._source = source
        self._far_end = far_end
        self._canceller: Any = EchoCanceller(sample_rate=SAMPLE_RATE)
        self._far_power = self._near_power = self._clean_power = 0.0
        self._residues = 0
        self._near = bytearray()
        # A block of silence first, so that every chunk in gives one out, 10 ms late.
        self._clean = bytearray(BLOCK_FRAMES * BYTES_PER_FRAME)

    @property
    def name(self) -> str:
        """The microphone's."""
        return self._source.name

    @property
    def level(self) -> float:
        """The microphone's."""
        return self._source.level

    def open(self) -> None:
        """Open the microphone."""
        self._source.open()

    def read(self, timeout_s: float) -> AudioChunk | None:
        """The next chunk, cleaned; see AudioSource."""
        chunk = self._source.read(timeout_s)
        if chunk is None:
            return None
        self._near += chunk.pcm
        blocks = len(self._near) // (BLOCK_FRAMES * BYTES_PER_FRAME)
        size = blocks * BLOCK_FRAMES * BYTES_PER_FRAME
        held_s = len(self._near) / BYTES_PER_FRAME / SAMPLE_RATE - chunk.duration_s
        far = self._far_end.take(chunk.time_s - held_s, blocks * BLOCK_FRAMES)
        self._cancel(bytes(self._near[:size]), far)
        del self._near[:size]
        pcm = bytes(self._clean[: CHUNK_FRAMES * BYTES_PER_FRAME])
        del self._clean[: CHUNK_FRAMES * BYTES_PER_FRAME]
        delay_s = BLOCK_FRAMES / SAMPLE_RATE
        residue, self._residues = self._residues == blocks, 0
        return AudioChunk(pcm, max(0.0, chunk.time_s - delay_s), chunk.overflowed, residue)

    def close(self) -> None:
        """Close the microphone."""
        self._source.close()

    def _cancel(self, near: bytes, far: bytes) -> None:
        step = BLOCK_FRAMES * BYTES_PER_FRAME
        for start in range(0, len(near), step):
            block = np.frombuffer(near[start : start + step], dtype="<i2")
            played = np.frombuffer(far[start : start + step], dtype="<i2")
            clean = self._canceller.process(block, played).astype("<i2")
            self._residues += self._is_residue(block, played, clean)
            self._clean += clean.tobytes()

    def _is_residue(self, near: Samples, far: Samples, clean: Samples) -> bool:
        """Whether what is left is only what the canceller could not take out.

        Her voice is taken down by 30 dB and more, a person's by next to nothing. So
        where she was playing a moment ago and little of a block is left, nobody spoke.
        """
        self._far_power = max(_power(far), self._far_power * FAR_DECAY)
        if self._far_power < QUIET_POWER:
            return False
        self._near_power += SMOOTHING * (_power(near) - self._near_power)
        self._clean_power += SMOOTHING * (_power(clean) - self._clean_power)
        return self._clean_power < RESIDUE_SHARE * self._near_power


def _power(samples: Samples) -> float:
    """Mean square of 16-bit samples."""
    return float(np.mean(np.square(samples, dtype=np.float32)))
