"""A real microphone, through sounddevice."""

import queue
import threading
import time
from typing import Any

from os1.core.audio import CHUNK_FRAMES, SAMPLE_RATE, AudioChunk
from os1.core.ports import Clock, EndOfAudio
from os1.errors import DeviceLost, DeviceMissing
from os1.speech.devices import (
    DeviceInfo,
    close_stream,
    find_device,
    load_sounddevice,
    open_stream,
)
from os1.speech.levels import loudness
from os1.speech.resample import Chunker, Resampler, from_pcm, to_mono, to_pcm

LOST_AFTER_S = 1.0
"""An open device that gives nothing for so long has gone."""

START_LIMIT_S = 3.0
"""The first block may take longer: sound servers and headsets have to wake up."""

HEADROOM_S = 0.1
"""Asked of the device: how long the callback may be held up before sound is lost.

It delays nothing: a block is handed over as soon as it is full.
"""

_QUEUED_BLOCKS = 250
"""Five seconds: more than any thread may fall behind."""
_BLOCKS_PER_S = 50
_POLL_S = 0.1
_JUMP_S = 0.1
_DRIFT_GAIN = 0.01


class Microphone:
    """An `AudioSource` at whatever rate the device has, brought to 16 kHz mono.

    wanted: as `find_device` takes it. clock: gives chunks their time: that at which
    the sound reached the microphone, the device's own delay taken off.
    """

    def __init__(self, wanted: str, clock: Clock) -> None:
        self._wanted = wanted
        self._clock = clock
        self._lock = threading.Lock()
        self._stream: Any = None
        self._device: DeviceInfo | None = None
        self._level = 0.0
        self._blocks: queue.Queue[tuple[bytes, float]] = queue.Queue(_QUEUED_BLOCKS)
        self._lost_blocks = 0
        self._told_lost = 0
        self._last_block_s = 0.0
        self._rate = SAMPLE_RATE
        self._channels = 1
        self._chunker = Chunker()
        self._resampler = Resampler(SAMPLE_RATE, SAMPLE_RATE)
        self._timeline = Timeline(SAMPLE_RATE)

    @property
    def name(self) -> str:
        """The device's name once open; before, what was asked for."""
        if self._device is not None:
            return self._device.name
        return self._wanted or "the system's microphone"

    @property
    def level(self) -> float:
        """Loudness of the newest chunk, 0 to 1."""
        return self._level

    @property
    def overflow_count(self) -> int:
        """Blocks of 20 ms lost since `open`, because nobody read in time."""
        return self._lost_blocks

    def open(self) -> None:
        """Start to hear. Raises DeviceMissing."""
        with self._lock:
            if self._stream is not None:
                return
            self._device = find_device(self._wanted, "input")
            self._blocks = queue.Queue(_QUEUED_BLOCKS)
            self._lost_blocks = self._told_lost = 0
            self._chunker = Chunker()
            self._last_block_s = time.monotonic() + START_LIMIT_S - LOST_AFTER_S
            self._stream, self._rate, self._channels = self._start(self._device)
            self._resampler = Resampler(self._rate, SAMPLE_RATE)
            self._timeline = Timeline(self._rate)

    def read(self, timeout_s: float) -> AudioChunk | None:
        """The next 32 ms, or None if they did not come in time.

        Raises DeviceLost when the device has gone, EndOfAudio once it is closed.
        """
        deadline = time.monotonic() + timeout_s
        while self._stream is None or (pcm := self._chunker.take()) is None:
            if self._stream is None:
                raise EndOfAudio
            left_s = deadline - time.monotonic()
            try:
                block, start_s = self._blocks.get(timeout=max(0.0, min(left_s, _POLL_S)))
            except queue.Empty:
                self._check_alive()
                if left_s <= 0:
                    return None
                continue
            self._take_in(block, start_s)
        time_s = self._timeline.next_chunk_s()
        self._level = loudness(pcm)
        overflowed = self._lost_blocks > self._told_lost
        self._told_lost = self._lost_blocks
        return AudioChunk(pcm, time_s, overflowed)

    def close(self) -> None:
        """Stop to hear, from any thread; a waiting `read` ends within 0.1 s."""
        with self._lock:
            stream, self._stream = self._stream, None
            self._level = 0.0
        if stream is not None:
            close_stream(stream)

    def _start(self, device: DeviceInfo) -> tuple[Any, int, int]:
        """A running stream at the first rate and number of channels that the device takes."""
        sounddevice = load_sounddevice()
        rates = dict.fromkeys((round(device.default_sample_rate), SAMPLE_RATE, 48_000, 44_100))
        reason: Exception | None = None
        for channels in dict.fromkeys((1, min(2, device.channels))):
            for rate in rates:
                try:
                    stream = open_stream(
                        sounddevice.RawInputStream,
                        device=device.index,
                        samplerate=rate,
                        channels=channels,
                        dtype="int16",
                        blocksize=rate // _BLOCKS_PER_S,
                        latency=HEADROOM_S,
                        callback=self._on_block,
                    )
                except (sounddevice.PortAudioError, ValueError) as error:
                    reason = error
                else:
                    return stream, rate, channels
        raise DeviceMissing(
            f'The microphone "{device.name}" cannot be opened: {reason}.',
            "Is another program using it, or is it not allowed? `os1 devices` lists the others.",
        )

    def _on_block(self, data: Any, _frames: int, times: Any, status: Any) -> None:
        """In PortAudio's thread: copy, and be gone."""
        delay_s = min(1.0, max(0.0, times.currentTime - times.inputBufferAdcTime))
        self._last_block_s = time.monotonic()
        if status.input_overflow:
            self._lost_blocks += 1
        try:
            self._blocks.put_nowait((bytes(data), self._clock.now_s() - delay_s))
        except queue.Full:
            self._lost_blocks += 1

    def _take_in(self, block: bytes, start_s: float) -> None:
        samples = from_pcm(block)
        if self._channels > 1:
            samples = to_mono(samples.reshape(-1, self._channels))
        self._timeline.block_arrived(start_s, len(samples))
        self._chunker.add(to_pcm(self._resampler.feed(samples)))

    def _check_alive(self) -> None:
        with self._lock:
            if self._stream is None:
                return
            # Under the lock: asking a stream that is being closed would crash.
            dead = not self._stream.active
        if dead or time.monotonic() - self._last_block_s > LOST_AFTER_S:
            self.close()
            raise DeviceLost(
                f'The microphone "{self.name}" has gone.', "Connect it again, or choose another."
            )


class Timeline:
    """When each chunk was heard, from the jittery times at which blocks arrive.

    Counts samples, and lets the arrivals correct the count slowly: a device's idea
    of a second is never quite the clock's. After a gap it starts afresh.

    rate: of the blocks, in Hz. Times are on the conversation's clock, in seconds.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._zero_s: float | None = None
        self._frames_in = 0
        self._chunks_out = 0
        self._last_s = float("-inf")

    def block_arrived(self, start_s: float, frame_count: int) -> None:
        """A block whose first frame was heard at about that time."""
        zero_s = start_s - self._frames_in / self._rate
        self._frames_in += frame_count
        if self._zero_s is None or abs(zero_s - self._zero_s) > _JUMP_S:
            self._zero_s = zero_s
        else:
            self._zero_s += (zero_s - self._zero_s) * _DRIFT_GAIN

    def next_chunk_s(self) -> float:
        """When the first frame of the next chunk was heard; never runs backwards."""
        time_s = (self._zero_s or 0.0) + self._chunks_out * CHUNK_FRAMES / SAMPLE_RATE
        self._chunks_out += 1
        self._last_s = max(self._last_s, time_s)
        return self._last_s
