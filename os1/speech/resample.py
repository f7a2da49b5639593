"""From any sample rate to any other, as a stream, and samples between their two shapes.

Inside a conversion, samples are float32 in -1..1; at every port they are mono
signed 16-bit little-endian bytes ("pcm").
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from os1.core.audio import BYTES_PER_FRAME, CHUNK_FRAMES

Samples = npt.NDArray[np.float32]


def from_pcm(pcm: bytes | bytearray | memoryview) -> Samples:
    """16-bit samples as floats in -1..1."""
    count = len(pcm) // BYTES_PER_FRAME
    return np.frombuffer(pcm, dtype="<i2", count=count).astype(np.float32) / np.float32(32768)


def to_pcm(samples: Samples) -> bytes:
    """Floats as 16-bit samples; what is too loud is clipped."""
    scaled = np.rint(samples * np.float32(32768))
    pcm: bytes = np.clip(scaled, -32768, 32767).astype("<i2").tobytes()
    return pcm


def to_mono(samples: Samples) -> Samples:
    """One channel, the mean of all, from frames by channels.

    What is not a number counts as silence, and nothing is louder than full scale,
    so that one broken sample cannot drown the rest.
    """
    sane = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    np.clip(sane, -1.0, 1.0, out=sane)
    return sane.mean(axis=1, dtype=np.float32) if sane.ndim == 2 else sane


class Resampler:
    """Converts a stream from one sample rate (Hz) to another; costs nothing if they agree.

    The first sample out stands at the time of the first sample in.
    """

    def __init__(self, in_rate: float, out_rate: float) -> None:
        self._stream: Any = None
        if in_rate != out_rate:
            import soxr

            self._stream = soxr.ResampleStream(in_rate, out_rate, 1, dtype="float32")

    def feed(self, samples: Samples) -> Samples:
        """What can be said about the output by now; the rest follows later."""
        if self._stream is None or not samples.size:
            return samples
        out: Samples = self._stream.resample_chunk(np.ascontiguousarray(samples))
        return out

    def finish(self) -> Samples:
        """The input has ended: the rest of the output. Nothing may be fed after this."""
        empty = np.zeros(0, dtype=np.float32)
        if self._stream is None:
            return empty
        out: Samples = self._stream.resample_chunk(empty, last=True)
        return out


class PcmResampler:
    """A `Resampler` that takes and gives 16-bit samples."""

    def __init__(self, in_rate: float, out_rate: float) -> None:
        self._same = in_rate == out_rate
        self._resampler = Resampler(in_rate, out_rate)

    def feed(self, pcm: bytes) -> bytes:
        """What can be said about the output by now."""
        return pcm if self._same else to_pcm(self._resampler.feed(from_pcm(pcm)))

    def finish(self) -> bytes:
        """The rest of the output; nothing may be fed after this."""
        return b"" if self._same else to_pcm(self._resampler.finish())


class Chunker:
    """Cuts a stream of 16-bit samples into the 512-frame chunks everyone inside takes."""

    CHUNK_BYTES = CHUNK_FRAMES * BYTES_PER_FRAME

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def held_frames(self) -> int:
        """Frames that wait to become a chunk, or part of one."""
        return len(self._held) // BYTES_PER_FRAME

    def add(self, pcm: bytes) -> None:
        """More samples."""
        self._held += pcm

    def take(self) -> bytes | None:
        """The next whole chunk, if there is one."""
        if len(self._held) < self.CHUNK_BYTES:
            return None
        chunk = bytes(self._held[: self.CHUNK_BYTES])
        del self._held[: self.CHUNK_BYTES]
        return chunk

    def take_all(self) -> Iterator[bytes]:
        """Every whole chunk there is."""
        while (chunk := self.take()) is not None:
            yield chunk

    def take_rest(self) -> bytes | None:
        """What is left over, filled up with silence; None if nothing is."""
        if not self._held:
            return None
        chunk = bytes(self._held).ljust(self.CHUNK_BYTES, b"\0")
        self._held.clear()
        return chunk

    def clear(self) -> None:
        """Forget what is held."""
        self._held.clear()
