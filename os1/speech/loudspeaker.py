"""A real loudspeaker, through sounddevice."""

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from os1.errors import DeviceLost, DeviceMissing
from os1.speech.devices import (
    DeviceInfo,
    close_stream,
    find_device,
    load_sounddevice,
    open_stream,
)
from os1.speech.playback import Playback
from os1.speech.resample import PcmResampler

LOST_AFTER_S = 1.0
"""An open device that takes nothing for so long has gone."""

START_LIMIT_S = 3.0
"""The first block may take longer: sound servers and headsets have to wake up."""

LATENCY_S = 0.03
"""Asked of the device: low, so that she stops at once; not so low that she stutters."""

_BLOCKS_PER_S = 100


class Loudspeaker:
    """An `AudioSink`. Plays at the voice's own rate if the device can, else at the device's.

    The device stays open, playing silence, from the first `begin` to `close`: the
    next reply then starts at once.

    wanted: as `find_device` takes it. tap: given every block that goes to the device,
    mono 16-bit, and its rate in Hz, in PortAudio's thread: it must copy and be gone.
    """

    def __init__(self, wanted: str, tap: Callable[[bytes, int], None] | None = None) -> None:
        self._wanted = wanted
        self._tap = tap
        self._lock = threading.Lock()
        self._device: DeviceInfo | None = None
        self._stream: Any = None
        self._voice_rate = 0
        self._playback: Playback | None = None
        self._resampler: PcmResampler | None = None
        self._latency_s = LATENCY_S
        self._last_pull_s = 0.0
        self._channels = 1
        self._late_count = 0

    @property
    def name(self) -> str:
        """The device's name once open; before, what was asked for."""
        if self._device is not None:
            return self._device.name
        return self._wanted or "the system's loudspeaker"

    @property
    def level(self) -> float:
        """Loudness of what is being played, 0 to 1."""
        return 0.0 if self._playback is None else self._playback.level

    @property
    def latency_s(self) -> float:
        """From handing over a sample to its being heard, in seconds, when nothing is queued."""
        return self._latency_s

    @property
    def played_s(self) -> float:
        """Seconds of sound heard since `begin`."""
        return 0.0 if self._playback is None else self._playback.heard_s(self._latency_s)

    @property
    def underflow_count(self) -> int:
        """How often the sound had a hole since the device was opened."""
        waited = 0 if self._playback is None else self._playback.underflow_count
        return waited + self._late_count

    def begin(self, sample_rate: int) -> None:
        """Get ready; opens the device if need be. Raises DeviceMissing."""
        if self._stream is not None and (sample_rate != self._voice_rate or self._is_lost()):
            self.close()
        if self._stream is None:
            self._open(sample_rate)
        if self._playback is not None:
            self._resampler = PcmResampler(sample_rate, self._playback.sample_rate)
            self._playback.begin()

    def write(self, pcm: bytes) -> None:
        """Play this; waits while more than 0.2 s are queued. Raises DeviceLost."""
        if self._playback is None or self._resampler is None:
            return
        if not self._playback.write(self._resampler.feed(pcm)):
            raise self._lost()

    def finish(self) -> None:
        """Wait until all was heard, or `stop`. Raises DeviceLost."""
        if self._playback is None or self._resampler is None:
            return
        rest, self._resampler = self._resampler.finish(), None
        if not (self._playback.write(rest) and self._playback.drain()):
            raise self._lost()
        self._playback.wait_stopped(self._latency_s)

    def stop(self) -> None:
        """Fade out over 15 ms and forget what is queued; from any thread."""
        playback = self._playback
        if playback is not None:
            playback.stop()

    def hold(self) -> None:
        """Fade out over one block and keep what is queued; from any thread."""
        playback = self._playback
        if playback is not None:
            playback.hold()

    def resume(self) -> None:
        """Go on after `hold`; from any thread."""
        playback = self._playback
        if playback is not None:
            playback.resume()

    def close(self) -> None:
        """Let go of the device."""
        self.stop()
        with self._lock:
            stream, self._stream = self._stream, None
        if stream is not None:
            close_stream(stream)

    def _open(self, voice_rate: int) -> None:
        """Open the device at the first rate and number of channels that it takes."""
        sounddevice = load_sounddevice()
        device = find_device(self._wanted, "output")
        rates = dict.fromkeys((voice_rate, round(device.default_sample_rate), 48_000, 44_100))
        reason: Exception | None = None
        for channels in dict.fromkeys((1, min(2, device.channels))):
            for rate in rates:
                try:
                    self._start(sounddevice, device, rate, channels)
                except (sounddevice.PortAudioError, ValueError) as error:
                    reason = error
                else:
                    self._voice_rate = voice_rate
                    return
        raise DeviceMissing(
            f'The loudspeaker "{device.name}" cannot be opened: {reason}.',
            "Is another program using it? `os1 devices` lists the others.",
        )

    def _start(self, sounddevice: Any, device: DeviceInfo, rate: int, channels: int) -> None:
        self._playback = Playback(rate, self._is_lost)
        self._channels = channels
        self._late_count = 0
        self._last_pull_s = time.monotonic() + START_LIMIT_S - LOST_AFTER_S
        stream = open_stream(
            sounddevice.RawOutputStream,
            device=device.index,
            samplerate=rate,
            channels=channels,
            dtype="int16",
            blocksize=rate // _BLOCKS_PER_S,
            latency=LATENCY_S,
            callback=self._on_pull,
        )
        with self._lock:
            self._stream = stream
        self._device = device
        self._latency_s = float(stream.latency)

    def _on_pull(self, out: Any, frames: int, _times: Any, status: Any) -> None:
        """In PortAudio's thread: copy, and be gone."""
        self._last_pull_s = time.monotonic()
        if status.output_underflow:
            self._late_count += 1
        if self._playback is None:
            return
        mono = self._playback.pull(frames * 2)
        if self._tap is not None:
            self._tap(mono, self._playback.sample_rate)
        if self._channels > 1:
            mono = np.repeat(np.frombuffer(mono, "<i2"), self._channels).tobytes()
        out[:] = mono

    def _is_lost(self) -> bool:
        if time.monotonic() - self._last_pull_s > LOST_AFTER_S:
            return True
        with self._lock:
            # Under the lock: asking a stream that is being closed would crash.
            return self._stream is not None and not self._stream.active

    def _lost(self) -> DeviceLost:
        self.close()
        return DeviceLost(
            f'The loudspeaker "{self.name}" has gone.', "Connect it again, or choose another."
        )
