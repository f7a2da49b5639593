"""What waits to be played, between the thread that speaks and the device that pulls.

No device in here: time and silence can be tested without one.
"""

import threading
import time
from collections.abc import Callable

import numpy as np

from os1.core.audio import BYTES_PER_FRAME
from os1.speech.levels import loudness
from os1.speech.resample import from_pcm, to_pcm

FADE_S = 0.015
QUEUE_S = 0.2


class Playback:
    """A queue of mono 16-bit samples with a thread at each end.

    The device calls `pull`; one thread calls `begin`, `write` and `drain`; any
    thread may call `stop`. is_lost: asked while waiting; True ends the wait.
    """

    def __init__(
        self,
        sample_rate: int,
        is_lost: Callable[[], bool],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sample_rate = sample_rate
        self._is_lost = is_lost
        self._now_s = now_s
        self._changed = threading.Condition()
        self._queue = bytearray()
        self._pulled_frames = 0
        self._last_pull_s = 0.0
        self._accepting = False
        self._ended = True
        self._held = False
        self._fade_in = False
        self._underflow_count = 0
        self._newest = b""

    @property
    def underflow_count(self) -> int:
        """How often the device found nothing in the middle of something said."""
        return self._underflow_count

    @property
    def level(self) -> float:
        """Loudness of what was pulled last, 0 to 1."""
        return loudness(self._newest)

    def heard_s(self, latency_s: float) -> float:
        """Seconds heard since `begin`, from a device that is this far behind."""
        with self._changed:
            pulled_s = self._pulled_frames / self.sample_rate
            since_s = self._now_s() - self._last_pull_s
        return max(0.0, pulled_s - max(0.0, latency_s - since_s))

    def begin(self) -> None:
        """Something new is to be said."""
        with self._changed:
            self._queue.clear()
            self._pulled_frames = 0
            self._accepting = True
            self._ended = False
            self._held = self._fade_in = False

    def write(self, pcm: bytes) -> bool:
        """Queue this; waits while 0.2 s are queued. False if the device was lost meanwhile."""
        limit = round(QUEUE_S * self.sample_rate) * BYTES_PER_FRAME
        with self._changed:
            while self._accepting and len(self._queue) >= limit:
                if self._is_lost():
                    return False
                self._changed.wait(0.1)
            if self._accepting:
                self._queue += pcm
        return True

    def drain(self) -> bool:
        """Wait until all has been pulled, or `stop`. False if the device was lost meanwhile."""
        with self._changed:
            self._ended = True
            while self._accepting and self._queue:
                if self._is_lost():
                    return False
                self._changed.wait(0.1)
        return True

    def wait_stopped(self, timeout_s: float) -> bool:
        """True as soon as `stop` was called, False after the time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._accepting, timeout_s)

    def stop(self) -> None:
        """Let 15 ms of what is queued fade away, and forget the rest."""
        with self._changed:
            self._accepting = False
            self._ended = True
            if self._held:
                self._queue.clear()  # it is silent already
            self._held = self._fade_in = False
            frames = min(round(FADE_S * self.sample_rate), len(self._queue) // BYTES_PER_FRAME)
            self._queue[:] = _ramped(bytes(self._queue[: frames * BYTES_PER_FRAME]), 1.0, 0.0)
            self._changed.notify_all()

    def hold(self) -> None:
        """Fall silent and keep what is queued."""
        with self._changed:
            self._held = self._held or (self._accepting and bool(self._queue or not self._ended))

    def resume(self) -> None:
        """Go on where `hold` came."""
        with self._changed:
            self._held = False

    def pull(self, byte_count: int) -> bytes:
        """So many bytes for the device; silence where there is nothing."""
        with self._changed:
            if self._held:
                return self._pull_held(byte_count)
            block = bytes(self._queue[:byte_count])
            if self._fade_in and block:
                block = _ramped(block, 0.0, 1.0)
                self._fade_in = False
            del self._queue[:byte_count]
            if block:
                self._pulled_frames += len(block) // BYTES_PER_FRAME
                self._last_pull_s = self._now_s()
            if len(block) < byte_count and not self._ended and self._pulled_frames:
                self._underflow_count += 1
            self._newest = block
            self._changed.notify_all()
        return block.ljust(byte_count, b"\0")

    def _pull_held(self, byte_count: int) -> bytes:
        """Fade the first block after `hold` out, without using it up; then silence."""
        first, self._fade_in = not self._fade_in, True
        block = bytes(self._queue[:byte_count]) if first else b""
        self._newest = b""
        self._changed.notify_all()
        return _ramped(block, 1.0, 0.0).ljust(byte_count, b"\0")


def _ramped(pcm: bytes, start: float, end: float) -> bytes:
    samples = from_pcm(pcm)
    return to_pcm(samples * np.linspace(start, end, len(samples), dtype=np.float32))
