"""The log-mel spectrogram that Whisper was trained on.

After Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision"
(2022), section 2.2: 25 ms windows every 10 ms, 80 mel bands (Slaney's scale, as
in Auditory Toolbox, 1998), log10, clipped 8 below the loudest, scaled to about -1..1.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from os1.core.audio import SAMPLE_RATE

Array = npt.NDArray[np.float32]

WINDOW_FRAMES = 400
HOP_FRAMES = 160
MEL_BANDS = 80
FRAMES_PER_SECOND = SAMPLE_RATE // HOP_FRAMES


def log_mel(samples: Array) -> Array:
    """Samples (n,) at 16 kHz in -1..1 -> features (80, n // 160 + 1)."""
    padded = np.pad(samples, (WINDOW_FRAMES // 2, WINDOW_FRAMES // 2 + HOP_FRAMES))
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_FRAMES)[::HOP_FRAMES]
    windows = windows[: len(samples) // HOP_FRAMES + 1]
    power = np.abs(np.fft.rfft(windows * _hann(), axis=1)) ** 2
    log = np.log10(np.maximum(_mel_filters() @ power.T.astype(np.float32), 1e-10))
    log = np.maximum(log, log.max() - 8.0)
    return np.asarray((log + 4.0) / 4.0, dtype=np.float32)


@cache
def _hann() -> Array:
    return np.asarray(np.hanning(WINDOW_FRAMES + 1)[:-1], dtype=np.float32)


@cache
def _mel_filters() -> Array:
    """Triangular filters (80, 201), each of unit area."""
    bins_hz = np.fft.rfftfreq(WINDOW_FRAMES, 1 / SAMPLE_RATE)
    top_mel = _hz_to_mel(SAMPLE_RATE / 2)
    edges_hz = _mel_to_hz(np.linspace(0.0, top_mel, MEL_BANDS + 2))
    widths = np.diff(edges_hz)
    ramps = edges_hz[:, None] - bins_hz[None, :]
    rising = -ramps[:-2] / widths[:-1, None]
    falling = ramps[2:] / widths[1:, None]
    filters = np.maximum(0.0, np.minimum(rising, falling))
    filters *= (2.0 / (edges_hz[2:] - edges_hz[:-2]))[:, None]
    return np.asarray(filters, dtype=np.float32)


# Slaney's scale: linear to 1 kHz (15 mel), then 27 mel for each factor of 6.4.
def _hz_to_mel(hz: float) -> float:
    return hz * 3 / 200 if hz < 1000 else 15 + 27 * float(np.log(hz / 1000) / np.log(6.4))


def _mel_to_hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27))
